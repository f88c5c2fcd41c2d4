import { strToU8, zipSync } from "fflate";
import type { KeptDocument } from "@istmo/contracts";
import { findActor } from "../identity/identity.queries.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";
import { documentsOf, giveDocumentsWithin } from "./documents.queries.ts";

let app: TestApp;
let lead: Browser;
const actionId = "an-action";

beforeAll(async () => {
  app = await openTestApp();
  lead = await app.signIn("lead.gt");
  await app.client.actionItem.create({
    data: {
      ...{ id: actionId, title: { es: "Informe" }, centreId: "centre-gt" },
      ...{ rank: "zz", createdById: "person-head" },
    },
  });
});
afterAll(() => app.close());

const pdf = (words = "") => strToU8(`%PDF-1.7\n${words}`);

async function upload(
  who: Browser,
  bytes: Uint8Array,
  { name = "Acta de reunión.pdf", kind = "action", id = actionId } = {},
): Promise<{ status: number; body: KeptDocument & Problem }> {
  const query = new URLSearchParams({ subjectKind: kind, subjectId: id, name });
  const answer = await fetch(`${app.origin}/api/v1/documents?${query.toString()}`, {
    method: "POST",
    headers: { cookie: who.cookie, "content-type": "application/octet-stream" },
    body: new Uint8Array(bytes),
  });
  return { status: answer.status, body: (await answer.json()) as KeptDocument & Problem };
}

const take = (who: Browser, id: string) =>
  fetch(`${app.origin}/api/v1/documents/${id}`, { headers: { cookie: who.cookie } });

async function drop(who: Browser, id: string) {
  const answer = await fetch(`${app.origin}/api/v1/documents/${id}`, {
    method: "DELETE",
    headers: { cookie: who.cookie },
  });
  return { status: answer.status, body: (await answer.json()) as Problem };
}

const give = (
  ids: string[],
  personId = "person-lead-gt",
  classification: "unclassified" | "confidential" = "unclassified",
) =>
  app.client.$transaction((tx) =>
    giveDocumentsWithin(tx, {
      ...{ actor: { id: personId }, subject: { kind: "action", id: actionId }, ids },
      ...{ classification, at: new Date() },
    }),
  );

async function actor(id: string) {
  const found = await findActor(app.client, id, new Date());
  if (found === null) throw new Error(id);
  return found.actor;
}

describe("a document kept as evidence", () => {
  it("is in the hand of who uploaded it, until a step gives it to all who see the action", async () => {
    const { status, body } = await upload(lead, pdf());
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: "Acta de reunión.pdf", mediaType: "application/pdf" });
    const other = await app.signIn("expert1.pa");
    expect((await take(other, body.id)).status).toBe(404);
    expect((await take(lead, body.id)).status).toBe(200);
    await give([body.id]);
    const taken = await take(other, body.id);
    expect(taken.status).toBe(200);
    expect(Object.fromEntries(taken.headers)).toMatchObject({
      "content-disposition":
        "attachment; filename=\"Acta de reuni?n.pdf\"; filename*=UTF-8''Acta%20de%20reuni%C3%B3n.pdf",
      "content-type": "application/pdf",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    expect(new Uint8Array(await taken.arrayBuffer())).toEqual(pdf());
    expect((await take(await app.signIn("observer"), body.id)).status).toBe(404);
    expect((await take(app.stranger(), body.id)).status).toBe(401);
    const seen = await documentsOf(app.client, await actor("person-head"), {
      kind: "action",
      ids: [actionId],
    });
    expect(seen.get(actionId)).toMatchObject([
      { id: body.id, createdBy: { id: "person-lead-gt" } },
    ]);
    expect(await drop(lead, body.id)).toMatchObject({
      status: 409,
      body: { code: "document_is_given" },
    });
  });

  it("given at a level is seen by those who are cleared for it", async () => {
    const { body } = await upload(lead, pdf("confidencial"));
    await give([body.id], "person-lead-gt", "confidential");
    await app.client.person.update({
      where: { id: "person-expert1-pa" },
      data: { clearedTo: "unclassified" },
    });
    await app.client.person.update({
      where: { id: "person-head" },
      data: { clearedTo: "strictly_confidential" },
    });
    expect((await take(await app.signIn("expert1.pa"), body.id)).status).toBe(404);
    expect((await take(await app.signIn("head"), body.id)).status).toBe(200);
  });

  it("is given by who uploaded it, once, and for what it was uploaded", async () => {
    const { body } = await upload(lead, pdf("una vez"));
    await expect(give([body.id], "person-head")).rejects.toMatchObject({
      code: "unknown_document",
    });
    await give([body.id]);
    await expect(give([body.id])).rejects.toMatchObject({ code: "unknown_document" });
  });

  it("can be let go of before that, and is forgotten after a day", async () => {
    const one = await upload(lead, pdf("1"));
    expect((await drop(await app.signIn("head"), one.body.id)).status).toBe(404);
    expect((await drop(lead, one.body.id)).status).toBe(200);
    const old = await upload(lead, pdf("2"));
    await app.client.keptDocument.update({
      where: { id: old.body.id },
      data: { createdAt: new Date(Date.now() - 25 * 3_600_000) },
    });
    await upload(lead, pdf("3"));
    expect(await app.client.keptDocument.count({ where: { id: old.body.id } })).toBe(0);
  });

  it("is taken from those who may change the action, and is what its bytes are", async () => {
    const refusal = async (account: string, id = actionId) =>
      (await upload(await app.signIn(account), pdf(), { id })).body.code;
    expect(await refusal("expert1.pa")).toBe("not_allowed");
    expect(await refusal("observer")).toBe("not_found");
    expect(await refusal("head", "no-such-action")).toBe("not_found");
    const zip = zipSync({ "setup.exe": strToU8("MZ") });
    expect(await upload(lead, zip)).toMatchObject({
      status: 415,
      body: { code: "document_kind_unknown" },
    });
    expect((await upload(lead, new Uint8Array())).body.code).toBe("file_empty");
    const large = new Uint8Array(20 * 1024 * 1024 + 1);
    expect(await upload(lead, large)).toMatchObject({
      status: 413,
      body: { code: "file_too_large" },
    });
  });
});

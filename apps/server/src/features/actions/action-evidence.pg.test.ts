import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionAct, KeptDocument, WholeAction } from "@istmo/contracts";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";

describe("the evidence of an action item", () => {
  let app: TestApp;
  let now = new Date("2026-11-24T12:00:00Z");
  let lead: Browser;
  let expert: Browser;
  beforeAll(async () => {
    app = await openTestApp({ now: () => now });
    lead = await app.signIn("lead.sv");
    expert = await app.signIn("expert1.sv");
  });
  afterAll(() => app.close());

  const create = async () => {
    const wanted = { title: "Comparar los registros", language: "es", centreId: "centre-sv" };
    const body = { ...wanted, ownerId: "person-expert1-sv" };
    return (await lead.post<WholeAction>("/api/v1/actions", body)).body;
  };
  const step = (by: Browser, item: WholeAction, event: string, more: object = {}) =>
    by.post<WholeAction & Problem>(`/api/v1/actions/${item.id}/steps`, {
      version: item.version,
      event,
      ...more,
    });
  const give = (by: Browser, item: WholeAction, given: object) =>
    by.post<WholeAction & Problem>(`/api/v1/actions/${item.id}/evidence`, given);
  const upload = async (by: Browser, item: WholeAction, name = "acta.txt") => {
    const query = new URLSearchParams({ subjectKind: "action", subjectId: item.id, name });
    const answer = await fetch(`${app.origin}/api/v1/documents?${query.toString()}`, {
      method: "POST",
      headers: { cookie: by.cookie, "content-type": "application/octet-stream" },
      body: "Acta de la reunión.",
    });
    return (await answer.json()) as KeptDocument;
  };
  const kinds = (item: WholeAction) => item.evidenceGiven.map(({ content }) => content.kind);

  it("is words, links and documents, each told with who gave it", async () => {
    const item = await create();
    const document = await upload(expert, item);
    const { body } = await give(expert, item, {
      text: "Se cotejó todo.",
      links: ["https://example.org/tabla"],
      documentIds: [document.id],
    });
    expect(kinds(body).sort()).toEqual(["document", "link", "text"]);
    expect(body.evidenceGiven[0]?.givenBy?.name).toBe("Bálsamo El Salvador");
    const given = body.evidenceGiven.find(({ content }) => content.kind === "document");
    expect(given?.content).toMatchObject({ document: { id: document.id, name: "acta.txt" } });
    const office = await app.signIn("reviewer");
    expect((await office.get(`/api/v1/documents/${document.id}`)).status).toBe(200);
    const history = await lead.get<{ items: ActionAct[] }>(`/api/v1/actions/${item.id}/history`);
    expect(JSON.stringify(history.body)).not.toContain("Se cotejó");
    const done = await step(expert, item, "mark_done");
    expect([done.status, done.body.state]).toEqual([200, "done"]);
  });

  it.each([
    ["words", { evidence: "Tabla adjunta." }, "Tabla adjunta.", ["text"]],
    ["a link", { links: ["https://example.org/acta"] }, "https://example.org/acta", ["link"]],
  ])("may come with the step as %s", async (_what, more, evidence, expected) => {
    const item = await create();
    const { body } = await step(expert, item, "mark_done", more);
    expect(body).toMatchObject({ state: "done", evidence });
    expect(kinds(body)).toEqual(expected);
  });

  it("may come with the step as a document, which no other item can be given", async () => {
    const [item, other] = [await create(), await create()];
    const document = await upload(expert, item);
    const stray = await step(expert, other, "mark_done", { documentIds: [document.id] });
    expect(stray.body.code).toBe("unknown_document");
    const { body } = await step(expert, item, "mark_done", { documentIds: [document.id] });
    expect(body).toMatchObject({ state: "done", evidence: null });
    expect(kinds(body)).toEqual(["document"]);
    const twice = await give(expert, item, { documentIds: [document.id] });
    expect(twice.body.code).toBe("unknown_document");
  });

  it("still counts when whoever marked the action as done takes that back, and does it again", async () => {
    const item = await create();
    await step(expert, item, "mark_done", { evidence: "Listo." });
    const path = `/api/v1/actions/${item.id}`;
    const { body: history } = await expert.get<{ items: { id: string }[] }>(`${path}/history`);
    const { body: back } = await expert.post<WholeAction>(`${path}/undo`, {
      actId: history.items[0]?.id,
    });
    expect(back.state).toBe("open");
    expect((await step(expert, back, "mark_done")).body.state).toBe("done");
  });

  it("that was refused does not count again, and stays", async () => {
    const item = await create();
    const { body: done } = await step(expert, item, "mark_done", { evidence: "Listo." });
    const { body: refused } = await step(lead, done, "refuse", { reason: "Falta la tabla." });
    const again = await step(expert, refused, "mark_done");
    expect(again.body.code).toBe("evidence_required");
    now = new Date("2026-11-24T12:05:00Z");
    await give(expert, refused, { links: ["https://example.org/tabla"] });
    const { body } = await step(expert, refused, "mark_done");
    expect(body.state).toBe("done");
    expect(kinds(body)).toEqual(["text", "link"]);
  });

  it("is given by who works on the item, until it is verified, and is bounded", async () => {
    const item = await create();
    const stranger = await app.signIn("expert1.gt");
    const text = { text: "Hecho." };
    expect((await give(stranger, item, text)).body.code).toBe("not_allowed");
    for (const nothing of [{}, { links: [] }, { links: ["javascript:alert(1)"] }])
      expect((await give(expert, item, nothing)).status).toBe(422);
    await app.client.actionEvidence.createMany({
      data: Array.from({ length: 100 }, (_one, at) => ({
        ...{ id: `piece-${at}`, actionId: item.id, kind: "text", content: "…" },
        ...{ givenById: "person-expert1-sv", givenAt: now },
      })),
    });
    expect((await give(expert, item, text)).body.code).toBe("too_much_evidence");
    const other = await create();
    const { body: done } = await step(expert, other, "mark_done", { evidence: "Hecho." });
    await step(lead, done, "verify");
    expect((await give(expert, done, text)).body.code).toBe("not_allowed");
  });
});

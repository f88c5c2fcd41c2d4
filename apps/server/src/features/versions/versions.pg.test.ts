import type { EditionVersion, EditionVersions, Restoration, VersionText } from "@istmo/contracts";
import { bodyFragment } from "@istmo/paper-schema";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";
import { PgPaperStore } from "../../collab/pg-paper-store.ts";

const paperId = "paper-secondary-ports";
const editionId = `${paperId}-es`;
const path = `/api/v1/editions/${editionId}/versions`;

let app: TestApp;
let lead: Browser;
let office: Browser;
beforeAll(async () => {
  app = await openTestApp();
  office = await app.signIn("reviewer");
  lead = await app.signIn("lead.gt");
});
afterAll(() => app.close());

/** Writes at the beginning of the summary, at a page of somebody's own. */
async function write(personId: string, words: string): Promise<void> {
  const store = new PgPaperStore(app.pool);
  const doc = new Y.Doc();
  for (const update of (await store.load(editionId)).state) Y.applyUpdate(doc, update);
  const before = Y.encodeStateVector(doc);
  const block = doc
    .getXmlFragment(bodyFragment)
    .toArray()
    .find((it) => it instanceof Y.XmlElement && it.getAttribute("id") === "summary-1");
  ((block as Y.XmlElement).get(0) as Y.XmlText).insert(0, words);
  await store.append([
    {
      ...{ editionId, personId, update: Y.encodeStateAsUpdate(doc, before) },
      bindings: [{ clientId: doc.clientID, personId }],
    },
  ]);
}
const share = async (personId: string, level: string) => {
  const wanted = { subject: `person:${personId}`, level, expiresAt: null };
  const { status, body } = await office.post(`/api/v1/papers/${paperId}/shares`, wanted);
  expect([status, body.code]).toEqual([200, undefined]);
};
const keep = async (name: string, by = lead) =>
  (await by.post<EditionVersion>(path, { name })).body;
const list = async (query = "", by = lead) =>
  (await by.get<EditionVersions>(`${path}${query}`)).body;

describe("the history of an edition", () => {
  it("holds what somebody kept, with its authors, their bodies and how many words changed", async () => {
    await keep("Antes");
    await write("person-expert1-gt", "Tres palabras nuevas. ");
    await write("person-expert1-pa", "Una. ");
    const kept = await keep("Ronda 2, enviada a SICA");
    expect(kept).toMatchObject({
      ...{ number: 2, kind: "named", reason: "by_hand", name: "Ronda 2, enviada a SICA" },
      ...{ wordsAdded: 4, wordsRemoved: 0, createdBy: { id: "person-lead-gt" } },
    });
    expect(kept.authors.map(({ person, centreId }) => `${person.id} ${centreId}`)).toEqual([
      "person-expert1-gt centre-gt",
      "person-expert1-pa centre-pa",
    ]);
    const { items, abilities } = await list();
    expect(items.map(({ number }) => number)).toEqual([2, 1]);
    expect(abilities).toEqual({ name: true, sees: "all" });
    expect((await list("?limit=1")).nextCursor).toBe("2");
    expect((await list("?limit=1&cursor=2")).items.map(({ number }) => number)).toEqual([1]);
    const early = new Date(new Date(items[1]?.createdAt ?? "").getTime()).toISOString();
    expect((await list(`?until=${early}`)).items.map(({ number }) => number)).toEqual([1]);
  });

  it("gives the text that was hashed, byte for byte", async () => {
    const { items } = await list("?limit=1");
    const { body } = await lead.get<VersionText>(`/api/v1/versions/${items[0]?.id ?? ""}/text`);
    const sha256 = createHash("sha256").update(body.canonical, "utf8").digest("hex");
    expect([body.sha256, items[0]?.sha256]).toEqual([sha256, sha256]);
    expect(body.canonical).toContain("Tres palabras nuevas.");
  });

  it("gives a version a name once, and tells whoever was too late", async () => {
    const { id, version } = await keep("Provisional");
    const first = await lead.patch<EditionVersion>(`/api/v1/versions/${id}`, {
      name: "Uno",
      version,
    });
    expect(first.body).toMatchObject({ name: "Uno", version: version + 1 });
    const late = await lead.patch(`/api/v1/versions/${id}`, { name: "Dos", version });
    expect([late.status, late.body.code]).toEqual([409, "stale_version"]);
  });

  it("is hidden where the text is, and shows readers by a share what was frozen alone", async () => {
    const { id } = await keep("Solo nuestro");
    const stranger = await app.signIn("policy.do");
    expect((await stranger.get(path)).status).toBe(404);
    await share("person-policy-do", "commenter");
    expect(await list("", stranger)).toEqual({
      ...{ items: [], nextCursor: null, abilities: { name: false, sees: "frozen" } },
    });
    expect((await stranger.get(`/api/v1/versions/${id}/text`)).status).toBe(404);
    expect((await stranger.post(path, { name: "Mía" })).status).toBe(403);
    await app.client.editionVersion.update({ where: { id }, data: { kind: "frozen" } });
    expect((await list("", stranger)).items.map((it) => it.id)).toEqual([id]);
    const renamed = await lead.patch(`/api/v1/versions/${id}`, { name: "Otra", version: 1 });
    expect([renamed.status, renamed.body.code]).toEqual([403, "not_allowed"]);
  });

  it("keeps what stands before an earlier text is put back, and says so in the audit log", async () => {
    const first = (await list()).items.at(-1);
    const { body, status } = await lead.post<Restoration>(
      `/api/v1/versions/${first?.id ?? ""}/restore`,
      {},
    );
    expect(status).toBe(200);
    expect(body.text.sha256).toBe(first?.sha256);
    const [kept] = (await list("?limit=1")).items;
    expect(kept).toMatchObject({ number: body.keptNumber, reason: "before_restore" });
    const entry = await app.client.auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
    expect(entry.kind).toBe("paper.version_restored");
  });

  it("is put back by editors alone, and not into sections in which they only suggest", async () => {
    const first = (await list()).items.at(-1);
    const restore = (by: Browser, body = {}) =>
      by.post(`/api/v1/versions/${first?.id ?? ""}/restore`, body);
    await share("person-policy-gt", "suggester");
    const suggester = await app.signIn("policy.gt");
    expect((await restore(suggester)).body.code).toBe("read_only");
    const { sectionId } = await app.client.paperSection.findFirstOrThrow({ where: { paperId } });
    await app.client.paperSection.updateMany({
      where: { paperId, sectionId },
      data: { ownerId: "centre-gt", othersMay: "suggest" },
    });
    const panama = await app.signIn("lead.pa");
    expect((await restore(panama, { sectionId })).body.code).toBe("section_of_another");
    expect((await restore(lead, { sectionId: "none" })).body.code).toBe("unknown_section");
  });

  it("is told to those who have it open, and to no list of what happened", async () => {
    const events = await app.client.event.findMany({ where: { type: "version.changed" } });
    const changes = new Set(events.map(({ payload }) => (payload as { change: string }).change));
    expect([...changes].sort()).toEqual(["kept", "named", "restored"]);
  });
});

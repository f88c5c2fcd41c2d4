import type { Authorship, EditionWriters } from "@istmo/contracts";
import { bodyFragment } from "@istmo/paper-schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { openTestApp, type TestApp } from "../../../../../tests/support/test-app.ts";
import { PgPaperStore } from "../../collab/pg-paper-store.ts";

const editionId = "paper-secondary-ports-es";
const path = `/api/v1/editions/${editionId}/authorship`;
const blockId = "summary-1";

let app: TestApp;
let store: PgPaperStore;
beforeAll(async () => {
  app = await openTestApp();
  store = new PgPaperStore(app.pool);
});
afterAll(() => app.close());

/** Changes the paragraph's text at a page of somebody's own. */
async function write(personId: string, change: (text: Y.XmlText) => void): Promise<number> {
  const doc = new Y.Doc();
  for (const update of (await store.load(editionId)).state) Y.applyUpdate(doc, update);
  const before = Y.encodeStateVector(doc);
  const block = doc
    .getXmlFragment(bodyFragment)
    .toArray()
    .find((it) => it instanceof Y.XmlElement && it.getAttribute("id") === blockId) as Y.XmlElement;
  change(block.get(0) as Y.XmlText);
  const update = Y.encodeStateAsUpdate(doc, before);
  const isNew = Y.encodeStateVector(doc).length !== before.length;
  const bindings = isNew ? [{ clientId: doc.clientID, personId }] : [];
  expect(await store.append([{ editionId, personId, update, bindings }])).toEqual([]);
  return doc.clientID;
}

const totalOf = ({ totals }: Authorship, personId: string) =>
  totals.people.find(({ person }) => person.id === personId);

describe("the authorship of an edition", () => {
  it("R28: is told as spans and sums by person, centre and organisation, before and after a folding", async () => {
    await write("person-expert1-gt", (text) => text.insert(0, "Guatemala. "));
    await write("person-expert1-pa", (text) => text.insert(5, "PANAMÁ!"));
    await write("person-head", (text) => text.insert(0, "Oficina. "));
    await write("person-expert1-gt", (text) => text.delete(0, 3));
    const reader = await app.signIn("lead.gt");
    const before = await reader.get<Authorship>(path);
    expect(before.status).toBe(200);
    const { authors, blocks, totals } = before.body;
    const block = blocks.find((it) => it.blockId === blockId);
    const told = block?.spans.map((span) => ({
      length: span.to - span.from,
      by: authors[span.author]?.person?.name ?? null,
    }));
    expect(told?.slice(0, 5)).toEqual([
      { length: 6, by: "Cedro Oficina Regional" },
      { length: 5, by: "Ceiba Guatemala" },
      { length: 7, by: "Guayacán Panamá" },
      { length: 6, by: "Ceiba Guatemala" },
      { length: expect.any(Number) as number, by: null },
    ]);
    expect(totalOf(before.body, "person-expert1-gt")).toMatchObject({ characters: 11, removed: 3 });
    expect(totals.centres).toEqual([
      { centreId: "centre-gt", characters: 11 },
      { centreId: "centre-pa", characters: 7 },
      { centreId: null, characters: 6 },
    ]);
    expect(totals.organisations).toEqual([
      { organisationId: null, characters: 18 },
      { organisationId: "org-unodc-regional", characters: 6 },
    ]);
    expect(totals.characters - totals.ofNobody).toBe(24);

    await store.compact(editionId);
    expect((await reader.get<Authorship>(path)).body).toEqual(before.body);
  });

  it("R28: the centre is that of the post which somebody held when they wrote", async () => {
    const personId = "person-expert2-gt";
    const clientId = await write(personId, (text) => text.insert(0, "Antes. "));
    const at = (day: string) => new Date(`2020-01-${day}T12:00:00Z`);
    await app.client.editionClient.update({
      where: { editionId_clientId: { editionId, clientId } },
      data: { createdAt: at("10") },
    });
    const post = { personId, role: "expert", centreId: "centre-ni" };
    await app.client.post.create({
      data: { id: "post-of-then", ...post, startsAt: at("01"), endsAt: at("20") },
    });
    await write(personId, (text) => text.insert(0, "Hoy. "));
    const { body } = await (await app.signIn("lead.gt")).get<Authorship>(path);
    const of = body.authors.filter(({ person }) => person?.id === personId);
    expect(of.map(({ centreId, characters }) => [centreId, characters])).toEqual([
      ["centre-ni", 7],
      ["centre-gt", 5],
    ]);
    expect(totalOf(body, personId)?.characters).toBe(12);
  });

  it("does not exist for whoever may not read the text", async () => {
    const outsider = await app.signIn("observer");
    expect((await outsider.get(path)).status).toBe(404);
    expect((await app.stranger().get(path)).status).toBe(401);
    const reader = await app.signIn("lead.gt");
    expect((await reader.get(path.replace("ports", "nowhere"))).status).toBe(404);
  });
});

describe("the writers of an edition", () => {
  const writersPath = `/api/v1/editions/${editionId}/writers`;

  it("are all who ever wrote in it, with their body of today, though nothing of theirs is left", async () => {
    const personId = "person-focal-sica";
    const words = "SICA. ";
    await write(personId, (text) => text.insert(0, words));
    await write("person-head", (text) => text.delete(0, words.length));
    const reader = await app.signIn("lead.gt");
    const { status, body } = await reader.get<EditionWriters>(writersPath);
    expect(status).toBe(200);
    const of = (id: string) => body.items.filter(({ person }) => person.id === id);
    expect(of(personId)).toMatchObject([{ centreId: null, organisationId: "org-sica" }]);
    expect(of("person-expert1-pa")).toMatchObject([
      { person: { name: "Guayacán Panamá" }, centreId: "centre-pa" },
    ]);
    expect(of("person-head")).toMatchObject([{ organisationId: "org-unodc-regional" }]);
    expect(of("person-expert1-ni"), "who never wrote").toEqual([]);
  });

  it("do not exist for whoever may not read the text", async () => {
    const outsider = await app.signIn("observer");
    expect((await outsider.get(writersPath)).status).toBe(404);
    expect((await app.stranger().get(writersPath)).status).toBe(401);
    const reader = await app.signIn("lead.gt");
    expect((await reader.get(writersPath.replace("ports", "nowhere"))).status).toBe(404);
  });
});

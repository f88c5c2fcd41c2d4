import { everyNode } from "../../../../../packages/paper-schema/src/every-node.ts";
import { bodyFragment, canonicalJson, fromYDoc, writeDocument } from "@istmo/paper-schema";
import { DeletionLedger } from "@istmo/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { openTestApp, type TestApp } from "../../../../../tests/support/test-app.ts";
import { VersionKeeper, type KeepVersion } from "./version-keeper.ts";
import { findVersionState, findVersionText } from "./versions.queries.ts";
import { VersionsRepository } from "./versions.repository.ts";

const paperId = "paper-secondary-ports";
const byPause: KeepVersion = { kind: "automatic", reason: "pause", createdById: null };

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

/** An edition of the paper whose text several people write at pages of their own. */
async function writtenEdition(language: string) {
  const { client } = app;
  const editionId = `${paperId}-${language}`;
  await client.edition.create({ data: { id: editionId, paperId, language, title: "Texto" } });
  const doc = new Y.Doc();
  const ledger = new DeletionLedger();
  writeDocument(doc, everyNode);
  const repository = new VersionsRepository(client);
  const keeper = new VersionKeeper({
    repository,
    texts: { read: async () => Y.encodeStateAsUpdate(doc) },
    record: { deletions: async () => ledger.deletions() },
    clock: { now: () => new Date() },
    longestChain: 6,
  });
  const pages = new Map<string, Y.Doc>();
  return {
    editionId,
    doc,
    keeper,
    repository,
    async write(personId: string, change: (text: Y.XmlText, page: Y.Doc) => void) {
      let page = pages.get(personId);
      if (page === undefined) {
        page = new Y.Doc();
        pages.set(personId, page);
        await client.editionClient.create({
          data: { editionId, clientId: page.clientID, personId },
        });
      }
      Y.applyUpdate(page, Y.encodeStateAsUpdate(doc));
      const before = Y.encodeStateVector(page);
      change(paragraphOf(page), page);
      const update = Y.encodeStateAsUpdate(page, before);
      ledger.note(personId, newDeletions(doc, page, update));
      Y.applyUpdate(doc, update);
    },
    keep: async (as: KeepVersion = byPause) => {
      const taken = await keeper.take(editionId);
      return client.$transaction((tx) => keeper.keep(tx, taken, as));
    },
  };
}

/** The update as a page would have sent it: with what it deletes, and not with all that ever was. */
function newDeletions(before: Y.Doc, after: Y.Doc, update: Uint8Array): Uint8Array {
  const live = new Y.Doc();
  Y.applyUpdate(live, Y.encodeStateAsUpdate(before));
  let sent = update;
  live.on("update", (news: Uint8Array) => (sent = news));
  Y.applyUpdate(live, Y.encodeStateAsUpdate(after));
  return sent;
}

function paragraphOf(doc: Y.Doc): Y.XmlText {
  const block = doc
    .getXmlFragment(bodyFragment)
    .toArray()
    .find((it) => it instanceof Y.XmlElement && it.getAttribute("id") === "p4") as Y.XmlElement;
  return block.get(0) as Y.XmlText;
}

const rowOf = (id: string) => app.client.editionVersion.findUniqueOrThrow({ where: { id } });

describe("versions of an edition", () => {
  it("give back each text and each Yjs state as it was, long after both were changed", async () => {
    const edition = await writtenEdition("fr");
    const kept: { id: string; canonical: string; sha256: string }[] = [];
    let seed = 7;
    const draw = (below: number) =>
      (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    for (let round = 0; round < 14; round += 1) {
      const person = `person-expert${1 + (round % 2)}-gt`;
      await edition.write(person, (text) => {
        text.insert(draw(text.length), `palabra ${round} `);
        if (text.length > 60) text.delete(draw(20), 10 + draw(20));
      });
      const version = await edition.keep();
      expect(version.number).toBe(round + 1);
      kept.push({ ...version, canonical: canonicalJson(fromYDoc(edition.doc)) });
    }
    for (const { id, canonical, sha256 } of kept) {
      const text = await findVersionText(app.client, id);
      expect(text).toMatchObject({ canonical, sha256 });
      const state = await findVersionState(app.client, id);
      expect(canonicalJson(fromYDoc(state ?? new Uint8Array()))).toBe(canonical);
    }
    const rows = await app.client.editionVersion.findMany({
      where: { editionId: edition.editionId },
    });
    const wholes = rows.filter(({ number, chainStart }) => number === chainStart);
    expect(wholes.map(({ number }) => number).sort((a, b) => a - b)).toEqual([1, 7, 13]);
  });

  it("name who wrote and who only took out since the one before", async () => {
    const edition = await writtenEdition("pt");
    const authorsOf = async () => (await rowOf((await edition.keep()).id)).authorIds;
    await edition.write("person-expert1-gt", (text) => text.insert(0, "Ceiba escribe. "));
    expect(await authorsOf()).toEqual(["person-expert1-gt"]);
    await edition.write("person-expert1-pa", (text) => text.delete(0, 5));
    expect(await authorsOf()).toEqual(["person-expert1-pa"]);
    await edition.write("person-head", (text) => text.insert(0, "Oficina. "));
    await edition.write("person-expert1-gt", (text) => text.insert(0, "Otra vez. "));
    expect(await authorsOf()).toEqual(["person-expert1-gt", "person-head"]);
    expect(await authorsOf()).toEqual([]);
  });

  it("are numbered without gaps when two people keep one at the same moment", async () => {
    const edition = await writtenEdition("it");
    const { keeper, editionId } = edition;
    const taken = await Promise.all([keeper.take(editionId), keeper.take(editionId)]);
    await edition.write("person-head", (text) => text.insert(0, "Después. "));
    const third = await keeper.take(editionId);
    const versions = [];
    for (const text of [...taken, third])
      versions.push(await app.client.$transaction((tx) => keeper.keep(tx, text, byPause)));
    expect(versions.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(versions[0]?.sha256).toBe(versions[1]?.sha256);
    expect((await findVersionText(app.client, versions[2]?.id ?? ""))?.canonical).toContain(
      "Después.",
    );
  });

  it("that are frozen stand whole by themselves, and together bear one number of the paper", async () => {
    const edition = await writtenEdition("de");
    await edition.keep();
    await edition.write("person-head", (text) => text.insert(0, "Congelado. "));
    const taken = await edition.keeper.take(edition.editionId);
    const frozen = await app.client.$transaction((tx) =>
      edition.keeper.freezePaper(tx, [taken], {
        ...{ paperId, reason: "clearance", name: "Ronda 2", createdById: "person-head" },
      }),
    );
    const [only] = frozen.editions;
    const row = await rowOf(only?.id ?? "");
    expect(row).toMatchObject({
      ...{ number: 2, chainStart: 2, kind: "frozen", reason: "clearance", name: "Ronda 2" },
      paperVersionId: frozen.id,
    });
    await app.client.editionVersion.deleteMany({
      where: { editionId: edition.editionId, number: 1 },
    });
    expect((await findVersionText(app.client, row.id))?.canonical).toContain("Congelado.");
  });

  it("show nobody a text that was altered behind their back", async () => {
    const edition = await writtenEdition("nl");
    const { id } = await edition.keep();
    const text = Buffer.concat([
      Uint8Array.of(0),
      Buffer.from(canonicalJson({ ...everyNode, content: everyNode.content.slice(1) })),
    ]);
    await app.client.editionVersion.update({ where: { id }, data: { text } });
    await expect(findVersionText(app.client, id)).rejects.toThrow("is not the one that was hashed");
  });
});

/**
 * What the history of a long paper weighs in the database, and what a comparison of two of its
 * versions takes.
 *
 * A paper of a hundred pages is written on by four people for five hundred versions: before each one
 * five passages are typed (sixty letters, of which every fourth is taken back, as people do), and
 * every tenth version a paragraph is deleted and another one written. Each page is opened anew every
 * ten versions, as pages are. What is weighed is the table of versions with its index and what lies
 * outside of its rows, against the text itself as the database holds it for co-editing.
 *
 * `pnpm bench:versions`
 */
import { cpus, loadavg } from "node:os";
import {
  bodyFragment,
  canonicalJson,
  fromYDoc,
  textDiff,
  writeDocument,
  type PaperDocumentJson,
} from "@istmo/paper-schema";
import { deployMigrations } from "@istmo/prisma/apply-migrations";
import { createPrismaClient } from "@istmo/prisma/client";
import { openScratchDatabase } from "@istmo/prisma/scratch-database";
import { DeletionLedger } from "@istmo/sync";
import pg from "pg";
import * as Y from "yjs";
import { VersionKeeper } from "../../../apps/server/src/features/versions/version-keeper.ts";
import {
  findVersionState,
  findVersionText,
} from "../../../apps/server/src/features/versions/versions.queries.ts";
import { VersionsRepository } from "../../../apps/server/src/features/versions/versions.repository.ts";
import { hundredPages, longPaper } from "../editor/long-paper.ts";

const versions = Number(process.env["BENCH_VERSIONS"] ?? 500);
const paperId = "paper";
const editionId = "edition";
const people = ["person-lead-gt", "person-lead-pa", "person-expert1-gt", "person-head"];
const phrase = "se acuerda con los centros que cada plazo corre desde la alerta ";

let seed = 11;
const draw = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;

const kilobytes = (bytes: number) => `${Math.round(bytes / 1024).toLocaleString("en")} kB`;

/** Types a phrase into a paragraph, taking every fourth letter back at once. */
function type(text: Y.XmlText): void {
  let at = draw(text.length + 1);
  for (const [index, letter] of [...phrase].entries()) {
    text.insert(at, letter);
    at += 1;
    if (index % 4 !== 3) continue;
    text.delete(at - 1, 1);
    text.insert(at - 1, letter);
  }
}

const textsIn = (doc: Y.Doc): Y.XmlText[] =>
  doc
    .getXmlFragment(bodyFragment)
    .toArray()
    .flatMap((it) => {
      const first: unknown =
        it instanceof Y.XmlElement && it.nodeName === "paragraph" ? it.toArray()[0] : null;
      return first instanceof Y.XmlText && first.length > 0 ? [first] : [];
    });

const database = await openScratchDatabase();
await deployMigrations({ connectionString: database.connectionString });
const pool = new pg.Pool({ connectionString: database.connectionString, max: 1 });
const client = createPrismaClient(pool);
const sizeOf = async (table: string) => {
  const { rows } = await pool.query<{ size: string }>(
    `SELECT pg_total_relation_size('"${table}"') AS size`,
  );
  return Number(rows[0]?.size);
};

await client.template.create({ data: { id: "template", kind: "paper", name: {}, detail: {} } });
await client.paper.create({
  data: {
    ...{ id: paperId, templateId: "template", classification: "unclassified" },
    ...{ leadCentreId: "centre-gt", originalLanguage: "es", createdById: "person-head" },
    editions: { create: { id: editionId, language: "es", title: "Cien páginas" } },
  },
});
const doc = new Y.Doc();
writeDocument(doc, longPaper(hundredPages));
const ledger = new DeletionLedger();
const first = canonicalJson(fromYDoc(doc));
const keeper = new VersionKeeper({
  repository: new VersionsRepository(client),
  texts: { read: async () => Y.encodeStateAsUpdate(doc) },
  record: { deletions: async () => ledger.deletions() },
  clock: { now: () => new Date() },
});

const before = await sizeOf("EditionVersion");
const times: number[] = [];
let last = "";
for (let number = 1; number <= versions; number += 1) {
  if (number % 10 === 1) {
    doc.clientID = 2 + draw(2_000_000_000);
    const personId = people[draw(people.length)] ?? "person-head";
    await client.editionClient.create({ data: { editionId, clientId: doc.clientID, personId } });
  }
  doc.transact(() => {
    const texts = textsIn(doc);
    for (let passage = 0; passage < 5; passage += 1) {
      const text = texts[draw(texts.length)];
      if (text !== undefined) type(text);
    }
    if (number % 10 !== 0) return;
    const gone = texts[draw(texts.length)];
    gone?.delete(0, gone.length);
    gone?.insert(0, phrase.repeat(6));
  });
  const began = performance.now();
  const taken = await keeper.take(editionId);
  const as = { kind: "automatic", reason: "pause", createdById: null } as const;
  const kept = await client.$transaction((tx) => keeper.keep(tx, taken, as), {
    timeout: 60_000,
  });
  times.push(performance.now() - began);
  last = kept.id;
  if (number % 50 === 0)
    console.error(`${number}: ${kilobytes((await sizeOf("EditionVersion")) - before)}`);
}
const history = (await sizeOf("EditionVersion")) - before;

const state = Y.encodeStateAsUpdate(doc);
const snapshots = await sizeOf("EditionSnapshot");
await client.editionSnapshot.create({
  data: { editionId, state: new Uint8Array(state), updatedAt: new Date() },
});
const paper = (await sizeOf("EditionSnapshot")) - snapshots;
const now = canonicalJson(fromYDoc(doc));

const readBegan = performance.now();
const text = await findVersionText(client, last);
const readTime = performance.now() - readBegan;
const readStateOf = await findVersionState(client, last);
if (text?.canonical !== now || canonicalJson(fromYDoc(readStateOf ?? state)) !== now)
  throw new Error("The last version does not give the text back");

const diffs: number[] = [];
let changes = 0;
for (let run = 0; run < 5; run += 1) {
  const began = performance.now();
  const [old, current] = [first, now].map((it) => JSON.parse(it) as PaperDocumentJson);
  changes = textDiff(old as PaperDocumentJson, current as PaperDocumentJson).changes;
  diffs.push(performance.now() - began);
}
const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[all.length >> 1] ?? NaN;

console.log(
  `Node ${process.version}, ${cpus().length} CPUs, load average ${loadavg()[0]?.toFixed(1)}`,
);
console.log(`the paper as the database holds it for co-editing: ${kilobytes(paper)}`);
console.log(
  `  its Yjs state: ${kilobytes(state.byteLength)}, its canonical JSON: ${kilobytes(Buffer.byteLength(now))}`,
);
console.log(`${versions} versions: ${kilobytes(history)}, ${kilobytes(history / versions)} each`);
console.log(
  `  ${(history / paper).toFixed(1)} × the paper in the database, ${(history / state.byteLength).toFixed(1)} × its state, ${(history / Buffer.byteLength(now)).toFixed(1)} × its text`,
);
console.log(
  `keeping one: ${median(times).toFixed(0)} ms; reading the last: ${readTime.toFixed(0)} ms`,
);
console.log(
  `the difference between the first and the last, ${changes} changes: ${median(diffs).toFixed(0)} ms`,
);

await client.$disconnect();
await pool.end();
await database.close();

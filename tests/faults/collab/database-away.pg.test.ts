/** The whole server, while the line to its database is cut under people who write (G4). */
import type { Paper } from "@istmo/contracts";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { PgPaperStore } from "../../../apps/server/src/collab/pg-paper-store.ts";
import { openTestApp, type Browser, type TestApp } from "../../support/test-app.ts";
import { openDatabaseLine, type DatabaseLine } from "./database-line.ts";
import { openStockWriter, type StockWriter } from "./stock-writer.ts";

let line: DatabaseLine;
let app: TestApp;
let lead: Browser;
let expert: Browser;
let papers: string[];
const writers: StockWriter[] = [];

beforeAll(async () => {
  const server = process.env["DATABASE_URL"];
  app = await openTestApp({
    ...(server !== undefined && { env: { DATABASE_URL: server } }),
    async reach(database) {
      line = await openDatabaseLine(database);
      return line.connectionString;
    },
  });
  lead = await app.signIn("lead.gt");
  expert = await app.signIn("expert1.gt");
  papers = [];
  for (let i = 0; i < 4; i++) papers.push(await createPaper());
  // What has just happened may not have access decided again when the database is away.
  const { _max: last } = await app.client.event.aggregate({ _max: { seq: true } });
  await eventually(async () => expect(await metric("istmo_event_seq")).toBe(Number(last.seq)));
});
afterEach(() => {
  line.mend();
  for (const writer of writers.splice(0)) writer.leave();
});
afterAll(async () => {
  await app.close();
  await line.close();
});

const eventually = (assertion: () => unknown) =>
  vi.waitFor(assertion, { timeout: 20_000, interval: 10 });

function open(editionId: string, { cookie }: Browser): StockWriter {
  const writer = openStockWriter(app.origin, editionId, cookie);
  writers.push(writer);
  return writer;
}

async function createPaper(): Promise<string> {
  const { body } = await lead.post<Paper>("/api/v1/papers", {
    templateId: "tpl-policy-brief",
    title: { es: "Corredores" },
    originalLanguage: "es",
    languages: ["es"],
    leadCentreId: "centre-gt",
    centreIds: ["centre-gt"],
  });
  return body.editions[0]?.id ?? "";
}

/** The text of a paper that nobody has opened yet. */
function aText(): string {
  const editionId = papers.pop();
  if (editionId === undefined) throw new Error("Each paper is opened by one test");
  return editionId;
}

const textOf = ({ doc }: StockWriter) => doc.getText("fault");
const own = ({ doc }: StockWriter) => Y.getState(doc.store, doc.clientID);
const isSaved = (writer: StockWriter) =>
  eventually(() => expect(writer.acknowledged()).toBe(own(writer)));

/** Writes words that are nowhere else in the text, in turns; gives them back. */
function writeInTurns(pair: readonly StockWriter[], words: number, about: string): string[] {
  return Array.from({ length: words }, (_none, i) => {
    const word = `${about}${i}`;
    const writer = pair[i % pair.length];
    if (writer !== undefined) textOf(writer).insert(0, `${word} `);
    return word;
  });
}

const wordsIn = (doc: Y.Doc) => doc.getText("fault").toJSON().trim().split(" ").sort();
const bothRead = (pair: readonly StockWriter[], words: readonly string[]) =>
  eventually(() => {
    for (const { doc } of pair) expect(wordsIn(doc)).toEqual([...words].sort());
  });

async function metric(name: string): Promise<number> {
  const metrics = await (await fetch(`${app.origin}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)`, "m").exec(metrics)?.[1]);
}
const failedAppends = () => metric("istmo_collab_failed_appends");

/** What somebody would read who has nothing, of a server that starts now. */
async function storedWords(editionId: string): Promise<string[]> {
  const doc = new Y.Doc();
  const { state } = await new PgPaperStore(app.pool).load(editionId);
  for (const update of state) Y.applyUpdate(doc, update);
  return wordsIn(doc);
}

/** Every update of the log brings only what none before it brought. */
async function expectNothingTwice(editionId: string): Promise<void> {
  const { rows } = await app.pool.query<{ data: Buffer }>(
    `SELECT "state" AS data FROM "EditionSnapshot" WHERE "editionId" = $1
     UNION ALL
     (SELECT "data" FROM "EditionUpdate" WHERE "editionId" = $1 ORDER BY "id")`,
    [editionId],
  );
  const known = new Map<number, number>();
  for (const { data } of rows) {
    const { from, to } = Y.parseUpdateMeta(new Uint8Array(data));
    expect(to.size).toBeGreaterThan(0);
    for (const [client, clock] of to) {
      expect(from.get(client)).toBe(known.get(client) ?? 0);
      expect(clock).toBeGreaterThan(known.get(client) ?? 0);
      known.set(client, clock);
    }
  }
}

/** The status with which an opening is refused, and what is said of coming back. */
function refusalOf(editionId: string, { cookie }: Browser): Promise<(string | number)[]> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${app.origin.replace("http", "ws")}/collab/${editionId}`, {
      headers: { cookie },
    });
    socket.on("error", reject);
    socket.on("open", () => reject(new Error("It was let in")));
    socket.on("unexpected-response", (_request, { statusCode, headers }) => {
      socket.terminate();
      resolve([statusCode ?? 0, headers["retry-after"] ?? "never"]);
    });
  });
}

it("G4, R12, R13: while the database is away two people write and see each other; when it is back each word is saved, once", async () => {
  const editionId = aText();
  const pair = [open(editionId, lead), open(editionId, expert)] as const;
  const [ana, bea] = pair;
  await Promise.all([ana.synced, bea.synced]);
  const before = writeInTurns(pair, 6, "before");
  await bothRead(pair, before);
  await Promise.all(pair.map(isSaved));
  const savedThen = pair.map((it) => it.acknowledged());

  line.cut();
  const away = writeInTurns(pair, 40, "away");
  await bothRead(pair, [...before, ...away]);
  await eventually(async () => expect(await failedAppends()).toBeGreaterThan(2));
  const more = writeInTurns(pair, 10, "still");
  await bothRead(pair, [...before, ...away, ...more]);
  ana.provider.awareness.setLocalStateField("cursor", null);
  await eventually(() =>
    expect(bea.provider.awareness.getStates().get(ana.doc.clientID)).toHaveProperty("cursor"),
  );
  expect(pair.map((it) => it.acknowledged())).toEqual(savedThen);
  expect(line.refused()).toBeGreaterThan(2);

  line.mend();
  await Promise.all(pair.map(isSaved));
  expect(pair.map(({ closes }) => closes)).toEqual([[], []]);
  expect(await storedWords(editionId)).toEqual([...before, ...away, ...more].sort());
  await expectNothingTwice(editionId);
});

it("G4, R12: an append whose answer is lost with the line is neither lost nor stored twice", async () => {
  const editionId = aText();
  const pair = [open(editionId, lead), open(editionId, expert)] as const;
  await Promise.all(pair.map(({ synced }) => synced));
  // Once with the bindings of new clients, and once more without any.
  const written: string[] = [];
  for (const about of ["first", "second"]) {
    const savedThen = pair.map((it) => it.acknowledged());
    const cut = line.cutInTheNextAppend();
    written.push(...writeInTurns(pair, 10, about));
    await cut;
    written.push(...writeInTurns(pair, 10, `${about}after`));
    await bothRead(pair, written);
    await eventually(async () => expect(await failedAppends()).toBeGreaterThan(1));
    expect(pair.map((it) => it.acknowledged())).toEqual(savedThen);
    line.mend();
    await Promise.all(pair.map(isSaved));
  }
  expect(pair.map(({ closes }) => closes)).toEqual([[], []]);
  expect(await storedWords(editionId)).toEqual([...written].sort());
  await expectNothingTwice(editionId);
});

it("G4: who opens another paper meanwhile is told to come back, and gets in by trying again", async () => {
  const [busyId, otherId] = [aText(), aText()];
  const busy = open(busyId, lead);
  await busy.synced;
  line.cut();
  textOf(busy).insert(0, "meanwhile");
  expect(await refusalOf(otherId, expert)).toEqual([503, "2"]);
  const { status, body } = await expert.get("/api/v1/papers");
  expect([status, body.code]).toEqual([503, "database_away"]);
  const late = open(otherId, expert);
  await eventually(() => expect(late.provider.wsUnsuccessfulReconnects).toBeGreaterThan(1));

  line.mend();
  await late.synced;
  textOf(late).insert(0, "late");
  await Promise.all([busy, late].map(isSaved));
  expect(await storedWords(busyId)).toEqual(["meanwhile"]);
  expect(await storedWords(otherId)).toEqual(["late"]);
});

/** Two servers on one database, told of each other by a stand-in for Redis, behave as one. */
import { collabClose, type LiveEvent, type Paper, type PaperAccess } from "@istmo/contracts";
import { awarenessFrame, step1Frame, step2Frame, updateFrame } from "@istmo/sync";
import * as decoding from "lib0/decoding";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { applyAwarenessUpdate, Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { SmallRedis } from "../support/small-redis.ts";
import { openTestApp, type Browser, type TestApp } from "../support/test-app.ts";

let small: SmallRedis;
let one: TestApp;
let two: TestApp;
const cleanUp: (() => void)[] = [];

beforeAll(async () => {
  small = await new SmallRedis().open();
  one = await openTestApp({ isShared: true, redisUrl: small.url });
  two = await openTestApp({ beside: one, redisUrl: small.url });
  await bothMeet();
});
afterEach(() => {
  for (const step of cleanUp.splice(0)) step();
});
afterAll(async () => {
  await two.close();
  await one.close();
  await small.close();
});

async function soon(look: () => unknown, timeout = 10_000): Promise<void> {
  await vi.waitFor(() => expect(look()).toBe(true), { timeout, interval: 5 });
}

const readiness = ({ origin }: TestApp) =>
  fetch(`${origin}/readyz`).then(async (answer) => ({
    status: answer.status,
    redis: ((await answer.json()) as { redis: string }).redis,
  }));

async function bothMeet(): Promise<void> {
  for (const server of [one, two]) {
    await vi.waitFor(async () => expect((await readiness(server)).redis).toBe("up"), 20_000);
  }
}

interface Person {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  write(text: string): void;
  holds(text: string): boolean;
  /** Names of the others who are seen at the text. */
  others(): string[];
  readonly closed: () => number | null;
}

/** Opens an edition on one of the servers, as a bare line with a document of its own. */
async function openText(server: TestApp, { cookie }: Browser, editionId: string): Promise<Person> {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const socket = new WebSocket(`${server.origin.replace("http", "ws")}/collab/${editionId}`, {
    headers: { cookie },
  });
  let isSynced = false;
  let closed: number | null = null;
  socket.on("error", () => undefined);
  socket.on("close", (code) => (closed = code));
  socket.on("message", (data: Buffer) => {
    const decoder = decoding.createDecoder(new Uint8Array(data));
    const type = decoding.readVarUint(decoder);
    if (type === 1) {
      applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), "server");
      return;
    }
    if (type !== 0) return;
    const step = decoding.readVarUint(decoder);
    const content = decoding.readVarUint8Array(decoder);
    if (step === 0) {
      socket.send(step2Frame(Y.encodeStateAsUpdate(doc, content)));
      socket.send(step1Frame(Y.encodeStateVector(doc)));
      socket.send(awarenessFrame([{ clientId: doc.clientID, clock: 1, json: "{}" }]));
      return;
    }
    Y.applyUpdate(doc, content, "server");
    if (step === 1) isSynced = true;
  });
  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== "server") socket.send(updateFrame(update));
  });
  cleanUp.push(() => {
    socket.terminate();
    awareness.destroy();
    doc.destroy();
  });
  await soon(() => isSynced);
  return {
    doc,
    awareness,
    write: (text) => {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText(text)]);
      doc.getXmlFragment("body").push([paragraph]);
    },
    holds: (text) => doc.getXmlFragment("body").toJSON().includes(text),
    others: () =>
      [...awareness.getStates()]
        .filter(([clientId]) => clientId !== doc.clientID)
        .map(([, { user }]) => (user as { name: string }).name),
    closed: () => closed,
  };
}

async function follow(server: TestApp, { cookie }: Browser): Promise<LiveEvent[]> {
  const heard: LiveEvent[] = [];
  const socket: Socket = io(server.origin, {
    extraHeaders: { cookie },
    transports: ["websocket"],
    forceNew: true,
  });
  cleanUp.push(() => void socket.disconnect());
  socket.on("event", (event: LiveEvent) => heard.push(event));
  await new Promise((resolve) => socket.once("connect", () => resolve(null)));
  return heard;
}

async function createPaper(lead: Browser): Promise<{ paper: Paper; editionId: string }> {
  const { body: paper } = await lead.post<Paper>("/api/v1/papers", {
    templateId: "tpl-policy-brief",
    title: { es: "Corredores" },
    originalLanguage: "es",
    languages: ["es"],
    leadCentreId: "centre-gt",
    centreIds: ["centre-gt", "centre-pa"],
  });
  return { paper, editionId: paper.editions[0]?.id ?? "" };
}

it("G25, R22, R24: two people on two servers write in one text and see each other", async () => {
  const lead = await one.signIn("lead.gt");
  const { editionId } = await createPaper(lead);
  const ana = await openText(one, lead, editionId);
  const luis = await openText(two, await two.signIn("lead.pa"), editionId);
  const before = await updatesOf(editionId);
  ana.write("from the one");
  luis.write("from the other");
  await soon(() => luis.holds("from the one") && ana.holds("from the other"), 2_000);
  expect(Y.encodeStateVector(ana.doc)).toEqual(Y.encodeStateVector(luis.doc));
  await soon(() => ana.others().length === 1 && luis.others().length === 1);
  expect([...ana.others(), ...luis.others()]).toEqual(["Corotú Panamá", "Conacaste Guatemala"]);
  // Each word is in the database once, by whoever took it from its author.
  expect(await updatesOf(editionId)).toBe(before + 2);
});

const updatesOf = (editionId: string) => one.client.editionUpdate.count({ where: { editionId } });

it("G13: access taken away on one server closes the text on the other within a second", async () => {
  const lead = await one.signIn("lead.gt");
  const { paper, editionId } = await createPaper(lead);
  const { body } = await lead.post<PaperAccess>(`/api/v1/papers/${paper.id}/shares`, {
    subject: "person:person-focal-sica",
    level: "editor",
  });
  const guest = await openText(two, await two.signIn("focal.sica"), editionId);
  const share = body.shares.find(({ subject }) => subject === "person:person-focal-sica");
  await lead.post(`/api/v1/papers/${paper.id}/shares/${share?.id}/remove`, {});
  const began = performance.now();
  await soon(() => guest.closed() === collabClose.accessEnded, 5_000);
  expect(performance.now() - began).toBeLessThan(1_000);
});

it("each change reaches the pages of both servers once and in order", async () => {
  const lead = await one.signIn("lead.gt");
  const colleague = await two.signIn("lead.gt");
  const [here, there] = [await follow(one, lead), await follow(two, colleague)];
  const titles = Array.from({ length: 20 }, (_, index) => `Paper ${index}`);
  for (const [index] of titles.entries()) await createPaper(index % 2 === 0 ? lead : colleague);
  const created = (events: LiveEvent[]) => events.filter(({ type }) => type === "paper.created");
  await soon(() => created(here).length >= 20 && created(there).length >= 20);
  expect(created(there).map(({ seq }) => seq)).toEqual(created(here).map(({ seq }) => seq));
  const seqs = there.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
});

it("R23: with Redis away texts still meet within seconds, and when it is back nothing is missing", async () => {
  const lead = await one.signIn("lead.gt");
  const { editionId } = await createPaper(lead);
  const ana = await openText(one, lead, editionId);
  const luis = await openText(two, await two.signIn("lead.pa"), editionId);
  small.isMute = true;
  small.cut();
  await vi.waitFor(async () => expect((await readiness(one)).redis).toBe("away"), 10_000);
  // A balancer goes on sending people here.
  expect((await readiness(one)).status).toBe(200);
  ana.write("meanwhile");
  await soon(() => luis.holds("meanwhile"), 5_000);
  small.forget();
  small.isMute = false;
  await bothMeet();
  ana.write("after");
  await soon(() => luis.holds("after"), 5_000);
  await soon(() => ana.others().length === 1 && luis.others().length === 1);
  const figures = await (await fetch(`${two.origin}/metrics`)).text();
  expect(figures).toMatch(/istmo_redis_up 1\b/);
  expect(figures).toMatch(/istmo_nodes 1\b/);
});

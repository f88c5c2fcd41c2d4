import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { findRedis } from "../../../../tests/support/find-servers.ts";
import { SmallRedis } from "../../../../tests/support/small-redis.ts";
import { RedisNodeBus, type BusListener } from "./node-bus.ts";
import { RedisConnection } from "./redis.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const soon = { timeout: 5_000, interval: 5 };

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

interface Node {
  readonly bus: RedisNodeBus;
  readonly heard: string[];
  readonly gone: string[];
  /** How often it was told that it may have missed something. */
  readonly missed: () => number;
  readonly said: { readonly warned: string[]; readonly informed: string[] };
}

/** A node that beats fast. */
async function start(url: string, secret: string): Promise<Node> {
  const said = { warned: [] as string[], informed: [] as string[] };
  const bus = new RedisNodeBus({
    ...{ url, secret, beatEvery: 20, goneAfter: 300 },
    logger: {
      warn: (_details: object, message: string) => void said.warned.push(message),
      info: (_details: object, message: string) => void said.informed.push(message),
    } as never,
  });
  cleanUp.push(() => bus.close());
  const heard: string[] = [];
  const gone: string[] = [];
  let missed = 0;
  const listener: BusListener = {
    message: (nodeId, payload) =>
      void heard.push(`${nodeId}: ${new TextDecoder().decode(payload)}`),
    nodeGone: (nodeId) => void gone.push(nodeId),
    missed: () => void missed++,
  };
  bus.subscribe("rooms", listener);
  await vi.waitFor(() => expect(bus.isConnected).toBe(true), soon);
  return { bus, heard, gone, missed: () => missed, said };
}

/** Two nodes that know of each other, with nothing left to hear. */
async function twoNodes(url: string, secret: string): Promise<[Node, Node]> {
  const nodes: [Node, Node] = [await start(url, secret), await start(url, secret)];
  for (const { bus } of nodes) await vi.waitFor(() => expect(bus.others).toBe(1), soon);
  return nodes;
}

const redis = await findRedis();
const servers: [string, () => Promise<string>][] = [
  [
    "a stand-in for Redis",
    async () => {
      const small = await new SmallRedis().open();
      cleanUp.push(() => small.close());
      return small.url;
    },
  ],
  ...(redis === null ? [] : [["Redis", async () => redis] as [string, () => Promise<string>]]),
];

describe.each(servers)("nodes that meet in %s", (_name, open) => {
  it("hear each other's messages in order, and never their own", async () => {
    const [a, b] = await twoNodes(await open(), randomUUID());
    const words = Array.from({ length: 50 }, (_, index) => `word ${index}`);
    for (const word of words) expect(a.bus.send("rooms", bytes(word))).toBe(true);
    const expected = words.map((word) => `${a.bus.nodeId}: ${word}`);
    await vi.waitFor(() => expect(b.heard).toEqual(expected), soon);
    expect(a.heard).toEqual([]);
  });

  it("of two installations on one Redis do not meet", async () => {
    const url = await open();
    const a = await start(url, randomUUID());
    const [b, c] = await twoNodes(url, randomUUID());
    a.bus.send("rooms", bytes("ours"));
    b.bus.send("rooms", bytes("theirs"));
    await vi.waitFor(() => expect(c.heard).toEqual([`${b.bus.nodeId}: theirs`]), soon);
    expect([a.heard, a.bus.others]).toEqual([[], 0]);
  });

  it("are gone at once when they say goodbye", async () => {
    const [a, b] = await twoNodes(await open(), randomUUID());
    const began = performance.now();
    await a.bus.close();
    await vi.waitFor(() => expect(b.gone).toEqual([a.bus.nodeId]), soon);
    expect(performance.now() - began).toBeLessThan(250);
    expect(b.bus.others).toBe(0);
  });
});

describe("a trouble of Redis", () => {
  async function onSmallRedis(): Promise<{ small: SmallRedis; a: Node; b: Node }> {
    const small = await new SmallRedis().open();
    cleanUp.push(() => small.close());
    const [a, b] = await twoNodes(small.url, randomUUID());
    return { small, a, b };
  }

  it("is told once, and over when messages come and go again", async () => {
    const { small, a, b } = await onSmallRedis();
    small.cut();
    await vi.waitFor(() => expect(a.bus.isConnected).toBe(false), soon);
    await vi.waitFor(() => expect([a, b].every(({ bus }) => bus.isConnected)).toBe(true), soon);
    expect(a.said.warned).toEqual(["Redis is away: nodes meet in the database meanwhile"]);
    await vi.waitFor(() => expect(a.said.informed).toEqual(["Redis is back"]), soon);
    a.bus.send("rooms", bytes("again"));
    await vi.waitFor(() => expect(b.heard).toEqual([`${a.bus.nodeId}: again`]), soon);
  });

  it("that swallows a message is noticed by those who did not get it", async () => {
    const { small, a, b } = await onSmallRedis();
    const before = b.missed();
    small.isFull = true;
    a.bus.send("rooms", bytes("lost"));
    await vi.waitFor(() => expect(a.bus.isConnected).toBe(false), soon);
    expect(a.bus.dropped).toBeGreaterThan(0);
    small.isFull = false;
    await vi.waitFor(() => expect(b.missed()).toBeGreaterThan(before), soon);
    expect(b.heard).toEqual([]);
  });

  it("that loses what it held is noticed too", async () => {
    const { small, a, b } = await onSmallRedis();
    small.isMute = true;
    small.cut();
    a.bus.send("rooms", bytes("lost"));
    const before = b.missed();
    small.forget();
    small.isMute = false;
    await vi.waitFor(() => expect(b.missed()).toBeGreaterThan(before), soon);
    a.bus.send("rooms", bytes("heard"));
    await vi.waitFor(() => expect(b.heard).toEqual([`${a.bus.nodeId}: heard`]), soon);
  });

  it("in which it only falls silent is noticed by its silence", async () => {
    const { small, a } = await onSmallRedis();
    small.isMute = true;
    await vi.waitFor(() => expect(a.bus.isConnected).toBe(false), soon);
    expect(a.bus.send("rooms", bytes("dropped"))).toBe(false);
    small.isMute = false;
    await vi.waitFor(() => expect(a.bus.isConnected).toBe(true), soon);
  });

  it("of one node alone ends its presence for the others, and it says it again when it is back", async () => {
    const { small, a, b } = await onSmallRedis();
    const before = a.missed();
    small.refused = a.bus.nodeId;
    await vi.waitFor(() => expect(b.gone).toEqual([a.bus.nodeId]), soon);
    expect([a.bus.isConnected, b.bus.isConnected]).toEqual([false, true]);
    small.refused = null;
    await vi.waitFor(() => expect(a.missed()).toBeGreaterThan(before), soon);
    await vi.waitFor(() => expect(b.bus.others).toBe(1), soon);
  });

  it("that lasts leaves nobody shown as being here", async () => {
    const { small, a, b } = await onSmallRedis();
    small.isMute = true;
    await vi.waitFor(() => expect(b.gone).toEqual([a.bus.nodeId]), soon);
  });

  it("at the start keeps nobody from starting", async () => {
    const small = await new SmallRedis().open();
    const { url } = small;
    await small.close();
    const warned: string[] = [];
    const bus = new RedisNodeBus({
      url,
      secret: randomUUID(),
      logger: { warn: (_: object, message: string) => void warned.push(message) } as never,
    });
    cleanUp.push(() => bus.close());
    await vi.waitFor(() => expect(warned).toHaveLength(1), soon);
    expect(bus.isConnected).toBe(false);
    expect(bus.send("rooms", bytes("dropped"))).toBe(false);
  });
});

describe("who reaches Redis", () => {
  it("reads nothing, and can neither speak as a node nor repeat what one said", async () => {
    const small = await new SmallRedis().open();
    cleanUp.push(() => small.close());
    const [a, b] = await twoNodes(small.url, randomUUID());
    a.bus.send("rooms", bytes("a classified sentence"));
    await vi.waitFor(() => expect(b.heard).toHaveLength(1), soon);
    expect(small.dump()).not.toContain("classified");
    small.repeat();
    small.forge(["node", a.bus.nodeId, "number", "999999", "sealed", Buffer.alloc(40)]);
    small.forge(["node", randomUUID(), "number", "1", "sealed", Buffer.from("rooms\nforged")]);
    small.forge(["nonsense"]);
    a.bus.send("rooms", bytes("after"));
    await vi.waitFor(() => expect(b.heard).toHaveLength(2), soon);
    expect(b.bus.others).toBe(1);
  });
});

describe("a connection to Redis", () => {
  it("pauses longer and longer while each attempt fails, and not the same time on each node", async () => {
    const small = await new SmallRedis().open();
    const { url } = small;
    await small.close();
    const attempts: number[] = [];
    const connection = new RedisConnection({
      ...{ url, name: "test", silence: 1_000, onReady: () => undefined },
      onAway: () => void attempts.push(performance.now()),
    });
    cleanUp.push(() => connection.close());
    await vi.waitFor(() => expect(attempts.length).toBeGreaterThanOrEqual(4), soon);
    const pauses = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
    expect(pauses[2]).toBeGreaterThan(190);
    expect(pauses[0]).toBeLessThan(200);
  });
});

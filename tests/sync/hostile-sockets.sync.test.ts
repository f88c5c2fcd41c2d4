/** Malformed and malicious frames on real sockets and over HTTP, against the gateway. */
import { once } from "node:events";
import { connect } from "node:net";
import { collabClose } from "@istmo/contracts";
import { awarenessFrame, step1Frame, step2Frame, updateFrame } from "@istmo/sync";
import * as encoding from "lib0/encoding";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { type CollabServer, openCollabServer } from "../support/collab-server.ts";
import { openHttpLine } from "../support/http-line.ts";
import { hostileFrame, rightFrames } from "./hostile-frame.ts";
import { seededRandom, seeds } from "./seeded-random.ts";

let server: CollabServer;
let cleanUp: (() => void)[];

/** A stock client of somebody honest, who types and sees. */
function anHonestPage(personId: string) {
  class SocketWithCookie extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols, { headers: { cookie: `person=${personId}` } });
    }
  }
  const doc = new Y.Doc();
  const url = `ws://127.0.0.1:${server.port}/collab`;
  const provider = new WebsocketProvider(url, "edition", doc, {
    WebSocketPolyfill: SocketWithCookie as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  const closes: number[] = [];
  provider.on("connection-close", (event: { code: number } | null) => {
    if (event !== null) closes.push(event.code);
  });
  cleanUp.push(() => provider.destroy());
  return { text: doc.getText("honest"), closes };
}

async function aHostileSocket(): Promise<WebSocket> {
  const url = `ws://127.0.0.1:${server.port}/collab/edition`;
  const socket = new WebSocket(url, { headers: { cookie: "person=mallory" } });
  cleanUp.push(() => socket.terminate());
  socket.on("error", () => undefined);
  await once(socket, "open");
  return socket;
}

/** Sends a frame; the code with which the server closes, or null when it answers a ping after it. */
function outcomeOf(socket: WebSocket, frame: Uint8Array): Promise<number | null> {
  return new Promise((resolve) => {
    const settle = (code: number | null) => {
      socket.off("close", settle);
      socket.off("pong", survive);
      resolve(code);
    };
    const survive = () => settle(null);
    socket.on("close", settle);
    socket.on("pong", survive);
    socket.send(frame);
    socket.ping();
  });
}

const word = "word ";
/** Words that honest people have typed in this test. */
let typed: number;

/** What honest people write goes from one to the other, and neither was ever cut off. */
async function areUndisturbed(pages: readonly ReturnType<typeof anHonestPage>[]): Promise<void> {
  for (const { text } of pages) text.insert(0, word);
  typed += pages.length;
  await vi.waitFor(
    () => {
      for (const { text } of pages) expect(text.toJSON()).toBe(word.repeat(typed));
    },
    { timeout: 20_000 },
  );
  for (const { closes } of pages) expect(closes).toEqual([]);
}

beforeEach(async () => {
  cleanUp = [];
  typed = 0;
  server = await openCollabServer({ limits: { framesPerSecond: 1e6 }, perPerson: 1_000 });
  server.roles["mallory"] = "editor";
});

afterEach(async () => {
  for (const step of cleanUp.reverse()) step();
  await server.close();
});

describe("random and mutated frames", () => {
  it("R3: 10,000 of them over sockets end with a documented code each and disturb nobody", async () => {
    const codes = new Set<number>(Object.values(collabClose));
    const outcomes = new Map<number | null, number>();
    const pages = [anHonestPage("ana"), anHonestPage("bea")];
    await areUndisturbed(pages);
    const [seed = 1] = seeds(1);
    const attack = async (lane: number) => {
      const random = seededRandom(seed * 1_000 + lane);
      let right = rightFrames(random);
      let socket = await aHostileSocket();
      for (let i = 0; i < 1_000; i++) {
        if (i % 200 === 199) right = rightFrames(random);
        const code = await outcomeOf(socket, hostileFrame(random, right));
        outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
        if (code !== null) socket = await aHostileSocket();
      }
    };
    await Promise.all(Array.from({ length: 10 }, (_, lane) => attack(lane)));
    expect([...outcomes.keys()].filter((code) => code !== null && !codes.has(code))).toEqual([]);
    expect(outcomes.get(collabClose.malformed)).toBeGreaterThan(1_000);
    expect(outcomes.get(null)).toBeGreaterThan(1_000);
    await areUndisturbed(pages);
  }, 240_000);

  it("R3, T1: over HTTP they end with the same codes and disturb nobody", async () => {
    const codes = new Set<number>(Object.values(collabClose));
    const pages = [anHonestPage("ana"), anHonestPage("bea")];
    await areUndisturbed(pages);
    const random = seededRandom(77);
    const right = rightFrames(random);
    const ends: number[] = [];
    for (let i = 0; i < 40; i++) {
      const line = openHttpLine(`ws://127.0.0.1:${server.port}/collab/edition`, "person=mallory");
      await new Promise<void>((resolve) => {
        line.onopen = () => {
          for (let frame = 0; frame < 25; frame++) line.send(hostileFrame(random, right));
        };
        line.onclose = ({ code }) => {
          ends.push(code);
          resolve();
        };
      });
    }
    expect(ends.filter((code) => !codes.has(code))).toEqual([]);
    await areUndisturbed(pages);
  }, 120_000);
});

/** An update of one client, written by hand: structs, then no deletions. */
function anUpdate(write: (encoder: encoding.Encoder) => void, structs = 1): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, structs);
    encoding.writeVarUint(encoder, 4_000_001);
    encoding.writeVarUint(encoder, 0);
    write(encoder);
    encoding.writeVarUint(encoder, 0);
  });
}

/** A struct without content: 0 garbage collected, 10 skipped. */
function anEmptyStretch(kind: 0 | 10, length: number): Uint8Array {
  return anUpdate((encoder) => {
    encoding.writeUint8(encoder, kind);
    encoding.writeVarUint(encoder, length);
  });
}

/** An item in the text "t" whose value is an array in an array in an array … */
function aDeepValue(depth: number): Uint8Array {
  return anUpdate((encoder) => {
    encoding.writeUint8(encoder, 8); // any
    encoding.writeVarUint(encoder, 1); // in a named type
    encoding.writeVarString(encoder, "t");
    encoding.writeVarUint(encoder, 1);
    for (let i = 0; i < depth; i++) encoding.writeUint8Array(encoder, Uint8Array.of(117, 1));
    encoding.writeUint8(encoder, 126); // null
  });
}

/** An element in an element in an element …, built one by one as nobody's editor would. */
function aDeepTree(depth: number): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => {
    let parent: Y.XmlFragment = doc.getXmlFragment("body");
    for (let i = 0; i < depth; i++) {
      const child = new Y.XmlElement("p");
      parent.insert(0, [child]);
      parent = child;
    }
  });
  return doc;
}

function aHugeStateVector(clients: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, clients);
    for (let i = 0; i < clients; i++) {
      encoding.writeVarUint(encoder, i);
      encoding.writeVarUint(encoder, 1);
    }
  });
}

const { malformed, tooLarge } = collabClose;
const aV2Update = () => {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, "in the other encoding");
  return Y.encodeStateAsUpdateV2(doc);
};

/** What is sent, and how that ends; null: taken, or passed over. */
const bombs: readonly (readonly [string, () => Uint8Array, number | null])[] = [
  ["a length beyond the frame", () => Uint8Array.of(0, 2, 255, 255, 255, 255, 15, 1), malformed],
  [
    "a length beyond exact numbers",
    () => Uint8Array.from([0, 2, ...Array<number>(12).fill(255), 1]),
    malformed,
  ],
  [
    "a state vector that names a thousand million clients",
    () => step1Frame(Uint8Array.of(255, 255, 255, 255, 3)),
    malformed,
  ],
  ["a state vector of 300,000 clients", () => step1Frame(aHugeStateVector(300_000)), null],
  [
    "presence as deep as it is long",
    () =>
      awarenessFrame([
        { clientId: 4_000_001, clock: 1, json: `{"a":${"[".repeat(7_000)}${"]".repeat(7_000)}}` },
      ]),
    malformed,
  ],
  [
    "presence that is longer than allowed",
    () =>
      awarenessFrame([{ clientId: 4_000_001, clock: 1, json: `{"a":"${"x".repeat(20_000)}"}` }]),
    tooLarge,
  ],
  ["an empty stretch of 2^50 units", () => updateFrame(anEmptyStretch(0, 2 ** 50)), malformed],
  [
    "an empty stretch beyond exact numbers",
    () => updateFrame(anEmptyStretch(0, 2 ** 53)),
    malformed,
  ],
  ["a gap of 2^50 units", () => updateFrame(anEmptyStretch(10, 2 ** 50)), malformed],
  ["a value as deep as the frame is long", () => updateFrame(aDeepValue(1_000_000)), malformed],
  ["a tree of 20,000 levels", () => step2Frame(Y.encodeStateAsUpdate(aDeepTree(20_000))), null],
  ["an update in Yjs's other encoding", () => updateFrame(aV2Update()), null],
];

describe("small frames with large effects", () => {
  it.each(bombs)(
    "R3, R10: %s ends as documented and disturbs nobody",
    async (_title, make, code) => {
      const pages = [anHonestPage("ana"), anHonestPage("bea")];
      await areUndisturbed(pages);
      const outcome = await outcomeOf(await aHostileSocket(), make());
      await areUndisturbed(pages);
      const again = await aHostileSocket();
      expect(await outcomeOf(again, step1Frame(Uint8Array.of(0)))).toBeNull();
      expect(outcome).toBe(code);
    },
    60_000,
  );

  it("R3: a deep tree that is cut down at once is cut down or refused, and the room goes on", async () => {
    const pages = [anHonestPage("ana"), anHonestPage("bea")];
    const doc = aDeepTree(20_000);
    const socket = await aHostileSocket();
    expect(await outcomeOf(socket, step2Frame(Y.encodeStateAsUpdate(doc)))).toBeNull();
    const [root] = doc.store.clients.get(doc.clientID) ?? [];
    const cut = Uint8Array.from([
      0,
      ...encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarUint(encoder, doc.clientID);
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarUint(encoder, root?.id.clock ?? 0);
        encoding.writeVarUint(encoder, 1);
      }),
    ]);
    expect([null, malformed]).toContain(await outcomeOf(socket, updateFrame(cut)));
    await areUndisturbed(pages);
  });
});

describe("sockets that stay half open", () => {
  it("R3: half a handshake and half a frame hold up nobody", async () => {
    const raw = (text: string) => {
      const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
      socket.on("error", () => undefined);
      cleanUp.push(() => socket.destroy());
      return socket;
    };
    for (let i = 0; i < 50; i++) raw("GET /collab/edition HTTP/1.1\r\nHost: a\r\nUpgrade: webso");
    const halves = Array.from({ length: 50 }, () =>
      raw(
        "GET /collab/edition HTTP/1.1\r\nHost: a\r\nCookie: person=mallory\r\nConnection: Upgrade\r\n" +
          "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
      ),
    );
    await Promise.all(halves.map((socket) => once(socket, "data")));
    // A masked binary frame of 3 MB of which ten bytes come.
    const head = Uint8Array.of(0x82, 0xff, 0, 0, 0, 0, 0, 0x2d, 0xc6, 0xc0, 1, 2, 3, 4);
    for (const socket of halves)
      socket.write(Uint8Array.from([...head, ...Array<number>(10).fill(7)]));
    const pages = [anHonestPage("ana"), anHonestPage("bea")];
    await areUndisturbed(pages);
    expect(server.gateway.stats().connections).toBe(52);
    for (const socket of halves) socket.destroy();
    await vi.waitFor(() => expect(server.gateway.stats().connections).toBe(2), { timeout: 20_000 });
  });
});

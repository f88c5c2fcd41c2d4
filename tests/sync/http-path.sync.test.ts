/** The page's HTTP line and the stock y-websocket provider, against the gateway on real sockets. */
import { collabClose, decodeAnswer, encodeFrames } from "@istmo/contracts";
import { queryAwarenessFrame, readAck, updateFrame, type Ack } from "@istmo/sync";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { HttpSocket } from "../../apps/web/src/features/editor/http-socket.ts";
import type { LineWorld } from "../../apps/web/src/features/editor/line-socket.ts";
import { openCollabServer, type CollabServer } from "../support/collab-server.ts";
import { worldWith } from "../support/http-line.ts";

let server: CollabServer;
let cleanUp: (() => unknown)[];

/** How requests of one person fare; `lose` is asked whether an answer is lost on its way. */
interface Weather {
  lose?: (method: string) => boolean;
  requests: { method: string; bytes: number }[];
}

/** Requests as the weather lets them through. */
function requestIn(weather: Weather): LineWorld["fetch"] {
  return async (url, init) => {
    const method = init.method ?? "GET";
    const bytes = init.body?.byteLength ?? 0;
    weather.requests.push({ method, bytes });
    const answer = await fetch(url, init);
    if (weather.lose?.(method) !== true) return answer;
    await answer.arrayBuffer();
    throw new TypeError("The answer was lost");
  };
}

function aPage(personId: string, { isHttp = true }: { readonly isHttp?: boolean } = {}) {
  const weather: Weather = { requests: [] };
  const world = worldWith(`person=${personId}`, requestIn(weather));
  class OverHttp extends HttpSocket {
    constructor(url: string) {
      super(url, world);
    }
  }
  class OverSocket extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie: `person=${personId}` } });
    }
  }
  const doc = new Y.Doc();
  const origin = `ws://127.0.0.1:${server.port}/collab`;
  const provider = new WebsocketProvider(origin, "edition", doc, {
    WebSocketPolyfill: (isHttp ? OverHttp : OverSocket) as unknown as typeof globalThis.WebSocket,
    params: { ack: "1" },
    disableBc: true,
  });
  const acks: Ack[] = [];
  provider.messageHandlers[100] = (_encoder, decoder) => void acks.push(readAck(decoder));
  const closes: number[] = [];
  provider.on("connection-close", (event: { code: number } | null) => {
    if (event !== null) closes.push(event.code);
  });
  cleanUp.push(() => provider.destroy());
  return { doc, provider, acks, closes, weather, text: doc.getText("t") };
}
type Page = ReturnType<typeof aPage>;

const eventually = (assertion: () => void) => vi.waitFor(assertion, { timeout: 5_000 });
const synced = (page: Page) => eventually(() => expect(page.provider.synced).toBe(true));

/** Requests by hand. */
function asker(personId: string | null, more: Record<string, string> = {}) {
  const cookie: Record<string, string> = personId === null ? {} : { cookie: `person=${personId}` };
  const headers = { ...cookie, "content-type": "application/octet-stream", ...more };
  const ask = (method: string, path: string, body?: Uint8Array<ArrayBuffer>) =>
    fetch(`http://127.0.0.1:${server.port}/collab/${path}`, {
      ...{ method, headers },
      ...(body !== undefined && { body }),
    });
  return {
    ask,
    async open(): Promise<string> {
      const answer = await ask("POST", "edition/http");
      expect(answer.status).toBe(201);
      const { connection } = (await answer.json()) as { connection: string };
      return `edition/http/${connection}`;
    },
    async poll(line: string, after: number) {
      const answer = await ask("GET", `${line}?after=${after}`);
      expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
      const told = decodeAnswer(new Uint8Array(await answer.arrayBuffer()));
      if (told === null) throw new Error("no answer of ours");
      return told;
    },
  };
}
const codeOf = async (answer: Response) => [
  answer.status,
  ((await answer.json()) as { code: string }).code,
];
/** Words as an update frame. */
function words(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, text);
  return updateFrame(Y.encodeStateAsUpdate(doc));
}

beforeEach(async () => {
  cleanUp = [];
  server = await openCollabServer();
});
afterEach(async () => {
  for (const step of cleanUp.reverse()) await step();
  await server.close();
});

describe("co-editing over plain HTTP", () => {
  it("T1: people on both kinds of line write together, see each other and are told what is saved", async () => {
    const [ana, bea] = [aPage("ana"), aPage("bea", { isHttp: false })];
    ana.text.insert(0, "before the connection ");
    await Promise.all([synced(ana), synced(bea)]);
    bea.text.insert(0, "bea was here: ");
    ana.text.insert(ana.text.length, "and ana");
    await eventually(() => {
      expect(ana.text.toJSON()).toContain("bea was here");
      expect(bea.text.toJSON()).toBe(ana.text.toJSON());
      expect(bea.text.toJSON()).toContain("and ana");
      const saved = ana.acks.at(-1)?.stateVector ?? new Uint8Array([0]);
      expect(Y.decodeStateVector(saved).get(ana.doc.clientID)).toBe(29);
    });
    bea.provider.awareness.setLocalState({ user: { name: "The head of office" } });
    await eventually(() =>
      expect(ana.provider.awareness.getStates().get(bea.doc.clientID)).toMatchObject({
        user: { id: "bea", name: "Name of bea" },
      }),
    );
    ana.provider.disconnect();
    await eventually(() =>
      expect(bea.provider.awareness.getStates().has(ana.doc.clientID)).toBe(false),
    );
    expect(ana.closes).toEqual([]);
  });

  it("T2, T3: answers that are lost on the way cost nothing and repeat nothing", async () => {
    const [ana, bea] = [aPage("ana"), aPage("bea", { isHttp: false })];
    await Promise.all([synced(ana), synced(bea)]);
    let count = 0;
    // Every other answer is lost, to what is asked and to what is sent.
    ana.weather.lose = () => count++ % 2 === 0;
    for (let i = 0; i < 8; i++) {
      ana.text.insert(ana.text.length, `a${i}.`);
      bea.text.insert(bea.text.length, `b${i}.`);
      await eventually(() => {
        expect(bea.text.toJSON()).toContain(`a${i}.`);
        expect(ana.text.toJSON()).toContain(`b${i}.`);
      });
    }
    await eventually(() => expect(ana.text.toJSON()).toBe(bea.text.toJSON()));
    expect(ana.closes).toEqual([]);
    expect(ana.text.toJSON()).toHaveLength(48);
  });

  it("T8: a page that comes back sends what the room lacks and nothing else", async () => {
    const ana = aPage("ana");
    await synced(ana);
    ana.text.insert(0, "x".repeat(50_000));
    await eventually(() => expect(ana.acks.at(-1)?.contentFrames).toBeGreaterThan(1));
    ana.provider.disconnect();
    ana.text.insert(0, "while away");
    ana.weather.requests.length = 0;
    ana.provider.connect();
    await synced(ana);
    await eventually(() => expect(server.registry.peek("edition")?.writeCount).toBe(2));
    const sent = ana.weather.requests.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(500);
  });

  it("T1: a reader's words reach nobody, over HTTP as over a socket (R4)", async () => {
    const rita = aPage("rita");
    await synced(rita);
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    rita.text.insert(0, "graffiti");
    await eventually(() => expect(warned).toHaveBeenCalled());
    warned.mockRestore();
    expect(server.registry.peek("edition")?.writeCount).toBe(0);
  });

  it("T5: access that ends, a session that ends and a stop of the server close the line with their codes", async () => {
    const [ana, rita] = [aPage("ana"), aPage("rita")];
    await Promise.all([synced(ana), synced(rita)]);
    delete server.roles["ana"];
    await server.gateway.reviewAccess(() => true);
    await eventually(() => expect(ana.closes).toEqual([collabClose.accessEnded]));
    server.session.expiresAt = new Date(Date.now() + 200);
    await server.gateway.reviewAccess(() => true);
    await eventually(() => expect(rita.closes).toEqual([collabClose.sessionEnded]));
    server.session.expiresAt = new Date(Date.now() + 60_000);
    const bea = aPage("bea");
    await synced(bea);
    bea.text.insert(0, "last words");
    await eventually(() => expect(server.registry.peek("edition")?.writeCount).toBe(1));
    expect(await server.gateway.drain()).toBe(true);
    await eventually(() => expect(bea.closes[0]).toBe(collabClose.shuttingDown));
  });

  it("T1: words go on while nobody can be asked about access", async () => {
    const ana = aPage("ana");
    await synced(ana);
    server.session.isAway = true;
    ana.text.insert(0, "the database is away");
    await eventually(() => expect(server.registry.peek("edition")?.writeCount).toBe(1));
    expect(ana.closes).toEqual([]);
  });
});

describe("the HTTP path's gate", () => {
  it("T1: is that of the upgrade", async () => {
    const open = async (who: string | null, edition = "edition", more = {}) =>
      codeOf(await asker(who, more).ask("POST", `${edition}/http`));
    expect(await open(null)).toEqual([401, "not_signed_in"]);
    expect(await open("eve")).toEqual([403, "not_allowed"]);
    expect(await open("nobody")).toEqual([404, "not_found"]);
    expect(await open("ana", "hidden")).toEqual([404, "not_found"]);
    expect(await open("ana", "no%20such")).toEqual([404, "not_found"]);
    const evil = { origin: "https://evil.example.org" };
    expect(await open("ana", "edition", evil)).toEqual([403, "foreign_origin"]);
    server.session.expiresAt = new Date(Date.now() - 1);
    expect(await open("ana")).toEqual([401, "not_signed_in"]);
  });

  it("T6: a line is its session's alone; to others there is none", async () => {
    const line = await asker("ana").open();
    const asks = [
      ["GET", `${line}?after=0`],
      ["POST", `${line}?from=1`],
      ["DELETE", line],
    ] as const;
    for (const [method, path] of asks) {
      const of = async (who: string | null, more = {}) =>
        codeOf(await asker(who, more).ask(method, path));
      expect(await of(null)).toEqual([401, "not_signed_in"]);
      expect(await of("bea")).toEqual([410, "connection_gone"]);
      const evil = { origin: "https://evil.example.org" };
      expect(await of("ana", evil)).toEqual([403, "foreign_origin"]);
      const elsewhere = path.replace("edition/", "other/");
      expect(await codeOf(await asker("ana").ask(method, elsewhere))).toEqual([
        410,
        "connection_gone",
      ]);
    }
    // The same session with another cookie beside its own is the same session.
    const { frames } = await asker("ana", { cookie: "theme=dark; person=ana" }).poll(line, 0);
    expect(frames.length).toBeGreaterThan(0);
    expect((await asker("ana").ask("DELETE", line)).status).toBe(204);
    expect(await codeOf(await asker("ana").ask("GET", `${line}?after=0`))).toEqual([
      410,
      "connection_gone",
    ]);
  });

  it("T7: a person has so many lines and no more, and is let in again when one ends", async () => {
    await server.close();
    server = await openCollabServer({ httpPerPerson: 3, perPerson: 5 });
    const ana = asker("ana");
    const lines = [await ana.open(), await ana.open(), await ana.open()];
    expect(await codeOf(await ana.ask("POST", "edition/http"))).toEqual([429, "rate_limited"]);
    await asker("bea").open();
    await ana.ask("DELETE", lines[0] ?? "");
    await ana.open();
    const upgrade = () =>
      new Promise<number>((resolve) => {
        const url = `ws://127.0.0.1:${server.port}/collab/edition`;
        const socket = new WebSocket(url, { headers: { cookie: "person=ana" } });
        cleanUp.push(() => socket.terminate());
        socket.on("open", () => resolve(101));
        socket.on("error", () => undefined);
        socket.on("unexpected-response", (_request, { statusCode = 0 }) => resolve(statusCode));
      });
    expect([await upgrade(), await upgrade(), await upgrade()]).toEqual([101, 101, 429]);
  });
});

describe("hostile requests of the HTTP path", () => {
  it("T2: frames that come twice are taken once, and a gap closes the line as malformed", async () => {
    const ana = asker("ana");
    const line = await ana.open();
    const first = encodeFrames([words("one"), words("two")]);
    expect((await ana.ask("POST", `${line}?from=1`, first)).status).toBe(204);
    const overlapping = encodeFrames([words("one"), words("two"), words("three")]);
    expect((await ana.ask("POST", `${line}?from=1`, overlapping)).status).toBe(204);
    expect((await ana.ask("POST", `${line}?from=2`, first)).status).toBe(204);
    const text = await server.registry.withDoc("edition", (doc) => doc.getText("t").toJSON());
    expect(text.match(/one|two|three/g)?.sort()).toEqual(["one", "three", "two"]);
    await ana.ask("POST", `${line}?from=9`, first);
    const { closeCode } = await ana.poll(line, 0);
    expect(closeCode).toBe(collabClose.malformed);
  });

  it.each([
    ["half a frame", Uint8Array.of(0, 0, 0, 9, 1), collabClose.malformed],
    ["no protocol", encodeFrames([Uint8Array.of(99)]), collabClose.malformed],
    ["a frame over the bound", encodeFrames([new Uint8Array(4_194_305)]), collabClose.tooLarge],
    ["more than a body may have", new Uint8Array(8_388_609), collabClose.tooLarge],
    [
      "a flood",
      encodeFrames(Array.from({ length: 2_001 }, () => queryAwarenessFrame())),
      collabClose.flooding,
    ],
  ])("T7: %s closes its own line with its code", async (_what, body, code) => {
    const bea = aPage("bea");
    await synced(bea);
    const ana = asker("ana");
    const line = await ana.open();
    await ana.ask("POST", `${line}?from=1`, body).catch(() => null);
    let after = 0;
    for (;;) {
      const { closeCode, first, frames } = await ana.poll(line, after);
      after = first + frames.length - 1;
      if (closeCode === 0) continue;
      expect(closeCode).toBe(code);
      break;
    }
    expect(await codeOf(await ana.ask("GET", `${line}?after=${after}`))).toEqual([
      410,
      "connection_gone",
    ]);
    bea.text.insert(0, "undisturbed");
    await eventually(() => expect(server.registry.peek("edition")?.writeCount).toBe(1));
    expect(bea.closes).toEqual([]);
  });

  it("T7: numbers that are none, and bodies of another type, are refused and close nothing", async () => {
    const ana = asker("ana");
    const line = await ana.open();
    for (const after of ["", "-1", "1.5", "NaN", "1e99", "a"])
      expect(await codeOf(await ana.ask("GET", `${line}?after=${after}`))).toEqual([
        422,
        "invalid_request",
      ]);
    for (const from of ["0", "-1", "x"])
      expect(await codeOf(await ana.ask("POST", `${line}?from=${from}`, encodeFrames([])))).toEqual(
        [422, "invalid_request"],
      );
    const form = asker("ana", { "content-type": "application/x-www-form-urlencoded" });
    expect(await codeOf(await form.ask("POST", `${line}?from=1`, encodeFrames([])))).toEqual([
      415,
      "unsupported_media_type",
    ]);
    const { closeCode } = await ana.poll(line, 0);
    expect(closeCode).toBe(0);
  });

  it("T3: asking for what was never sent closes the line as malformed", async () => {
    const ana = asker("ana");
    const line = await ana.open();
    const { closeCode } = await ana.poll(line, 1_000);
    expect(closeCode).toBe(collabClose.malformed);
  });

  it("T3: who does not fetch is dropped when the bound is passed, and nothing of it is kept", async () => {
    await server.close();
    server = await openCollabServer({ bufferedBytes: 100_000 });
    const line = await asker("ana").open();
    const bea = aPage("bea", { isHttp: false });
    await synced(bea);
    let most = 0;
    for (let i = 0; i < 60 && server.gateway.stats().connections === 2; i++) {
      bea.text.insert(0, "y".repeat(10_000));
      const writes = i + 1;
      await eventually(() => expect(server.registry.peek("edition")?.writeCount).toBe(writes));
      await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, server.gateway.stats().waitingBytes);
    }
    await eventually(() => expect(server.gateway.stats().connections).toBe(1));
    expect(most).toBeLessThan(130_000);
    await eventually(() => expect(server.gateway.stats().waitingBytes).toBe(0));
    expect(server.logged).toContain("A slow receiver was dropped");
    // Its own number may be far behind what was let go.
    const { closeCode } = await asker("ana").poll(line, 0);
    expect(closeCode).toBe(collabClose.slowConsumer);
  });
});

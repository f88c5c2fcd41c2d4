/** What one connection may cost, on real sockets: slow ones, silent ones, dead ones. */
import { once } from "node:events";
import { connect } from "node:net";
import { collabClose, collabMessage } from "@istmo/contracts";
import { updateFrame } from "@istmo/sync";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { openCollabServer, type CollabServer } from "../support/collab-server.ts";

let server: CollabServer;
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  await server.close();
});

async function aSocket(personId: string, options: WebSocket.ClientOptions = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/collab/edition`, {
    headers: { cookie: `person=${personId}` },
    ...options,
  });
  cleanUp.push(() => socket.terminate());
  await once(socket, "open");
  return socket;
}

const eventually = (assertion: () => void) => vi.waitFor(assertion, { timeout: 10_000 });

/** A writer whose every insertion of so many characters is one update. */
function aWriter(socket: WebSocket) {
  const doc = new Y.Doc();
  doc.on("update", (update: Uint8Array) => socket.send(updateFrame(update)));
  return (characters: number) => doc.getText("t").insert(0, "z".repeat(characters));
}

describe("back-pressure", () => {
  it("T7: a socket that does not read is dropped at the bound, and the bytes it left go with it", async () => {
    const bound = 1_000_000;
    const frame = 200_000;
    server = await openCollabServer({ bufferedBytes: bound });
    const [slow, reader] = [await aSocket("bea"), await aSocket("rita")];
    let heard = 0;
    reader.on("message", (data: Buffer) => (heard += data.byteLength));
    slow.pause();
    const write = aWriter(await aSocket("ana"));
    let most = 0;
    let written = 0;
    // What the system's own buffers hold is not counted as waiting, so it takes some more.
    while (server.gateway.stats().connections === 3 && written < 200 * frame) {
      write(frame);
      written += frame;
      const sent = written;
      await eventually(() => expect(heard).toBeGreaterThan(sent));
      most = Math.max(most, server.gateway.stats().waitingBytes);
    }
    expect(server.logged).toContain("A slow receiver was dropped");
    expect(most).toBeGreaterThan(bound / 2);
    expect(most).toBeLessThan(bound + 2 * frame);
    await eventually(() => {
      expect(server.gateway.stats()).toMatchObject({ connections: 2, waitingBytes: 0 });
    });
    // Nobody else noticed.
    const before = heard;
    write(10);
    await eventually(() => expect(heard).toBeGreaterThan(before));
  });

  it("T4: a socket that never speaks stays as long as it answers pings, and goes when it does not", async () => {
    server = await openCollabServer({ heartbeatEvery: 50 });
    const silent = await aSocket("bea");
    const dead = await aSocket("rita", { autoPong: false });
    let pings = 0;
    silent.on("ping", () => pings++);
    const [code] = (await once(dead, "close")) as [number];
    expect(code).toBe(1006);
    await eventually(() => expect(pings).toBeGreaterThan(4));
    expect(silent.readyState).toBe(WebSocket.OPEN);
    expect(server.gateway.stats().connections).toBe(1);
  });

  it("T4: the byte by which a page asks whether its line is alive comes back, once a second at most, and never reaches the room", async () => {
    server = await openCollabServer({ limits: { framesPerSecond: 1 } });
    const ana = await aSocket("ana");
    const echoes: Buffer[] = [];
    ana.on("message", (data: Buffer) => {
      if (data[0] === collabMessage.echo) echoes.push(data);
    });
    // A room that counted them would close after ten.
    for (let i = 0; i < 100; i++) ana.send(Uint8Array.of(collabMessage.echo));
    await eventually(() => expect(echoes).toHaveLength(1));
    // What comes behind them has been heard: they are all through.
    ana.send("text is no frame");
    const [code] = (await once(ana, "close")) as [number];
    expect([code, echoes.length]).toEqual([collabClose.malformed, 1]);
  });

  it("T7: a person who opens one connection after the other is refused at the bound, and nobody else is", async () => {
    server = await openCollabServer({ perPerson: 4 });
    const mine = await Promise.all([1, 2, 3, 4].map(() => aSocket("ana")));
    const refused = new WebSocket(`ws://127.0.0.1:${server.port}/collab/edition`, {
      headers: { cookie: "person=ana" },
    });
    refused.on("error", () => undefined);
    const [, { statusCode }] = (await once(refused, "unexpected-response")) as [
      unknown,
      { statusCode: number },
    ];
    expect(statusCode).toBe(429);
    await aSocket("bea");
    mine[0]?.close();
    await eventually(() => expect(server.gateway.stats().connections).toBe(4));
    await aSocket("ana");
  });

  it("T7: openings that fail leave no place taken", async () => {
    server = await openCollabServer({
      perPerson: 1,
      beforeOpening: async (request) => {
        if (request.url?.includes("fail") === true) throw new Error("not written down");
      },
    });
    for (let i = 0; i < 3; i++) {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/collab/edition?fail`, {
        headers: { cookie: "person=ana" },
      });
      socket.on("error", () => undefined);
      const [, { statusCode }] = (await once(socket, "unexpected-response")) as [
        unknown,
        { statusCode: number },
      ];
      expect(statusCode).toBe(503);
    }
    // Half an opening: the line breaks while it is being answered.
    const half = connect(server.port, "127.0.0.1");
    half.write(
      "GET /collab/edition HTTP/1.1\r\nHost: x\r\nCookie: person=ana\r\nUpgrade: websocket\r\n" +
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
    );
    await once(half, "data");
    half.destroy();
    await eventually(() => expect(server.gateway.stats().connections).toBe(0));
    await aSocket("ana");
  });
});

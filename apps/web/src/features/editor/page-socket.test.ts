import { collabMessage } from "@istmo/contracts";
import { describe, expect, it } from "vitest";

import { FakeLineWorld, told, type FakeWebSocket } from "./fake-line-world.ts";
import { LineChoice, type LineKind } from "./line-choice.ts";
import type { LineClose, LineSocket } from "./line-socket.ts";
import { pageSocketClass } from "./page-socket.ts";
import { betterLineCode } from "./reconnect-delay.ts";

interface Given {
  readonly world?: FakeLineWorld;
  readonly isWaiting?: () => boolean;
  readonly onSend?: (frame: Uint8Array) => boolean;
}

/** A page whose line opens as y-websocket opens it. */
function aPage({ world = new FakeLineWorld(), isWaiting, onSend }: Given = {}) {
  const lines: LineKind[] = [];
  const Socket = pageSocketClass({
    world,
    choice: new LineChoice(world),
    onSend: onSend ?? (() => true),
    isWaiting: isWaiting ?? (() => false),
    onLine: (kind) => lines.push(kind),
  });
  const connect = () => {
    const socket = new Socket("wss://istmo.demo/collab/edition") as unknown as LineSocket;
    const heard: number[][] = [];
    const closes: LineClose[] = [];
    let opens = 0;
    socket.onopen = () => opens++;
    socket.onmessage = ({ data }) => heard.push([...new Uint8Array(data)]);
    socket.onclose = (close) => closes.push(close);
    return { socket, heard, closes, opens: () => opens };
  };
  return { world, lines, connect };
}

const newest = (world: FakeLineWorld): FakeWebSocket => {
  const socket = world.sockets.at(-1);
  if (socket === undefined) throw new Error("no WebSocket was tried");
  return socket;
};

/** Answers the opening over HTTP, and gives the first question. */
async function openHttp(world: FakeLineWorld) {
  const [opening] = await world.requests();
  opening?.answer(201, JSON.stringify({ connection: "abc" }));
  const [poll] = await world.requests();
  return poll;
}

describe("the line of a page", () => {
  it("T8: is a WebSocket where those get through, and nothing else is asked for", async () => {
    const { world, lines, connect } = aPage();
    const page = connect();
    newest(world).open();
    newest(world).hear(1, 2);
    expect([page.opens(), page.heard, lines]).toEqual([1, [[1, 2]], ["websocket"]]);
    expect(await world.requests()).toEqual([]);
  });

  it("T8: goes by plain HTTP when a WebSocket does not open, in the same attempt", async () => {
    const { world, lines, connect } = aPage();
    const page = connect();
    newest(world).break();
    expect(page.closes).toEqual([]);
    const poll = await openHttp(world);
    poll?.answer(200, told(1, [[5]]));
    await world.advance(50);
    expect([page.opens(), page.heard, lines]).toEqual([1, [[5]], ["http"]]);
  });

  it("T8: goes by plain HTTP when a WebSocket hangs", async () => {
    const { world, lines, connect } = aPage();
    connect();
    await world.advance(6_000);
    expect(newest(world).isClosed).toBe(true);
    await openHttp(world);
    expect(lines).toEqual(["http"]);
  });

  it("T8: is closed when neither opens, and the next attempt tries a WebSocket again", async () => {
    const { world, connect } = aPage();
    const page = connect();
    newest(world).break();
    const [opening] = await world.requests();
    opening?.fail();
    await world.advance(0);
    expect(page.closes.map(({ code }) => code)).toEqual([1006]);
    connect();
    expect(world.sockets).toHaveLength(2);
  });

  it("T8: remembers for the tab that only HTTP gets through, and tries a WebSocket now and then", async () => {
    const world = new FakeLineWorld();
    const first = aPage({ world }).connect();
    newest(world).break();
    await openHttp(world);
    // A reload of the tab: no WebSocket is waited for.
    first.socket.close();
    await world.requests();
    const { connect, lines } = aPage({ world });
    const page = connect();
    expect(world.sockets).toHaveLength(1);
    const poll = await openHttp(world);
    expect(lines).toEqual(["http"]);
    const questions = setAnswering(world, poll);
    await world.advance(5 * 60_000);
    expect(world.sockets).toHaveLength(2);
    newest(world).break();
    await world.advance(4 * 60_000);
    expect(world.sockets).toHaveLength(2);
    await world.advance(60_000);
    expect(world.sockets).toHaveLength(3);
    // This time it opens and the server speaks: the page changes over.
    newest(world).open();
    expect(page.closes).toEqual([]);
    newest(world).hear(1);
    questions.stop();
    expect(page.closes.map(({ code }) => code)).toEqual([betterLineCode]);
    expect(world.memory.size).toBe(0);
  });

  it("T8: goes by HTTP next time when a WebSocket opens and carries nothing", async () => {
    const { world, lines, connect } = aPage();
    const page = connect();
    newest(world).open();
    await world.advance(12_000);
    expect(page.closes.map(({ code }) => code)).toEqual([1006]);
    connect();
    await openHttp(world);
    expect(lines).toEqual(["websocket", "http"]);
  });

  it("does not send a reader's content", () => {
    const { world, connect } = aPage({ onSend: ([type]) => type !== 0 });
    const { socket } = connect();
    newest(world).open();
    for (const frame of [
      [0, 2],
      [1, 3],
    ])
      socket.send(Uint8Array.from(frame));
    expect(newest(world).sent).toEqual([Uint8Array.of(1, 3)]);
  });
});

describe("a dead line", () => {
  const echo = Uint8Array.of(collabMessage.echo);

  it("T4: is known within fifteen seconds while words wait to be saved", async () => {
    const { world, connect } = aPage({ isWaiting: () => true });
    const page = connect();
    newest(world).open();
    newest(world).hear(1);
    await world.advance(6_000);
    expect(newest(world).sent).toEqual([echo]);
    expect(page.closes).toEqual([]);
    await world.advance(9_000);
    expect(page.closes.map(({ code }) => code)).toEqual([1006]);
    expect(newest(world).isClosed).toBe(true);
  });

  it("T4: is not suspected while the server answers, however long the database takes", async () => {
    const { world, connect } = aPage({ isWaiting: () => true });
    const page = connect();
    newest(world).open();
    newest(world).hear(1);
    for (let second = 0; second < 120; second++) {
      const before = newest(world).sent.length;
      await world.advance(1_000);
      if (newest(world).sent.length > before) newest(world).hear(collabMessage.echo);
    }
    expect(page.closes).toEqual([]);
    // The answers are no frames of the room.
    expect(page.heard).toEqual([[1]]);
  });

  it("T4: is asked about twice a minute when nothing waits, and not at all while the page is hidden", async () => {
    const { world, connect } = aPage();
    connect();
    newest(world).open();
    newest(world).hear(1);
    await world.advance(29_000);
    expect(newest(world).sent).toEqual([]);
    await world.advance(3_000);
    expect(newest(world).sent).toEqual([echo]);
    newest(world).hear(collabMessage.echo);
    world.visible = false;
    await world.advance(600_000);
    expect(newest(world).sent).toEqual([echo]);
  });
});

describe("a page on plain HTTP that nobody looks at", () => {
  it("T8: leaves the room after a minute, and comes back when it is looked at", async () => {
    const world = new FakeLineWorld();
    world.memory.set("istmo.line", "http");
    const { connect } = aPage({ world });
    const page = connect();
    const questions = setAnswering(world, await openHttp(world));
    world.visible = false;
    await world.advance(50_000);
    expect(page.closes).toEqual([]);
    await world.advance(40_000);
    expect(page.closes.map(({ code }) => code)).toEqual([1006]);
    questions.stop();
    await world.advance(30_000);
    await world.requests();
    // y-websocket tries again: nothing is asked of the server until somebody looks.
    const next = connect();
    await world.advance(600_000);
    expect(await world.requests()).toEqual([]);
    world.show();
    await openHttp(world);
    expect(next.opens()).toBe(1);
  });

  it("T8: stays while words wait to be saved", async () => {
    const world = new FakeLineWorld();
    world.memory.set("istmo.line", "http");
    const page = aPage({ world, isWaiting: () => true }).connect();
    const questions = setAnswering(world, await openHttp(world));
    world.visible = false;
    await world.advance(200_000);
    expect(page.closes).toEqual([]);
    questions.stop();
  });
});

/** Answers every question at once with nothing, as a quiet server does after its time. */
function setAnswering(
  world: FakeLineWorld,
  first: Awaited<ReturnType<typeof openHttp>>,
): { stop: () => void } {
  let isOn = true;
  first?.answer(200, told(1, []));
  const answer = async () => {
    for (const request of await world.requests())
      if (request.method === "GET") world.after(20_000, () => request.answer(200, told(1, [])));
    if (isOn) world.after(1_000, () => void answer());
  };
  void answer();
  return { stop: () => (isOn = false) };
}

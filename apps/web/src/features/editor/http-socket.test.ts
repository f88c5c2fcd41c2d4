import { collabClose } from "@istmo/contracts";
import { describe, expect, it } from "vitest";

import { FakeLineWorld, sending, told, type Asked } from "./fake-line-world.ts";
import { HttpSocket } from "./http-socket.ts";
import type { LineClose } from "./line-socket.ts";

const line = "/collab/edition/http/abc";
const opened = JSON.stringify({ connection: "abc" });

function open(world: FakeLineWorld) {
  const socket = new HttpSocket("wss://istmo.demo/collab/edition?ack=1", world);
  const heard: number[][] = [];
  const closes: LineClose[] = [];
  let opens = 0;
  socket.onopen = () => opens++;
  socket.onmessage = ({ data }) => heard.push([...new Uint8Array(data)]);
  socket.onclose = (close) => closes.push(close);
  return { socket, heard, closes, opens: () => opens };
}

async function openLine(world: FakeLineWorld) {
  const page = open(world);
  const [opening] = await world.requests();
  opening?.answer(201, opened);
  const [poll] = await world.requests();
  if (poll === undefined) throw new Error("no question");
  return { ...page, poll };
}

const one = async (world: FakeLineWorld): Promise<Asked> => {
  const [first, ...others] = await world.requests();
  if (first === undefined) throw new Error("no request");
  expect(others).toEqual([]);
  return first;
};

describe("a line over plain HTTP", () => {
  it("T1: opens with one request, asks for what the page asks for, and waits for frames", async () => {
    const world = new FakeLineWorld();
    const page = open(world);
    const opening = await one(world);
    expect([opening.method, opening.path]).toEqual(["POST", "/collab/edition/http?ack=1"]);
    expect(page.opens()).toBe(0);
    opening.answer(201, opened);
    const poll = await one(world);
    expect([poll.method, poll.path]).toEqual(["GET", `${line}?after=0`]);
    expect(page.opens()).toBe(1);
    poll.answer(200, told(1, [[7], [8, 9]]));
    await world.advance(50);
    expect(page.heard).toEqual([[7], [8, 9]]);
    expect((await one(world)).path).toBe(`${line}?after=2`);
  });

  it("T3: takes a frame that is told twice once", async () => {
    const world = new FakeLineWorld();
    const { poll, heard } = await openLine(world);
    poll.answer(200, told(1, [[7]]));
    await world.advance(50);
    (await one(world)).answer(200, told(1, [[7], [8]]));
    await world.advance(50);
    expect(heard).toEqual([[7], [8]]);
  });

  it("T2: sends in one request what is sent in one go, and what comes meanwhile in the next", async () => {
    const world = new FakeLineWorld();
    const { socket } = await openLine(world);
    socket.send(Uint8Array.of(1));
    socket.send(Uint8Array.of(2));
    const first = await one(world);
    expect([first.path, first.body]).toEqual([`${line}?from=1`, sending([1], [2])]);
    socket.send(Uint8Array.of(3));
    expect(await world.requests()).toEqual([]);
    first.answer(204);
    const second = await one(world);
    expect([second.path, second.body]).toEqual([`${line}?from=3`, sending([3])]);
  });

  it("T2: sends again under the same numbers what may not have arrived", async () => {
    const world = new FakeLineWorld();
    const { socket, closes } = await openLine(world);
    socket.send(Uint8Array.of(1));
    (await one(world)).fail();
    await settleAnd(() => socket.send(Uint8Array.of(2)));
    await world.advance(1_000);
    const again = await one(world);
    expect([again.path, again.body]).toEqual([`${line}?from=1`, sending([1], [2])]);
    again.answer(204);
    expect(await world.requests()).toEqual([]);
    expect(closes).toEqual([]);
  });

  it("T8: ends as a broken line when failures last, and forgets its numbers", async () => {
    const world = new FakeLineWorld();
    const { socket, closes } = await openLine(world);
    socket.send(Uint8Array.of(1));
    for (let second = 0; second < 12; second++) {
      for (const request of await world.requests()) request.fail();
      await world.advance(1_000);
    }
    expect(closes).toEqual([{ code: 1006, reason: "" }]);
    expect(socket.readyState).toBe(3);
  });

  it("T4: takes a request that the server answers at once for lost after ten seconds", async () => {
    const world = new FakeLineWorld();
    const { socket, closes } = await openLine(world);
    socket.send(Uint8Array.of(1));
    await world.advance(9_000);
    expect(closes).toEqual([]);
    await world.advance(1_500);
    expect(closes).toEqual([{ code: 1006, reason: "" }]);
    expect((await world.requests()).every(({ isAborted }) => isAborted())).toBe(true);
  });

  it("T4: waits for an answer as long as the server may keep it, and not much longer", async () => {
    const world = new FakeLineWorld();
    const { closes } = await openLine(world);
    await world.advance(29_000);
    expect(closes).toEqual([]);
    await world.advance(1_500);
    expect(closes).toEqual([{ code: 1006, reason: "" }]);
  });

  it("T5: closes with the code that the server tells, after the frames before it", async () => {
    const world = new FakeLineWorld();
    const { poll, heard, closes } = await openLine(world);
    poll.answer(200, told(1, [[7]], collabClose.accessEnded));
    expect(await world.requests()).toEqual([]);
    expect(heard).toEqual([[7]]);
    expect(closes).toEqual([{ code: collabClose.accessEnded, reason: "accessEnded" }]);
  });

  it("T5: hears nothing more of a line that it has left, not even the rest of an answer", async () => {
    const world = new FakeLineWorld();
    const { socket, poll, heard } = await openLine(world);
    const hear = socket.onmessage;
    socket.onmessage = (event) => {
      hear?.(event);
      socket.close();
    };
    poll.answer(200, told(1, [[7], [8]]));
    await world.advance(50);
    expect(heard).toEqual([[7]]);
  });

  it.each([
    [401, collabClose.sessionEnded],
    [410, 1006],
    [413, collabClose.tooLarge],
    [403, 1006],
  ])("T5: takes the status %i of an answer as the close %i", async (status, code) => {
    const world = new FakeLineWorld();
    const { socket, closes } = await openLine(world);
    socket.send(Uint8Array.of(1));
    (await one(world)).answer(status, "{}");
    await world.advance(0);
    expect(closes.map((close) => close.code)).toEqual([code]);
  });

  it.each([
    ["a refusal", 404, "{}", 1006],
    ["an ended session", 401, "{}", collabClose.sessionEnded],
    ["the page of a hotel's network", 200, "<html>Welcome</html>", 1006],
    ["a server that is away", 503, "", 1006],
  ])("T8: does not open with %s", async (_what, status, body, code) => {
    const world = new FakeLineWorld();
    const { closes, opens } = open(world);
    (await one(world)).answer(status, body);
    await world.advance(0);
    expect(closes.map((close) => close.code)).toEqual([code]);
    expect(opens()).toBe(0);
  });

  it("T8: takes what is no answer of the server for a failure, and asks again", async () => {
    const world = new FakeLineWorld();
    const { poll, heard, closes } = await openLine(world);
    poll.answer(200, "<html>Please sign in to the network</html>");
    await world.advance(500);
    (await one(world)).answer(502, "Bad gateway");
    await world.advance(1_000);
    (await one(world)).answer(200, told(1, [[7]]));
    await world.advance(0);
    expect([heard, closes]).toEqual([[[7]], []]);
  });

  it("T2: hands over on leaving what was written last, even when the page is gone by then", async () => {
    const world = new FakeLineWorld();
    const { socket } = await openLine(world);
    socket.send(Uint8Array.of(1));
    const under = await one(world);
    socket.send(Uint8Array.of(2));
    socket.close();
    // Of a page that is going, nothing runs that is not under way by now.
    expect(world.asked).toHaveLength(1);
    const last = await one(world);
    // The one under way may end with the page; the server takes what comes twice once.
    expect(under.isAborted()).toBe(true);
    expect([last.path, last.body]).toEqual([`${line}?from=1&leave=1`, sending([1], [2])]);
    expect(last.isFarewell).toBe(true);
    last.answer(204);
    expect(await world.requests()).toEqual([]);
  });

  it("T5: takes leave with one request when nothing is left to say", async () => {
    const world = new FakeLineWorld();
    const { socket } = await openLine(world);
    socket.close();
    const farewell = await one(world);
    expect([farewell.method, farewell.path, farewell.isFarewell]).toEqual(["DELETE", line, true]);
  });
});

async function settleAnd(act: () => void): Promise<void> {
  await Promise.resolve();
  act();
}

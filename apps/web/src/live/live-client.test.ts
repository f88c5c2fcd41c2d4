import type { CatchUpAnswer, LiveEvent } from "@istmo/contracts";
import { expect, test } from "vitest";
import { followLiveEvents, type LiveSocket } from "./live-client.ts";

const moved = (seq: number): LiveEvent => ({
  seq,
  type: "action.moved",
  payload: { actionId: "a1", title: {}, from: "open", to: "done" },
  actor: null,
  at: "2026-11-24T12:00:00.000Z",
});

/** A socket whose server is the test. */
function aSocket() {
  const listeners = new Map<string, (payload: unknown) => void>();
  const asked: { since: number; answer: (answer: CatchUpAnswer) => void }[] = [];
  const socket: LiveSocket = {
    on: (name, listener) => listeners.set(name, listener),
    emit: (_name, since, answer) => asked.push({ since, answer }),
    connect: () => undefined,
    disconnect: () => undefined,
  };
  const say = (name: string, payload?: unknown) => listeners.get(name)?.(payload);
  return { socket, asked, say };
}

function follow(socket: LiveSocket, startAt: number) {
  const events: number[] = [];
  const statuses: string[] = [];
  const turnedAway: string[] = [];
  followLiveEvents(socket, {
    startAt,
    onEvent: (event) => events.push(event.seq),
    onStatus: (status) => statuses.push(status),
    onTurnedAway: () => turnedAway.push("asked"),
  });
  return { events, statuses, turnedAway };
}

test("a client that was away asks page by page and sees each event once", () => {
  const { socket, asked, say } = aSocket();
  const { events, statuses } = follow(socket, 10);
  say("connect");
  expect(asked[0]?.since).toBe(10);
  asked[0]?.answer({ events: [moved(11), moved(12)], latestSeq: 13, hasMore: true });
  expect(asked[1]?.since).toBe(12);
  say("event", moved(13));
  asked[1]?.answer({ events: [moved(13)], latestSeq: 13, hasMore: false });
  expect(events).toEqual([11, 12, 13]);
  say("disconnect", "transport close");
  say("connect");
  expect(asked[2]?.since).toBe(13);
  expect(statuses).toEqual(["connected", "away", "connected"]);
});

test("a line that breaks during the catch-up asks again from where the catch-up stood", () => {
  const { socket, asked, say } = aSocket();
  const { events } = follow(socket, 10);
  say("connect");
  say("event", moved(20));
  say("disconnect", "transport close");
  say("connect");
  expect(asked[1]?.since).toBe(10);
  asked[0]?.answer({ events: [moved(15)], latestSeq: 20, hasMore: false });
  asked[1]?.answer({ events: [moved(15), moved(20)], latestSeq: 20, hasMore: false });
  expect(events).toEqual([20, 15]);
});

test("a client asks whether its session is over when the server turns it away, not when the line breaks", () => {
  const { socket, say } = aSocket();
  const { turnedAway } = follow(socket, 10);
  say("connect");
  say("disconnect", "transport close");
  expect(turnedAway).toHaveLength(0);
  say("connect_error", new Error("not_signed_in"));
  expect(turnedAway).toHaveLength(1);
  say("connect");
  say("disconnect", "io server disconnect");
  expect(turnedAway).toHaveLength(2);
});

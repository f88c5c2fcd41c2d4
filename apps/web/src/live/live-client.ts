/**
 * Follows the event log. The server speaks first: `event` for each new entry that this person may
 * see. After every connection the client asks `since` its last position, page by page, until
 * nothing is left; so nothing is missed, however long it was away.
 *
 * The position moves on by live events only when no catch-up is under way: a line that breaks in
 * mid catch-up asks again from where the catch-up stood.
 */
import type { CatchUpAnswer, LiveEvent } from "@istmo/contracts";

export type LiveStatus = "connecting" | "connected" | "away";

/** The part of a Socket.IO client that is used here. */
export interface LiveSocket {
  on(name: string, listener: (payload: unknown) => void): unknown;
  emit(name: "since", seq: number, answer: (caughtUp: CatchUpAnswer) => void): unknown;
  connect(): unknown;
  disconnect(): unknown;
}

export interface LiveClientOptions {
  /** The position of the log before anything was fetched. */
  startAt: number;
  /** Each event once, in any order of arrival. */
  onEvent: (event: LiveEvent) => void;
  onStatus: (status: LiveStatus) => void;
  /** The server hung up, or let nobody in: the session may be over. */
  onTurnedAway: () => void;
}

/** How long to wait before connecting again after the server itself hung up, in milliseconds. */
const afterHangUp = 2_000;

export function followLiveEvents(socket: LiveSocket, options: LiveClientOptions): () => void {
  let position = options.startAt;
  let newestSeen = options.startAt;
  /** What came while a catch-up is under way; it will come again in an answer. */
  const seen = new Set<number>();
  /** The number of the catch-up that is under way, 0 for none. */
  let turnUnderWay = 0;
  let hangUpTimer: ReturnType<typeof setTimeout> | undefined;

  const take = (event: LiveEvent) => {
    if (event.seq <= position || seen.has(event.seq)) return;
    seen.add(event.seq);
    newestSeen = Math.max(newestSeen, event.seq);
    options.onEvent(event);
  };

  const catchUp = (from: number, turn: number) => {
    socket.emit("since", from, (answer) => {
      if (turn !== turnUnderWay) return;
      for (const event of answer.events) take(event);
      const last = answer.events.at(-1);
      if (answer.hasMore && last !== undefined) {
        position = last.seq;
        catchUp(position, turn);
        return;
      }
      position = Math.max(position, newestSeen, answer.latestSeq);
      turnUnderWay = 0;
      seen.clear();
    });
  };

  let turns = 0;
  socket.on("connect", () => {
    options.onStatus("connected");
    turns += 1;
    turnUnderWay = turns;
    catchUp(position, turns);
  });
  socket.on("event", (payload) => {
    take(payload as LiveEvent);
    if (turnUnderWay !== 0) return;
    position = newestSeen;
    seen.clear();
  });
  socket.on("disconnect", (reason) => {
    options.onStatus("away");
    if (reason === "io server disconnect") {
      options.onTurnedAway();
      hangUpTimer = setTimeout(() => socket.connect(), afterHangUp);
    }
  });
  socket.on("connect_error", () => {
    options.onStatus("away");
    options.onTurnedAway();
  });
  socket.connect();

  return () => {
    clearTimeout(hangUpTimer);
    socket.disconnect();
  };
}

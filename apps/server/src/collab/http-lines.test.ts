import {
  collabClose,
  decodeAnswer,
  type CollabAnswer,
  type CollabCloseReason,
} from "@istmo/contracts";
import { describe, expect, it } from "vitest";
import type { Admission, CollabSession, Line } from "./collab-sessions.ts";
import { HttpLines, type TakeAnswer } from "./http-lines.ts";

interface Heard {
  readonly answers: CollabAnswer[];
  readonly lasts: boolean[];
}

/** One line, whose room is the test. */
function aLine({ perPerson = 8 } = {}) {
  const time = { now: 0 };
  const lines = new HttpLines({ perPerson, now: () => time.now });
  const received: number[][] = [];
  let ends = 0;
  const join = (line: Line) => {
    const session = {
      receive: (frame: Uint8Array) => void received.push([...frame]),
      close: (reason: CollabCloseReason) => line.close(reason),
      end: () => void ends++,
    };
    return session as unknown as CollabSession;
  };
  const giveUp = () => undefined;
  const admission: Admission = { ok: true, editionId: "e", personId: "ana", join, giveUp };
  const wants = { wantsAcks: false };
  const line = lines.open(admission, wants);
  if (line === null) throw new Error("no line");
  const ask = (after: number) => {
    const heard: Heard = { answers: [], lasts: [] };
    const take: TakeAnswer = (body, isLast) => {
      const answer = decodeAnswer(body);
      if (answer !== null) heard.answers.push(answer);
      heard.lasts.push(isLast);
    };
    line.poll(after, take);
    return { ...heard, take };
  };
  const wait = (milliseconds: number) => {
    time.now += milliseconds;
    lines.sweep();
  };
  const open = () => lines.open(admission, wants);
  return { lines, line, ask, wait, open, received, ends: () => ends };
}

/** The end of the tick, at which questions are answered. */
const tick = () => new Promise((resolve) => setImmediate(resolve));
const bytes = (...values: number[]) => Uint8Array.from(values);

describe("a line over HTTP, as the server keeps it", () => {
  it("T3: gathers what a room says in one go, and keeps it until it is acknowledged", async () => {
    const { line, ask } = aLine();
    const first = ask(0);
    line.send(bytes(1));
    line.send(bytes(2));
    await tick();
    expect(first.answers).toEqual([{ closeCode: 0, first: 1, frames: [bytes(1), bytes(2)] }]);
    expect(line.waitingBytes()).toBe(2);
    const again = ask(0);
    await tick();
    expect(again.answers).toEqual(first.answers);
    ask(2);
    expect(line.waitingBytes()).toBe(0);
  });

  it("T3: answers with a part of what waits when it is much", async () => {
    const { line, ask } = aLine();
    for (let i = 0; i < 5; i++) line.send(new Uint8Array(400_000));
    line.send(new Uint8Array(3_000_000));
    const sizes: number[] = [];
    for (let after = 0; after < 6;) {
      const { answers } = ask(after);
      await tick();
      sizes.push(answers[0]?.frames.length ?? 0);
      after += answers[0]?.frames.length ?? 6;
    }
    expect(sizes).toEqual([2, 2, 1, 1]);
  });

  it("T3: lets one question wait at a time, and none from before the newest", async () => {
    const { line, ask } = aLine();
    line.send(bytes(1));
    await tick();
    ask(0);
    await tick();
    const newer = ask(1);
    const late = ask(0);
    expect(late.answers).toEqual([{ closeCode: 0, first: 2, frames: [] }]);
    expect(newer.answers).toEqual([]);
    const newest = ask(1);
    expect(newer.answers).toEqual([{ closeCode: 0, first: 2, frames: [] }]);
    line.send(bytes(2));
    await tick();
    expect(newest.answers).toEqual([{ closeCode: 0, first: 2, frames: [bytes(2)] }]);
  });

  it("T4: answers a question after twenty seconds, and ends when none comes for forty", () => {
    const { line, lines, ask, wait, ends } = aLine();
    const { answers } = ask(0);
    wait(19_000);
    expect(answers).toEqual([]);
    wait(1_000);
    expect(answers).toEqual([{ closeCode: 0, first: 1, frames: [] }]);
    wait(40_000);
    expect(lines.find(line.id)).toBe(line);
    wait(1);
    expect([lines.find(line.id), ends()]).toEqual([undefined, 1]);
  });

  it("T4: counts from when somebody stopped waiting", () => {
    const { line, lines, ask, wait } = aLine();
    const { take } = ask(0);
    wait(15_000);
    line.forget(take);
    wait(40_000);
    expect(lines.find(line.id)).toBe(line);
    wait(1);
    expect(lines.find(line.id)).toBeUndefined();
  });

  it("T5: tells how it was closed after the last frame, and says that this was the last answer", async () => {
    const { line, ask } = aLine();
    line.send(bytes(1));
    line.close("accessEnded");
    line.send(bytes(2));
    const { answers, lasts } = ask(0);
    await tick();
    const closeCode = collabClose.accessEnded;
    expect(answers).toEqual([{ closeCode, first: 1, frames: [bytes(1)] }]);
    expect(lasts).toEqual([true]);
  });

  it("T2: takes each frame once, in order, whatever is sent again", () => {
    const { line, received } = aLine();
    line.take(1, [bytes(1), bytes(2)]);
    line.take(1, [bytes(1), bytes(2), bytes(3)]);
    line.take(2, [bytes(2)]);
    line.take(4, [bytes(4)]);
    expect(received).toEqual([[1], [2], [3], [4]]);
  });

  it("T7: ends a line that asks in a loop as flooding, and one that waits its turn not", async () => {
    const { line, ask, wait } = aLine();
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 2_000; i++) ask(0);
      expect(line.isClosed).toBe(false);
      wait(5_000);
    }
    for (let i = 0; i < 2_000; i++) ask(0);
    const { answers } = ask(0);
    await tick();
    expect(answers[0]?.closeCode).toBe(collabClose.flooding);
  });

  it("T7: lets a person have so many lines, until one ends", () => {
    const { lines, line, open } = aLine({ perPerson: 2 });
    expect(open()).not.toBeNull();
    expect(open()).toBeNull();
    lines.end(line);
    expect(open()).not.toBeNull();
  });
});

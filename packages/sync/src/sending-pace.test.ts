import { describe, expect, it } from "vitest";
import { SendingPace } from "./sending-pace.ts";

/** Sends whenever it may for so many milliseconds; when each frame left. */
function sendFor(pace: SendingPace, milliseconds: number, took: number, from = 0): number[] {
  const times: number[] = [];
  let now = from;
  while (now < from + milliseconds) {
    now += pace.wait(now);
    times.push(now);
    now += took;
    pace.spend(took, now);
  }
  return times;
}

const distances = (times: readonly number[]) =>
  times.slice(1).map((time, i) => time - (times[i] ?? 0));

describe("the pace of sending", () => {
  it("R11: as long as sending takes little of the time, nothing waits", () => {
    const pace = new SendingPace();
    for (let now = 0; now < 10_000; now += 12) {
      expect(pace.wait(now)).toBe(0);
      pace.spend(0.5, now + 0.5);
    }
  });

  it("R11: where it would take all of it, it takes a fifth", () => {
    const steady = distances(sendFor(new SendingPace(), 1_000, 1)).slice(10);
    for (const distance of steady) expect(distance).toBeCloseTo(5, 5);
  });

  it("R11: nobody waits longer than 25 ms, however long a frame takes", () => {
    const steady = distances(sendFor(new SendingPace(), 2_000, 40)).slice(3);
    for (const distance of steady) expect(distance).toBeLessThanOrEqual(40 + 25);
  });

  it("R11: one frame that was held up does not hold up those that follow", () => {
    const pace = new SendingPace();
    for (let now = 0; now < 1_000; now += 20) pace.spend(0.5, now);
    pace.spend(30, 1_000);
    expect(pace.wait(1_000)).toBe(0);
  });
});

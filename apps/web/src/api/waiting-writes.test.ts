// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "./problem.ts";
import { api } from "./client.ts";
import type { KeptWrite } from "./kept-writes.ts";
import {
  keepWaitingWrites,
  newWrite,
  sendKept,
  sendThrough,
  waitingWrites,
} from "./waiting-writes.ts";

const offline = () => Promise.reject(new ApiProblem({ code: "offline" }));
const step = () => newWrite({ method: "post", path: "/actions/a-1/steps", body: { version: 3 } });

/** A device that keeps writes in memory. */
function aDevice(left: readonly KeptWrite[] = []) {
  const kept = new Map(left.map((write) => [write.key, write]));
  return {
    kept,
    put: (write: KeptWrite) => void kept.set(write.key, write),
    remove: (key: string) => void kept.delete(key),
    load: () => Promise.resolve([...kept.values()]),
  };
}

describe("a write without a line", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    keepWaitingWrites(null);
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it("waits ten minutes, and is sent once more with the key of its first try when the line is back", async () => {
    const keys: string[] = [];
    let isAway = true;
    vi.spyOn(api, "post").mockImplementation((_path, _body, key = "") => {
      keys.push(key);
      return isAway ? offline() : Promise.resolve("done");
    });
    const answer = sendThrough(step());
    await vi.advanceTimersByTimeAsync(600_000);
    expect(waitingWrites.current()).toBe(1);
    const tries = keys.length;
    isAway = false;
    window.dispatchEvent(new Event("online"));
    await expect(answer).resolves.toBe("done");
    expect(keys).toHaveLength(tries + 1);
    expect(new Set(keys).size).toBe(1);
    expect(waitingWrites.current()).toBe(0);
  });

  it("asks before the page is left while it waits, and no longer", async () => {
    let isAway = true;
    const leave = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    vi.spyOn(api, "post").mockImplementation(() => (isAway ? offline() : Promise.resolve(null)));
    const answer = sendThrough(step());
    await vi.advanceTimersByTimeAsync(1);
    expect(leave()).toBe(false);
    isAway = false;
    await vi.advanceTimersByTimeAsync(30_000);
    await answer;
    expect(leave()).toBe(true);
  });

  it("that is refused says so at once", async () => {
    const refused = new ApiProblem({ code: "not_allowed" });
    vi.spyOn(api, "post").mockRejectedValue(refused);
    await expect(sendThrough(step())).rejects.toBe(refused);
    expect(waitingWrites.current()).toBe(0);
  });

  it("is kept on the device while it waits, and until its person is signed in again", async () => {
    const device = aDevice();
    keepWaitingWrites(device);
    const write = step();
    let answer = offline;
    vi.spyOn(api, "post").mockImplementation(() => answer());
    const sent = sendThrough(write).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1);
    expect([...device.kept.values()]).toEqual([write]);
    answer = () => Promise.reject(new ApiProblem({ code: "not_signed_in" }));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await sent).toMatchObject({ code: "not_signed_in" });
    expect(device.kept.size).toBe(1);
    vi.spyOn(api, "post").mockResolvedValue({ version: 4 });
    const ends: unknown[] = [];
    await sendKept(device, (refusal) => ends.push(refusal));
    expect(ends).toEqual([null]);
    expect(device.kept.size).toBe(0);
  });

  it("that an earlier visit left is sent under its first key, on what the one before it made", async () => {
    const [first, second, other] = [step(), step(), { ...step(), path: "/actions/a-2/steps" }];
    const device = aDevice([first, second, other]);
    keepWaitingWrites(device);
    const sent: unknown[] = [];
    const refused = new ApiProblem({ code: "transition_not_allowed" });
    vi.spyOn(api, "post").mockImplementation((path, body, key) => {
      sent.push([path, (body as { version: number }).version, key]);
      return path.includes("a-2") ? Promise.reject(refused) : Promise.resolve({ version: 7 });
    });
    const ends: unknown[] = [];
    await sendKept(device, (refusal) => ends.push(refusal));
    expect(sent).toEqual([
      [first.path, 3, first.key],
      [second.path, 7, second.key],
      [other.path, 3, other.key],
    ]);
    expect(ends).toEqual([null, null, refused]);
    expect(device.kept.size).toBe(0);
  });
});

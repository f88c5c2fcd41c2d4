import { describe, expect, it } from "vitest";
import { AppError } from "../../http/app-error.ts";
import { HashingGate, type Lane } from "./hashing-gate.ts";

/** A gate whose work ends when the test says so, and what has happened at it. */
function aGate(size: { atOnce?: number; waiting?: number; waitingOfOne?: number } = {}) {
  const gate = new HashingGate({ atOnce: 1, waiting: 4, waitingOfOne: 3, ...size });
  const started: string[] = [];
  const refused: string[] = [];
  const ends: (() => void)[] = [];
  const settle = async () => {
    for (let turns = 0; turns < 20; turns++) await Promise.resolve();
  };
  return {
    started,
    refused,
    async come(name: string, key: string, lane: Lane = "stranger") {
      gate
        .run({ key, lane }, () => {
          started.push(name);
          return new Promise<void>((resolve) => ends.push(resolve));
        })
        .catch((error: unknown) => {
          refused.push(`${name} ${error instanceof AppError ? error.code : "?"}`);
        });
      await settle();
    },
    async finishAll() {
      for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
        end();
        await settle();
      }
    },
  };
}

describe("the gate before hashing", () => {
  it("runs no more at once than the machine can spare", async () => {
    const gate = aGate({ atOnce: 2 });
    for (const name of ["a", "b", "c"]) await gate.come(name, name);
    expect(gate.started).toEqual(["a", "b"]);
    await gate.finishAll();
    expect(gate.started).toEqual(["a", "b", "c"]);
  });

  it("lets the addresses take turns", async () => {
    const gate = aGate();
    await gate.come("first", "x");
    for (const name of ["x1", "x2", "x3"]) await gate.come(name, "x");
    await gate.come("y1", "y");
    await gate.finishAll();
    expect(gate.started).toEqual(["first", "x1", "y1", "x2", "x3"]);
  });

  it("tells an address with too many waiting at once", async () => {
    const gate = aGate();
    await gate.come("first", "x");
    for (const name of ["x1", "x2", "x3", "x4"]) await gate.come(name, "x");
    expect(gate.refused).toEqual(["x4 rate_limited"]);
  });

  it("gives up a place of the address with most waiting when it is full", async () => {
    const gate = aGate();
    await gate.come("first", "x");
    for (const name of ["x1", "x2", "x3"]) await gate.come(name, "x");
    await gate.come("y1", "y");
    await gate.come("z1", "z");
    await gate.come("w1", "w");
    expect(gate.refused).toEqual(["x3 too_many_waiting", "x2 too_many_waiting"]);
    await gate.come("v1", "v");
    expect(gate.refused.at(-1)).toBe("v1 too_many_waiting");
    await gate.finishAll();
    expect(gate.started).toEqual(["first", "x1", "y1", "z1", "w1"]);
  });

  it("keeps places for browsers that belong here, and lets them wait for one stranger at most", async () => {
    const gate = aGate();
    await gate.come("first", "a");
    for (const name of ["b", "c", "d", "e", "f"]) await gate.come(name, name);
    expect(gate.refused).toEqual(["f too_many_waiting"]);
    await gate.come("owner", "office", "known");
    await gate.come("colleague", "office", "known");
    await gate.finishAll();
    expect(gate.started).toEqual(["first", "owner", "b", "colleague", "c", "d", "e"]);
  });

  it("goes on after work that failed", async () => {
    const gate = new HashingGate({ atOnce: 1, waiting: 1, waitingOfOne: 1 });
    const who = { key: "x", lane: "stranger" } as const;
    await expect(gate.run(who, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(gate.run(who, () => Promise.resolve("yes"))).resolves.toBe("yes");
  });
});

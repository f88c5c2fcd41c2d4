import { describe, expect, it } from "vitest";
import { versionTiming } from "@istmo/domain";
import { VersionWatch } from "./version-watch.ts";

const minute = 60_000;

/** A watch over one text, which is the list of who has written in it so far. */
function watched() {
  let now = 1_000 * minute;
  let text = "";
  let lastVersionAt: number | null = null;
  const kept: string[] = [];
  const watch = new VersionWatch<string>({
    take: async () => text,
    async keep(taken, reason) {
      kept.push(`${reason}: ${taken}`);
      lastVersionAt = now;
    },
    lastVersionAt: async () => lastVersionAt,
    onFault: (error) => {
      throw error;
    },
    clock: { now: () => new Date(now) },
  });
  return {
    kept,
    watch,
    write: (personId: string) => {
      text += personId;
      watch.touched("edition", [personId]);
    },
    pass: async (time: number) => {
      now += time;
      await watch.look();
    },
  };
}

describe("versions that nobody asks for", () => {
  it("are kept when a text has rested, and not again until it was written on", async () => {
    const { kept, write, pass } = watched();
    write("a");
    await pass(versionTiming.pause - 1);
    expect(kept).toEqual([]);
    await pass(1);
    await pass(versionTiming.pause);
    expect(kept).toEqual(["pause: a"]);
  });

  it("wait for ten minutes after the one before", async () => {
    const { kept, write, pass } = watched();
    write("a");
    await pass(versionTiming.pause);
    write("b");
    await pass(versionTiming.pause);
    expect(kept).toEqual(["pause: a"]);
    await pass(versionTiming.between - versionTiming.pause);
    expect(kept).toEqual(["pause: a", "pause: ab"]);
  });

  it("hold the text as one person left it when another writes on it", async () => {
    const { kept, write, pass, watch } = watched();
    write("a");
    await pass(versionTiming.rest);
    write("b");
    await watch.look();
    expect(kept).toEqual(["takeover: a"]);
    write("a");
    await pass(versionTiming.rest);
    write("b");
    await watch.look();
    expect(kept).toEqual(["takeover: a"]);
  });

  it("are kept of those who write without a pause, every half hour", async () => {
    const { kept, write, pass } = watched();
    for (let time = 0; time <= versionTiming.writing; time += minute) {
      write(".");
      await pass(minute);
    }
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatch(/^writing: \.+$/);
  });

  it("are kept after a start of what an earlier process left out", async () => {
    const { kept, pass, watch } = watched();
    watch.due([{ editionId: "edition", lastEditAt: new Date(0) }]);
    await pass(0);
    expect(kept).toEqual(["pause: "]);
  });
});

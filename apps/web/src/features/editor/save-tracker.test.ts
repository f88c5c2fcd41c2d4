import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  countUnsaved,
  nothingToSave,
  saveStateOf,
  trackSave,
  type LocalChange,
  type SaveEvent,
} from "./save-tracker.ts";

const me = 7;
const typed = (clock: number): LocalChange => ({
  clocks: new Map([[me, clock]]),
  hasDeletions: false,
});
const deleted: LocalChange = { clocks: new Map(), hasDeletions: true };
const changed = (change: LocalChange, wasSent = true): SaveEvent => ({
  type: "changed",
  change,
  wasSent,
});
const acknowledged = (clock: number, framesCovered: number): SaveEvent => ({
  type: "acknowledged",
  committed: new Map([[me, clock]]),
  framesCovered,
});
const connected: SaveEvent = { type: "connected" };
const disconnected: SaveEvent = { type: "disconnected" };
const step2: SaveEvent = { type: "step2_sent" };

function stateAfter(...events: SaveEvent[]) {
  return saveStateOf(events.reduce(trackSave, nothingToSave));
}

describe("what the page says of saving", () => {
  it("says saved while nobody has written here", () => {
    expect(stateAfter()).toBe("saved");
    expect(stateAfter(connected, step2)).toBe("saved");
  });

  it("says saving until the commit of a change is acknowledged", () => {
    expect(stateAfter(connected, changed(typed(3)))).toBe("saving");
    expect(stateAfter(connected, changed(typed(3)), acknowledged(0, 0))).toBe("saving");
    expect(stateAfter(connected, changed(typed(3)), acknowledged(3, 1))).toBe("saved");
  });

  it("does not take a commit of somebody else's words for mine", () => {
    expect(
      stateAfter(connected, changed(typed(3)), {
        type: "acknowledged",
        committed: new Map([[8, 99]]),
        framesCovered: 0,
      }),
    ).toBe("saving");
  });

  it("does not call a deletion saved because the state vector looks complete", () => {
    const before = [connected, changed(typed(3)), acknowledged(3, 1), changed(deleted)];
    expect(stateAfter(...before)).toBe("saving");
    expect(stateAfter(...before, acknowledged(3, 1))).toBe("saving");
    expect(stateAfter(...before, acknowledged(3, 2))).toBe("saved");
  });

  it("says that words written without a connection are unsaved", () => {
    expect(stateAfter(connected, disconnected, changed(typed(3), false))).toBe("offline_unsaved");
  });

  it("keeps saying saved when the connection drops with nothing open", () => {
    expect(stateAfter(connected, changed(typed(3)), acknowledged(3, 1), disconnected)).toBe(
      "saved",
    );
  });

  it("counts what was sent and not acknowledged as unsaved when the connection drops", () => {
    const lost = [connected, changed(typed(3)), changed(deleted), disconnected];
    expect(stateAfter(...lost)).toBe("offline_unsaved");
    // The old connection's frame numbers mean nothing on the new one.
    expect(stateAfter(...lost, connected, acknowledged(0, 0))).toBe("saving");
    expect(stateAfter(...lost, connected, step2, acknowledged(3, 0))).toBe("saving");
    expect(stateAfter(...lost, connected, step2, acknowledged(3, 1))).toBe("saved");
  });

  it("does not take a frame typed before the catching up for the catching up", () => {
    const early = [
      changed(typed(3), false),
      connected,
      changed(typed(4)), // frame 1: only the newest words
      acknowledged(0, 1),
    ];
    expect(stateAfter(...early)).toBe("saving");
    expect(stateAfter(...early, step2, acknowledged(4, 2))).toBe("saved");
  });

  it("knows words as saved that reached the server although their acknowledgement was lost", () => {
    const lost = [connected, changed(typed(3)), disconnected, connected];
    expect(stateAfter(...lost, step2, acknowledged(3, 0))).toBe("saved");
  });

  it("counts the changes that are not known to be saved, sent or not, over lost connections too", () => {
    const count = (...events: SaveEvent[]) => countUnsaved(events.reduce(trackSave, nothingToSave));
    const three = [connected, changed(typed(1)), changed(typed(2)), changed(deleted, false)];
    expect(count()).toBe(0);
    expect(count(...three)).toBe(3);
    expect(count(...three, disconnected)).toBe(3);
    expect(count(...three, disconnected, changed(typed(3), false))).toBe(4);
    expect(count(...three, acknowledged(1, 1))).toBe(2);
    const back = [...three, disconnected, connected, step2];
    expect([count(...back), count(...back, acknowledged(2, 1))]).toEqual([3, 0]);
  });

  it("never says saved while a local change is neither covered nor in the committed vector", () => {
    const event = fc.oneof(
      fc.constantFrom<SaveEvent>(connected, disconnected, step2, { type: "update_sent" }),
      fc.boolean().map((wasSent) => ({ kind: "type" as const, wasSent })),
      fc.boolean().map((wasSent) => ({ kind: "delete" as const, wasSent })),
      fc.record({ kind: fc.constant("ack" as const), clockLag: fc.nat(3), frameLag: fc.nat(3) }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        // A plain model of the truth: each change, and in which frame of which connection it went.
        let tracker = nothingToSave;
        let clock = 0;
        let frames = 0;
        let isConnected = false;
        let open: { clock: number | null; frame: number | null }[] = [];
        for (const step of events) {
          let next: SaveEvent;
          if (!("kind" in step)) {
            next = step;
            if (step.type === "connected" || step.type === "disconnected") {
              isConnected = step.type === "connected";
              frames = 0;
              open = open.map((change) => ({ ...change, frame: null }));
            } else if (!isConnected) continue;
            else {
              frames += 1;
              if (step.type === "step2_sent")
                open = open.map((change) => ({ ...change, frame: change.frame ?? frames }));
            }
          } else if (step.kind === "ack") {
            if (!isConnected) continue;
            const covered = Math.max(0, frames - step.frameLag);
            const committed = Math.max(0, clock - step.clockLag);
            next = acknowledged(committed, covered);
            open = open.filter(
              (change) =>
                !(change.frame !== null && change.frame <= covered) &&
                !(change.clock !== null && change.clock <= committed),
            );
          } else {
            const wasSent = isConnected && step.wasSent;
            if (wasSent) frames += 1;
            if (step.kind === "type") clock += 1;
            open.push({
              clock: step.kind === "type" ? clock : null,
              frame: wasSent ? frames : null,
            });
            next = changed(step.kind === "type" ? typed(clock) : deleted, wasSent);
          }
          tracker = trackSave(tracker, next);
          if (open.length > 0) expect(saveStateOf(tracker)).not.toBe("saved");
        }
      }),
    );
  });
});

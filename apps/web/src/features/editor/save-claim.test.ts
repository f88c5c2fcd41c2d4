import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { PaperSessionState } from "./paper-session.ts";
import { saidAfter, shownSaveOf, slowAfter } from "./save-claim.ts";

function sessionWith(first: Partial<PaperSessionState> = {}) {
  let state: PaperSessionState = {
    ...{ connection: { status: "synced" }, save: "saved", unsavedChanges: 0 },
    ...{ isRestricted: false, isLoaded: true, isBeyondSchema: false, left: null, takenBack: null },
    ...first,
  };
  const listeners = new Set<() => void>();
  return {
    session: {
      canWrite: true,
      isKeptOnDevice: true,
      getState: () => state,
      subscribe(listener: () => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    set: (change: Partial<PaperSessionState>) => {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
  };
}

describe("what the page says of the saving", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function followed(first?: Partial<PaperSessionState>) {
    const { session, set } = sessionWith(first);
    const store = shownSaveOf(session);
    const told = vi.fn();
    const stop = store.subscribe(told);
    return { set, told, stop, claim: () => store.get().claim };
  }

  it("is at once that something is not saved, and only at rest that all is", () => {
    const { set, claim } = followed();
    set({ save: "saving", unsavedChanges: 1 });
    expect(claim()).toBe("saving");
    set({ save: "saved", unsavedChanges: 0 });
    expect(claim()).toBe("saving");
    vi.advanceTimersByTime(saidAfter);
    expect(claim()).toBe("saved");
  });

  it("does not change while somebody writes on, key by key", () => {
    const { set, told, claim } = followed();
    for (let key = 0; key < 50; key += 1) {
      set({ save: "saving", unsavedChanges: 1 });
      vi.advanceTimersByTime(saidAfter / 4);
      set({ save: "saved", unsavedChanges: 0 });
      vi.advanceTimersByTime(saidAfter / 4);
    }
    expect(told).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(saidAfter);
    expect(claim()).toBe("saved");
  });

  it("never says saved of a key that came within the rest", () => {
    const { set, claim } = followed();
    set({ save: "saving" });
    set({ save: "saved" });
    vi.advanceTimersByTime(saidAfter / 2);
    set({ save: "saving" });
    vi.advanceTimersByTime(saidAfter * 2);
    expect(claim()).toBe("saving");
  });

  it("warns when saving takes long, with how much waits, and withdraws it when all is saved", () => {
    const { set, told, claim } = followed();
    set({ save: "saving", unsavedChanges: 1 });
    vi.advanceTimersByTime(slowAfter);
    expect(claim()).toBe("notYetSaved");
    told.mockClear();
    set({ unsavedChanges: 2 });
    expect(told).toHaveBeenCalledTimes(1);
    set({ save: "saved", unsavedChanges: 0 });
    expect(claim()).toBe("saved");
  });

  it("tells a line that has gone at once, and what is not sent", () => {
    const { set, claim } = followed();
    set({ connection: { status: "offline" }, save: "saving", unsavedChanges: 1 });
    expect(claim()).toBe("offlineOnDevice");
    set({ connection: { status: "offline" }, save: "saved" });
    expect(claim()).toBe("offlineSaved");
  });

  it("follows nothing any more once it has gone", () => {
    const { set, told, stop } = followed();
    stop();
    set({ save: "saving" });
    vi.advanceTimersByTime(slowAfter);
    expect(told).not.toHaveBeenCalled();
  });
});

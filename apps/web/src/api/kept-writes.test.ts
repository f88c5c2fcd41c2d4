import { beforeEach, describe, expect, it, vi } from "vitest";
import { forgetDeviceKeys } from "../lib/device-keys.ts";
import { openKeptWrites, type KeptWrite } from "./kept-writes.ts";

const write = (key: string, at: number): KeptWrite => ({
  ...{ method: "patch", path: "/actions/a-1", body: { version: 1 } },
  ...{ key, at },
});

/** A browser's storage in memory. */
function aStorage() {
  const held = new Map<string, string>();
  return {
    held,
    get length() {
      return held.size;
    },
    key: (at: number) => [...held.keys()][at] ?? null,
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, value: string) => void held.set(name, value),
    removeItem: (name: string) => void held.delete(name),
  };
}

/** Each person has a key of their own, given to whoever is signed in. */
function signIn(personId: string, digit: string): void {
  forgetDeviceKeys();
  vi.stubGlobal("fetch", () =>
    Promise.resolve(
      new Response(JSON.stringify({ personId, key: btoa(digit.repeat(32)) }), { status: 200 }),
    ),
  );
}

describe("writes that wait, on the device", () => {
  let storage: ReturnType<typeof aStorage>;
  beforeEach(() => {
    storage = aStorage();
    vi.stubGlobal("localStorage", storage);
    signIn("person-1", "1");
  });

  it("are there after a reload, the oldest first, until they are answered", async () => {
    const before = openKeptWrites("person-1");
    before.put(write("b", 2));
    before.put(write("a", 1));
    before.put(write("c", 3));
    before.remove("c");
    await before.load();
    forgetDeviceKeys();
    const after = openKeptWrites("person-1");
    expect(await after.load()).toEqual([write("a", 1), write("b", 2)]);
    after.remove("a");
    expect(await after.load()).toEqual([write("b", 2)]);
  });

  it("say nothing to whoever reads the storage, and open for nobody else", async () => {
    const mine = openKeptWrites("person-1");
    mine.put(write("a", 1));
    await mine.load();
    expect([...storage.held.values()].join()).not.toContain("actions");
    signIn("person-2", "2");
    expect(await openKeptWrites("person-2").load()).toEqual([]);
    expect(storage.length).toBe(1);
  });

  it("are not kept where there is no key for them", async () => {
    forgetDeviceKeys();
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(null, { status: 403 })));
    const kept = openKeptWrites("person-1");
    kept.put(write("a", 1));
    expect(await kept.load()).toEqual([]);
    expect(storage.length).toBe(0);
  });
});

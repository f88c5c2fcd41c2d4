import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { deleteDatabase, findDeviceCopyStore, openDeviceCopyStore } from "./device-copy-store.ts";

let count = 0;
const aName = () => `copy-${(count += 1)}`;
const aRecord = (mark: number) => ({
  iv: new Uint8Array(12).fill(mark),
  sealed: new Uint8Array([mark]).buffer,
});
const marks = async (read: Promise<{ record: unknown }[]>) =>
  (await read).map(({ record }) => (record as { iv: Uint8Array }).iv[0]);

test("looking for a copy makes none", async () => {
  const name = aName();
  expect(await findDeviceCopyStore(name)).toBeNull();
  expect((await indexedDB.databases()).map((it) => it.name)).not.toContain(name);
});

test("two tabs add to one copy, and each takes away only what it has read", async () => {
  const name = aName();
  const [one, other] = [await openDeviceCopyStore(name), await openDeviceCopyStore(name)];
  await one.addText(aRecord(1));
  await other.addText(aRecord(2));
  const read = (await one.readText()).map(({ key }) => key);
  await other.addText(aRecord(3));
  await one.replaceText(read, aRecord(9));
  expect(await marks(other.readText())).toEqual([3, 9]);
});

test("a record of own words is dropped only as it was read: what its tab has written since stays", async () => {
  const store = await openDeviceCopyStore(aName());
  await store.putOwn("tab", aRecord(1));
  const [read] = await store.readOwn();
  await store.putOwn("tab", aRecord(2));
  await store.dropOwn("tab", read?.record);
  expect(await marks(store.readOwn())).toEqual([2]);
  await store.dropOwn("tab", (await store.readOwn())[0]?.record);
  expect(await store.readOwn()).toEqual([]);
});

test("of several that take the own words, one gets them", async () => {
  const name = aName();
  const [one, other] = [await openDeviceCopyStore(name), await openDeviceCopyStore(name)];
  await one.putOwn("tab", aRecord(1));
  const taken = await Promise.all([one.takeOwn(), other.takeOwn()]);
  expect(taken.flat()).toHaveLength(1);
});

test("a copy that is deleted elsewhere is let go, and its tab hears of it", async () => {
  const name = aName();
  let isTaken = false;
  await openDeviceCopyStore(name, () => {
    isTaken = true;
  });
  await deleteDatabase(name);
  expect(isTaken).toBe(true);
  expect(await findDeviceCopyStore(name)).toBeNull();
});

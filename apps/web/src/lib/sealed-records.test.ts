import { expect, test } from "vitest";
import { sealOwnWords, unsealOwnWords } from "./own-words.ts";
import { seal, unseal, type RecordPlace } from "./sealed-records.ts";

const aKey = () =>
  crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
const place: RecordPlace = { personId: "person-1", editionId: "edition-a", store: "text" };
const words = new TextEncoder().encode("Palabras de Ana.");

test("a record opens with its key in its place, and holds no readable word", async () => {
  const key = await aKey();
  const record = await seal(key, place, words);
  expect(new TextDecoder().decode(record.sealed)).not.toContain("Palabras");
  expect(await unseal(key, place, record)).toEqual(words);
});

test("a record opens with no other key, and for no other person, paper or store", async () => {
  const key = await aKey();
  const record = await seal(key, place, words);
  expect(await unseal(await aKey(), place, record)).toBeNull();
  for (const other of [
    { personId: "person-2" },
    { editionId: "edition-b" },
    { store: "own" as const },
  ])
    expect(await unseal(key, { ...place, ...other }, record)).toBeNull();
});

test("a record that was changed, cut short or never sealed does not open, and breaks nothing", async () => {
  const key = await aKey();
  const record = await seal(key, place, words);
  const changed = new Uint8Array(record.sealed.slice(0));
  changed[3]! ^= 1;
  const spoilt = [
    { ...record, sealed: changed.buffer },
    { ...record, sealed: record.sealed.slice(0, 5) },
    { ...record, iv: new Uint8Array(12) },
    { sealed: record.sealed },
    null,
    "words",
    {},
  ];
  for (const one of spoilt) expect(await unseal(key, place, one)).toBeNull();
});

test("the same words are never sealed alike", async () => {
  const key = await aKey();
  const [one, other] = await Promise.all([seal(key, place, words), seal(key, place, words)]);
  expect(one.iv).not.toEqual(other.iv);
  expect(new Uint8Array(one.sealed)).not.toEqual(new Uint8Array(other.sealed));
});

test("own words come back with how far they were confirmed and how far they went", async () => {
  const key = await aKey();
  const own = {
    words: "Línea uno\nlínea dos",
    acknowledged: new Map([[7, 3]]),
    written: new Map([[7, 12]]),
  };
  const sealed = await sealOwnWords(key, place, own);
  expect(await unsealOwnWords(key, place, sealed)).toEqual(own);
  expect(await unsealOwnWords(key, { ...place, personId: "person-2" }, sealed)).toBeNull();
});

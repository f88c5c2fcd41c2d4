import { expect, test } from "vitest";
import { deriveDeviceKey } from "./device-keys.ts";

const secret = "a secret that only this test knows";
const subjects = [
  { personId: "person-a", editionId: "edition-a" },
  { personId: "person-a", editionId: "edition-b" },
  { personId: "person-b", editionId: "edition-a" },
  { personId: "person-a" },
  { personId: "person-b" },
  // Ids that could be read together as another pair.
  { personId: 'person-a","edition-a', editionId: "x" },
  { personId: "person-a", editionId: 'edition-a","x' },
];

test("each person's copy of each edition, and their own words, have a key of their own", () => {
  const keys = subjects.map((subject) => deriveDeviceKey(secret, subject));
  expect(new Set(keys).size).toBe(subjects.length);
  for (const key of keys) expect(Buffer.from(key, "base64")).toHaveLength(32);
});

test("the key is the same from every process and on every day, and another with another secret", () => {
  const [subject] = subjects;
  const key = deriveDeviceKey(secret, subject!);
  expect(deriveDeviceKey(secret, { ...subject! })).toBe(key);
  expect(deriveDeviceKey(`${secret}.`, subject!)).not.toBe(key);
  expect(key).toBe("yK70f98y/bhKbzAamZg8lQDqIMlilRB1sJW4JdxIbOA=");
});

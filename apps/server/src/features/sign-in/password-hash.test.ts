import { expect, it } from "vitest";
import { hashPassword, nobodysHash, verifyPassword } from "./password-hash.ts";

it("keeps a password as Argon2id with 19 MiB and two passes, salted anew each time", async () => {
  const [one, other] = await Promise.all([hashPassword("la marea"), hashPassword("la marea")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(other);
  expect(await verifyPassword(one, "la marea")).toBe(true);
  expect(await verifyPassword(other, "la marea ")).toBe(false);
});

it("knows nobody by the hash of nobody, nor by what is no hash", async () => {
  expect(nobodysHash.split("$").slice(0, 4)).toEqual(
    (await hashPassword("x")).split("$").slice(0, 4),
  );
  expect(await verifyPassword(nobodysHash, "")).toBe(false);
  expect(await verifyPassword("no hash", "")).toBe(false);
});

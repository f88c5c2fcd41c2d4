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

it.each([
  ["spaces at its ends", "  la marea sube  ", "la marea sube"],
  ["two hundred characters", "ñandú ".repeat(34).slice(0, 200), "ñandú ".repeat(34).slice(0, 199)],
  ["capital letters", "La Marea Sube", "la marea sube"],
  ["letters beyond ASCII", "海潮 sube 🌊 niño", "海潮 sube 🌊 nino"],
])("checks a password as it was typed, with %s", async (_what, typed, nearly) => {
  const kept = await hashPassword(typed);
  expect(await verifyPassword(kept, typed)).toBe(true);
  expect(await verifyPassword(kept, nearly)).toBe(false);
});

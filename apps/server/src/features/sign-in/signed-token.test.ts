import { describe, expect, it } from "vitest";
import { readToken, signToken } from "./signed-token.ts";

const now = new Date("2026-11-24T12:00:00Z");
const later = new Date(now.getTime() + 60_000);
const secret = "the secret of this installation";
const facts = { personId: "ana" };
const token = signToken(facts, { secret, purpose: "second factor", expiresAt: later });
const read = (given: string, over: Partial<Parameters<typeof readToken>[1]> = {}) =>
  readToken(given, { secret, purpose: "second factor", now, ...over });

describe("a signed token", () => {
  it("gives its facts back until it is over", () => {
    expect(read(token)).toMatchObject(facts);
    expect(read(token, { now: later })).toBeNull();
  });

  it("is worth nothing for another purpose or at another installation", () => {
    expect(read(token, { purpose: "known device" })).toBeNull();
    expect(read(token, { secret: "the secret of another one" })).toBeNull();
  });

  it("is worth nothing when it was changed, unsigned, or is none", () => {
    const [payload = "", signature = ""] = token.split(".");
    const forged = Buffer.from(JSON.stringify({ personId: "eve", exp: later.getTime() }));
    for (const given of [
      `${forged.toString("base64url")}.${signature}`,
      `${payload}.`,
      payload,
      `${payload}.${signature.slice(0, -1)}`,
      "",
      ".",
      "a.b.c",
    ])
      expect(read(given)).toBeNull();
  });
});

import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readSessionToken } from "./session-cookie.ts";

const own = { name: "istmo.session_token", secret: "a secret of this test" };
const signed = (token: string, secret = own.secret) =>
  encodeURIComponent(`${token}.${createHmac("sha256", secret).update(token).digest("base64")}`);
const read = (value: string) => readSessionToken(`other=1; ${own.name}=${value}`, own);

describe("the session's cookie", () => {
  it("gives the token that we signed", () => {
    expect(read(signed("abc.def"))).toBe("abc.def");
  });

  it("gives none that somebody else signed, cut short or took from another", () => {
    expect(read(signed("abc", "another secret"))).toBeNull();
    expect(read(signed("abc").slice(0, -4))).toBeNull();
    expect(read(signed("abc").replace("abc", "abd"))).toBeNull();
    expect(read("abc")).toBeNull();
    expect(read(".")).toBeNull();
    expect(read("%E0%A4%A")).toBeNull();
    expect(readSessionToken(undefined, own)).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import {
  hashOfRecoveryCode,
  newRecoveryCodes,
  newTotpSecret,
  seal,
  stepOfCode,
  totpUri,
  unseal,
} from "./second-factor-codes.ts";

/** "12345678901234567890" in base32: the secret of RFC 6238's test vectors. */
const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const at = (seconds: number) => new Date(seconds * 1000);

describe("codes of an authenticator app", () => {
  it("agree with the test vectors of RFC 6238", () => {
    expect(stepOfCode(rfcSecret, "287082", at(59))).toBe(1);
    expect(stepOfCode(rfcSecret, "081804", at(1_111_111_109))).toBe(37_037_036);
    expect(stepOfCode(rfcSecret, "005924", at(1_234_567_890))).toBe(41_152_263);
    expect(stepOfCode(rfcSecret, "353130", at(20_000_000_000))).toBe(666_666_666);
  });

  it("may be one step early or late, and no more", () => {
    const [code, step] = ["081804", 37_037_036];
    for (const off of [-1, 0, 1])
      expect(stepOfCode(rfcSecret, code, at((step + off) * 30 + 15))).toBe(step);
    for (const off of [-2, 2])
      expect(stepOfCode(rfcSecret, code, at((step + off) * 30 + 15))).toBeNull();
  });

  it("may be typed with spaces, and are refused when they are anything but six digits", () => {
    expect(stepOfCode(rfcSecret, "081 804", at(1_111_111_109))).toBe(37_037_036);
    for (const code of ["", "81804", "0081804", "08180x", "٠٨١٨٠٤"])
      expect(stepOfCode(rfcSecret, code, at(1_111_111_109))).toBeNull();
  });

  it("come from a secret of 160 bits that the QR code names with the account", () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const uri = new URL(totpUri(secret, "ana@example.org"));
    expect(uri.protocol).toBe("otpauth:");
    expect(decodeURIComponent(uri.pathname)).toContain("Istmo:ana@example.org");
    expect(uri.searchParams.get("secret")).toBe(secret);
    expect(uri.searchParams.get("issuer")).toBe("Istmo");
  });
});

describe("an app's secret at rest", () => {
  it("can be read for its person by its installation alone", () => {
    const sealed = seal(rfcSecret, "ana", "ours");
    expect(sealed).not.toContain(rfcSecret);
    expect(seal(rfcSecret, "ana", "ours")).not.toBe(sealed);
    expect(unseal(sealed, "ana", "ours")).toBe(rfcSecret);
    expect(() => unseal(sealed, "eve", "ours")).toThrow();
    expect(() => unseal(sealed, "ana", "theirs")).toThrow();
    const changed = `${sealed.slice(0, -1)}${sealed.endsWith("A") ? "Q" : "A"}`;
    expect(() => unseal(changed, "ana", "ours")).toThrow();
  });
});

describe("recovery codes", () => {
  it("are ten different ones that can be read off paper", () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it("are recognised however they are typed, for their person alone", () => {
    const hash = (typed: string, personId = "ana") => hashOfRecoveryCode(typed, personId, "ours");
    expect(hash("o1ab cdef-ghjk mnpq")).toBe(hash("01AB-CDEF-GHJK-MNPQ"));
    expect(hash("OIAB-CDEF-GHJK-MNPQ")).toBe(hash("01AB-CDEF-GHJK-MNPQ"));
    expect(hash("01AB-CDEF-GHJK-MNPQ", "eve")).not.toBe(hash("01AB-CDEF-GHJK-MNPQ"));
  });
});

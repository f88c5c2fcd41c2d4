import { describe, expect, it } from "vitest";
import { openVoucher } from "./session-voucher.ts";

const words = Buffer.from("what is vouched for");

describe("the server's word", () => {
  it("R26: is known again by every process with the same secret, and by no other", () => {
    const mac = openVoucher("a secret").sign(words);
    expect(openVoucher("a secret").verify(words, mac)).toBe(true);
    expect(openVoucher("another secret").verify(words, mac)).toBe(false);
  });

  it("R26: is for these words alone, and whole", () => {
    const voucher = openVoucher("a secret");
    const mac = voucher.sign(words);
    expect(voucher.verify(Buffer.from("what was vouched for"), mac)).toBe(false);
    for (const other of [mac.subarray(1), Buffer.concat([mac, mac]), new Uint8Array(0)]) {
      expect(voucher.verify(words, other)).toBe(false);
    }
    expect(mac).toHaveLength(16);
  });
});

import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Voucher } from "@istmo/sync";

/** 128 bits are beyond guessing, and every keystroke carries them to everybody. */
const macBytes = 16;

/**
 * The installation's word for content that is not committed yet. The key follows from the secret
 * that all nodes share, so any node knows what another one has vouched for, also after a restart.
 */
export function openVoucher(installationSecret: string): Voucher {
  const key = Buffer.from(hkdfSync("sha256", installationSecret, "", "istmo vouched words", 32));
  const sign = (message: Uint8Array): Buffer =>
    createHmac("sha256", key).update(message).digest().subarray(0, macBytes);
  return {
    sign,
    verify(message, mac) {
      return mac.byteLength === macBytes && timingSafeEqual(sign(message), mac);
    },
  };
}

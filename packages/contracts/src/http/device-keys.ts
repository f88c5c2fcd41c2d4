/** The keys under which a browser keeps what it may keep of somebody's work. */
import { z } from "zod";
import { id } from "./common.ts";

/** Bytes of a key: AES-256. */
export const deviceKeyBytes = 32;

export const deviceKey = z.object({
  /** Whose it is: a page must not take the key of whoever has signed in since in another tab. */
  personId: id,
  /** The key's bytes in base64. For the memory of a page alone: it is stored nowhere. */
  key: z.base64(),
});
export type DeviceKey = z.infer<typeof deviceKey>;

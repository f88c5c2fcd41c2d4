import { createHash } from "node:crypto";

/** SHA-256 of a canonical text, over its UTF-8 bytes, in hexadecimal. */
export const hashOf = (canonical: string): string =>
  createHash("sha256").update(canonical, "utf8").digest("hex");

/** The text, if it is the one that was hashed; an altered one is shown to nobody. */
export function verified(
  canonical: string,
  { id, sha256 }: { readonly id: string; readonly sha256: string },
): string {
  if (hashOf(canonical) !== sha256)
    throw new Error(`The stored text of version ${id} is not the one that was hashed`);
  return canonical;
}

/**
 * The tokens of links in mails: random, and signed, so that one that was made up is refused before
 * the database is asked. The database holds their SHA-256 alone.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

export class LinkTokens {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = createHmac("sha256", secret).update("clearance links").digest();
  }

  make(): string {
    const random = randomBytes(24).toString("base64url");
    return `${random}.${this.#sign(random)}`;
  }

  /** Whether it was made here. */
  isOurs(token: string): boolean {
    const [random = "", signature = "", ...more] = token.split(".");
    const wanted = Buffer.from(this.#sign(random));
    const given = Buffer.from(signature);
    return more.length === 0 && wanted.length === given.length && timingSafeEqual(wanted, given);
  }

  /** What a code is kept as: bound to its link, so that it fits no other. */
  codeHash(linkHash: string, code: string): string {
    return createHmac("sha256", this.#key).update(`${linkHash} ${code}`).digest("hex");
  }

  #sign(random: string): string {
    return createHmac("sha256", this.#key).update(random).digest("base64url").slice(0, 22);
  }
}

/** What a token is kept as. */
export const hashOfToken = (token: string): string =>
  createHash("sha256").update(token).digest("hex");

/** Remembers what has been used until it would expire anyway, in all processes of an installation. */
import { createHash } from "node:crypto";
import { Prisma, type PrismaClient } from "@istmo/prisma/client";

export type SingleUseKind = "passkey_challenge" | "single_sign_on";

export class SingleUseRepository {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    this.#client = client;
  }

  /** Uses something up. False when somebody has used it before. */
  async use(
    kind: SingleUseKind,
    secret: string,
    { now, expiresAt }: { now: Date; expiresAt: Date },
  ): Promise<boolean> {
    const table = this.#client.oneTimeToken;
    await table.deleteMany({ where: { kind, expiresAt: { lt: now } } });
    const hash = createHash("sha256").update(`${kind}\n${secret}`).digest("hex");
    try {
      await table.create({ data: { hash, kind, expiresAt, usedAt: now } });
      return true;
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")
        return false;
      throw error;
    }
  }
}

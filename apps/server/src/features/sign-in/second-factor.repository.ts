/** The rows of the second factor: authenticator apps and recovery codes. */
import { randomUUID } from "node:crypto";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

type Db = PrismaClient | PrismaTransaction;

export class SecondFactorRepository {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    this.#client = client;
  }

  findAuthenticator(personId: string, db: Db = this.#client) {
    return db.authenticator.findUnique({ where: { personId } });
  }

  /** Keeps a secret that awaits its first code. False when an app is in use already. */
  async offerAuthenticator(
    tx: PrismaTransaction,
    { personId, secret, now }: { personId: string; secret: string; now: Date },
  ): Promise<boolean> {
    await tx.authenticator.deleteMany({ where: { personId, confirmedAt: null } });
    const { count } = await tx.authenticator.createMany({
      data: [{ personId, secret, createdAt: now }],
      skipDuplicates: true,
    });
    return count === 1;
  }

  /** Takes an app into use by its first code. False when that has just been done. */
  async confirmAuthenticator(
    tx: PrismaTransaction,
    { personId, secret, step, now }: { personId: string; secret: string; step: number; now: Date },
  ): Promise<boolean> {
    const { count } = await tx.authenticator.updateMany({
      where: { personId, secret, confirmedAt: null },
      data: { confirmedAt: now, lastStep: step },
    });
    return count === 1;
  }

  /** Uses up the code of a step and all before it. False when it has been used. */
  async useStep(personId: string, step: number): Promise<boolean> {
    const { count } = await this.#client.authenticator.updateMany({
      where: { personId, confirmedAt: { not: null }, lastStep: { lt: step } },
      data: { lastStep: step },
    });
    return count === 1;
  }

  /** False when no app is in use. */
  async removeAuthenticator(tx: PrismaTransaction, personId: string): Promise<boolean> {
    const { count } = await tx.authenticator.deleteMany({ where: { personId } });
    await tx.recoveryCode.deleteMany({ where: { personId } });
    return count === 1;
  }

  async replaceRecoveryCodes(
    tx: PrismaTransaction,
    personId: string,
    hashes: readonly string[],
  ): Promise<void> {
    await tx.recoveryCode.deleteMany({ where: { personId } });
    await tx.recoveryCode.createMany({
      data: hashes.map((hash) => ({ id: randomUUID(), personId, hash })),
    });
  }

  async recoveryCodesLeft(personId: string, db: Db = this.#client): Promise<number> {
    return db.recoveryCode.count({ where: { personId, usedAt: null } });
  }

  async hasRecoveryCode(personId: string, hash: string): Promise<boolean> {
    return (await this.#client.recoveryCode.count({ where: { personId, hash } })) > 0;
  }

  /** False when it has been used. */
  async useRecoveryCode(
    tx: PrismaTransaction,
    { personId, hash, now }: { personId: string; hash: string; now: Date },
  ): Promise<boolean> {
    const { count } = await tx.recoveryCode.updateMany({
      where: { personId, hash, usedAt: null },
      data: { usedAt: now },
    });
    return count === 1;
  }
}

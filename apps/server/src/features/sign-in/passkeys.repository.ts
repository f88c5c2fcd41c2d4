/** The rows of passkeys. */
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

export interface NewPasskey {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly isBackedUp: boolean;
}

export class PasskeysRepository {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    this.#client = client;
  }

  find(id: string) {
    return this.#client.passkey.findUnique({ where: { id } });
  }

  /** A person's own, oldest first. */
  list(personId: string, db: PrismaClient | PrismaTransaction = this.#client) {
    return db.passkey.findMany({
      where: { personId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
  }

  /**
   * Keeps a passkey. False when the credential belongs to somebody already: asked for before the
   * insert, which would end the transaction.
   */
  async add(
    tx: PrismaTransaction,
    { transports, ...passkey }: NewPasskey,
    at: Date,
  ): Promise<boolean> {
    const { count } = await tx.passkey.createMany({
      data: [{ ...passkey, transports: [...transports], createdAt: at }],
      skipDuplicates: true,
    });
    return count === 1;
  }

  /** From now on the session counts as opened by a passkey. */
  async strengthen(tx: PrismaTransaction, sessionId: string): Promise<void> {
    await tx.session.updateMany({ where: { id: sessionId }, data: { method: "passkey" } });
  }

  async remove(tx: PrismaTransaction, id: string): Promise<void> {
    await tx.passkey.delete({ where: { id } });
  }

  /**
   * Notes that a passkey was used. False when it has been used otherwise or removed since it was
   * read: two copies of a key cannot both move the counter on.
   */
  async markUsed(
    id: string,
    use: { before: bigint; counter: number; isBackedUp: boolean; at: Date },
  ): Promise<boolean> {
    const { count } = await this.#client.passkey.updateMany({
      where: { id, counter: use.before },
      data: { counter: use.counter, isBackedUp: use.isBackedUp, lastUsedAt: use.at },
    });
    return count === 1;
  }

  /** Makes changes of how a person signs in wait for each other. */
  async lockPerson(tx: PrismaTransaction, personId: string): Promise<void> {
    await tx.$queryRaw`SELECT id FROM "Person" WHERE id = ${personId} FOR UPDATE`;
  }

  /** Whether a person can sign in without a passkey: with a password, or by this issuer. */
  async hasAnotherWay(
    tx: PrismaTransaction,
    personId: string,
    issuer: string | null,
  ): Promise<boolean> {
    const password = { providerId: "credential", password: { not: null } };
    const linked = { providerId: "oidc", accountId: { startsWith: `${issuer ?? ""}|` } };
    const ways = issuer === null ? [password] : [password, linked];
    return (await tx.account.count({ where: { userId: personId, OR: ways } })) > 0;
  }
}

/** The rows of the first administrator: the one-time token, then the person with the post. */
import { randomUUID } from "node:crypto";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

type Db = PrismaClient | PrismaTransaction;

const kind = "first_administrator";

export interface NewAdministrator {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: string;
  readonly passwordHash: string;
}

export class FirstAdministratorRepository {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    this.#client = client;
  }

  /** Whether somebody who can sign in is an administrator now. */
  async hasAdministrator(now: Date, db: Db = this.#client): Promise<boolean> {
    const posts = await db.post.count({
      where: {
        role: "admin",
        startsAt: { lte: now },
        OR: [{ endsAt: null }, { endsAt: { gt: now } }],
        person: { deactivatedAt: null },
      },
    });
    return posts > 0;
  }

  /** Keeps a new token; those before it end now. */
  async replaceToken(hash: string, { now, expiresAt }: { now: Date; expiresAt: Date }) {
    await this.#client.$transaction([
      this.#client.oneTimeToken.updateMany({
        where: { kind, usedAt: null, expiresAt: { gt: now } },
        data: { expiresAt: now },
      }),
      this.#client.oneTimeToken.create({ data: { hash, kind, expiresAt } }),
    ]);
  }

  findToken(hash: string, db: Db = this.#client) {
    return db.oneTimeToken.findUnique({ where: { hash, kind } });
  }

  /** Uses a token up. False when it is used or over; of two at once the second waits, and is told so. */
  async useToken(tx: PrismaTransaction, hash: string, now: Date): Promise<boolean> {
    const { count } = await tx.oneTimeToken.updateMany({
      where: { hash, kind, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    return count === 1;
  }

  async isEmailTaken(tx: PrismaTransaction, email: string): Promise<boolean> {
    return (await tx.person.count({ where: { email } })) > 0;
  }

  async create(tx: PrismaTransaction, person: NewAdministrator, now: Date): Promise<void> {
    const { id, name, email, locale, passwordHash } = person;
    await tx.person.create({ data: { id, name, email, locale } });
    await tx.account.create({
      data: {
        id: randomUUID(),
        accountId: id,
        providerId: "credential",
        userId: id,
        password: passwordHash,
      },
    });
    await tx.post.create({
      data: { id: randomUUID(), personId: id, role: "admin", startsAt: now },
    });
  }
}

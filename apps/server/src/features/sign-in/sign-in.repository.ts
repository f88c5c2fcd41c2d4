/** The rows of signing in: people with their passwords, sessions, and links for a new password. */
import { randomUUID } from "node:crypto";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

type Db = PrismaClient | PrismaTransaction;

/** A person as signing in knows them. */
export interface SignInPerson {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly deactivatedAt: Date | null;
  /** Null for somebody who signs in by other means. */
  readonly passwordHash: string | null;
}

/** What a person's list of sessions shows. */
export interface SessionRow {
  readonly id: string;
  readonly method: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const passwordReset = "password_reset";

export class SignInRepository {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    this.#client = client;
  }

  /**
   * A person by address, in lower case. One statement, whether or not there is such a person: the
   * time that it takes tells nothing.
   */
  async findByEmail(email: string): Promise<SignInPerson | null> {
    const rows = await this.#client.$queryRaw<SignInPerson[]>`
      SELECT p.id, p.email, p.name, p.locale, p."deactivatedAt", a.password AS "passwordHash"
      FROM "Person" p
      LEFT JOIN "Account" a ON a."userId" = p.id AND a."providerId" = 'credential'
      WHERE p.email = ${email} LIMIT 1`;
    return rows[0] ?? null;
  }

  async findPerson(personId: string): Promise<SignInPerson | null> {
    const rows = await this.#client.$queryRaw<SignInPerson[]>`
      SELECT p.id, p.email, p.name, p.locale, p."deactivatedAt", a.password AS "passwordHash"
      FROM "Person" p
      LEFT JOIN "Account" a ON a."userId" = p.id AND a."providerId" = 'credential'
      WHERE p.id = ${personId} LIMIT 1`;
    return rows[0] ?? null;
  }

  async hasAuthenticator(personId: string): Promise<boolean> {
    const confirmed = { personId, confirmedAt: { not: null } };
    return (await this.#client.authenticator.count({ where: confirmed })) > 0;
  }

  /** Sets or replaces the password; links for a new one that are still about are used up. */
  async setPassword(
    tx: PrismaTransaction,
    personId: string,
    { hash, now }: { hash: string; now: Date },
  ): Promise<void> {
    const where = { userId: personId, providerId: "credential" };
    const { count } = await tx.account.updateMany({ where, data: { password: hash } });
    if (count === 0)
      await tx.account.create({
        data: { id: randomUUID(), accountId: personId, ...where, password: hash },
      });
    await this.#voidResetLinks(tx, personId, now);
  }

  /** Keeps a link for a new password; the person's earlier ones are used up. */
  async addResetLink(
    tx: PrismaTransaction,
    link: { personId: string; hash: string; expiresAt: Date; now: Date },
  ): Promise<void> {
    const { personId, hash, expiresAt, now } = link;
    await this.#voidResetLinks(tx, personId, now);
    await tx.oneTimeToken.create({
      data: { hash, kind: passwordReset, personId, expiresAt, createdAt: now },
    });
  }

  findResetLink(hash: string) {
    return this.#client.oneTimeToken.findUnique({
      where: { hash, kind: passwordReset },
      select: { personId: true, expiresAt: true, usedAt: true },
    });
  }

  /** Uses a link up. False when somebody has just done so. */
  async useResetLink(tx: PrismaTransaction, hash: string, now: Date): Promise<boolean> {
    const { count } = await tx.oneTimeToken.updateMany({
      where: { hash, kind: passwordReset, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    return count === 1;
  }

  async #voidResetLinks(tx: PrismaTransaction, personId: string, now: Date): Promise<void> {
    await tx.oneTimeToken.updateMany({
      where: { kind: passwordReset, personId, usedAt: null },
      data: { usedAt: now },
    });
  }

  /** A person's open sessions, newest first. */
  sessions(personId: string, now: Date, db: Db = this.#client): Promise<SessionRow[]> {
    return db.session.findMany({
      where: { userId: personId, expiresAt: { gt: now } },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      select: {
        id: true,
        method: true,
        ipAddress: true,
        userAgent: true,
        createdAt: true,
        updatedAt: true,
      },
    });
  }

  /** Deletes one session of a person. False when there is none such. */
  async endSession(tx: PrismaTransaction, personId: string, sessionId: string): Promise<boolean> {
    const { count } = await tx.session.deleteMany({ where: { id: sessionId, userId: personId } });
    return count === 1;
  }

  /** Deletes all sessions of a person but one; says which they were. */
  async endOtherSessions(
    tx: PrismaTransaction,
    personId: string,
    keptId: string | null,
  ): Promise<string[]> {
    const others = { userId: personId, ...(keptId === null ? {} : { id: { not: keptId } }) };
    const rows = await tx.session.findMany({ where: others, select: { id: true } });
    await tx.session.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
    return rows.map(({ id }) => id);
  }

  /** Deletes a person's sessions beyond the newest; says which they were. */
  async endOldestSessions(
    tx: PrismaTransaction,
    personId: string,
    kept: number,
  ): Promise<string[]> {
    const rows = await tx.session.findMany({
      where: { userId: personId },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      skip: kept,
      select: { id: true },
    });
    if (rows.length > 0)
      await tx.session.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
    return rows.map(({ id }) => id);
  }

  /** Notes that the person of a session has just proved again to be who they are. */
  async confirmSession(sessionId: string, now: Date): Promise<void> {
    await this.#client.session.updateMany({
      where: { id: sessionId },
      data: { confirmedAt: now },
    });
  }
}

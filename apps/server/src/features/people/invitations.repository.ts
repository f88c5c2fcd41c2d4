import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { HeldPost, InvitationScope } from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import type { LocalText } from "@istmo/contracts";
import { pageAfter } from "../../http/lists.ts";
import { namesOf } from "../identity/identity.queries.ts";

export type InvitationRow = Prisma.InvitationGetPayload<object>;
export type InvitationState = "pending" | "accepted" | "expired" | "revoked";

export interface NewInvitation extends HeldPost {
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly expiresAt: Date;
  readonly invitedById: string;
}

/** A token for a mail, and what is kept of it. */
function newToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: hashOf(token) };
}
const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

const isOpen = { acceptedAt: null, revokedAt: null } satisfies Prisma.InvitationWhereInput;

function inState(state: InvitationState, now: Date): Prisma.InvitationWhereInput {
  switch (state) {
    case "pending":
      return { ...isOpen, expiresAt: { gt: now } };
    case "expired":
      return { ...isOpen, expiresAt: { lte: now } };
    case "accepted":
      return { acceptedAt: { not: null } };
    case "revoked":
      return { acceptedAt: null, revokedAt: { not: null } };
  }
}

export class InvitationsRepository {
  readonly #db: PrismaClient;

  constructor(db: PrismaClient) {
    this.#db = db;
  }

  /** Those into which somebody of these scopes may invite, the newest first. */
  list(
    scopes: readonly InvitationScope[],
    filter: {
      readonly state?: InvitationState | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
    now: Date,
  ): Promise<InvitationRow[]> {
    const { state, limit, cursor } = filter;
    const conditions: Prisma.InvitationWhereInput[] = [
      {
        OR: scopes.map(({ roles, centreId, organisationId }) => ({
          role: { in: [...roles] },
          ...(centreId === null ? {} : { centreId }),
          ...(organisationId === null ? {} : { organisationId }),
        })),
      },
    ];
    if (state !== undefined) conditions.push(inState(state, now));
    return this.#db.invitation.findMany({
      where: { AND: conditions },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...pageAfter(cursor, limit),
    });
  }

  find(tx: PrismaTransaction, id: string): Promise<InvitationRow | null> {
    return tx.invitation.findUnique({ where: { id } });
  }

  findByToken(token: string, db: PrismaTransaction = this.#db): Promise<InvitationRow | null> {
    return db.invitation.findUnique({ where: { tokenHash: hashOf(token) } });
  }

  /** Writes an invitation; the token is returned here and never again. */
  async create(tx: PrismaTransaction, invitation: NewInvitation, now: Date) {
    const { token, tokenHash } = newToken();
    const row = await tx.invitation.create({
      data: { id: randomUUID(), ...invitation, tokenHash, createdAt: now },
    });
    return { row, token };
  }

  /** Withdraws what the same address was invited to before; the new one takes its place. */
  async replace(
    tx: PrismaTransaction,
    { email, role, centreId, organisationId }: NewInvitation,
    now: Date,
  ): Promise<void> {
    await tx.invitation.updateMany({
      where: { ...isOpen, email, role, centreId, organisationId },
      data: { revokedAt: now },
    });
  }

  /** A new token and a new end; null when the invitation is no longer open. */
  async renew(tx: PrismaTransaction, id: string, expiresAt: Date) {
    const { token, tokenHash } = newToken();
    const { count } = await tx.invitation.updateMany({
      where: { ...isOpen, id },
      data: { tokenHash, expiresAt },
    });
    const row = await this.find(tx, id);
    return count === 1 && row !== null ? { row, token } : null;
  }

  async revoke(tx: PrismaTransaction, id: string, now: Date): Promise<boolean> {
    const where = { ...isOpen, id };
    return (await tx.invitation.updateMany({ where, data: { revokedAt: now } })).count === 1;
  }

  /** False when it has been accepted or revoked meanwhile: an invitation is used once. */
  async accept(
    tx: PrismaTransaction,
    { id, personId, now }: { readonly id: string; readonly personId: string; readonly now: Date },
  ): Promise<boolean> {
    const { count } = await tx.invitation.updateMany({
      where: { id, ...inState("pending", now) },
      data: { acceptedAt: now, acceptedById: personId },
    });
    return count === 1;
  }

  namesOf(ids: readonly string[]) {
    return namesOf(this.#db, ids);
  }

  async nameOf(personId: string): Promise<string> {
    return (await namesOf(this.#db, [personId])).get(personId)?.name ?? "";
  }

  /** The centre or organisation of an invitation by name; null for the office. */
  async bodyName({ centreId, organisationId }: InvitationRow): Promise<LocalText | null> {
    const centre =
      centreId === null
        ? null
        : await this.#db.centre.findUnique({ where: { id: centreId }, select: { name: true } });
    const organisation =
      organisationId === null
        ? null
        : await this.#db.organisation.findUnique({
            where: { id: organisationId },
            select: { name: true },
          });
    const name = (centre ?? organisation)?.name as LocalText | undefined;
    return name === undefined ? null : { es: name.es, en: name.en };
  }

  /** Whoever has this address. */
  async personWith(email: string, db: PrismaTransaction = this.#db) {
    return db.person.findUnique({ where: { email }, select: { id: true, email: true } });
  }

  /** A new person who signs in with a password. */
  async createPerson(
    tx: PrismaTransaction,
    person: {
      readonly id: string;
      readonly name: string;
      readonly email: string;
      readonly locale: string;
      readonly passwordHash: string;
    },
    now: Date,
  ): Promise<void> {
    const { id, name, email, locale, passwordHash } = person;
    // Whoever has the link reads the mails of this address.
    await tx.person.create({
      data: { id, name, email, locale, emailVerified: true, createdAt: now },
    });
    await tx.account.create({
      data: {
        id: randomUUID(),
        accountId: id,
        providerId: "credential",
        userId: id,
        password: passwordHash,
      },
    });
  }
}

import { randomUUID } from "node:crypto";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { pageAfter } from "../../http/lists.ts";

const withMemberships = {
  members: { orderBy: [{ from: "asc" }, { id: "asc" }] },
  memberships: { orderBy: [{ from: "asc" }, { id: "asc" }] },
} satisfies Prisma.OrganisationInclude;
export type OrganisationRow = Prisma.OrganisationGetPayload<{ include: typeof withMemberships }>;
type Db = PrismaClient | PrismaTransaction;

export class OrganisationsRepository {
  readonly #db: PrismaClient;

  constructor(db: PrismaClient) {
    this.#db = db;
  }

  list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }) {
    return this.#db.organisation.findMany({
      include: withMemberships,
      orderBy: { id: "asc" },
      ...pageAfter(cursor, limit),
    });
  }

  find(id: string, db: Db = this.#db): Promise<OrganisationRow | null> {
    return db.organisation.findUnique({ where: { id }, include: withMemberships });
  }

  /** How many people hold a post of each of these organisations. */
  async peopleIn(
    ids: readonly string[],
    { now, db = this.#db }: { readonly now: Date; readonly db?: Db },
  ): Promise<Map<string, number>> {
    const posts = await db.post.findMany({
      where: {
        organisationId: { in: [...ids] },
        startsAt: { lte: now },
        OR: [{ endsAt: null }, { endsAt: { gt: now } }],
        person: { deactivatedAt: null },
      },
      distinct: ["organisationId", "personId"],
      select: { organisationId: true },
    });
    const counts = new Map<string, number>();
    for (const { organisationId } of posts)
      if (organisationId !== null)
        counts.set(organisationId, (counts.get(organisationId) ?? 0) + 1);
    return counts;
  }

  async create(
    tx: PrismaTransaction,
    organisation: Omit<Prisma.OrganisationUncheckedCreateInput, "id" | "detail">,
  ): Promise<string> {
    const id = `org-${randomUUID()}`;
    await tx.organisation.create({ data: { id, detail: {}, ...organisation } });
    return id;
  }

  /** Writes only if the row is still at this version. */
  async change(
    tx: PrismaTransaction,
    organisation: { readonly id: string; readonly version: number },
    data: Prisma.OrganisationUncheckedUpdateManyInput,
  ): Promise<boolean> {
    const { count } = await tx.organisation.updateMany({
      where: { id: organisation.id, version: organisation.version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1;
  }

  async addMembership(
    tx: PrismaTransaction,
    membership: Omit<Prisma.MembershipUncheckedCreateInput, "id">,
  ): Promise<void> {
    await tx.membership.create({ data: { id: randomUUID(), ...membership } });
  }

  findMembership(tx: PrismaTransaction, id: string) {
    return tx.membership.findUnique({ where: { id } });
  }

  /** Memberships of the same member in the same body with the same status. */
  likeThis(
    tx: PrismaTransaction,
    { memberId, bodyId, status }: { memberId: string; bodyId: string; status: string },
  ) {
    return tx.membership.findMany({ where: { memberId, bodyId, status } });
  }

  async endMembership(tx: PrismaTransaction, id: string, to: string): Promise<void> {
    await tx.membership.update({ where: { id }, data: { to } });
  }
}

import type { PeopleReach, Role, Tenure } from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { pageAfter } from "../../http/lists.ts";
import { toTenure } from "./tenures.ts";

type Db = PrismaClient | PrismaTransaction;

const withPosts = {
  posts: { orderBy: [{ startsAt: "asc" }, { id: "asc" }] },
} satisfies Prisma.PersonInclude;
export type PersonRow = Prisma.PersonGetPayload<{ include: typeof withPosts }>;

export interface PeopleFilter {
  readonly search?: string | undefined;
  readonly state?: "active" | "deactivated" | "without_post" | undefined;
  readonly role?: Role | undefined;
  readonly centre?: string | undefined;
  readonly organisation?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Posts held or to come. */
const notEnded = (now: Date): Prisma.PostWhereInput => ({
  OR: [{ endsAt: null }, { endsAt: { gt: now } }],
});

/** `peopleReach` of the domain as a condition on rows. */
function inReach(reach: PeopleReach, now: Date): Prisma.PersonWhereInput {
  if (reach === "everybody") return {};
  const { centreIds, organisationIds } = reach;
  return {
    posts: {
      some: {
        AND: [
          notEnded(now),
          {
            OR: [
              { centreId: { in: [...centreIds] } },
              { organisationId: { in: [...organisationIds] } },
            ],
          },
        ],
      },
    },
  };
}

const matchesAtMost = 1000;

/** Any number for the one lock under which posts and accounts are given and taken. */
const peopleLock = 7_402_611;

export class PeopleRepository {
  readonly #db: PrismaClient;

  constructor(db: PrismaClient) {
    this.#db = db;
  }

  /**
   * Makes changes of posts and accounts wait for each other until the commit: two administrators
   * who remove each other at once must not both find the other one still there.
   */
  async lock(tx: PrismaTransaction): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${peopleLock})`;
  }

  async list(reach: PeopleReach, filter: PeopleFilter, now: Date): Promise<PersonRow[]> {
    const { search, state, role, centre, organisation, limit, cursor } = filter;
    const conditions: Prisma.PersonWhereInput[] = [inReach(reach, now)];
    if (state === "deactivated") conditions.push({ deactivatedAt: { not: null } });
    if (state === "active") conditions.push({ deactivatedAt: null });
    if (state === "without_post")
      conditions.push({ deactivatedAt: null, posts: { none: notEnded(now) } });
    const post: Prisma.PostWhereInput = {
      ...(role === undefined ? {} : { role }),
      ...(centre === undefined ? {} : { centreId: centre }),
      ...(organisation === undefined ? {} : { organisationId: organisation }),
    };
    if (Object.keys(post).length > 0)
      conditions.push({ posts: { some: { AND: [post, notEnded(now)] } } });
    if (search !== undefined && search.trim() !== "")
      conditions.push({ id: { in: await this.#matching(search) } });
    return this.#db.person.findMany({
      where: { AND: conditions },
      include: withPosts,
      orderBy: [{ name: "asc" }, { id: "asc" }],
      ...pageAfter(cursor, limit),
    });
  }

  /** Ids of the people whose name or address holds the text; accents and case do not count. */
  async #matching(search: string): Promise<string[]> {
    const wanted = search.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
    // Combining marks U+0300–036F: what NFD splits off the letters of names written in Latin script.
    const rows = await this.#db.$queryRaw<{ id: string }[]>`
      SELECT id FROM "Person"
      WHERE strpos(lower(regexp_replace(normalize(name, NFD), ${"[\u0300-\u036f]"}, '', 'g')), ${wanted}) > 0
         OR strpos(lower(email), ${wanted}) > 0
      ORDER BY id LIMIT ${matchesAtMost}`;
    return rows.map(({ id }) => id);
  }

  /** A person whom the reach includes; null for others as for nobody. */
  find(
    reach: PeopleReach,
    personId: string,
    { now, db = this.#db }: { readonly now: Date; readonly db?: Db },
  ): Promise<PersonRow | null> {
    return db.person.findFirst({
      where: { AND: [{ id: personId }, inReach(reach, now)] },
      include: withPosts,
    });
  }

  /** How somebody signs in, in numbers. */
  async signInFacts(
    personId: string,
    { now, db = this.#db }: { readonly now: Date; readonly db?: Db | undefined },
  ) {
    const passwords = await db.account.count({
      where: { userId: personId, providerId: "credential", password: { not: null } },
    });
    const authenticators = await db.authenticator.count({
      where: { personId, confirmedAt: { not: null } },
    });
    return {
      hasPassword: passwords > 0,
      hasTotp: authenticators > 0,
      passkeys: await db.passkey.count({ where: { personId } }),
      sessions: await db.session.count({ where: { userId: personId, expiresAt: { gt: now } } }),
    };
  }

  /** Writes only if the row is still at this version. */
  async update(
    tx: PrismaTransaction,
    person: { readonly id: string; readonly version: number },
    data: Prisma.PersonUncheckedUpdateManyInput,
  ): Promise<boolean> {
    const { count } = await tx.person.updateMany({
      where: { id: person.id, version: person.version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1;
  }

  async isEmailTaken(tx: PrismaTransaction, email: string, byOtherThan: string): Promise<boolean> {
    return (await tx.person.count({ where: { email, id: { not: byOtherThan } } })) > 0;
  }

  /** The admin posts, held or to come, of people who are not deactivated. */
  async administrators(tx: PrismaTransaction, now: Date): Promise<Tenure[]> {
    const rows = await tx.post.findMany({
      where: { AND: [{ role: "admin", person: { deactivatedAt: null } }, notEnded(now)] },
    });
    return rows.map(toTenure);
  }

  /** Deletes all sessions of a person; tells how many there were. */
  async endSessions(tx: PrismaTransaction, personId: string): Promise<number> {
    return (await tx.session.deleteMany({ where: { userId: personId } })).count;
  }

  /** Makes links for a new password that are on their way useless. */
  async withdrawResetLinks(tx: PrismaTransaction, personId: string): Promise<void> {
    await tx.oneTimeToken.deleteMany({ where: { kind: "password_reset", personId } });
  }

  /** Removes the authenticator app, its recovery codes and all passkeys. */
  async removeSecondFactors(tx: PrismaTransaction, personId: string) {
    const { count: authenticators } = await tx.authenticator.deleteMany({ where: { personId } });
    await tx.recoveryCode.deleteMany({ where: { personId } });
    const passkeys = await tx.passkey.findMany({ where: { personId }, select: { name: true } });
    await tx.passkey.deleteMany({ where: { personId } });
    return { hadTotp: authenticators > 0, passkeys: passkeys.map(({ name }) => name) };
  }
}

/** People and their posts, for other features. */
import {
  isOffice,
  regionalOfficeId,
  type Actor,
  type ClassificationLevel,
  type HeldPost,
  type Role,
} from "@istmo/domain";
import type { Person as PersonDto, PersonRef, TextAuthor } from "@istmo/contracts";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

type Db = PrismaClient | PrismaTransaction;

/** Selects the posts held at an instant. */
const postsHeldAt = (at: Date) => ({
  where: { startsAt: { lte: at }, OR: [{ endsAt: null }, { endsAt: { gt: at } }] },
});

interface PostRow {
  role: string;
  centreId: string | null;
  organisationId: string | null;
}
const toPost = ({ role, centreId, organisationId }: PostRow): HeldPost => ({
  role: role as Role,
  centreId,
  organisationId,
});

/** A person as an actor, or null when there is none or the person is deactivated. */
export async function findActor(db: Db, personId: string, at: Date) {
  const person = await db.person.findUnique({
    where: { id: personId, deactivatedAt: null },
    include: {
      posts: postsHeldAt(at),
      authenticator: { select: { confirmedAt: true } },
    },
  });
  if (person === null) return null;
  const hasAuthenticator = person.authenticator?.confirmedAt != null;
  const actor: Actor = {
    id: person.id,
    posts: person.posts.map(toPost),
    clearedTo: person.clearedTo as ClassificationLevel,
  };
  return { person, actor, hasAuthenticator };
}

/** Those of these people who are active, as actors. */
export async function findActors(
  db: Db,
  personIds: readonly string[],
  at: Date,
): Promise<Map<string, Actor>> {
  if (personIds.length === 0) return new Map();
  const people = await db.person.findMany({
    where: { id: { in: [...personIds] }, deactivatedAt: null },
    select: { id: true, clearedTo: true, posts: postsHeldAt(at) },
  });
  return new Map(
    people.map(({ id, clearedTo, posts }) => [
      id,
      { id, clearedTo: clearedTo as ClassificationLevel, posts: posts.map(toPost) },
    ]),
  );
}

/** Names by id, for showing who did something; people who left keep their name. */
export async function namesOf(
  db: Db,
  ids: readonly (string | null)[],
): Promise<Map<string, PersonRef>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const people = await db.person.findMany({
    where: { id: { in: wanted } },
    select: { id: true, name: true },
  });
  return new Map(people.map((person) => [person.id, person]));
}

/** The posts that these people hold or held, with their dates. */
export function postsEverHeld(db: Db, personIds: readonly string[]) {
  return db.post.findMany({
    where: { personId: { in: [...personIds] } },
    select: {
      personId: true,
      role: true,
      centreId: true,
      organisationId: true,
      startsAt: true,
      endsAt: true,
    },
  });
}

/** A post that somebody holds or held. */
export interface DatedPost {
  readonly personId: string;
  readonly role: string;
  readonly centreId: string | null;
  readonly organisationId: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

type Body = Pick<TextAuthor, "centreId" | "organisationId">;
/** Of nobody. */
export const noBody: Body = { centreId: null, organisationId: null };

/** For whom somebody worked then: of several posts the one for a centre, then for an organisation. */
export function bodyAt(posts: readonly DatedPost[], at: Date): Body {
  const held = posts
    .filter(({ startsAt, endsAt }) => startsAt <= at && (endsAt === null || endsAt > at))
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const post =
    held.find(({ centreId }) => centreId !== null) ??
    held.find(({ organisationId }) => organisationId !== null) ??
    held[0];
  if (post === undefined) return noBody;
  const { centreId, organisationId } = post;
  const role = post.role as Role;
  const isOfOffice = isOffice({ posts: [{ role, centreId, organisationId }] });
  return { centreId, organisationId: isOfOffice ? regionalOfficeId : organisationId };
}

/** The people of a centre, or all who hold a post, by name. */
export async function listPeople(db: Db, at: Date, centreId?: string): Promise<PersonDto[]> {
  const held = postsHeldAt(at);
  const people = await db.person.findMany({
    where: {
      deactivatedAt: null,
      posts: { some: { ...held.where, ...(centreId === undefined ? {} : { centreId }) } },
    },
    include: { posts: held },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 500,
  });
  return people.map(({ id, name, sample, posts }) => ({
    id,
    name,
    sample,
    posts: posts.map(toPost),
  }));
}

/** People whom an address or a name stands for; each is found under the words that were asked for, in lower case. */
export async function findActorsByWords(
  db: Db,
  words: readonly string[],
  at: Date,
): Promise<Map<string, Actor[]>> {
  const found = new Map<string, Actor[]>();
  if (words.length === 0) return found;
  const rows = await db.$queryRaw<{ id: string; email: string; name: string }[]>`
    SELECT id, lower(email) AS email, lower(name) AS name FROM "Person"
    WHERE "deactivatedAt" IS NULL
      AND (lower(email) = ANY(${[...words]}) OR lower(name) = ANY(${[...words]}))
    LIMIT 5000`;
  const actors = await findActors(
    db,
    rows.map(({ id }) => id),
    at,
  );
  for (const { id, email, name } of rows) {
    const actor = actors.get(id);
    if (actor === undefined || actor.posts.length === 0) continue;
    for (const one of new Set([email, name])) found.set(one, [...(found.get(one) ?? []), actor]);
  }
  return found;
}

/** Two-letter code of the centre at which the actor holds a post; null for everybody else. */
export async function centreCodeOf(db: Db, { posts }: Actor): Promise<string | null> {
  const centreId = posts.find((post) => post.centreId !== null)?.centreId ?? null;
  if (centreId === null) return null;
  return (await db.centre.findUnique({ where: { id: centreId } }))?.code ?? null;
}

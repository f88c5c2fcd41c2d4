/** Papers for other features: who may see which, and what somebody may do in an edition. */
import type { EditionRole, TypedText } from "@istmo/contracts";
import {
  canReadPaper,
  editionRoleFor,
  isOffice,
  subjectsOf,
  suggestOnlySections,
  type Actor,
  type ClassificationLevel,
  type OthersMay,
  type OwnedSection,
  type PaperFacts,
  type PaperStage,
} from "@istmo/domain";
import { Prisma, type PrismaClient, type PrismaTransaction } from "@istmo/prisma/client";
import { audience, levelsOf } from "../../platform/audience.ts";

type Db = PrismaClient | PrismaTransaction;

interface PaperRow {
  id: string;
  stage: string;
  leadCentreId: string;
  classification: string;
  centres: readonly { centreId: string }[];
  /** Those that hold now, as `sharesHeldAt` selects them. */
  shares: readonly { subject: string; level: string }[];
}

/** Selects the shares that hold at an instant. */
export const sharesHeldAt = (at: Date) =>
  ({
    where: { OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] },
    select: { subject: true, level: true },
  }) satisfies Prisma.Paper$sharesArgs;

/** A paper's row as the rules of the domain read it. */
export function toFacts(row: PaperRow): PaperFacts {
  return {
    id: row.id,
    stage: row.stage as PaperStage,
    leadCentreId: row.leadCentreId,
    centreIds: row.centres.map(({ centreId }) => centreId),
    classification: row.classification as ClassificationLevel,
    shares: row.shares.map(({ subject, level }) => ({ subject, level: level as EditionRole })),
  };
}

/** Who answers for which section, as the rules of the domain read it. */
export const ownedSections = ({
  sections,
}: {
  readonly sections: readonly { sectionId: string; ownerId: string; othersMay: string }[];
}): OwnedSection[] =>
  sections.map((section) => ({ ...section, othersMay: section.othersMay as OthersMay }));

/**
 * Who hears what happens to a paper: the office, its centres, and those it is shared with. Whether
 * they are cleared for it is asked besides.
 */
export function paperAudience({
  centreIds,
  shares,
}: Pick<PaperFacts, "centreIds" | "shares">): string[] {
  const subjects = shares.map(({ subject }) => subject);
  return [...new Set([audience.office, ...centreIds.map(audience.centre), ...subjects])];
}

/** Titles of the editions by language. */
export function titleOf(editions: readonly { language: string; title: string }[]) {
  return Object.fromEntries(editions.map(({ language, title }) => [language, title]));
}

/** The centres whose papers the actor works on. */
function centresWorkedIn(actor: Actor): string[] {
  return actor.posts.flatMap(({ role, centreId }) =>
    centreId !== null && (role === "centre_lead" || role === "expert") ? [centreId] : [],
  );
}

/** `canReadPaper` of the domain as a condition on rows; shares count as they hold at `now`. */
export function readablePapers(actor: Actor, now: Date): Prisma.PaperWhereInput {
  const centreIds = centresWorkedIn(actor);
  const holdsPost = actor.posts.length > 0;
  const classification = { in: levelsOf(actor) };
  if (isOffice(actor)) return { classification };
  return {
    classification,
    OR: [
      ...(holdsPost ? [{ stage: { in: ["issued", "superseded"] } }] : []),
      { centres: { some: { centreId: { in: centreIds } } } },
      { shares: { some: { ...sharesHeldAt(now).where, subject: { in: subjectsOf(actor) } } } },
    ],
  };
}

/** The same condition for statements written out, on the table under the name `paper`. */
export function readablePapersSql(actor: Actor, now: Date): Prisma.Sql {
  const levels = levelsOf(actor);
  if (levels.length === 0) return Prisma.sql`false`;
  const isCleared = Prisma.sql`paper.classification IN (${Prisma.join(levels)})`;
  if (isOffice(actor)) return isCleared;
  const ways = [
    actor.posts.length > 0
      ? Prisma.sql`paper.stage IN ('issued', 'superseded')`
      : Prisma.sql`false`,
    Prisma.sql`EXISTS (SELECT FROM "PaperCentre" works
      WHERE works."paperId" = paper.id AND works."centreId" = ANY(${centresWorkedIn(actor)}))`,
    Prisma.sql`EXISTS (SELECT FROM "PaperShare" share
      WHERE share."paperId" = paper.id AND share.subject = ANY(${subjectsOf(actor)})
        AND (share."expiresAt" IS NULL OR share."expiresAt" > ${now.toISOString()}::timestamp))`,
  ];
  return Prisma.sql`${isCleared} AND (${Prisma.join(ways, " OR ")})`;
}

/** `canSeePaper` of the domain as a condition on rows. */
export function visiblePapers(actor: Actor, now: Date): Prisma.PaperWhereInput {
  const isAdmin = actor.posts.some(({ role }) => role === "admin");
  return isAdmin
    ? { OR: [readablePapers(actor, now), { classification: "unclassified" }] }
    : readablePapers(actor, now);
}

/** The paper's facts, or null when there is none. */
export async function findPaperFacts(
  db: Db,
  paperId: string,
  now: Date,
): Promise<PaperFacts | null> {
  const row = await db.paper.findUnique({
    where: { id: paperId },
    include: { centres: { select: { centreId: true } }, shares: sharesHeldAt(now) },
  });
  return row && toFacts(row);
}

/** Which of these papers the actor may read. */
export async function readablePaperIds(
  db: Db,
  actor: Actor,
  { ids, now }: { readonly ids: readonly (string | null)[]; readonly now: Date },
): Promise<Set<string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Set();
  const rows = await db.paper.findMany({
    where: { AND: [readablePapers(actor, now), { id: { in: wanted } }] },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

export interface EditionAccess {
  readonly role: EditionRole;
  /** Ids of the sections in which an editor may only suggest. */
  readonly suggestsIn: readonly string[];
  readonly paper: PaperFacts;
}

/** What the actor may do in an edition's text, and of which paper; null when it is hidden or does not exist. */
export async function findEditionAccess(
  db: Db,
  actor: Actor,
  { editionId, now }: { readonly editionId: string; readonly now: Date },
): Promise<EditionAccess | null> {
  const edition = await db.edition.findUnique({
    where: { id: editionId },
    select: {
      paper: {
        select: {
          id: true,
          stage: true,
          leadCentreId: true,
          classification: true,
          centres: { select: { centreId: true } },
          sections: { select: { sectionId: true, ownerId: true, othersMay: true } },
          shares: sharesHeldAt(now),
        },
      },
    },
  });
  if (edition === null) return null;
  const sections = ownedSections(edition.paper);
  const paper = toFacts(edition.paper);
  const role = editionRoleFor(
    actor,
    paper,
    sections.map(({ ownerId }) => ownerId),
  );
  return role && { role, suggestsIn: suggestOnlySections(actor, role, sections), paper };
}

/** A paper as somebody finds it who may read it. */
export interface ReadablePaper {
  readonly facts: PaperFacts;
  /** What the actor may do in its text. */
  readonly role: EditionRole | null;
  /** Titles by language. */
  readonly title: TypedText;
  /** The title in the language that it was written in. */
  readonly label: string;
  readonly editions: readonly { readonly id: string; readonly language: string }[];
}

/** A paper with its facts and titles, whoever asks; whether they may see it is the caller's question. */
export async function findPaper(
  db: Db,
  { paperId, now }: { readonly paperId: string; readonly now: Date },
) {
  const row = await db.paper.findUnique({
    where: { id: paperId },
    include: {
      centres: { select: { centreId: true } },
      sections: { select: { ownerId: true } },
      editions: { select: { id: true, language: true, title: true } },
      shares: sharesHeldAt(now),
    },
  });
  if (row === null) return null;
  const original = row.editions.find(({ language }) => language === row.originalLanguage);
  return {
    facts: toFacts(row),
    sectionOwnerIds: row.sections.map(({ ownerId }) => ownerId),
    title: titleOf(row.editions),
    label: original?.title ?? "",
    editions: row.editions,
    originalLanguage: row.originalLanguage,
  };
}

/** The paper, for an actor who may read it; null when it is hidden or does not exist. */
export async function findReadablePaper(
  db: Db,
  actor: Actor,
  wanted: { readonly paperId: string; readonly now: Date },
): Promise<ReadablePaper | null> {
  const paper = await findPaper(db, wanted);
  if (paper === null || !canReadPaper(actor, paper.facts)) return null;
  const { facts, title, label, editions, sectionOwnerIds } = paper;
  const role = editionRoleFor(actor, facts, sectionOwnerIds);
  return { facts, role, title, label, editions };
}

/** Papers that wait for the person: submitted to the office, or returned to the lead centre. */
export async function papersWaitingFor(db: Db, actor: Actor, now: Date) {
  const leadOf = actor.posts.flatMap(({ role, centreId }) =>
    role === "centre_lead" && centreId !== null ? [centreId] : [],
  );
  const rows = await db.paper.findMany({
    where: {
      AND: [
        readablePapers(actor, now),
        {
          OR: [
            ...(isOffice(actor) ? [{ stage: "submitted" }] : []),
            {
              stage: "draft",
              leadCentreId: { in: leadOf },
              submissions: { some: { decision: "returned" } },
            },
          ],
        },
      ],
    },
    include: {
      editions: { select: { language: true, title: true } },
      submissions: { orderBy: { submittedAt: "desc" }, take: 1 },
    },
    take: 100,
  });
  return rows.map(({ id, stage, editions, submissions }) => ({
    paperId: id,
    kind: stage === "submitted" ? ("submission_to_decide" as const) : ("paper_returned" as const),
    title: titleOf(editions),
    since: (submissions[0]?.decidedAt ?? submissions[0]?.submittedAt ?? new Date(0)).toISOString(),
    note: submissions[0]?.note ?? submissions[0]?.message ?? null,
  }));
}

/** How many papers of each centre the actor may see. */
export async function countPapersByCentre(
  db: Db,
  actor: Actor,
  now: Date,
): Promise<Map<string, number>> {
  const rows = await db.paperCentre.groupBy({
    by: ["centreId"],
    where: { paper: visiblePapers(actor, now) },
    _count: { paperId: true },
  });
  return new Map(rows.map(({ centreId, _count }) => [centreId, _count.paperId]));
}

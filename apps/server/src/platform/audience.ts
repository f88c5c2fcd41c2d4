/** Who hears an event: names of audiences, matched with what a person's posts entitle to. */
import {
  circlesOf,
  classificationLevels,
  isClearedFor,
  isOffice,
  isStaff,
  subjectsOf,
  type Actor,
  type ClassificationLevel,
} from "@istmo/domain";
import { accessEventTypes } from "@istmo/contracts";
import { Prisma, type PrismaTransaction } from "@istmo/prisma/client";

export const audience = {
  /** Everybody who holds a post. */
  everybody: "everybody",
  /** Everybody of the office and of the centres. */
  staff: "staff",
  office: "office",
  centre: (centreId: string) => `centre:${centreId}`,
  person: (personId: string) => `person:${personId}`,
  /** Those of an audience who also belong to a circle, one of the domain's `circlesOf`. */
  within: (circle: string, one: string) => `${one}&${circle}`,
} as const;

/**
 * The audiences that a person belongs to today: everything that something can be given to, the
 * groups, and each of those within each of the person's circles.
 */
export function audiencesOf(actor: Actor): string[] {
  const all = [
    ...subjectsOf(actor),
    ...(actor.posts.length > 0 ? [audience.everybody] : []),
    ...(isStaff(actor) ? [audience.staff] : []),
    ...(isOffice(actor) ? [audience.office] : []),
  ];
  const within = circlesOf(actor).flatMap((circle) =>
    all.map((one) => audience.within(circle, one)),
  );
  return [...all, ...within];
}

/** The classifications that a person may hear and read of. */
export function levelsOf(actor: Actor): ClassificationLevel[] {
  return classificationLevels.filter((level) => isClearedFor(actor.clearedTo, level));
}

/**
 * Takes a subject out of those who hear what the log holds about a paper, so that a page that
 * catches up is not told what its person may no longer know. That access changed stays told.
 */
export async function forgetAudience(
  tx: PrismaTransaction,
  paperId: string,
  subject: string,
): Promise<void> {
  // With the subject, those of it within a circle.
  const within = audience.within("", subject);
  await tx.$executeRaw`
    UPDATE "Event" SET audience = ARRAY(
      SELECT one FROM unnest(audience) AS one
      WHERE one <> ${subject} AND NOT starts_with(one, ${within}))
    WHERE "paperId" = ${paperId}
      AND EXISTS (
        SELECT 1 FROM unnest(audience) AS one
        WHERE one = ${subject} OR starts_with(one, ${within}))
      AND type NOT IN (${Prisma.join([...accessEventTypes])})`;
}

/** Raises what the log holds about a paper, its action items and commitments, for the same reason. */
export async function raiseEvents(
  tx: PrismaTransaction,
  about: {
    readonly paperId: string;
    readonly actionIds: readonly string[];
    readonly commitmentIds: readonly string[];
  },
  classification: ClassificationLevel,
): Promise<void> {
  const notAccess = { notIn: [...accessEventTypes] };
  await tx.event.updateMany({
    where: { paperId: about.paperId, type: notAccess },
    data: { classification },
  });
  if (about.actionIds.length > 0)
    await tx.$executeRaw`
      UPDATE "Event" SET classification = ${classification}
      WHERE type LIKE 'action.%' AND payload->>'actionId' IN (${Prisma.join([...about.actionIds])})`;
  if (about.commitmentIds.length > 0)
    await tx.$executeRaw`
      UPDATE "Event" SET classification = ${classification}
      WHERE type = 'commitment.changed'
        AND payload->>'commitmentId' IN (${Prisma.join([...about.commitmentIds])})`;
}

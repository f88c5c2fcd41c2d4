/** Review rounds for other features: what waits for somebody, and what a frozen text shows. */
import type { LocalText, TypedText, WaitingItem } from "@istmo/contracts";
import {
  canSeeRound,
  isRunOut,
  limitFor,
  managesRounds,
  partsOf,
  speaksInRound,
  openRows,
  waitingFor,
  type Actor,
  type CommentState,
  type DeskRound,
  type Disposition,
  type PaperFacts,
  type RoundFacts,
  type RoundState,
} from "@istmo/domain";
import { pictureIdsIn } from "@istmo/paper-schema";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { findPaper, sharesHeldAt, titleOf, toFacts } from "../papers/papers.queries.ts";
import { toRoundFacts, type FoundRound } from "./round-answers.ts";
import { RoundsRepository, type RoundRow } from "./rounds.repository.ts";

/** Open rounds that one list of what waits looks through. */
const openAtMost = 100;

async function foundRound(db: PrismaClient, row: RoundRow, now: Date): Promise<FoundRound | null> {
  const paper = await findPaper(db, { paperId: row.paperId, now });
  return paper && { row, facts: toRoundFacts(row), paper };
}

/** Rounds that wait for the position that the actor submits, or for the office to close them. */
export async function roundsWaitingFor(
  db: PrismaClient,
  actor: Actor,
  now: Date,
): Promise<Omit<WaitingItem, "paperId" | "actionId" | "owner" | "note" | "commitmentId">[]> {
  const repository = new RoundsRepository(db);
  const rows = await repository.list(actor, { state: "open", limit: openAtMost, now });
  const items: Omit<WaitingItem, "paperId" | "actionId" | "owner" | "note" | "commitmentId">[] = [];
  for (const row of rows) {
    const found = await foundRound(db, row, now);
    if (found === null) continue;
    const { facts, paper } = found;
    const common = { roundId: row.id, title: paper.title };
    const silent = waitingFor(facts);
    const own = partsOf(actor, paper.facts, facts).filter(
      (subject) => silent.includes(subject) && speaksInRound(actor, paper.facts, subject),
    );
    const [subject] = own;
    if (subject !== undefined) {
      const until = limitFor(facts, subject);
      const isLate = until <= now;
      items.push({ ...common, kind: "round_to_answer", since: until.toISOString(), isLate });
    } else if (managesRounds(actor, paper.facts) && isRunOut(facts, now)) {
      const since = row.limitAt.toISOString();
      items.push({ ...common, kind: "round_to_close", since, isLate: row.limitAt <= now });
    }
  }
  return items;
}

/** A round with its paper, whoever asks; whether they may know of it is `canSeeRound`'s question. */
export interface RoundWithPaper {
  readonly facts: RoundFacts;
  readonly paper: PaperFacts;
  readonly title: TypedText;
}

/** These rounds by id. */
export async function findRounds(
  db: PrismaClient | PrismaTransaction,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, RoundWithPaper>> {
  if (ids.length === 0) return new Map();
  const rows = await db.reviewRound.findMany({
    where: { id: { in: [...new Set(ids)] } },
    include: {
      participants: { orderBy: { subject: "asc" } },
      paper: {
        include: {
          centres: { select: { centreId: true } },
          editions: { select: { language: true, title: true } },
          shares: sharesHeldAt(now),
        },
      },
    },
  });
  return new Map(
    rows.map(({ paper, ...row }) => [
      row.id,
      { facts: toRoundFacts(row), paper: toFacts(paper), title: titleOf(paper.editions) },
    ]),
  );
}

/** The rounds of these papers as the desk reads them, newest first; cancelled ones left out. */
export async function roundsOnDesk(
  db: PrismaClient,
  paperIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DeskRound[]>> {
  const rows = await db.reviewRound.findMany({
    where: { paperId: { in: [...paperIds] }, state: { in: ["open", "closed", "answered"] } },
    select: {
      ...{ id: true, paperId: true, number: true, state: true, limitAt: true },
      participants: {
        where: { state: "invited" },
        select: { subject: true, extendedTo: true },
        orderBy: { subject: "asc" },
      },
    },
    orderBy: { number: "desc" },
  });
  const closed = rows.filter(({ state }) => state === "closed").map(({ id }) => id);
  const comments = await db.roundComment.findMany({
    where: { roundId: { in: closed }, submittedAt: { not: null } },
    select: { roundId: true, state: true, disposition: true, reason: true },
  });
  const rounds = new Map<string, DeskRound[]>();
  for (const { id, paperId, number, state, limitAt, participants } of rows) {
    const own = comments
      .filter(({ roundId }) => roundId === id)
      .map((one) => ({
        ...{ state: one.state as CommentState, reason: one.reason },
        disposition: one.disposition as Disposition | null,
      }));
    const round: DeskRound = {
      ...{ id, number, state: state as RoundState },
      silent: participants.map(({ subject, extendedTo }) => ({
        subject,
        until: extendedTo ?? limitAt,
      })),
      openRows: openRows(own).length,
    };
    rounds.set(paperId, [...(rounds.get(paperId) ?? []), round]);
  }
  return rounds;
}

/** Names of those who are asked: organisations by their letters, people by their names. */
export async function labelsOf(
  db: PrismaClient | PrismaTransaction,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, LocalText>> {
  const idsOf = (kind: string) =>
    subjects.flatMap((one) => (one.startsWith(`${kind}:`) ? [one.slice(kind.length + 1)] : []));
  const organisations = await db.organisation.findMany({
    where: { id: { in: idsOf("organisation") } },
    select: { id: true, abbreviation: true },
  });
  const people = await db.person.findMany({
    where: { id: { in: idsOf("person") } },
    select: { id: true, name: true },
  });
  return new Map<string, LocalText>([
    ...organisations.map(
      ({ id, abbreviation }) => [`organisation:${id}`, abbreviation as LocalText] as const,
    ),
    ...people.map(({ id, name }) => [`person:${id}`, { es: name, en: name }] as const),
  ]);
}

/** Whether a round that the actor may see asks about a text with this picture of the paper. */
export async function isPictureOfRound(
  db: PrismaClient,
  actor: Actor,
  wanted: { readonly paperId: string; readonly fileId: string; readonly now: Date },
): Promise<boolean> {
  const repository = new RoundsRepository(db);
  const { paperId, fileId, now } = wanted;
  for (const row of await repository.ofPaper(paperId)) {
    const found = await foundRound(db, row, now);
    if (found === null || !canSeeRound(actor, found.paper.facts, found.facts)) continue;
    for (const { edition } of row.frozen.editions) {
      const text = await repository.text(row.versionId, edition.language);
      if (text !== null && pictureIdsIn(text.document).includes(fileId)) return true;
    }
  }
  return false;
}

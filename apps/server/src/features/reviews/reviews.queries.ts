/** Review rounds for other features: what waits for somebody, and what a frozen text shows. */
import type { WaitingItem } from "@istmo/contracts";
import {
  canSeeRound,
  isRunOut,
  limitFor,
  managesRounds,
  partsOf,
  speaksInRound,
  waitingFor,
  type Actor,
} from "@istmo/domain";
import { pictureIdsIn } from "@istmo/paper-schema";
import type { PrismaClient } from "@istmo/prisma/client";
import { findPaper } from "../papers/papers.queries.ts";
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
): Promise<Omit<WaitingItem, "paperId" | "actionId" | "owner" | "note">[]> {
  const repository = new RoundsRepository(db);
  const rows = await repository.list(actor, { state: "open", limit: openAtMost, now });
  const items: Omit<WaitingItem, "paperId" | "actionId" | "owner" | "note">[] = [];
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

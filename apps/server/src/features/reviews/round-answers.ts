/** Rows of a round as the rules of the domain read them, and as the API answers them to one person. */
import type { LocalText, PersonRef, Round, RoundComment } from "@istmo/contracts";
import {
  canReadComment,
  canReadPaper,
  canSeeRound,
  limitFor,
  managesRounds,
  partsOf,
  roundProgress,
  speaksInRound,
  decideRoundComment,
  type Actor,
  type PaperFacts,
  type Participant,
  type RoundFacts,
  type RoundScope,
  type RoundState,
} from "@istmo/domain";
import type { findPaper } from "../papers/papers.queries.ts";
import type { FrozenBlocks } from "./frozen-blocks.ts";
import type { RoundCommentRow, RoundRow } from "./rounds.repository.ts";

export type RoundPaper = NonNullable<Awaited<ReturnType<typeof findPaper>>>;

export interface FoundRound {
  readonly row: RoundRow;
  readonly facts: RoundFacts;
  readonly paper: RoundPaper;
}

/** A round's row as the rules of the domain read it. */
export function toRoundFacts(row: Omit<RoundRow, "frozen">): RoundFacts {
  return {
    id: row.id,
    state: row.state as RoundState,
    scope: row.scope as RoundScope,
    blockIds: row.blockIds,
    openedAt: row.openedAt,
    limit: { at: row.limitAt, timeZone: row.timeZone },
    participants: row.participants.map(({ subject, state, submittedAt, extendedTo }) => ({
      subject,
      state: state as Participant["state"],
      submittedAt,
      extendedTo,
    })),
  };
}

/** Who can be named: labels of participants and names of people. */
export interface RoundNames {
  readonly labels: ReadonlyMap<string, LocalText>;
  readonly people: ReadonlyMap<string, PersonRef>;
}

const labelOf = ({ labels }: RoundNames, subject: string): LocalText =>
  labels.get(subject) ?? { es: subject, en: subject };
const personOf = ({ people }: RoundNames, id: string): PersonRef =>
  people.get(id) ?? { id, name: id };

/** Whether the actor sees who else takes part: the office at any time, the others once it is over. */
function seesAll(actor: Actor, paper: PaperFacts, round: RoundFacts): boolean {
  if (!canSeeRound(actor, paper, round)) return false;
  return managesRounds(actor, paper) || round.state === "closed" || round.state === "answered";
}

export function toRound(
  actor: Actor,
  { row, facts, paper }: FoundRound,
  { names, now }: { readonly names: RoundNames; readonly now: Date },
): Round {
  const own = partsOf(actor, paper.facts, facts);
  const isSeenWhole = seesAll(actor, paper.facts, facts);
  const maySay = (subject: string) =>
    decideRoundComment(paper.facts, actor, { round: facts, subject, blockId: null }).accepted;
  const manage = managesRounds(actor, paper.facts);
  const open = own.filter(maySay);
  return {
    id: row.id,
    paperId: row.paperId,
    title: paper.title,
    classification: paper.facts.classification,
    number: row.number,
    state: facts.state,
    versionId: row.versionId,
    sha256: row.sha256,
    languages: row.frozen.editions.map(({ edition }) => edition.language as "es" | "en"),
    scope: facts.scope,
    blockIds: row.blockIds,
    questions: row.questions,
    limit: { at: row.limitAt.toISOString(), timeZone: row.timeZone },
    openedBy: personOf(names, row.openedById),
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    summary: row.summary,
    participants: row.participants
      .filter(({ subject }) => isSeenWhole || own.includes(subject))
      .map(({ subject, state, submittedAt, isLate, hasNoComments }) => ({
        subject,
        label: labelOf(names, subject),
        state: state as Participant["state"],
        submittedAt: submittedAt?.toISOString() ?? null,
        isLate,
        hasNoComments,
        until: limitFor(facts, subject).toISOString(),
      })),
    progress: isSeenWhole ? roundProgress(facts, now) : null,
    version: row.version,
    abilities: {
      readPaper: canReadPaper(actor, paper.facts),
      manage: manage && facts.state === "open",
      cancel: manage && facts.state === "open" && actor.posts.some(({ role }) => role === "head"),
      parts: own,
      comment: open,
      submit: open.filter((subject) => speaksInRound(actor, paper.facts, subject)),
    },
  };
}

export function toRoundComment(
  actor: Actor,
  { row, facts, paper }: FoundRound,
  { comment, names }: { readonly comment: RoundCommentRow; readonly names: RoundNames },
): RoundComment {
  const { subject, blockId, submittedAt } = comment;
  const block = blockId === null ? undefined : (row.blocks as unknown as FrozenBlocks)[blockId];
  const isOwn = partsOf(actor, paper.facts, facts).includes(subject);
  return {
    id: comment.id,
    roundId: row.id,
    subject,
    label: labelOf(names, subject),
    blockId,
    paragraph: block?.paragraph ?? null,
    sectionId: block?.sectionId ?? null,
    quote: comment.quote,
    observation: comment.observation,
    proposedText: comment.proposedText,
    kind: comment.kind as RoundComment["kind"],
    state: comment.state as RoundComment["state"],
    author: isOwn ? personOf(names, comment.authorId) : null,
    createdAt: (isOwn ? comment.createdAt : (submittedAt ?? comment.createdAt)).toISOString(),
    version: comment.version,
  };
}

/** Whether the actor reads this comment of the round. */
export const reads = (
  actor: Actor,
  { facts, paper }: FoundRound,
  { subject, submittedAt }: Pick<RoundCommentRow, "subject" | "submittedAt">,
): boolean =>
  canReadComment(
    actor,
    { paper: paper.facts, round: facts },
    { subject, isSubmitted: submittedAt !== null },
  );

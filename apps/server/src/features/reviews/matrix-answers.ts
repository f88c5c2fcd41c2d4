/** Rows of a matrix as the rules of the domain read them, and as the API answers them to one person. */
import type { LocalText, MatrixRow as MatrixRowAnswer, PersonRef } from "@istmo/contracts";
import {
  canReadPaper,
  decideContest,
  decideRowAnswer,
  decideRowClosing,
  decideRowDraft,
  decideRowWithdrawal,
  decideSettlingOfRow,
  isRowDone,
  type Actor,
  type CommentState,
  type Disposition,
  type MatrixContext,
  type MatrixRow,
} from "@istmo/domain";
import type { FrozenBlocks } from "./frozen-blocks.ts";
import type { PlacingRow } from "./matrix.repository.ts";
import type { FoundRound, RoundNames } from "./round-answers.ts";
import type { RoundCommentRow } from "./rounds.repository.ts";

/** A round with what its matrix needs besides. */
export interface FoundMatrix {
  readonly round: FoundRound;
  readonly context: MatrixContext;
  /** The owners of the paper's sections, by section. */
  readonly sectionOwners: ReadonlyMap<string, string>;
}

/** Where a row stands among the paragraphs; null of the paper as a whole. */
export function orderOf({ round }: FoundMatrix, blockId: string | null): number | null {
  if (blockId === null) return null;
  const block = (round.row.blocks as unknown as FrozenBlocks)[blockId];
  return block?.place ?? block?.paragraph ?? null;
}

/** The paragraph and the section of a row, as its round remembers them. */
export function placeOf({ round }: FoundMatrix, blockId: string | null) {
  const block =
    blockId === null ? undefined : (round.row.blocks as unknown as FrozenBlocks)[blockId];
  return { paragraph: block?.paragraph ?? null, sectionId: block?.sectionId ?? null };
}

/** A row as the rules of the domain read it. */
export function toMatrixRow(found: FoundMatrix, row: PlacingRow): MatrixRow {
  const { sectionId } = placeOf(found, row.blockId);
  return {
    subject: row.subject,
    state: row.state as CommentState,
    disposition: row.disposition as Disposition | null,
    reason: row.reason,
    wasContested: row.contest !== null,
    sectionOwnerId: sectionId === null ? null : (found.sectionOwners.get(sectionId) ?? null),
    version: row.version,
  };
}

/** What the actor could do to a row now, whatever they would write. */
function abilitiesOf(
  actor: Actor,
  { context }: FoundMatrix,
  row: MatrixRow,
): MatrixRowAnswer["abilities"] {
  const { version } = row;
  const decided = { version, disposition: "noted", reason: "…" } as const;
  return {
    respond: decideRowDraft(row, actor, { version }, context).accepted,
    answer: decideRowAnswer(row, actor, decided, context).accepted,
    contest: decideContest(row, actor, { version, text: "…" }, context).accepted,
    settle: decideSettlingOfRow(row, actor, decided, context).accepted,
    close: decideRowClosing(row, actor, { version, isChanged: true }, context).accepted,
    withdraw: decideRowWithdrawal(row, actor, { version }, context).accepted,
  };
}

/** Whether a response has gone out: it is the office's and the centres' business before. */
const isAnswered = (state: string) => state !== "submitted" && state !== "withdrawn";

export function toMatrixAnswer(
  actor: Actor,
  found: FoundMatrix,
  { row, names }: { readonly row: RoundCommentRow; readonly names: RoundNames },
): MatrixRowAnswer {
  const rule = toMatrixRow(found, row);
  const label = (subject: string): LocalText =>
    names.labels.get(subject) ?? { es: subject, en: subject };
  const person = (id: string | null): PersonRef | null =>
    id === null ? null : (names.people.get(id) ?? { id, name: id });
  const iso = (date: Date | null) => date?.toISOString() ?? null;
  const seesResponse = isAnswered(row.state) || canReadPaper(actor, found.context.paper);
  const { responsible, contestedAt, settledAt } = row;
  return {
    id: row.id,
    roundId: row.roundId,
    subject: row.subject,
    label: label(row.subject),
    blockId: row.blockId,
    ...placeOf(found, row.blockId),
    quote: row.quote,
    observation: row.observation,
    proposedText: row.proposedText,
    kind: row.kind as MatrixRowAnswer["kind"],
    state: rule.state,
    submittedAt: (row.submittedAt ?? row.createdAt).toISOString(),
    response: seesResponse ? row.response : "",
    responsible:
      seesResponse && responsible !== null
        ? { subject: responsible, label: label(responsible) }
        : null,
    respondedBy: seesResponse ? person(row.respondedById) : null,
    respondedAt: seesResponse ? iso(row.respondedAt) : null,
    disposition: rule.disposition,
    reason: row.reason,
    decidedBy: person(row.decidedById),
    decidedAt: iso(row.decidedAt),
    contest:
      row.contest === null || contestedAt === null
        ? null
        : {
            text: row.contest,
            at: contestedAt.toISOString(),
            disposition: row.contestedDisposition as Disposition | null,
            reason: row.contestedReason ?? "",
          },
    settlement:
      row.settledById === null || settledAt === null
        ? null
        : {
            by: person(row.settledById) as PersonRef,
            at: settledAt.toISOString(),
          },
    changeNote: row.changeNote,
    isDone: isRowDone(rule),
    version: row.version,
    abilities: abilitiesOf(actor, found, rule),
  };
}

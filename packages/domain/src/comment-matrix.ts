/**
 * The comment matrix: a row for each comment that was submitted in a round, with the office's
 * response, what became of it, and who answers for the change. It is worked on by several people at
 * once: every decision names the version of the row that its author saw.
 */
import { can } from "./abilities.ts";
import { isOffice, type Actor } from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import { canReadPaper, type PaperFacts } from "./paper.ts";
import { transitionFor, type CommentState, type RoundState } from "./state-machines.ts";
import { speaksInRound } from "./review-round.ts";

/** What became of a comment, in the words of a UN management response. */
export const dispositions = ["accepted", "partially_accepted", "not_accepted", "noted"] as const;
export type Disposition = (typeof dispositions)[number];

/** What kind of comment it is, as the usual forms ask. */
export const commentKinds = ["substantive", "editorial", "translation"] as const;
export type CommentKind = (typeof commentKinds)[number];

/** Everything by which this module refuses; each has a text in every language. */
export const matrixRefusals = [
  "not_found",
  "not_allowed",
  "stale_version",
  "round_not_closed",
  "matrix_is_finished",
  "row_withdrawn",
  "row_contested",
  "row_settled",
  "row_not_answered",
  "row_not_contested",
  "row_closed",
  "already_contested",
  "contest_window_over",
  "reason_required",
  "change_missing",
] as const;
export type MatrixRefusal = (typeof matrixRefusals)[number];

export interface MatrixRow {
  /** Whose comment it is: "organisation:<id>" or "person:<id>". */
  readonly subject: string;
  readonly state: CommentState;
  readonly disposition: Disposition | null;
  readonly reason: string;
  /** Whether it was contested once, in whatever state it is since. */
  readonly wasContested: boolean;
  /** The centre, or the regional office, that owns the section; null of the paper as a whole. */
  readonly sectionOwnerId: string | null;
  readonly version: number;
}

/** Where a row stands. */
export interface MatrixContext {
  readonly paper: PaperFacts;
  readonly round: RoundState;
  /** Whether a later round of the paper has closed: then the time to contest is over. */
  readonly laterRoundClosed: boolean;
}

/** The dispositions that say why. */
const asksForReason: ReadonlySet<Disposition> = new Set(["partially_accepted", "not_accepted"]);

/** Whether a row has been dealt with: it keeps the paper from its next stage no longer. */
export function isRowDone({
  state,
  disposition,
  reason,
}: Pick<MatrixRow, "state" | "disposition" | "reason">): boolean {
  if (state === "withdrawn" || state === "closed") return true;
  if (state !== "answered" || disposition === null) return false;
  return !asksForReason.has(disposition) || reason.trim() !== "";
}

/** The rows that still keep the paper from its next stage; drafts within are none. */
export function openRows<Row extends Parameters<typeof isRowDone>[0]>(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.state !== "internal" && !isRowDone(row));
}

/** What places a row in the matrix. */
export interface PlacedComment {
  readonly id: string;
  /** Running number of the paragraph; null of the paper as a whole. */
  readonly paragraph: number | null;
  readonly subject: string;
  /** In which order it stands in its position. */
  readonly position: number;
}

/**
 * The order of a matrix: what concerns the whole paper, then by paragraph; within one by the name
 * of who says it, never by importance, and in the order in which it was said.
 */
export function inMatrixOrder<Row extends PlacedComment>(
  rows: readonly Row[],
  nameOf: (subject: string) => string,
): Row[] {
  const byName = (a: Row, b: Row) => (nameOf(a.subject) < nameOf(b.subject) ? -1 : 1);
  return [...rows].sort((a, b) => {
    const paragraphs = (a.paragraph ?? -1) - (b.paragraph ?? -1);
    if (paragraphs !== 0) return paragraphs;
    if (a.subject !== b.subject && nameOf(a.subject) !== nameOf(b.subject)) return byName(a, b);
    if (a.subject !== b.subject) return a.subject < b.subject ? -1 : 1;
    return a.position - b.position || (a.id < b.id ? -1 : 1);
  });
}

const isHead = (actor: Actor) => actor.posts.some(({ role }) => role === "head");

/** Whether the actor decides what becomes of comments. */
export function decidesMatrix(actor: Actor, { classification }: PaperFacts): boolean {
  return can(actor, "matrix.decide", { classification });
}

/** Whether the actor drafts responses: the office everywhere, a section's owners in their own. */
export function mayRespond(
  actor: Actor,
  paper: PaperFacts,
  { sectionOwnerId }: Pick<MatrixRow, "sectionOwnerId">,
): boolean {
  const { classification } = paper;
  if (!canReadPaper(actor, paper)) return false;
  const sectionOwnerIds = sectionOwnerId === null ? [] : [sectionOwnerId];
  return can(actor, "matrix.respond", { sectionOwnerIds, classification });
}

type NotNow =
  | "stale_version"
  | "round_not_closed"
  | "matrix_is_finished"
  | "row_withdrawn"
  | "row_contested"
  | "row_settled"
  | "row_closed";

/** Whether a row can be written on now, by whoever may. */
function admitWriting(
  row: MatrixRow,
  context: MatrixContext,
  version: number,
): Decision<null, NotNow> {
  if (context.round === "answered") return refuse("matrix_is_finished");
  if (context.round !== "closed") return refuse("round_not_closed");
  // Somebody else was quicker: nobody decides on what they did not see.
  if (version !== row.version) return refuse("stale_version");
  if (row.state === "withdrawn") return refuse("row_withdrawn");
  if (row.state === "closed") return refuse("row_closed");
  if (row.state === "contested") return refuse("row_contested");
  // What the head of office settled is final for this round.
  return row.wasContested ? refuse("row_settled") : accept(null);
}

export interface RowAnswered {
  readonly state: CommentState;
  readonly disposition: Disposition;
}

/** Whether the office says what becomes of a comment. It may say otherwise until it is contested. */
export function decideRowAnswer(
  row: MatrixRow,
  actor: Actor,
  wanted: {
    readonly version: number;
    readonly disposition: Disposition;
    readonly reason: string;
  },
  context: MatrixContext,
): Decision<RowAnswered, MatrixRefusal> {
  if (!decidesMatrix(actor, context.paper)) return refuse("not_allowed");
  const admitted = admitWriting(row, context, wanted.version);
  if (!admitted.accepted) return admitted;
  const { disposition, reason } = wanted;
  if (asksForReason.has(disposition) && !reason.trim()) return refuse("reason_required");
  return accept({ state: "answered", disposition });
}

/** Whether the actor writes the response, or says who is responsible; nothing is decided by it. */
export function decideRowDraft(
  row: MatrixRow,
  actor: Actor,
  { version }: { readonly version: number },
  context: MatrixContext,
): Decision<null, MatrixRefusal> {
  if (!mayRespond(actor, context.paper, row)) return refuse("not_allowed");
  return admitWriting(row, context, version);
}

/** Whether there is still time to contest: until a later round has closed or clearance has begun. */
export function isContestOpen({ paper, laterRoundClosed }: MatrixContext): boolean {
  return paper.stage === "in_expert_review" && !laterRoundClosed;
}

/** Whether whoever speaks for the comment contests the answer; once. */
export function decideContest(
  row: MatrixRow,
  actor: Actor,
  { version, text }: { readonly version: number; readonly text: string },
  context: MatrixContext,
): Decision<{ readonly state: CommentState }, MatrixRefusal> {
  if (!speaksInRound(actor, context.paper, row.subject)) return refuse("not_allowed");
  if (row.state === "contested" || row.wasContested) return refuse("already_contested");
  if (transitionFor("comment", row.state, "contest") === undefined)
    return refuse("row_not_answered");
  if (version !== row.version) return refuse("stale_version");
  if (!isContestOpen(context)) return refuse("contest_window_over");
  return text.trim() ? accept({ state: "contested" }) : refuse("reason_required");
}

/** Whether the head of office settles what is contested. It is final for the round. */
export function decideSettlingOfRow(
  row: MatrixRow,
  actor: Actor,
  wanted: {
    readonly version: number;
    readonly disposition: Disposition;
    readonly reason: string;
  },
  { paper }: MatrixContext,
): Decision<RowAnswered, MatrixRefusal> {
  if (!isHead(actor) || !decidesMatrix(actor, paper)) return refuse("not_allowed");
  if (transitionFor("comment", row.state, "settle") === undefined)
    return refuse("row_not_contested");
  if (wanted.version !== row.version) return refuse("stale_version");
  if (!wanted.reason.trim()) return refuse("reason_required");
  return accept({ state: "answered", disposition: wanted.disposition });
}

/** Whether a row is closed: the change is in the text, or none was promised. */
export function decideRowClosing(
  row: MatrixRow,
  actor: Actor,
  { version, isChanged }: { readonly version: number; readonly isChanged: boolean },
  { paper }: MatrixContext,
): Decision<{ readonly state: CommentState }, MatrixRefusal> {
  if (!isOffice(actor) || !decidesMatrix(actor, paper)) return refuse("not_allowed");
  if (transitionFor("comment", row.state, "close") === undefined)
    return refuse(row.state === "contested" ? "row_contested" : "row_not_answered");
  if (version !== row.version) return refuse("stale_version");
  const promised = row.disposition === "accepted" || row.disposition === "partially_accepted";
  if (promised && !isChanged) return refuse("change_missing");
  return accept({ state: "closed" });
}

/** Whether a submitted comment is taken back; its row stays, struck through. */
export function decideRowWithdrawal(
  row: MatrixRow,
  actor: Actor,
  { version }: { readonly version: number },
  { paper }: MatrixContext,
): Decision<{ readonly state: CommentState }, MatrixRefusal> {
  if (!speaksInRound(actor, paper, row.subject)) return refuse("not_allowed");
  if (row.state === "withdrawn") return refuse("row_withdrawn");
  if (row.state !== "submitted")
    return refuse(row.state === "closed" ? "row_closed" : "row_settled");
  if (version !== row.version) return refuse("stale_version");
  return accept({ state: "withdrawn" });
}

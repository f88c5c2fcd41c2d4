/** What somebody is typing into a row, and the row as they saw it when they began. */
import type { MatrixRow } from "@istmo/contracts";

export interface RowWords {
  readonly response: string;
  readonly disposition: MatrixRow["disposition"];
  readonly reason: string;
  readonly responsible: string | null;
}

export interface RowDraft {
  readonly words: RowWords;
  /** The row when the typing began, or when its newer words were looked at. */
  readonly seen: { readonly version: number; readonly words: RowWords };
}
export type RowDrafts = Readonly<Record<string, RowDraft>>;

export const wordsOf = ({ response, disposition, reason, responsible }: MatrixRow): RowWords => ({
  ...{ response, disposition, reason },
  responsible: responsible?.subject ?? null,
});

const isSame = (a: RowWords, b: RowWords): boolean =>
  a.response === b.response &&
  a.disposition === b.disposition &&
  a.reason === b.reason &&
  a.responsible === b.responsible;

/** What the fields of a row show: what was typed, else what the row says. */
export const shownWords = (row: MatrixRow, draft: RowDraft | undefined): RowWords =>
  draft?.words ?? wordsOf(row);

/** Whether somebody else has written into the row since the typing began. */
export const isOverwritten = (row: MatrixRow, draft: RowDraft | undefined): boolean =>
  draft !== undefined &&
  row.version > draft.seen.version &&
  !isSame(wordsOf(row), draft.seen.words) &&
  !isSame(wordsOf(row), draft.words);

/** The version that is sent: that of the row whose words the person has seen. */
export const seenVersion = (row: MatrixRow, draft: RowDraft | undefined): number =>
  draft !== undefined && isOverwritten(row, draft) ? draft.seen.version : row.version;

/** After a change of the fields. What says again what the row says is no draft any more. */
export function typed(drafts: RowDrafts, row: MatrixRow, change: Partial<RowWords>): RowDrafts {
  const before = drafts[row.id];
  const words = { ...shownWords(row, before), ...change };
  const seen = before?.seen ?? { version: row.version, words: wordsOf(row) };
  return isSame(words, seen.words) && !isOverwritten(row, before)
    ? without(drafts, row.id)
    : { ...drafts, [row.id]: { words, seen } };
}

/**
 * Keeps what was typed and takes the row of today for seen: it can be sent over it. What was not
 * touched is as the row has it today.
 */
export function keptMine(drafts: RowDrafts, row: MatrixRow): RowDrafts {
  const draft = drafts[row.id];
  if (draft === undefined) return drafts;
  const { words: mine, seen: before } = draft;
  const today = wordsOf(row);
  const words: RowWords = {
    response: mine.response === before.words.response ? today.response : mine.response,
    disposition:
      mine.disposition === before.words.disposition ? today.disposition : mine.disposition,
    reason: mine.reason === before.words.reason ? today.reason : mine.reason,
    responsible:
      mine.responsible === before.words.responsible ? today.responsible : mine.responsible,
  };
  return { ...drafts, [row.id]: { words, seen: { version: row.version, words: today } } };
}

export const without = (drafts: RowDrafts, rowId: string): RowDrafts =>
  Object.fromEntries(Object.entries(drafts).filter(([id]) => id !== rowId));

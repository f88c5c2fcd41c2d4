/** Which rows of a matrix are shown. */
import type { MatrixRow } from "@istmo/contracts";

export const standings = ["all", "open", "answered", "contested"] as const;
export type Standing = (typeof standings)[number];

export interface MatrixFilters {
  readonly standing: Standing;
  /** Whose comments; "" for all. */
  readonly subject: string;
  /** Of which section; "" for all, "paper" for those on the paper as a whole. */
  readonly section: string;
}
export const noFilters: MatrixFilters = { standing: "all", subject: "", section: "" };

const stands: Readonly<Record<Standing, (row: MatrixRow) => boolean>> = {
  all: () => true,
  open: ({ isDone }) => !isDone,
  answered: ({ state }) => state === "answered" || state === "closed",
  contested: ({ state }) => state === "contested",
};

export const countsOf = (rows: readonly MatrixRow[]): Record<Standing, number> =>
  Object.fromEntries(
    standings.map((standing) => [standing, rows.filter(stands[standing]).length]),
  ) as Record<Standing, number>;

/** The row that is being worked on stays, so that an answer does not take it from under the hands. */
export function shownRows(
  rows: readonly MatrixRow[],
  { standing, subject, section }: MatrixFilters,
  keep: string | null,
): readonly MatrixRow[] {
  const isWanted = (row: MatrixRow) =>
    stands[standing](row) &&
    (subject === "" || row.subject === subject) &&
    (section === "" || (section === "paper" ? row.blockId === null : row.sectionId === section));
  return rows.filter((row) => row.id === keep || isWanted(row));
}

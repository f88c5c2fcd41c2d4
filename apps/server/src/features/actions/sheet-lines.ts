/** What stands in the rows of a sheet of action items: values that hold, and all that is wrong with the others. */
import {
  actionTitleLength,
  cleanLine,
  cleanText,
  day,
  helpersAtMost,
  type Priority,
  type SheetRefusal,
} from "@istmo/contracts";
import type { SheetRow } from "../../platform/office/read-sheet.ts";
import { columnByHeading, plainWords, priorityByWords, type SheetColumn } from "./sheet-columns.ts";

/** A row as it was filled in; what is null was left empty, what is undefined has no column. */
export interface SheetLine {
  readonly line: number;
  readonly reference: string | null;
  readonly title: string;
  readonly description: string | null | undefined;
  /** The code of a centre or of the office. */
  readonly place: string | null;
  /** An address or a name, in plain words. */
  readonly owner: string | null | undefined;
  readonly helpers: readonly string[];
  readonly priority: Priority | undefined;
  readonly startOn: string | null | undefined;
  readonly dueOn: string | null | undefined;
  readonly refusals: readonly SheetRefusal[];
}

/** Lines that are read before others are served. */
const bite = 500;
const descriptionLength = 4000;

/**
 * A date as people and programs write it: 2027-01-31, 31/01/2027, 31.1.2027, or the number of days
 * since 1900 as a spreadsheet keeps it. Null for what is none.
 */
export function readDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text);
  const spoken = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const pad = (part: string | undefined) => (part ?? "").padStart(2, "0");
  let read: string | null = null;
  if (iso) read = `${iso[1]}-${pad(iso[2])}-${pad(iso[3])}`;
  else if (spoken) read = `${spoken[3]}-${pad(spoken[2])}-${pad(spoken[1])}`;
  else if (/^\d{5}(\.\d+)?$/.test(text)) {
    // Day 25569 of such a sheet is the first of January 1970.
    const at = new Date((Math.floor(Number(text)) - 25_569) * 86_400_000);
    read = at.toISOString().slice(0, 10);
  }
  return read !== null && day.safeParse(read).success ? read : null;
}

/** The lines below the headings; null where there are no headings of such a sheet. */
export async function linesOf(rows: readonly SheetRow[]): Promise<SheetLine[] | null> {
  const at = rows.findIndex(({ cells }) =>
    cells.some(({ text }) => columnByHeading.get(plainWords(text)) === "title"),
  );
  const headings = rows[at];
  if (headings === undefined) return null;
  const places = new Map<SheetColumn, number>();
  headings.cells.forEach(({ text }, place) => {
    const column = columnByHeading.get(plainWords(text));
    if (column !== undefined && !places.has(column)) places.set(column, place);
  });
  const met = new Set<string>();
  const lines: SheetLine[] = [];
  for (const row of rows.slice(at + 1)) {
    lines.push(lineOf(row, places, met));
    if (lines.length % bite === 0) await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return lines;
}

function lineOf(
  { line, cells }: SheetRow,
  places: ReadonlyMap<SheetColumn, number>,
  met: Set<string>,
): SheetLine {
  const refusals = new Set<SheetRefusal>();
  const cellOf = (column: SheetColumn) => cells[places.get(column) ?? -1];
  for (const column of places.keys()) if (cellOf(column)?.isFormula) refusals.add("formula");
  const wordsOf = (column: SheetColumn) => cellOf(column)?.text ?? "";
  /** Undefined where the file has no such column: what it does not speak of stays. */
  const valueOf = (column: SheetColumn) =>
    places.has(column) ? wordsOf(column) || null : undefined;
  const dateOf = (column: "startOn" | "dueOn") => {
    const text = valueOf(column);
    if (text === undefined || text === null) return text;
    const read = readDate(text);
    if (read === null) refusals.add("wrong_date");
    return read;
  };
  const title = cleanLine(wordsOf("title"));
  const written = valueOf("description");
  const description = typeof written === "string" ? cleanText(written) || null : written;
  if (title === "") refusals.add("title_missing");
  if ([...title].length > actionTitleLength) refusals.add("too_long");
  if ([...(description ?? "")].length > descriptionLength) refusals.add("too_long");
  const priorityWords = plainWords(wordsOf("priority"));
  const priority = priorityByWords.get(priorityWords);
  if (priorityWords !== "" && priority === undefined) refusals.add("unknown_priority");
  const reference = wordsOf("reference") || null;
  if (reference !== null) {
    if (met.has(reference)) refusals.add("repeated");
    if (!/^[\x21-\x7e]{1,64}$/.test(reference)) refusals.add("foreign");
    met.add(reference);
  }
  const owner = valueOf("owner");
  const helpers = wordsOf("helpers")
    .split(/[;\n]/)
    .map((one) => one.trim().toLowerCase())
    .filter(Boolean);
  if (new Set(helpers).size > helpersAtMost) refusals.add("too_long");
  return {
    ...{ line, reference, title, description, priority, helpers: [...new Set(helpers)] },
    place: wordsOf("place").toUpperCase() || null,
    owner: typeof owner === "string" ? owner.toLowerCase() : owner,
    ...{ startOn: dateOf("startOn"), dueOn: dateOf("dueOn") },
    refusals: [...refusals],
  };
}

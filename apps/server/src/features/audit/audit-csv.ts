/**
 * The audit log as a table for spreadsheets: RFC 4180, with a byte order mark, without which Excel
 * would not read it as UTF-8. The headers are stable names and not translated.
 */
import type { AuditEntry } from "@istmo/contracts";

/** What a spreadsheet takes for the beginning of a formula; full-width signs are read as such too. */
const beginsFormula = /^[=+\-@\t\r\n＝＋－＠]/;

/** One cell: never a formula, quoted where RFC 4180 asks for it. */
export function csvCell(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  const safe = beginsFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const facts = (values: AuditEntry["before"]) => (values === null ? null : JSON.stringify(values));

const columns: readonly (readonly [string, (entry: AuditEntry) => string | number | null])[] = [
  ["seq", ({ seq }) => seq],
  ["at", ({ at }) => at],
  ["kind", ({ kind }) => kind],
  ["actor_id", ({ actor }) => actor?.id ?? null],
  ["actor", ({ actor }) => actor?.name ?? null],
  ["ip", ({ ip }) => ip],
  ["user_agent", ({ userAgent }) => userAgent],
  ["subject_kind", ({ subject }) => subject?.kind ?? null],
  ["subject_id", ({ subject }) => subject?.id ?? null],
  ["subject", ({ subject }) => subject?.label ?? null],
  ["paper_id", ({ paperId }) => paperId],
  ["before", ({ before }) => facts(before)],
  ["after", ({ after }) => facts(after)],
  ["reason", ({ reason }) => reason],
  ["withheld", ({ isWithheld }) => (isWithheld ? "yes" : "no")],
  ["hash", ({ hash }) => hash],
];

const toLine = (cells: readonly (string | number | null)[]) =>
  `${cells.map(csvCell).join(",")}\r\n`;

/** The mark and the line of headers. */
export const csvHead = `\u{feff}${toLine(columns.map(([name]) => name))}`;

export function csvLine(entry: AuditEntry): string {
  return toLine(columns.map(([, read]) => read(entry)));
}

/** A table of figures, one column for each server, with ratios and targets. */
import type { DialectName } from "./dialects.ts";
import { serverKinds } from "./servers.ts";

export interface Target {
  /** The ratio to this server's figure; to a fixed number when left out. */
  readonly against?: DialectName;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Row {
  readonly measure: string;
  readonly unit?: string;
  readonly digits?: number;
  /** Null where a server has no such figure. */
  readonly figures: Partial<Record<DialectName, number | null>>;
  readonly targets?: readonly Target[];
}

function format(value: number | null | undefined, { unit = "", digits = 2 }: Row): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  return value === Infinity ? "not all arrived" : `${value.toFixed(digits)} ${unit}`.trim();
}

function ratio({ figures }: Row, against: DialectName): number | null {
  const [ours, theirs] = [figures.istmo, figures[against]];
  if (typeof ours !== "number" || typeof theirs !== "number") return null;
  if (theirs === Infinity && ours !== Infinity) return 0;
  const value = ours / theirs;
  return Number.isFinite(value) ? value : null;
}

function judge(row: Row, { against, atMost, atLeast }: Target): string {
  const value = against === undefined ? (row.figures.istmo ?? null) : ratio(row, against);
  const wish = atMost !== undefined ? `≤ ${atMost}` : `≥ ${atLeast ?? 0}`;
  const whom = against === undefined ? "" : ` × ${serverKinds[against].title}`;
  const isMet =
    value !== null &&
    !Number.isNaN(value) &&
    value <= (atMost ?? Infinity) &&
    value >= (atLeast ?? -Infinity);
  return `${wish}${whom}: ${isMet ? "met" : "**missed**"}`;
}

/** As Markdown. */
export function printTable(servers: readonly DialectName[], rows: readonly Row[]): void {
  const others = servers.filter((it) => it !== "istmo");
  const head = [
    "measure",
    ...servers.map((it) => serverKinds[it].title),
    ...others.map((it) => `Istmo / ${serverKinds[it].title}`),
    "target",
  ];
  const line = (cells: readonly string[]) => console.log(`| ${cells.join(" | ")} |`);
  console.log();
  line(head);
  line(head.map(() => "---"));
  for (const row of rows) {
    line([
      row.measure,
      ...servers.map((it) => format(row.figures[it], row)),
      ...others.map((it) => ratio(row, it)?.toFixed(2) ?? "–"),
      (row.targets ?? []).map((it) => judge(row, it)).join("; "),
    ]);
  }
  console.log();
}

export interface Series {
  readonly measure: string;
  readonly figures: readonly number[];
  /** How far the last may be from the first, as a share of it. */
  readonly within?: number;
}

/** As Markdown: figures of one server under growing conditions, with their ratios to the first. */
export function printColumns(conditions: readonly string[], rows: readonly Series[]): void {
  const line = (cells: readonly string[]) => console.log(`| ${cells.join(" | ")} |`);
  const later = conditions.slice(1);
  console.log();
  line(["measure", ...conditions, ...later.map((it) => `${it} / first`), "target"]);
  line(["---", ...conditions.map(() => "---"), ...later.map(() => "---"), "---"]);
  for (const { measure, figures, within } of rows) {
    const ratios = figures.slice(1).map((it) => it / (figures[0] ?? NaN));
    const isMet = within !== undefined && ratios.every((it) => Math.abs(it - 1) <= within);
    line([
      measure,
      ...figures.map((it) => it.toFixed(2)),
      ...ratios.map((it) => it.toFixed(2)),
      within === undefined ? "" : `± ${within * 100} %: ${isMet ? "met" : "**missed**"}`,
    ]);
  }
  console.log();
}

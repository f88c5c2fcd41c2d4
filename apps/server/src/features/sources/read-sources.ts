/** A file of sources, whole and checked, or what is wrong with it entry by entry. */
import {
  cslDateFields,
  cslItem,
  cslTextFields,
  sourceKey,
  sourcesPerPaper,
  type CslItem,
  type ImportProblem,
  type SourceFormat,
} from "@istmo/contracts";
import { AppError } from "../../http/app-error.ts";
import { readDate, toCsl } from "./bibtex-csl.ts";
import { readBibtex } from "./read-bibtex.ts";

export interface ReadSource {
  /** As the file calls it; null where that is no key. */
  readonly key: string | null;
  readonly csl: CslItem;
}

/** Problems that are told: a file of thousands of wrong entries is one wrong file. */
const problemsTold = 50;

/** Refusals: `import_refused` with the problems in its details, `too_many_sources`. */
export function readSources(text: string, format: SourceFormat | undefined): ReadSource[] {
  const found = format ?? (/^\s*[[{]/.test(text) ? "csl-json" : "bibtex");
  const entries = found === "csl-json" ? fromJson(text) : fromBibtex(text);
  if (entries.length > sourcesPerPaper) throw new AppError("too_many_sources");
  const problems = entries.flatMap((entry) => ("problem" in entry ? [entry] : []));
  if (problems.length > 0 || entries.length === 0)
    throw new AppError("import_refused", {
      problems: problems.slice(0, problemsTold),
      count: problems.length,
    });
  return entries.flatMap((entry) => ("problem" in entry ? [] : [entry]));
}

function fromBibtex(text: string): (ReadSource | ImportProblem)[] {
  return readBibtex(text).map((entry, index) => {
    const { key, line } = entry;
    const at = { entry: index + 1, key: key === "" ? null : key, line };
    if (!("fields" in entry)) return { ...at, problem: "unreadable" };
    return checked(toCsl(entry), at);
  });
}

function fromJson(text: string): (ReadSource | ImportProblem)[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [{ entry: 1, key: null, problem: "unreadable" }];
  }
  const items: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return items.slice(0, sourcesPerPaper + 1).map((item, index) => {
    if (!isRecord(item)) return { entry: index + 1, key: null, problem: "unreadable" };
    const named = item["citation-key"] ?? item["id"];
    const key = typeof named === "string" || typeof named === "number" ? String(named) : null;
    return checked(plain(item), { entry: index + 1, key });
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What programs write in their own ways, in one: numbers as text, dates as numbers, no markup. */
function plain(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const made: Record<string, unknown> = { ...item };
  for (const name of cslTextFields) {
    const value = item[name];
    if (typeof value === "number") made[name] = String(value);
    else if (typeof value === "string") {
      const text = value.replace(/<\/?(?:i|b|sc|sup|sub|span)\b[^<>]*>/gi, "").trim();
      if (text === "") delete made[name];
      else made[name] = text;
    } else delete made[name];
  }
  if (typeof made["URL"] === "string" && !/^https?:\/\/\S+$/i.test(made["URL"])) delete made["URL"];
  for (const name of cslDateFields) {
    const date = plainDate(item[name]);
    if (date === undefined) delete made[name];
    else made[name] = date;
  }
  return made;
}

function plainDate(date: unknown): unknown {
  if (!isRecord(date)) return undefined;
  const parts = date["date-parts"];
  if (Array.isArray(parts) && parts.length > 0) {
    const numbers = parts.map((part: unknown) =>
      Array.isArray(part) ? part.filter((it) => it !== "" && it !== null).map(Number) : part,
    );
    return { "date-parts": numbers };
  }
  const written = date["raw"] ?? date["literal"];
  return typeof written === "string" ? readDate(written.trim()) : undefined;
}

function checked(
  csl: Record<string, unknown>,
  at: Omit<ImportProblem, "problem">,
): ReadSource | ImportProblem {
  if (csl["title"] === undefined) return { ...at, problem: "no_title" };
  const result = cslItem.safeParse(csl);
  if (!result.success) {
    const field = String(result.error.issues[0]?.path[0] ?? "");
    const value = csl[field];
    const isTooLong = typeof value === "string" && value.length > 1000;
    return { ...at, problem: isTooLong ? "field_too_long" : "invalid", field };
  }
  const key = at.key !== null && sourceKey.safeParse(at.key).success ? at.key : null;
  return { key, csl: result.data };
}

/** What of the desk is shown: whom it waits for, which centre leads, and whether only what is late. */
import type { DeskEntry } from "@istmo/contracts";

export interface DeskFilter {
  /** "office": what the office has to do; "others": what it waits for. */
  readonly waits?: "office" | "others";
  readonly centre?: string;
  readonly late?: true;
}

/** Reads the address; what it does not know it leaves out. */
export function readDeskFilter(search: Readonly<Record<string, unknown>>): DeskFilter {
  const { waits, centre, late } = search;
  return {
    ...(waits === "office" || waits === "others" ? { waits } : {}),
    ...(typeof centre === "string" && centre !== "" ? { centre } : {}),
    ...(late === true ? { late } : {}),
  };
}

export function filterDesk(
  entries: readonly DeskEntry[],
  { waits, centre, late }: DeskFilter,
): DeskEntry[] {
  return entries.filter(
    (entry) =>
      (waits === undefined || (waits === "office") === (entry.waitingFor.length === 0)) &&
      (centre === undefined || entry.centreIds.includes(centre)) &&
      (late !== true || entry.isLate),
  );
}

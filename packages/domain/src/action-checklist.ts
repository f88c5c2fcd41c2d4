/**
 * The checklist of an action item. Each command says what to do with one line of the list as it is
 * now, so that people who tick at the same time take nothing from each other.
 */
import { accept, refuse, type Decision } from "./decision.ts";

export interface ChecklistLine {
  readonly id: string;
  readonly text: string;
  readonly done: boolean;
}

export type ChecklistCommand =
  | { readonly do: "add"; readonly id: string; readonly text: string }
  | { readonly do: "tick" | "untick" | "remove"; readonly id: string }
  | { readonly do: "rename"; readonly id: string; readonly text: string }
  /** Puts a line after another one; null is the beginning. */
  | { readonly do: "move"; readonly id: string; readonly afterId: string | null };

export const checklistAtMost = 100;

/**
 * The list after a command. A line that somebody has removed meanwhile is answered
 * `checklist_line_gone`, except to whoever wanted it removed; one that goes after such a line goes
 * to the end.
 */
export function applyToChecklist(
  lines: readonly ChecklistLine[],
  command: ChecklistCommand,
): Decision<readonly ChecklistLine[], "checklist_full" | "checklist_line_gone"> {
  const line = lines.find(({ id }) => id === command.id);
  if (command.do === "add") {
    if (line !== undefined) return accept(lines);
    if (lines.length >= checklistAtMost) return refuse("checklist_full");
    return accept([...lines, { id: command.id, text: command.text, done: false }]);
  }
  const others = lines.filter(({ id }) => id !== command.id);
  if (command.do === "remove") return accept(others);
  if (line === undefined) return refuse("checklist_line_gone");
  const replace = (next: ChecklistLine) =>
    accept(lines.map((one) => (one.id === line.id ? next : one)));
  switch (command.do) {
    case "tick":
      return replace({ ...line, done: true });
    case "untick":
      return replace({ ...line, done: false });
    case "rename":
      return replace({ ...line, text: command.text });
    case "move": {
      const { afterId } = command;
      const after = others.findIndex(({ id }) => id === afterId);
      const place = afterId === null ? 0 : after === -1 ? others.length : after + 1;
      return accept([...others.slice(0, place), line, ...others.slice(place)]);
    }
  }
}

/** A line and where it stands, as the history keeps it; null where it is not there. */
export type PlacedLine = (ChecklistLine & { readonly place: number }) | null;

/** The list with one line as it was before: put back, taken out, or its text, tick and place. */
export function withLineAsBefore(
  lines: readonly ChecklistLine[],
  { before, after }: { readonly before: PlacedLine; readonly after: PlacedLine },
): readonly ChecklistLine[] {
  const id = (before ?? after)?.id;
  const others = lines.filter((line) => line.id !== id);
  if (before === null) return others;
  const { place, ...line } = before;
  const isWhereItWas = after !== null && after.place === place;
  const at = isWhereItWas ? lines.findIndex((one) => one.id === id) : place;
  return [...others.slice(0, at), line, ...others.slice(at)];
}

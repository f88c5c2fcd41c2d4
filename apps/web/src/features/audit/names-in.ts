import type { AuditEntry } from "@istmo/contracts";

/** Finds the name of a person whom the entries name: who acted, and to whom it was done. */
export function namesIn(entries: readonly AuditEntry[]): (personId: string) => string | undefined {
  const names = new Map<string, string>();
  for (const { actor, subject } of entries) {
    if (actor !== null) names.set(actor.id, actor.name);
    if (subject?.kind === "person" && subject.label !== null) names.set(subject.id, subject.label);
  }
  return (personId) => names.get(personId);
}

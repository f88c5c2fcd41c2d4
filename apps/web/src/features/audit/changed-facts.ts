import type { AuditEntry } from "@istmo/contracts";

type Values = AuditEntry["before"];

/** One fact of an entry; undefined where that side does not name it. */
export interface ChangedFact {
  readonly name: string;
  readonly before: NonNullable<Values>[string] | undefined;
  readonly after: NonNullable<Values>[string] | undefined;
  readonly isChanged: boolean;
}

/** The facts of both sides, in the order in which they were written; what changed comes first. */
export function changedFacts(before: Values, after: Values): ChangedFact[] {
  const names = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])];
  const facts = names.map((name) => {
    const old = before?.[name];
    const now = after?.[name];
    return {
      name,
      before: old,
      after: now,
      isChanged: JSON.stringify(old) !== JSON.stringify(now),
    };
  });
  return facts.sort((a, b) => Number(b.isChanged) - Number(a.isChanged));
}

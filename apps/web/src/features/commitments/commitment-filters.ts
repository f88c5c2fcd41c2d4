/** Which commitments the ledger shows; the filter stands in the address. */
import type { Commitment } from "@istmo/contracts";
import { commitmentAges, isOpenCommitment, stateMachines } from "@istmo/domain";

export interface CommitmentFilter {
  readonly series?: string;
  /** "centre:<id>" or "organisation:<id>". */
  readonly body?: string;
  /** A state, or "all"; without one, what is open. */
  readonly state?: string;
  readonly age?: string;
}

const states: readonly string[] = [...stateMachines.commitment.states, "all"];
const ages: readonly string[] = commitmentAges;

/** What of an address is a filter; the rest is left out. */
export function readCommitmentFilter(search: Readonly<Record<string, unknown>>): CommitmentFilter {
  const { series, body, state, age } = search;
  return {
    ...(typeof series === "string" ? { series } : {}),
    ...(typeof body === "string" ? { body } : {}),
    ...(typeof state === "string" && states.includes(state) ? { state } : {}),
    ...(typeof age === "string" && ages.includes(age) ? { age } : {}),
  };
}

export const bodyKey = ({ kind, id }: Commitment["body"]): string => `${kind}:${id}`;

/** Those that a filter leaves, the longest late first. */
export function filterCommitments(
  items: readonly Commitment[],
  { series, body, state, age }: CommitmentFilter,
): Commitment[] {
  return items
    .filter((item) => {
      if (series !== undefined && item.origin.seriesId !== series) return false;
      if (body !== undefined && bodyKey(item.body) !== body) return false;
      if (age !== undefined && item.age !== age) return false;
      if (state === "all") return true;
      return state === undefined ? isOpenCommitment(item.state) : item.state === state;
    })
    .sort(
      (a, b) => b.daysLate - a.daysLate || (a.dueOn ?? "9999").localeCompare(b.dueOn ?? "9999"),
    );
}

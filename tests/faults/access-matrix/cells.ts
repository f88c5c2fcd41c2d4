/** What a cell of the access matrix asks, and what the rules of the domain say to it. */
import { errorCodes, type ErrorCode } from "@istmo/contracts";
import type { Actor } from "@istmo/domain";
import type { World } from "./world.ts";

/**
 * "may": the route did, or would have done, what was asked (another state of the row may still
 * refuse it). "refused": seen and not allowed, 403. "hidden": does not exist for this person, 404.
 */
export type Verdict = "may" | "refused" | "hidden";

export interface Cell {
  /** The row's second column: "own", "foreign", "classified", "issued"; "" where there is but one. */
  readonly on: string;
  readonly path: string;
  readonly body?: unknown;
  /** Puts back what an earlier cell may have changed. */
  readonly before?: () => Promise<unknown>;
  readonly decide: (actor: Actor) => Verdict;
}

/** A route's decision: its cells, or why it is open to strangers. */
export type RouteDecision = ((world: World) => Cell[]) | { readonly open: string };

/** A decision of the domain as a verdict: its refusal's status is what the caller sees. */
export function verdictOf(
  decision: { readonly accepted: true } | { readonly accepted: false; readonly code: ErrorCode },
): Verdict {
  if (decision.accepted) return "may";
  const status: number = errorCodes[decision.code];
  return status === 403 ? "refused" : status === 404 ? "hidden" : "may";
}

export const mayIf = (isAllowed: boolean): Verdict => (isAllowed ? "may" : "refused");

/** Every signed-in person may. */
export const everybody =
  (path: string, body?: unknown): ((world: World) => Cell[]) =>
  () => [{ on: "", path, ...(body === undefined ? {} : { body }), decide: () => "may" }];

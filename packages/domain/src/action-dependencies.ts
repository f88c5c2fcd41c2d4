/** Which action items wait for which; nothing waits for itself, however many lie between. */
import { accept, refuse, type Decision } from "./decision.ts";
import type { ActionState } from "./state-machines.ts";

export interface ActionDependency {
  readonly actionId: string;
  /** What has to be done before. */
  readonly needsId: string;
}

export const dependenciesAtMost = 50;

/**
 * Decides whether an item may wait for another one. `edges` holds at least all that the other one
 * waits for, and what those wait for in turn.
 */
export function decideDependency(
  wanted: ActionDependency,
  edges: readonly ActionDependency[],
): Decision<ActionDependency, "circular_dependency" | "too_many_dependencies"> {
  const needs = new Map<string, string[]>();
  for (const { actionId, needsId } of edges)
    needs.set(actionId, [...(needs.get(actionId) ?? []), needsId]);
  const met = new Set<string>();
  const open = [wanted.needsId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === wanted.actionId) return refuse("circular_dependency");
    if (met.has(id)) continue;
    met.add(id);
    open.push(...(needs.get(id) ?? []));
  }
  const own = needs.get(wanted.actionId) ?? [];
  if (own.length >= dependenciesAtMost && !own.includes(wanted.needsId))
    return refuse("too_many_dependencies");
  return accept(wanted);
}

/** Whether others still wait for an item in this state. */
export function isUnfinished(state: ActionState): boolean {
  return state === "open" || state === "in_progress" || state === "blocked";
}

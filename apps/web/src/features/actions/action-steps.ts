/** Which step of the action machine leads where, what it asks for, and why it may be refused. */
import type { ActionItem, ActionStepName } from "@istmo/contracts";
import { stateMachines, transitionFor, type ActionState } from "@istmo/domain";

const machine = stateMachines.action;

export const actionStates: readonly ActionState[] = machine.states;
/** The columns of the board; cancelled items are shown on request only. */
export const boardStates: readonly ActionState[] = actionStates.filter(
  (state) => state !== "cancelled",
);

type MachineTransition = (typeof machine.transitions)[number];
function isStep(
  transition: MachineTransition,
): transition is Extract<MachineTransition, { event: ActionStepName }> {
  return transition.to !== "=";
}

/** The step that brings an item from one state to another, or undefined where the machine has none. */
export function stepBetween(from: ActionState, to: ActionState): ActionStepName | undefined {
  for (const transition of machine.transitions) {
    const sources: readonly string[] = transition.from;
    if (isStep(transition) && transition.to === to && sources.includes(from)) {
      return transition.event;
    }
  }
  return undefined;
}

/** Where a step leads from a state. */
export function stateAfter(from: ActionState, step: ActionStepName): ActionState | undefined {
  const to = transitionFor("action", from, step)?.to;
  return actionStates.find((state) => state === to);
}

export type StepNeed = "nothing" | "reason" | "evidence";

const needs: Record<ActionStepName, StepNeed> = {
  start: "nothing",
  block: "reason",
  unblock: "nothing",
  mark_done: "evidence",
  verify: "nothing",
  refuse: "reason",
  reopen: "reason",
  cancel: "reason",
};

/** What a person must write down before the step can be taken. */
export function needOf(step: ActionStepName): StepNeed {
  return needs[step];
}

export type MoveRefusal = "no_such_step" | "owner_missing" | "own_item" | "not_allowed";
export type MoveDecision =
  | { readonly kind: "stay" }
  | { readonly kind: "step"; readonly step: ActionStepName }
  | { readonly kind: "refused"; readonly why: MoveRefusal; readonly step?: ActionStepName };

/** What dropping an item on a column means for the person who does it. The server decides again. */
export function decideMove(
  item: Pick<ActionItem, "state" | "owner" | "abilities">,
  to: ActionState,
  meId: string | undefined,
): MoveDecision {
  if (item.state === to) return { kind: "stay" };
  const step = stepBetween(item.state, to);
  if (step === undefined) return { kind: "refused", why: "no_such_step" };
  if (item.abilities.steps.includes(step)) return { kind: "step", step };
  if (step === "start" && item.owner === null) {
    return { kind: "refused", why: "owner_missing", step };
  }
  if (step === "verify" && item.owner?.id === meId) {
    return { kind: "refused", why: "own_item", step };
  }
  return { kind: "refused", why: "not_allowed", step };
}

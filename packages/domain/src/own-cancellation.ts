/** A cancellation that whoever cancelled takes back, before anything else has happened. */
import { possibleSteps, type ActionItem } from "./action-item.ts";
import type { Actor } from "./actor.ts";
import type { ActionState } from "./state-machines.ts";

/**
 * To reopen what somebody else has cancelled is for the office. Whoever cancelled an item and could
 * do so again takes their own act back.
 */
export function mayTakeBackCancellation(
  item: ActionItem,
  actor: Actor,
  { byId, from }: { readonly byId: string | null; readonly from: ActionState },
): boolean {
  return (
    item.state === "cancelled" &&
    byId === actor.id &&
    possibleSteps({ ...item, state: from }, actor).includes("cancel")
  );
}

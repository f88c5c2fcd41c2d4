/**
 * Saved views of the action items: a filter with a name. A view is no right: what it shows is decided
 * for whoever opens it.
 */
import { isOffice, isStaff, type Actor } from "./actor.ts";

/** With whom a view is shared; of a centre with the people who work there. */
export type ViewSharing =
  | { readonly with: "nobody" }
  | { readonly with: "centre"; readonly centreId: string }
  | { readonly with: "staff" };

export interface SavedView {
  readonly ownerId: string;
  readonly sharing: ViewSharing;
}

/** Views that one person keeps, at most. */
export const viewsAtMost = 100;

const worksIn = (actor: Actor, centreId: string) =>
  actor.posts.some((post) => post.centreId === centreId);

/** Its owner, and those with whom it is shared. */
export function canSeeView(actor: Actor, { ownerId, sharing }: SavedView): boolean {
  if (ownerId === actor.id) return true;
  if (sharing.with === "staff") return isStaff(actor);
  return sharing.with === "centre" && isStaff(actor) && worksIn(actor, sharing.centreId);
}

/** Its owner; the office takes back what everybody sees. */
export function canChangeView(actor: Actor, view: SavedView): boolean {
  return view.ownerId === actor.id || (view.sharing.with === "staff" && isOffice(actor));
}

/** Somebody shares with a centre where they work, the office with any; with the staff whoever is of it. */
export function canShareView(actor: Actor, sharing: ViewSharing): boolean {
  if (sharing.with === "nobody") return true;
  if (!isStaff(actor)) return false;
  return sharing.with === "staff" || isOffice(actor) || worksIn(actor, sharing.centreId);
}

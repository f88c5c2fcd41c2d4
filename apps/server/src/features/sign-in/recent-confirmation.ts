import { AppError } from "../../http/app-error.ts";
import type { SignedIn } from "../../http/session-reader.ts";

/** Milliseconds for which a proof of who one is counts as recent. */
const confirmedFor = 15 * 60_000;

/** Until when changes of the sign-in need no new confirmation; null when that has passed. */
export function confirmedUntil({ confirmedAt }: Pick<SignedIn, "confirmedAt">, now: Date) {
  const until = new Date(confirmedAt.getTime() + confirmedFor);
  return until > now ? until : null;
}

/**
 * Changes of how one signs in ask for a recent proof of who one is: whoever finds an open page must
 * not be able to make the account theirs. Refusal: `confirmation_required`.
 */
export function requireRecentConfirmation(me: Pick<SignedIn, "confirmedAt">, now: Date): void {
  if (confirmedUntil(me, now) === null) throw new AppError("confirmation_required");
}

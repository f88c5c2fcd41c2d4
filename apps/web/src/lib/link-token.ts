/**
 * The token of a link from a mail. It stands in the fragment of the address, which no server sees,
 * and is taken out of it before the router, the history or a screen shared in a meeting has it:
 *
 *   /invitation#<token>  ->  takeLinkToken()  ->  /invitation, and the token in this module only
 *
 * A token never goes into a query key: `serial` tells one from another there.
 */
import { useEffect, useSyncExternalStore } from "react";

export type LinkPath = "/invitation" | "/reset-password" | "/first-administrator" | "/clear";
const linkPaths: ReadonlySet<string> = new Set<LinkPath>([
  "/invitation",
  "/reset-password",
  "/first-administrator",
  "/clear",
]);

export interface LinkToken {
  readonly path: string;
  readonly value: string;
  readonly serial: number;
}

/** For the way through the sign-in of an invited person, which may leave this page. */
const storageKey = "istmo.invitation";
const listeners = new Set<() => void>();
let held: LinkToken | null = null;
let serial = 0;

function readStored(): string | null {
  try {
    return sessionStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** Mail programs may have encoded the link; what is no proper encoding is taken as it stands. */
function plain(fragment: string): string {
  try {
    return decodeURIComponent(fragment).trim();
  } catch {
    return fragment;
  }
}

function hold(path: string, value: string): void {
  serial += 1;
  held = { path, value, serial };
  for (const listener of listeners) listener();
}

/** Takes the token out of the address. Called before the router starts, and when the link changes. */
export function takeLinkToken(): void {
  const { pathname, search, hash } = window.location;
  if (!linkPaths.has(pathname) || hash.length < 2) return;
  window.history.replaceState(window.history.state, "", `${pathname}${search}`);
  hold(pathname, plain(hash.slice(1)));
}

/** The invitation that was kept over the sign-in is here again, before its page is shown. */
export function recallInvitation(): void {
  if (held?.path === "/invitation") return;
  const stored = readStored();
  if (stored !== null) hold("/invitation", stored);
}

/** Keeps the token of an invitation in this tab while its holder signs in. */
export function keepInvitationOverSignIn(token: LinkToken): void {
  try {
    sessionStorage.setItem(storageKey, token.value);
  } catch {
    // Without storage only a sign-in that stays on this page comes back to the invitation.
  }
}

/** Forgets a token that has done its work. */
export function forgetLinkToken(): void {
  held = null;
  try {
    sessionStorage.removeItem(storageKey);
  } catch {
    // It was not kept either.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("hashchange", takeLinkToken);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("hashchange", takeLinkToken);
  };
}

/** The token of the link by which the page at `path` was opened; null where there was none. */
export function heldLinkToken(path: LinkPath): LinkToken | null {
  return held?.path === path ? held : null;
}

/** The same for a page, which is shown anew when another link is opened in its place. */
export function useLinkToken(path: LinkPath): LinkToken | null {
  const token = useSyncExternalStore(subscribe, () => heldLinkToken(path));
  useEffect(() => {
    // Back from the sign-in: from here on it is needed in memory only.
    try {
      sessionStorage.removeItem(storageKey);
    } catch {
      // It was not kept.
    }
  }, [path]);
  return token;
}

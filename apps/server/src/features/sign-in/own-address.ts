import { isIP } from "node:net";
import type { IncomingMessage } from "node:http";
import { isOwnOrigin } from "../../http/security.ts";

/**
 * The address by which a browser opened our page: the configured one, else what the request names.
 * A request that names another host than ours only deceives itself: browsers scope passkeys to the
 * host that they see, and an identity provider returns only to addresses that it knows.
 */
export function ownAddress(
  request: IncomingMessage & { readonly protocol: string },
  publicOrigin: string | null,
): URL | null {
  if (publicOrigin !== null) return new URL(publicOrigin);
  const { host = "", origin } = request.headers;
  // The browser knows whether it came by https; a proxy may not have told us.
  if (origin !== undefined && isOwnOrigin(request, null)) return new URL(origin);
  const claimed = `${request.protocol}://${host}`;
  return URL.canParse(claimed) ? new URL(claimed) : null;
}

/** Whether passkeys can be scoped to this address: to a name, never to a number. */
export function canHoldPasskeys(address: URL | null): address is URL {
  if (address === null || address.hostname === "") return false;
  return isIP(address.hostname.replace(/^\[|\]$/g, "")) === 0;
}

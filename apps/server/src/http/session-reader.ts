/** Who is asking: the one door through which HTTP, Socket.IO and co-editing learn it. */
import type { IncomingHttpHeaders } from "node:http";
import type { Actor } from "@istmo/domain";
import type { Request } from "express";

/** A signed-in person with the posts held today. */
export interface SignedIn {
  readonly sessionId: string;
  readonly expiresAt: Date;
  /** When the person last proved to be who they are. */
  readonly confirmedAt: Date;
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly locale: string;
    readonly timeZone: string;
    readonly sample: boolean;
  };
  readonly actor: Actor;
  /** A password alone opened the session, and more is asked for: only one's own account is open. */
  readonly mustAddFactor: boolean;
  /** `Set-Cookie` values that prolong the session. */
  readonly setCookies: readonly string[];
}

/** Null without a session, with an ended one, or for somebody deactivated. */
export type ReadSession = (headers: IncomingHttpHeaders) => Promise<SignedIn | null>;

const read = new WeakMap<Request, Promise<SignedIn | null>>();

/** Reads the session of a request once, however often it is asked for. */
export function sessionOf(request: Request, readSession: ReadSession): Promise<SignedIn | null> {
  let session = read.get(request);
  if (session === undefined) {
    session = readSession(request.headers);
    read.set(request, session);
  }
  return session;
}

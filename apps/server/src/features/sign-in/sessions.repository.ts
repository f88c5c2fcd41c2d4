import type { ClassificationLevel, HeldPost } from "@istmo/domain";
import { Prisma } from "@istmo/prisma/client";
import type { PlainReader } from "../../platform/plain-reader.ts";

/** A session with its person, as they are now. */
export interface SessionRow {
  readonly sessionId: string;
  readonly method: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly confirmedAt: Date;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly sample: boolean;
  readonly clearedTo: ClassificationLevel;
  readonly posts: HeldPost[];
  readonly hasAuthenticator: boolean;
}

/**
 * The session of a token with the posts held at an instant, in the one statement that every request
 * begins with; null when there is none, or its person is deactivated.
 */
export async function findSession(
  reader: PlainReader,
  token: string,
  at: Date,
): Promise<SessionRow | null> {
  const now = at.toISOString();
  const statement = Prisma.sql`
    SELECT session.id AS "sessionId", session.method, session."createdAt", session."expiresAt",
      session."confirmedAt", person.id, person.name, person.email, person.locale,
      person."timeZone", person.sample, person."clearedTo",
      (SELECT coalesce(json_agg(json_build_object('role', post.role, 'centreId', post."centreId",
          'organisationId', post."organisationId") ORDER BY post."startsAt", post.id), '[]')
        FROM "Post" post WHERE post."personId" = person.id AND post."startsAt" <= ${now}::timestamp
          AND (post."endsAt" IS NULL OR post."endsAt" > ${now}::timestamp)) AS posts,
      EXISTS (SELECT FROM "Authenticator" own
        WHERE own."personId" = person.id AND own."confirmedAt" IS NOT NULL) AS "hasAuthenticator"
    FROM "Session" session JOIN "Person" person ON person.id = session."userId"
    WHERE session.token = ${token} AND person."deactivatedAt" IS NULL`;
  const [row] = await reader.read<SessionRow>(statement, "find session");
  return row ?? null;
}

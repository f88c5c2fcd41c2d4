/** Posts as rows, as the rules of the domain read them, and as the API shows them. */
import type { Tenure as TenureAnswer } from "@istmo/contracts";
import {
  managesPeople,
  officeTimeZone,
  tenureState,
  type Actor,
  type HeldPost,
  type Role,
  type Tenure,
} from "@istmo/domain";
import type { AuditFacts } from "@istmo/domain";
import { dayAfter, dayIn, startOfDay } from "../../platform/clock.ts";

interface PostRow {
  readonly id: string;
  readonly personId: string;
  readonly role: string;
  readonly centreId: string | null;
  readonly organisationId: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly version: number;
}

export function toTenure(row: PostRow): Tenure {
  const { id, personId, role, centreId, organisationId, startsAt, endsAt } = row;
  return { id, personId, role: role as Role, centreId, organisationId, startsAt, endsAt };
}

/** The day of the office on which something ends that is over at an instant. */
export function lastDay(endsAt: Date | null): string | null {
  return endsAt && dayIn(officeTimeZone, new Date(endsAt.getTime() - 1));
}

/** The instant at which today ends in the office. */
export function endOfToday(now: Date): Date {
  return startOfDay(officeTimeZone, dayAfter(dayIn(officeTimeZone, now)));
}

/**
 * The instants of a post given in days of the office; the last day counts whole. One that begins
 * today begins now: it must not reach back before the same post's end of this morning.
 */
export function periodOf(
  days: { readonly startsOn?: string | undefined; readonly endsOn: string | null },
  now: Date,
): { readonly startsAt: Date; readonly endsAt: Date | null } {
  const { startsOn, endsOn } = days;
  const isToday = startsOn === undefined || startsOn === dayIn(officeTimeZone, now);
  return {
    startsAt: isToday ? now : startOfDay(officeTimeZone, startsOn),
    endsAt: endsOn === null ? null : startOfDay(officeTimeZone, dayAfter(endsOn)),
  };
}

export function tenureAnswer(row: PostRow, actor: Actor, now: Date): TenureAnswer {
  const state = tenureState(row, now);
  const isManaged = managesPeople(actor) && state !== "ended";
  return {
    id: row.id,
    personId: row.personId,
    role: row.role as Role,
    centreId: row.centreId,
    organisationId: row.organisationId,
    startsOn: dayIn(officeTimeZone, row.startsAt),
    endsOn: lastDay(row.endsAt),
    state,
    version: row.version,
    abilities: { end: isManaged, handOver: isManaged },
  };
}

/** A post in the audit log. */
export function postFacts(
  post: HeldPost & { readonly startsAt: Date; readonly endsAt: Date | null },
): AuditFacts {
  return {
    role: post.role,
    centreId: post.centreId,
    organisationId: post.organisationId,
    startsAt: post.startsAt.toISOString(),
    endsAt: post.endsAt?.toISOString() ?? null,
  };
}

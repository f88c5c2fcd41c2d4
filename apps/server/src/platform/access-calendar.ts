/**
 * Posts and shares begin and end by themselves. A timer waits for the next such instant; then what
 * changed is recorded in the event log as if somebody had done it, so that sockets, pages and other
 * processes learn it by the one way there is. Processes beside each other record an instant once.
 */
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import type { Clock } from "./clock.ts";
import { appendEvents, type EventLog, type NewEvent } from "./event-log.ts";
import { forgetAudience } from "./audience.ts";

export interface AccessCalendarNeeds {
  readonly client: PrismaClient;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: { error(details: object, message: string): void };
}

/** The longest wait in milliseconds: clocks are put right, and timers take no more than 24 days. */
const longestWait = 3_600_000;
/** Milliseconds until another attempt when the database was away. */
const retryAfter = 5000;
/** Posts, and shares, that one round reads at most. */
const atOnce = 5000;

interface Turn {
  readonly at: Date;
  readonly personIds: string[];
  readonly shares: {
    readonly subject: string;
    readonly paperId: string;
    readonly centreIds: string[];
    readonly classification: string;
  }[];
}

/** The first instant after `now` at which a post begins or ends or a share ends; null for none. */
async function nextInstant(client: PrismaClient, now: Date): Promise<Date | null> {
  const rows = await client.$queryRaw<{ at: Date | null }[]>`
    SELECT min(at) AS at FROM (
      SELECT min("startsAt") AS at FROM "Post" WHERE "startsAt" > ${now}
      UNION ALL SELECT min("endsAt") FROM "Post" WHERE "endsAt" > ${now}
      UNION ALL SELECT min("expiresAt") FROM "PaperShare" WHERE "expiresAt" > ${now}
    ) AS instants`;
  return rows[0]?.at ?? null;
}

/** What began or ended after one instant and not after another, by instant. */
async function turnsWithin(client: PrismaClient, after: Date, until: Date): Promise<Turn[]> {
  const within = { gt: after, lte: until };
  const posts = await client.post.findMany({
    where: { OR: [{ startsAt: within }, { endsAt: within }] },
    select: { personId: true, startsAt: true, endsAt: true, createdAt: true },
    take: atOnce,
  });
  const shares = await client.paperShare.findMany({
    where: { expiresAt: within },
    select: {
      subject: true,
      paperId: true,
      expiresAt: true,
      paper: { select: { classification: true, centres: { select: { centreId: true } } } },
    },
    take: atOnce,
  });
  const turns = new Map<number, Turn>();
  const turnAt = (at: Date): Turn => {
    const turn = turns.get(at.getTime()) ?? { at, personIds: [], shares: [] };
    turns.set(at.getTime(), turn);
    return turn;
  };
  const isWithin = (at: Date | null): at is Date => at !== null && at > after && at <= until;
  for (const { personId, startsAt, endsAt, createdAt } of posts) {
    // A post that held from the moment it was given was announced by whoever gave it.
    if (isWithin(startsAt) && startsAt > createdAt) turnAt(startsAt).personIds.push(personId);
    if (isWithin(endsAt)) turnAt(endsAt).personIds.push(personId);
  }
  for (const { subject, paperId, expiresAt, paper } of shares) {
    const centreIds = paper.centres.map(({ centreId }) => centreId);
    const { classification } = paper;
    if (isWithin(expiresAt))
      turnAt(expiresAt).shares.push({ subject, paperId, centreIds, classification });
  }
  return [...turns.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function eventsOf({ at, personIds, shares }: Turn): NewEvent[] {
  const people = [...new Set(personIds)].map((id) => `person:${id}`);
  const ofPosts: NewEvent[] =
    people.length === 0
      ? []
      : [
          {
            type: "access.changed",
            payload: { subjects: people, paperId: null, at: at.toISOString() },
            audience: people,
            classification: "unclassified",
          },
        ];
  const ofShares = shares.map(({ subject, paperId, centreIds, classification }): NewEvent => ({
    type: "access.changed",
    payload: { subjects: [subject], paperId, at: at.toISOString() },
    audience: [...new Set([subject, "office", ...centreIds.map((id) => `centre:${id}`)])],
    classification,
  }));
  return [...ofPosts, ...ofShares];
}

/** Records an instant unless another process has; the counter's lock lets one of them look first. */
async function recordTurn(tx: PrismaTransaction, turn: Turn): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "EventCounter" (id, seq) VALUES (1, 0) ON CONFLICT (id) DO NOTHING`;
  await tx.$queryRaw`SELECT seq FROM "EventCounter" WHERE id = 1 FOR UPDATE`;
  const known = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS known FROM "Event"
    WHERE type = 'access.changed' AND payload->>'at' = ${turn.at.toISOString()} LIMIT 1`;
  if (known.length > 0) return;
  for (const { paperId, subject, centreIds } of turn.shares)
    if (!centreIds.some((id) => `centre:${id}` === subject))
      await forgetAudience(tx, paperId, subject);
  await appendEvents(tx, null, eventsOf(turn));
}

/** Starts the timer; returns a way to stop it. */
export async function followAccessCalendar(needs: AccessCalendarNeeds): Promise<() => void> {
  const { client, log, clock, logger } = needs;
  // What turned while no process ran is recorded now, for pages that come back.
  const newest = await client.event.findFirst({ orderBy: { seq: "desc" } });
  let through = newest?.createdAt ?? clock.now();
  let next: Date | null = through;
  let timer: NodeJS.Timeout | undefined;
  let arming: Promise<void> | null = null;
  let isChanged = false;
  let isStopped = false;

  async function arm(): Promise<void> {
    const now = clock.now();
    if (next !== null && next <= now) {
      for (const turn of await turnsWithin(client, through, now)) {
        await client.$transaction((tx) => recordTurn(tx, turn), { timeout: 20_000 });
        log.wake();
      }
    }
    through = now;
    next = await nextInstant(client, now);
    const left = next === null ? longestWait : next.getTime() - clock.now().getTime();
    wait(Math.max(0, Math.min(left, longestWait)));
  }

  function wait(milliseconds: number): void {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(rearm, milliseconds).unref();
  }

  function rearm(): void {
    isChanged = true;
    arming ??= (async () => {
      try {
        while (isChanged && !isStopped) {
          isChanged = false;
          await arm();
        }
      } catch (error) {
        logger.error({ err: error }, "the calendar of access could not be read");
        wait(retryAfter);
      } finally {
        arming = null;
      }
    })();
  }

  rearm();
  const stop = log.subscribe(({ type, payload }) => {
    // What the calendar itself recorded brings no new date.
    if (type === "access.changed" && !("at" in (payload as object))) rearm();
  });
  return () => {
    isStopped = true;
    clearTimeout(timer);
    stop();
  };
}

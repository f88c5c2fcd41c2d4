/** The numbers of the dashboards. A handful of statements, however many items there are. */
import {
  daysAhead,
  loadAtMost,
  noCentre,
  slippingAtMost,
  type ActionsSummary,
  type CentreFigures,
  type PersonLoad,
  type TypedText,
} from "@istmo/contracts";
import { officeTimeZone, type Actor } from "@istmo/domain";
import { Prisma, type PrismaClient } from "@istmo/prisma/client";
import { dayIn } from "../../platform/clock.ts";
import { namesOf } from "../identity/identity.queries.ts";
import { visibleActionsSql, waitingStates } from "./actions.queries.ts";

interface Wanted {
  readonly centre?: string | undefined;
  readonly weeks: number;
}

/** What the statements of one summary share. */
interface Counted {
  /** The items that count, as `item`, with the day at their centre as `today.day`. */
  readonly from: Prisma.Sql;
  readonly today: string;
  readonly todayOf: (centreId: string | null) => string;
}

const isWaiting = Prisma.sql`item.state IN (${Prisma.join(waitingStates)})`;
const isLate = Prisma.sql`${isWaiting} AND item."dueOn" < today.day`;
const count = (condition: Prisma.Sql) => Prisma.sql`(count(*) FILTER (WHERE ${condition}))::int`;
const lateFrom = (days: number, until: number | null) => {
  const newest = Prisma.sql`${isLate} AND item."dueOn"::date <= today.day::date - ${days}::int`;
  return until === null
    ? newest
    : Prisma.sql`${newest} AND item."dueOn"::date >= today.day::date - ${until}::int`;
};
const msPerDay = 86_400_000;
const plusDays = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * msPerDay).toISOString().slice(0, 10);

export class ActionsSummaryRepository {
  readonly #db: PrismaClient;

  constructor(db: PrismaClient) {
    this.#db = db;
  }

  /** Of the items that the actor may see: by centre, person, day and week. */
  async summary(actor: Actor, wanted: Wanted, now: Date): Promise<ActionsSummary> {
    const counted = await this.#counted(actor, wanted.centre, now);
    return {
      centres: await this.#centres(counted),
      load: await this.#load(counted),
      nextDays: await this.#nextDays(counted),
      slipping: await this.#slipping(counted),
      weeks: await this.#weeks(counted, wanted.weeks, now),
    };
  }

  async #counted(actor: Actor, centre: string | undefined, now: Date): Promise<Counted> {
    const centres = await this.#db.centre.findMany({ select: { id: true, timeZone: true } });
    const days = new Map(centres.map(({ id, timeZone }) => [id, dayIn(timeZone, now)]));
    const today = dayIn(officeTimeZone, now);
    const rows = [["", today], ...days].map(([id, day]) => Prisma.sql`(${id}, ${day})`);
    const ofCentre =
      centre === undefined
        ? Prisma.empty
        : centre === noCentre
          ? Prisma.sql`AND item."centreId" IS NULL`
          : Prisma.sql`AND item."centreId" = ${centre}`;
    const todays = Prisma.sql`(VALUES ${Prisma.join(rows)}) AS today(centre, day)`;
    return {
      from: Prisma.sql`"ActionItem" item JOIN ${todays}
        ON today.centre = coalesce(item."centreId", '')
        AND ${visibleActionsSql(actor)} ${ofCentre}`,
      today,
      todayOf: (centreId) => (centreId === null ? today : (days.get(centreId) ?? today)),
    };
  }

  async #centres({ from, todayOf }: Counted): Promise<CentreFigures[]> {
    type Row = Omit<CentreFigures, "today" | "ageing"> & CentreFigures["ageing"];
    const rows = await this.#db.$queryRaw<Row[]>`
      SELECT item."centreId",
        ${count(isWaiting)} AS waiting,
        ${count(isLate)} AS overdue,
        ${count(Prisma.sql`${isWaiting} AND item."dueOn" >= today.day`)} AS "onTime",
        ${count(Prisma.sql`${isWaiting} AND item."dueOn" IS NULL`)} AS "noDate",
        ${count(Prisma.sql`${isWaiting} AND item."dueOn" = today.day`)} AS "dueToday",
        ${count(dueSoon)} AS "dueSoon",
        ${count(Prisma.sql`item.state = 'blocked'`)} AS blocked,
        ${count(Prisma.sql`item.state = 'done'`)} AS "toVerify",
        ${count(Prisma.sql`item.state = 'verified'`)} AS verified,
        ${count(Prisma.sql`${isWaiting} AND item."dateSlips" > 0`)} AS slipped,
        ${count(lateFrom(1, 7))} AS to7,
        ${count(lateFrom(8, 30))} AS to30,
        ${count(lateFrom(31, 90))} AS to90,
        ${count(lateFrom(91, null))} AS over90
      FROM ${from}
      GROUP BY item."centreId" ORDER BY item."centreId" NULLS LAST`;
    return rows.map(({ to7, to30, to90, over90, ...row }) => ({
      ...row,
      today: todayOf(row.centreId),
      ageing: { to7, to30, to90, over90 },
    }));
  }

  async #load({ from }: Counted): Promise<PersonLoad[]> {
    type Row = Omit<PersonLoad, "person"> & { ownerId: string | null };
    const rows = await this.#db.$queryRaw<Row[]>`
      SELECT item."ownerId",
        count(*)::int AS waiting,
        ${count(isLate)} AS overdue,
        ${count(dueSoon)} AS "dueSoon",
        ${count(Prisma.sql`item."dueOn" IS NULL`)} AS "noDate",
        ${count(Prisma.sql`item.state = 'blocked'`)} AS blocked
      FROM ${from} WHERE ${isWaiting}
      GROUP BY item."ownerId" ORDER BY waiting DESC, item."ownerId" LIMIT ${loadAtMost}`;
    const names = await namesOf(
      this.#db,
      rows.map(({ ownerId }) => ownerId),
    );
    return rows.map(({ ownerId, ...row }) => ({
      ...row,
      person: (ownerId !== null && names.get(ownerId)) || null,
    }));
  }

  async #nextDays({ from, today }: Counted): Promise<ActionsSummary["nextDays"]> {
    const days = Array.from({ length: daysAhead }, (_, ahead) => plusDays(today, ahead));
    const rows = await this.#db.$queryRaw<{ day: string; count: number }[]>`
      SELECT item."dueOn" AS day, count(*)::int AS count
      FROM ${from} WHERE ${isWaiting} AND item."dueOn" IN (${Prisma.join(days)})
      GROUP BY item."dueOn"`;
    const counts = new Map(rows.map((row) => [row.day, row.count]));
    return days.map((day) => ({ day, count: counts.get(day) ?? 0 }));
  }

  async #slipping({ from }: Counted): Promise<ActionsSummary["slipping"]> {
    type Row = Omit<ActionsSummary["slipping"][number], "title"> & { title: unknown };
    const rows = await this.#db.$queryRaw<Row[]>`
      SELECT item.id, item.title, item."dueOn", item."dateSlips" AS slips,
        coalesce(item."dueOn" < today.day, false) AS "isLate"
      FROM ${from} WHERE ${isWaiting} AND item."dateSlips" > 0
      ORDER BY item."dateSlips" DESC, item."dueOn", item.id LIMIT ${slippingAtMost}`;
    return rows.map((row) => ({ ...row, title: row.title as TypedText }));
  }

  /**
   * From the history: an item counts from when it was made until it is cancelled, and as done from
   * the step that finished it. What the history does not tell of is dated by the row's last change.
   */
  async #weeks({ from }: Counted, weeks: number, now: Date): Promise<ActionsSummary["weeks"]> {
    const counts = (state: Prisma.Sql) => Prisma.sql`(${state} <> 'cancelled')::int`;
    const isDone = (state: Prisma.Sql) => Prisma.sql`(${state} IN ('done', 'verified'))::int`;
    const before = Prisma.sql`(change.before #>> '{}')`;
    const after = Prisma.sql`(change.after #>> '{}')`;
    const rows = await this.#db.$queryRaw<{ ago: number; all: number; done: number }[]>`
      WITH items AS MATERIALIZED (
        SELECT item.id, item.state, item."createdAt", item."updatedAt" FROM ${from}
      ), moves AS MATERIALIZED (
        SELECT change."actionId", change.at, change.version, ${before} AS before, ${after} AS after
        FROM "ActionChange" change JOIN items ON items.id = change."actionId"
        WHERE change.field = 'state'
      ), firsts AS (
        SELECT DISTINCT ON ("actionId") "actionId", before AS state
        FROM moves ORDER BY "actionId", version
      ), deltas AS (
        SELECT items."createdAt" AS at, 1 AS all, 0 AS done FROM items
        UNION ALL
        SELECT at, ${counts(Prisma.sql`after`)} - ${counts(Prisma.sql`before`)},
          ${isDone(Prisma.sql`after`)} - ${isDone(Prisma.sql`before`)} FROM moves
        UNION ALL
        SELECT CASE WHEN firsts.state IS NULL THEN items."updatedAt" ELSE items."createdAt" END,
          ${counts(Prisma.sql`coalesce(firsts.state, items.state)`)} - 1,
          ${isDone(Prisma.sql`coalesce(firsts.state, items.state)`)}
        FROM items LEFT JOIN firsts ON firsts."actionId" = items.id
      )
      SELECT least(${weeks}::int, greatest(0, floor(
          extract(epoch FROM ${now.toISOString()}::timestamptz - at::timestamp AT TIME ZONE 'UTC')
          / 604800)))::int AS ago,
        sum("all")::int AS all, sum(done)::int AS done
      FROM deltas GROUP BY 1`;
    const byWeek = new Map(rows.map((row) => [row.ago, row]));
    let all = 0;
    let done = 0;
    const ends: ActionsSummary["weeks"] = [];
    for (let ago = weeks; ago >= 0; ago--) {
      all += byWeek.get(ago)?.all ?? 0;
      done += byWeek.get(ago)?.done ?? 0;
      // The oldest is all that was before: where the picture begins.
      const end = dayIn(officeTimeZone, new Date(now.getTime() - ago * 7 * msPerDay));
      ends.push({ end, all, done });
    }
    return ends;
  }
}

/** From today and for fourteen days. */
const dueSoon = Prisma.sql`${isWaiting} AND item."dueOn" >= today.day
  AND item."dueOn"::date < today.day::date + ${daysAhead}::int`;

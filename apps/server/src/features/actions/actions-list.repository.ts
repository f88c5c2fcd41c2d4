/** Lists of items: filters, orders, and pages that begin after the last row seen. */
import { noCentre, nobody, type PersonRef, type actionSorts } from "@istmo/contracts";
import { officeTimeZone, type Actor } from "@istmo/domain";
import { Prisma } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { dayIn } from "../../platform/clock.ts";
import type { PlainReader } from "../../platform/plain-reader.ts";
import { readablePapersSql } from "../papers/papers.queries.ts";
import { visibleActionsSql, waitingStates } from "./actions.queries.ts";
import type { ActionRow } from "./actions.repository.ts";

type Sort = (typeof actionSorts)[number];

/** Of the row, what a list shows or is ordered by: the columns of `ListedRow`. */
const listed = Prisma.sql`
  item.id, item.title, item.description, item."centreId", item."organisationId",
  item."programmeId", item."outputId", item."ownerId", item."helperIds", item."watcherIds",
  item."verifierId", item."unblockerId", item.state, item.priority, item.urgency,
  item."startOn", item."dueOn", item.checklist, item."dateSlips", item."blockedReason",
  item.evidence, item."originKind", item."originPaperId", item."originBlockId",
  item."textPlace", item.classification, item.rank, item.sample, item.version,
  item."updatedAt", item."commentCount", item."seriesId"`;

type ListedColumn =
  | "id"
  | "title"
  | "description"
  | "centreId"
  | "organisationId"
  | "programmeId"
  | "outputId"
  | "ownerId"
  | "helperIds"
  | "watcherIds"
  | "verifierId"
  | "unblockerId"
  | "state"
  | "priority"
  | "urgency"
  | "startOn"
  | "dueOn"
  | "checklist"
  | "dateSlips"
  | "blockedReason"
  | "evidence"
  | "originKind"
  | "originPaperId"
  | "originBlockId"
  | "textPlace"
  | "classification"
  | "rank"
  | "sample"
  | "version"
  | "updatedAt"
  | "commentCount"
  | "seriesId";

/** A row with what is told beside it. */
export interface ListedRow extends Pick<ActionRow, ListedColumn> {
  readonly timeZone: string | null;
  readonly ownerName: string | null;
  readonly verifierName: string | null;
  readonly unblockerName: string | null;
  readonly helpers: PersonRef[];
  readonly isPaperReadable: boolean;
  readonly waitsForIds: string[];
}

export interface ActionsFilter {
  readonly state?: readonly string[] | undefined;
  readonly centre?: string | undefined;
  readonly organisation?: string | undefined;
  readonly owner?: string | undefined;
  readonly helper?: string | undefined;
  readonly involves?: string | undefined;
  readonly watcher?: string | undefined;
  readonly priority?: readonly string[] | undefined;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly undated?: boolean | undefined;
  readonly overdue?: boolean | undefined;
  readonly blocked?: boolean | undefined;
  readonly programme?: string | undefined;
  readonly output?: string | undefined;
  readonly paper?: string | undefined;
  readonly q?: string | undefined;
}

export interface ActionsPage extends ActionsFilter {
  readonly sort: Sort;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What an order compares before the id; a date can be missing, which comes last. */
interface Order {
  readonly by: Prisma.Sql;
  readonly valueOf: (row: ListedRow) => string | null;
  /** The rows after a value and an id, in this order: what an index is entered by. */
  readonly after: (value: string | null, id: string) => Prisma.Sql;
}

const orders: Readonly<Record<Sort, Order>> = {
  rank: {
    by: Prisma.sql`item.rank, item.id`,
    valueOf: ({ rank }) => rank,
    after: (rank, id) => Prisma.sql`(item.rank, item.id) > (${rank ?? ""}, ${id})`,
  },
  due: {
    by: Prisma.sql`item."dueOn" NULLS LAST, item.id`,
    valueOf: ({ dueOn }) => dueOn,
    after: (dueOn, id) =>
      dueOn === null
        ? Prisma.sql`item."dueOn" IS NULL AND item.id > ${id}`
        : Prisma.sql`((item."dueOn", item.id) > (${dueOn}, ${id}) OR item."dueOn" IS NULL)`,
  },
  updated: {
    by: Prisma.sql`item."updatedAt" DESC, item.id DESC`,
    valueOf: ({ updatedAt }) => updatedAt.toISOString(),
    after: (value, id) =>
      Prisma.sql`(item."updatedAt", item.id) < (${new Date(value ?? 0).toISOString()}::timestamp, ${id})`,
  },
  priority: {
    by: Prisma.sql`item.urgency, item.rank, item.id`,
    valueOf: ({ urgency, rank }) => `${urgency ?? 1} ${rank}`,
    after: (value, id) => {
      const [urgency = "", rank = ""] = (value ?? "").split(" ");
      return Prisma.sql`(item.urgency, item.rank, item.id) > (${Number(urgency)}::int, ${rank}, ${id})`;
    },
  },
};

/** Where the page after a row begins: it holds although the row moves on or goes. */
function cursorOf(sort: Sort, row: ListedRow): string {
  const place = [sort, orders[sort].valueOf(row), row.id];
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

function readCursor(sort: Sort, cursor: string): Prisma.Sql {
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw new AppError("invalid_request", { query: "cursor" });
  }
  const [of, value, id] = Array.isArray(place) ? (place as unknown[]) : [];
  const isValue = value === null || typeof value === "string";
  const isDate = sort !== "updated" || !Number.isNaN(Date.parse(String(value)));
  if (of !== sort || !isValue || !isDate || typeof id !== "string")
    throw new AppError("invalid_request", { query: "cursor" });
  return orders[sort].after(value, id);
}

/** What was typed as the titles are kept to be searched; signs that stand for others stand for themselves. */
function searchedFor(typed: string): string {
  const plain = typed
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .trim();
  return plain.replace(/[\\%_]/g, "\\$&");
}

export class ActionsListRepository {
  readonly #reader: PlainReader;

  constructor(reader: PlainReader) {
    this.#reader = reader;
  }

  /** One statement, however many rows a page has and whatever is asked of it. */
  async list(
    actor: Actor,
    page: ActionsPage,
    now: Date,
  ): Promise<{ rows: ListedRow[]; nextCursor: string | null }> {
    const { sort, limit, cursor } = page;
    const { by } = orders[sort];
    const conditions = [visibleActionsSql(actor), ...conditionsOf(actor, page, now)];
    if (cursor !== undefined) conditions.push(readCursor(sort, cursor));
    const found = await this.#reader.read<ListedRow>(Prisma.sql`
      SELECT ${listed}, centre."timeZone",
        owner.name AS "ownerName", verifier.name AS "verifierName",
        unblocker.name AS "unblockerName",
        CASE WHEN item."helperIds" = '{}' THEN '[]' ELSE (
          SELECT coalesce(json_agg(json_build_object('id', helper.id, 'name', helper.name) ORDER BY at), '[]')
          FROM unnest(item."helperIds") WITH ORDINALITY AS one(id, at)
          JOIN "Person" helper ON helper.id = one.id) END AS helpers,
        coalesce(item."originPaperId" IN (
          SELECT paper.id FROM "Paper" paper WHERE ${readablePapersSql(actor, now)}), false)
          AS "isPaperReadable",
        ARRAY(
          SELECT needed.id FROM "ActionDependency" dependency
          JOIN "ActionItem" needed ON needed.id = dependency."needsId"
          WHERE dependency."actionId" = item.id AND ${isWaitingFor(actor)}
          ORDER BY needed.id) AS "waitsForIds"
      FROM (
        SELECT item.* FROM "ActionItem" item ${daysOfCentres(page, now)}
        WHERE ${Prisma.join(conditions, " AND ")}
        ORDER BY ${by} LIMIT ${limit + 1}::int) AS item
      LEFT JOIN "Centre" centre ON centre.id = item."centreId"
      LEFT JOIN "Person" owner ON owner.id = item."ownerId"
      LEFT JOIN "Person" verifier ON verifier.id = item."verifierId"
      LEFT JOIN "Person" unblocker ON unblocker.id = item."unblockerId"
      ORDER BY ${by}`);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return { rows, nextCursor: hasMore ? cursorOf(sort, last) : null };
  }
}

/** Of an item under the name `needed`: it is unfinished, and the actor may see it. */
const isWaitingFor = (actor: Actor) =>
  Prisma.sql`needed.state IN (${Prisma.join(waitingStates)}) AND ${visibleActionsSql(actor, Prisma.sql`needed`)}`;

/** The day at each centre, as `here.day`, where what is late is asked for. */
const daysOfCentres = ({ overdue }: ActionsFilter, now: Date) =>
  overdue === true
    ? Prisma.sql`LEFT JOIN (
        SELECT id, to_char(${now.toISOString()}::timestamptz AT TIME ZONE "timeZone", 'YYYY-MM-DD') AS day
        FROM "Centre" OFFSET 0) AS here ON here.id = item."centreId"`
    : Prisma.empty;

function conditionsOf(actor: Actor, filter: ActionsFilter, now: Date): Prisma.Sql[] {
  const person = (id: string) => (id === "me" ? actor.id : id);
  const has = (column: Prisma.Sql, id: string) => Prisma.sql`${column} @> ${[person(id)]}::text[]`;
  const { state, owner, helper, involves, watcher, priority, q } = filter;
  const { centre, organisation, dueFrom, dueTo, programme, output, paper } = filter;
  const all: (Prisma.Sql | false | undefined)[] = [
    state && Prisma.sql`item.state IN (${Prisma.join(state)})`,
    centre !== undefined &&
      (centre === noCentre
        ? Prisma.sql`item."centreId" IS NULL`
        : Prisma.sql`item."centreId" = ${centre}`),
    organisation !== undefined && Prisma.sql`item."organisationId" = ${organisation}`,
    owner !== undefined &&
      (owner === nobody
        ? Prisma.sql`item."ownerId" IS NULL`
        : Prisma.sql`item."ownerId" = ${person(owner)}`),
    helper !== undefined && has(Prisma.sql`item."helperIds"`, helper),
    watcher !== undefined && has(Prisma.sql`item."watcherIds"`, watcher),
    involves !== undefined &&
      Prisma.sql`(item."ownerId" = ${person(involves)} OR ${has(Prisma.sql`item."helperIds"`, involves)}
        OR item."unblockerId" = ${person(involves)} AND item.state = 'blocked')`,
    priority && Prisma.sql`item.priority IN (${Prisma.join(priority)})`,
    dueFrom !== undefined && Prisma.sql`item."dueOn" >= ${dueFrom}`,
    dueTo !== undefined && Prisma.sql`item."dueOn" <= ${dueTo}`,
    filter.undated === true && Prisma.sql`item."dueOn" IS NULL`,
    programme !== undefined && Prisma.sql`item."programmeId" = ${programme}`,
    output !== undefined && Prisma.sql`item."outputId" = ${output}`,
    paper !== undefined && Prisma.sql`item."originPaperId" = ${paper}`,
    filter.overdue === true &&
      Prisma.sql`item.state IN (${Prisma.join(waitingStates)})
        AND item."dueOn" < coalesce(here.day, ${dayIn(officeTimeZone, now)})`,
    filter.blocked === true &&
      // Asked of each row until the page is full: EXISTS would have all dependencies read first.
      Prisma.sql`(item.state = 'blocked' OR item.state IN (${Prisma.join(waitingStates)})
        AND coalesce((SELECT true FROM "ActionDependency" dependency
          JOIN "ActionItem" needed ON needed.id = dependency."needsId"
          WHERE dependency."actionId" = item.id AND ${isWaitingFor(actor)} LIMIT 1), false))`,
    q !== undefined && Prisma.sql`item.searched LIKE ${`%${searchedFor(q)}%`}`,
  ];
  return all.filter((one): one is Prisma.Sql => one !== undefined && one !== false);
}

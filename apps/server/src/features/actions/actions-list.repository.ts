/** Lists of items: filters, orders, and pages that begin after the last row seen. */
import { noCentre, nobody, type actionSorts } from "@istmo/contracts";
import type { Actor } from "@istmo/domain";
import type { Prisma, PrismaClient } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { overdueActions, visibleActions, waitingStates } from "./actions.queries.ts";
import { withZone, type ActionRow } from "./actions.repository.ts";

type Sort = (typeof actionSorts)[number];
type Where = Prisma.ActionItemWhereInput;

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
  readonly by: Prisma.ActionItemOrderByWithRelationInput[];
  readonly valueOf: (row: ActionRow) => string | null;
  /** The rows after a value and an id, in this order. */
  readonly after: (value: string | null, id: string) => Where;
}

const orders: Readonly<Record<Sort, Order>> = {
  rank: {
    by: [{ rank: "asc" }, { id: "asc" }],
    valueOf: ({ rank }) => rank,
    after: (value, id) => {
      const rank = value ?? "";
      // The first condition is what an index is entered by.
      return { rank: { gte: rank }, OR: [{ rank: { gt: rank } }, { rank, id: { gt: id } }] };
    },
  },
  due: {
    by: [{ dueOn: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    valueOf: ({ dueOn }) => dueOn,
    after: (dueOn, id) =>
      dueOn === null
        ? { dueOn: null, id: { gt: id } }
        : { OR: [{ dueOn: { gt: dueOn } }, { dueOn, id: { gt: id } }, { dueOn: null }] },
  },
  updated: {
    by: [{ updatedAt: "desc" }, { id: "desc" }],
    valueOf: ({ updatedAt }) => updatedAt.toISOString(),
    after: (value, id) => {
      const updatedAt = new Date(value ?? 0);
      return {
        updatedAt: { lte: updatedAt },
        OR: [{ updatedAt: { lt: updatedAt } }, { updatedAt, id: { lt: id } }],
      };
    },
  },
  priority: {
    by: [{ urgency: "asc" }, { rank: "asc" }, { id: "asc" }],
    valueOf: ({ urgency, rank }) => `${urgency ?? 1} ${rank}`,
    after: (value, id) => {
      const [first = "", rank = ""] = (value ?? "").split(" ");
      const urgency = Number(first);
      return {
        urgency: { gte: urgency },
        OR: [
          { urgency: { gt: urgency } },
          { urgency, rank: { gt: rank } },
          { urgency, rank, id: { gt: id } },
        ],
      };
    },
  },
};

/** Where the page after a row begins: it holds although the row moves on or goes. */
function cursorOf(sort: Sort, row: ActionRow): string {
  const place = [sort, orders[sort].valueOf(row), row.id];
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

function readCursor(sort: Sort, cursor: string): Where {
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
  readonly #db: PrismaClient;

  constructor(db: PrismaClient) {
    this.#db = db;
  }

  async list(
    actor: Actor,
    page: ActionsPage,
    now: Date,
  ): Promise<{ rows: ActionRow[]; nextCursor: string | null }> {
    const { sort, limit, cursor } = page;
    const conditions = [visibleActions(actor), ...(await this.#conditions(actor, page, now))];
    if (cursor !== undefined) conditions.push(readCursor(sort, cursor));
    const found = await this.#db.actionItem.findMany({
      where: { AND: conditions },
      include: withZone,
      orderBy: orders[sort].by,
      take: limit + 1,
    });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return { rows, nextCursor: hasMore ? cursorOf(sort, last) : null };
  }

  async #conditions(actor: Actor, filter: ActionsFilter, now: Date): Promise<Where[]> {
    const person = (id: string) => (id === "me" ? actor.id : id);
    const { state, owner, helper, involves, watcher, priority, q } = filter;
    const { dueFrom, dueTo, programme } = filter;
    const all: (Where | false | undefined)[] = [
      state !== undefined && { state: { in: [...state] } },
      filter.centre !== undefined && {
        centreId: filter.centre === noCentre ? null : filter.centre,
      },
      filter.organisation !== undefined && { organisationId: filter.organisation },
      owner !== undefined && { ownerId: owner === nobody ? null : person(owner) },
      helper !== undefined && { helperIds: { has: person(helper) } },
      watcher !== undefined && { watcherIds: { has: person(watcher) } },
      involves !== undefined && {
        OR: [
          { ownerId: person(involves) },
          { helperIds: { has: person(involves) } },
          { unblockerId: person(involves), state: "blocked" },
        ],
      },
      priority !== undefined && { priority: { in: [...priority] } },
      dueFrom !== undefined && { dueOn: { gte: dueFrom } },
      dueTo !== undefined && { dueOn: { lte: dueTo } },
      filter.undated === true && { dueOn: null },
      programme !== undefined && { programmeId: programme },
      filter.output !== undefined && { outputId: filter.output },
      filter.paper !== undefined && { originPaperId: filter.paper },
      filter.overdue === true && (await overdueActions(this.#db, now)),
      filter.blocked === true && {
        OR: [
          { state: "blocked" },
          {
            state: { in: waitingStates },
            waitsFor: {
              some: { needs: { AND: [visibleActions(actor), { state: { in: waitingStates } }] } },
            },
          },
        ],
      },
      q !== undefined && { searched: { contains: searchedFor(q) } },
    ];
    return all.filter((one): one is Where => one !== undefined && one !== false);
  }
}

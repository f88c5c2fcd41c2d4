/** What was changed on items, field by field; only ever added to. */
import { randomUUID } from "node:crypto";
import { Prisma, type PrismaClient, type PrismaTransaction } from "@istmo/prisma/client";

type Db = PrismaClient | PrismaTransaction;
export type ChangeRow = Prisma.ActionChangeGetPayload<object>;

/** One field as an act leaves it; both values as JSON knows them. */
export interface ChangedField {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Act {
  readonly actionId: string;
  readonly version: number;
  readonly at: Date;
  /** Null for the installation itself. */
  readonly byId: string | null;
  readonly reason?: string | undefined;
  /** The act that this one takes back. */
  readonly undoes?: string | undefined;
  readonly changes: readonly ChangedField[];
}

const json = (value: unknown) =>
  value === null || value === undefined ? Prisma.DbNull : (value as Prisma.InputJsonValue);

/** Writes an act within the transaction that changes the item. */
export async function keepAct(tx: PrismaTransaction, act: Act): Promise<void> {
  await keepActs(tx, [act]);
}

/** Writes what was done to several items at once, as one act; answers its name. */
export async function keepActs(tx: PrismaTransaction, acts: readonly Act[]): Promise<string> {
  const actId = randomUUID();
  await tx.actionChange.createMany({
    data: acts.flatMap(({ changes, reason, undoes, ...rest }) =>
      changes.map(({ field, before, after }) => ({
        ...rest,
        id: randomUUID(),
        actId,
        reason: reason ?? null,
        undoes: undoes ?? null,
        field,
        before: json(before),
        after: json(after),
      })),
    ),
  });
  return actId;
}

/** All that an act changed, item by item. */
export function changesOfAct(db: Db, actId: string): Promise<ChangeRow[]> {
  return db.actionChange.findMany({ where: { actId }, orderBy: { actionId: "asc" } });
}

/** What has changed on these items after the version of each. */
export async function changesSince(
  db: Db,
  versions: ReadonlyMap<string, number>,
): Promise<ChangeRow[]> {
  const ids = [...versions.keys()];
  const from = Math.min(...versions.values());
  const rows = await db.actionChange.findMany({
    where: { actionId: { in: ids }, version: { gt: from } },
  });
  return rows.filter(({ actionId, version }) => version > (versions.get(actionId) ?? 0));
}

/** What changed after a version, oldest first. */
export function changesAfter(db: Db, actionId: string, version: number): Promise<ChangeRow[]> {
  return db.actionChange.findMany({
    where: { actionId, version: { gt: version } },
    orderBy: { version: "asc" },
  });
}

/** What one act of an item changed. */
export function changesOf(
  db: Db,
  { actionId, actId }: { readonly actionId: string; readonly actId: string },
): Promise<ChangeRow[]> {
  return db.actionChange.findMany({ where: { actionId, actId }, orderBy: { field: "asc" } });
}

/** What is kept to merge and to take back, and is nothing to read. */
const quietFields = ["place", "dateSlips"];

/** The newest acts of an item before a version, whole; `limit` acts at most, and one more to know of it. */
export async function actsBefore(
  db: Db,
  actionId: string,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<ChangeRow[]> {
  const where = {
    actionId,
    field: { notIn: quietFields },
    ...(before === undefined ? {} : { version: { lt: before } }),
  };
  const versions = await db.actionChange.findMany({
    where,
    distinct: ["version"],
    orderBy: { version: "desc" },
    select: { version: true },
    take: limit + 1,
  });
  const oldest = versions.at(-1)?.version;
  if (oldest === undefined) return [];
  return db.actionChange.findMany({
    where: { AND: [where, { version: { gte: oldest } }] },
    orderBy: [{ version: "desc" }, { field: "asc" }],
  });
}

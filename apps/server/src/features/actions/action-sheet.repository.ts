/** What a sheet of action items reads and writes, in portions. */
import { randomUUID } from "node:crypto";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { generateNKeysBetween } from "fractional-indexing";
import { withZone, type ActionRow } from "./actions.repository.ts";
import type { NewItem } from "./sheet-decision.ts";

/** Rows that go into one statement. */
const portion = 500;

export class ActionSheetRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  async centres(
    db: PrismaClient | PrismaTransaction = this.db,
  ): Promise<Map<string, { id: string; timeZone: string }>> {
    const rows = await db.centre.findMany({
      select: { id: true, code: true, timeZone: true },
    });
    return new Map(rows.map(({ code, ...rest }) => [code.toUpperCase(), rest]));
  }

  /** Addresses of people, by id: by them a sheet names people beyond doubt. */
  async addressesOf(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.db.person.findMany({
      where: { id: { in: [...new Set(ids)] } },
      select: { id: true, email: true },
    });
    return new Map(rows.map(({ id, email }) => [id, email]));
  }

  /** Rows by their ids; with `isLocked` they stay as they are until the commit. */
  async rows(
    tx: PrismaTransaction,
    ids: readonly string[],
    isLocked: boolean,
  ): Promise<Map<string, ActionRow>> {
    const rows = new Map<string, ActionRow>();
    const sorted = [...new Set(ids)].sort();
    for (let at = 0; at < sorted.length; at += portion) {
      const some = sorted.slice(at, at + portion);
      if (isLocked)
        await tx.$executeRaw`
          SELECT id FROM "ActionItem" WHERE id = ANY(${some}) ORDER BY id FOR UPDATE`;
      const found = await tx.actionItem.findMany({
        where: { id: { in: some } },
        include: withZone,
      });
      for (const row of found) rows.set(row.id, row);
    }
    return rows;
  }

  /**
   * Adds items at the end of their column, in their order, with what their history begins with. Each
   * portion is one statement with one parameter: thousands of rows are written in a second.
   */
  async createAll(
    tx: PrismaTransaction,
    items: readonly NewItem[],
    { last, at, byId }: { readonly last: string | null; readonly at: Date; readonly byId: string },
  ): Promise<void> {
    const ranks = generateNKeysBetween(last, null, items.length);
    const actId = randomUUID();
    for (let from = 0; from < items.length; from += portion) {
      const rows = items.slice(from, from + portion).map((item, index) => ({
        ...item,
        ...{ rank: ranks[from + index], changeId: randomUUID() },
      }));
      const json = JSON.stringify(rows);
      await tx.$executeRaw`
        INSERT INTO "ActionItem" (
          id, title, description, "centreId", "ownerId", "helperIds", priority, "startOn", "dueOn",
          "originKind", "createdById", rank, "createdAt", "updatedAt")
        SELECT id, title, description, "centreId", "ownerId",
          ARRAY(SELECT jsonb_array_elements_text("helperIds")), priority, "startOn", "dueOn",
          'import', ${byId}, rank, ${at}, ${at}
        FROM jsonb_to_recordset(${json}::jsonb) AS row(
          id text, title jsonb, description text, "centreId" text, "ownerId" text,
          "helperIds" jsonb, priority text, "startOn" text, "dueOn" text, rank text)`;
      await tx.$executeRaw`
        INSERT INTO "ActionChange" (id, "actId", "actionId", version, at, "byId", field, after)
        SELECT "changeId", ${actId}, id, 1, ${at}, ${byId}, 'created', title
        FROM jsonb_to_recordset(${json}::jsonb) AS row("changeId" text, id text, title jsonb)`;
    }
  }
}

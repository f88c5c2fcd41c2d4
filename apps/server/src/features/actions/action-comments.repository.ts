/** What people wrote about items. */
import { isOffice, type Role } from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import type { Db } from "./actions.repository.ts";

export type CommentRow = Prisma.ActionCommentGetPayload<object>;

/** People of whom those who see an item are looked for. */
const peopleAtMost = 2000;

export class ActionCommentsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  find(db: Db, { actionId, id }: { readonly actionId: string; readonly id: string }) {
    return db.actionComment.findFirst({ where: { id, actionId } });
  }

  count(db: Db, actionId: string): Promise<number> {
    return db.actionComment.count({ where: { actionId } });
  }

  /** Newest first, one more than asked for; after the one that a cursor names. */
  list(
    actionId: string,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<CommentRow[]> {
    return this.db.actionComment.findMany({
      where: { actionId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
      ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }),
    });
  }

  add(tx: PrismaTransaction, data: Prisma.ActionCommentUncheckedCreateInput): Promise<CommentRow> {
    return tx.actionComment.create({ data });
  }

  /** Null where it is at another version. */
  async change(
    tx: PrismaTransaction,
    { id, version }: Pick<CommentRow, "id" | "version">,
    data: Prisma.ActionCommentUncheckedUpdateManyInput,
  ): Promise<CommentRow | null> {
    const { count } = await tx.actionComment.updateMany({
      where: { id, version },
      data: { ...data, version: { increment: 1 } },
    });
    return count === 1 ? tx.actionComment.findUnique({ where: { id } }) : null;
  }

  /** Keeps the number on the item right; its version stays, since nobody decides by it. */
  async recount(tx: PrismaTransaction, actionId: string): Promise<void> {
    await tx.$executeRaw`
      UPDATE "ActionItem" SET "commentCount" = (
        SELECT count(*) FROM "ActionComment"
        WHERE "actionId" = ${actionId} AND "removedAt" IS NULL)
      WHERE id = ${actionId}`;
  }

  /** Active people with the posts that they hold, by name: of the office, centres and an organisation. */
  async people(organisationId: string | null, at: Date) {
    const held = { startsAt: { lte: at }, OR: [{ endsAt: null }, { endsAt: { gt: at } }] };
    const who: Prisma.PostWhereInput[] = [
      { centreId: { not: null } },
      { role: { in: ["head", "office_reviewer"] } },
      ...(organisationId === null ? [] : [{ organisationId }]),
    ];
    const rows = await this.db.person.findMany({
      where: { deactivatedAt: null, posts: { some: { AND: [held, { OR: who }] } } },
      select: {
        ...{ id: true, name: true, clearedTo: true },
        posts: { where: held, select: { role: true, centreId: true, organisationId: true } },
      },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: peopleAtMost,
    });
    return rows.map(({ posts, ...person }) => ({
      ...person,
      posts: posts.map((post) => ({ ...post, role: post.role as Role })),
    }));
  }
}

/** Where somebody works, to tell two of one name apart. */
export function placeOf(
  posts: readonly {
    readonly role: Role;
    readonly centreId: string | null;
    readonly organisationId: string | null;
  }[],
): { centreId: string | null; organisationId: string | null } {
  const centreId = posts.find((post) => post.centreId !== null)?.centreId ?? null;
  const organisationId = posts.find((post) => post.organisationId !== null)?.organisationId ?? null;
  return { centreId, organisationId: isOffice({ posts }) ? null : organisationId };
}

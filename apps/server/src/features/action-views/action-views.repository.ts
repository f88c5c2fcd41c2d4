/** Rows of saved views; the filter of a viewer is a condition on them. */
import { isStaff, type Actor, type ViewSharing } from "@istmo/domain";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { pageAfter } from "../../http/lists.ts";

export type ViewRow = Prisma.SavedViewGetPayload<object>;
type Data = Omit<Prisma.SavedViewUncheckedCreateInput, "id" | "ownerId">;

/** With whom a row is shared, as the rules of the domain read it. */
export function sharingOf({
  sharedWith,
  centreId,
}: Pick<ViewRow, "sharedWith" | "centreId">): ViewSharing {
  if (sharedWith === "staff") return { with: "staff" };
  return sharedWith === "centre" && centreId !== null
    ? { with: "centre", centreId }
    : { with: "nobody" };
}

/** The columns of a sharing. */
export const sharingColumns = (sharing: ViewSharing) => ({
  sharedWith: sharing.with,
  centreId: sharing.with === "centre" ? sharing.centreId : null,
});

/** `canSeeView` of the domain as a condition on rows. */
function visibleViews(actor: Actor): Prisma.SavedViewWhereInput {
  const own = { ownerId: actor.id };
  if (!isStaff(actor)) return own;
  const centres = actor.posts.flatMap(({ centreId }) => centreId ?? []);
  return {
    OR: [
      own,
      { sharedWith: "staff" },
      { sharedWith: "centre", centreId: { in: [...new Set(centres)] } },
    ],
  };
}

export class ActionViewsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  list(
    actor: Actor,
    { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<ViewRow[]> {
    return this.db.savedView.findMany({
      where: visibleViews(actor),
      orderBy: [{ name: "asc" }, { id: "asc" }],
      ...pageAfter(cursor, limit),
    });
  }

  find(id: string, db: PrismaClient | PrismaTransaction = this.db): Promise<ViewRow | null> {
    return db.savedView.findUnique({ where: { id } });
  }

  countOf(tx: PrismaTransaction, ownerId: string): Promise<number> {
    return tx.savedView.count({ where: { ownerId } });
  }

  create(tx: PrismaTransaction, row: Data & { id: string; ownerId: string }): Promise<ViewRow> {
    return tx.savedView.create({ data: row });
  }

  /** Null where somebody has changed it since. */
  async update(
    tx: PrismaTransaction,
    { id, version }: { readonly id: string; readonly version: number },
    data: { readonly [Name in keyof Data]?: Data[Name] | undefined },
  ): Promise<ViewRow | null> {
    const { count } = await tx.savedView.updateMany({
      where: { id, version },
      data: { ...(data as Prisma.SavedViewUncheckedUpdateManyInput), version: { increment: 1 } },
    });
    return count === 1 ? this.find(id, tx) : null;
  }

  async delete(tx: PrismaTransaction, id: string): Promise<void> {
    await tx.savedView.deleteMany({ where: { id } });
  }

  async existsCentre(id: string): Promise<boolean> {
    return (await this.db.centre.count({ where: { id } })) > 0;
  }
}

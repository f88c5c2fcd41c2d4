/** Where items stand in the texts of the papers that they came from. */
import type { TextPlace } from "@istmo/domain";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

export class ActionTextPlacesRepository {
  readonly #db: PrismaClient;

  constructor(db: PrismaClient) {
    this.#db = db;
  }

  async editionsOf(paperId: string): Promise<string[]> {
    const rows = await this.#db.edition.findMany({ where: { paperId }, select: { id: true } });
    return rows.map(({ id }) => id);
  }

  /** The paper of an edition, where items came from it. */
  async papersWithItems(editionId: string): Promise<string[]> {
    const rows = await this.#db.$queryRaw<{ paperId: string }[]>`
      SELECT "paperId" FROM "Edition" WHERE id = ${editionId} AND EXISTS (
        SELECT 1 FROM "ActionItem" WHERE "originPaperId" = "Edition"."paperId")`;
    return rows.map(({ paperId }) => paperId);
  }

  /** All papers that items came from. */
  async allPapersWithItems(): Promise<string[]> {
    const rows = await this.#db.actionItem.findMany({
      where: { originPaperId: { not: null } },
      distinct: ["originPaperId"],
      select: { originPaperId: true },
    });
    return rows.flatMap(({ originPaperId }) => originPaperId ?? []);
  }

  /** The items that came from a paper, locked until the commit. */
  async lockFrom(tx: PrismaTransaction, paperId: string) {
    await tx.$executeRaw`
      SELECT id FROM "ActionItem" WHERE "originPaperId" = ${paperId} ORDER BY id FOR UPDATE`;
    return tx.actionItem.findMany({
      where: { originPaperId: paperId },
      select: {
        id: true,
        title: true,
        classification: true,
        organisationId: true,
        textPlace: true,
      },
      orderBy: { id: "asc" },
    });
  }

  /** No change by anybody: the version stays, so that nobody's edit meets it. */
  async setPlace(tx: PrismaTransaction, id: string, place: TextPlace): Promise<void> {
    await tx.$executeRaw`UPDATE "ActionItem" SET "textPlace" = ${place} WHERE id = ${id}`;
  }
}

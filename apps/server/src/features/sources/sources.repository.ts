import type { CslItem } from "@istmo/contracts";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { pageAfter } from "../../http/lists.ts";

export type SourceRow = Prisma.BibliographySourceGetPayload<object>;
type Db = PrismaClient | PrismaTransaction;

const asJson = (csl: CslItem) => csl as unknown as Prisma.InputJsonObject;

export class SourcesRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  list(
    paperId: string,
    { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
  ): Promise<SourceRow[]> {
    return this.db.bibliographySource.findMany({
      where: { paperId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      ...pageAfter(cursor, limit),
    });
  }

  find(id: string, db: Db = this.db): Promise<SourceRow | null> {
    return db.bibliographySource.findUnique({ where: { id } });
  }

  /** All of a paper: there are at most as many as it may hold. */
  all(paperId: string, db: Db = this.db): Promise<SourceRow[]> {
    return db.bibliographySource.findMany({
      where: { paperId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
  }

  async add(
    tx: PrismaTransaction,
    sources: readonly {
      readonly id: string;
      readonly paperId: string;
      readonly key: string;
      readonly csl: CslItem;
      readonly createdById: string;
    }[],
  ): Promise<void> {
    await tx.bibliographySource.createMany({
      data: sources.map((source) => ({ ...source, csl: asJson(source.csl) })),
    });
  }

  /** False when somebody else was faster. */
  async change(
    tx: PrismaTransaction,
    { id, version }: { readonly id: string; readonly version: number },
    change: {
      readonly key?: string;
      readonly csl?: CslItem;
      readonly removedAt?: Date | null;
    },
  ): Promise<boolean> {
    const { csl, ...rest } = change;
    const { count } = await tx.bibliographySource.updateMany({
      where: { id, version },
      data: {
        ...rest,
        ...(csl === undefined ? {} : { csl: asJson(csl) }),
        version: { increment: 1 },
        updatedAt: new Date(),
      },
    });
    return count === 1;
  }

  /** Makes additions to one paper come one after the other, so that keys and bounds hold. */
  async lock(tx: PrismaTransaction, paperId: string): Promise<void> {
    await tx.$queryRaw`SELECT "id" FROM "Paper" WHERE "id" = ${paperId} FOR UPDATE`;
  }
}

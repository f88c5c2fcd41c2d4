/** The sources of a paper, for other features. */
import type { CslItem, RoundText } from "@istmo/contracts";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

/** By id, the removed ones as well: what cites them goes on saying what it cites. */
export async function sourcesOf(
  db: PrismaClient | PrismaTransaction,
  paperId: string,
): Promise<ReadonlyMap<string, CslItem>> {
  const rows = await db.bibliographySource.findMany({
    where: { paperId },
    select: { id: true, csl: true },
  });
  return new Map(rows.map(({ id, csl }) => [id, csl as unknown as CslItem]));
}

/** These of the paper's sources, the removed ones as well: a frozen text goes on citing them. */
export async function citedSources(
  db: PrismaClient | PrismaTransaction,
  paperId: string,
  ids: readonly string[],
): Promise<RoundText["sources"]> {
  const rows = await db.bibliographySource.findMany({
    where: { paperId, id: { in: [...ids] } },
    select: { id: true, key: true, csl: true },
    orderBy: { key: "asc" },
  });
  return rows.map((row) => ({ ...row, csl: row.csl as unknown as CslItem }));
}

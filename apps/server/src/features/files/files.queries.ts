/** The pictures of a paper, for other features. */
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

/** Bytes of all pictures in one exported file; those beyond are named by their words alone. */
const exportedBytes = 30 * 1024 * 1024;

/** These of the paper's pictures, by their file, as addresses that hold them: `data:` URLs. */
export async function picturesWithin(
  db: PrismaClient | PrismaTransaction,
  paperId: string,
  fileIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const pictures = new Map<string, string>();
  // Only the paper's own: a text may name whatever it wants.
  const rows = await db.paperFile.findMany({
    where: { paperId, id: { in: [...fileIds] } },
    select: { id: true, bytes: true, mediaType: true },
  });
  const known = new Map(rows.map((row) => [row.id, row]));
  let left = exportedBytes;
  for (const id of fileIds) {
    const row = known.get(id);
    if (row === undefined || pictures.has(id) || row.bytes > left) continue;
    left -= row.bytes;
    const { data } = await db.paperFile.findUniqueOrThrow({
      where: { id },
      select: { data: true },
    });
    pictures.set(id, `data:${row.mediaType};base64,${Buffer.from(data).toString("base64")}`);
  }
  return pictures;
}

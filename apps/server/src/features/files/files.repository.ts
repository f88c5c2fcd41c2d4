import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { pageAfter } from "../../http/lists.ts";

/** What is told of a picture; its bytes are read for whoever looks at it. */
const told = {
  id: true,
  paperId: true,
  name: true,
  mediaType: true,
  width: true,
  height: true,
  bytes: true,
  createdAt: true,
} as const;

export interface FileRow {
  readonly id: string;
  readonly paperId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly createdAt: Date;
}

export class FilesRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  list(
    paperId: string,
    { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
  ): Promise<FileRow[]> {
    return this.db.paperFile.findMany({
      where: { paperId },
      select: told,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      ...pageAfter(cursor, limit),
    });
  }

  find(id: string): Promise<FileRow | null> {
    return this.db.paperFile.findUnique({ where: { id }, select: told });
  }

  async read(id: string): Promise<Uint8Array | null> {
    const row = await this.db.paperFile.findUnique({ where: { id }, select: { data: true } });
    return row?.data ?? null;
  }

  findSame(tx: PrismaTransaction, paperId: string, sha256: string): Promise<FileRow | null> {
    return tx.paperFile.findFirst({ where: { paperId, sha256 }, select: told });
  }

  async measure(tx: PrismaTransaction, paperId: string): Promise<{ count: number; bytes: number }> {
    const { _count, _sum } = await tx.paperFile.aggregate({
      where: { paperId },
      _count: { id: true },
      _sum: { bytes: true },
    });
    return { count: _count.id, bytes: _sum.bytes ?? 0 };
  }

  add(
    tx: PrismaTransaction,
    file: Omit<FileRow, "createdAt"> & {
      readonly sha256: string;
      readonly data: Uint8Array<ArrayBuffer>;
      readonly createdById: string;
    },
  ): Promise<FileRow> {
    return tx.paperFile.create({ data: file, select: told });
  }

  /** Makes uploads into one paper come one after the other, so that its bounds hold. */
  async lock(tx: PrismaTransaction, paperId: string): Promise<void> {
    await tx.$queryRaw`SELECT "id" FROM "Paper" WHERE "id" = ${paperId} FOR UPDATE`;
  }
}

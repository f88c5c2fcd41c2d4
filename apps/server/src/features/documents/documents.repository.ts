import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { toldOfDocument, type DocumentRow, type DocumentSubject } from "./documents.queries.ts";

export class DocumentsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  find(id: string): Promise<DocumentRow | null> {
    return this.db.keptDocument.findUnique({ where: { id }, select: toldOfDocument });
  }

  async read(id: string): Promise<Uint8Array | null> {
    const row = await this.db.keptDocument.findUnique({ where: { id }, select: { data: true } });
    return row?.data ?? null;
  }

  async measure(tx: PrismaTransaction, { kind, id }: DocumentSubject) {
    const { _count, _sum } = await tx.keptDocument.aggregate({
      where: { subjectKind: kind, subjectId: id },
      _count: { id: true },
      _sum: { bytes: true },
    });
    return { count: _count.id, bytes: _sum.bytes ?? 0 };
  }

  inHand(tx: PrismaTransaction, personId: string): Promise<number> {
    return tx.keptDocument.count({ where: { createdById: personId, givenAt: null } });
  }

  add(
    tx: PrismaTransaction,
    row: Omit<DocumentRow, "givenAt"> & { readonly data: Uint8Array<ArrayBuffer> },
  ): Promise<DocumentRow> {
    return tx.keptDocument.create({ data: row, select: toldOfDocument });
  }

  /** Whether it was still in hand. */
  async drop(tx: PrismaTransaction, id: string): Promise<boolean> {
    const { count } = await tx.keptDocument.deleteMany({ where: { id, givenAt: null } });
    return count === 1;
  }

  /** What was uploaded before then and never given as evidence. */
  async dropForgotten(tx: PrismaTransaction, before: Date): Promise<void> {
    await tx.keptDocument.deleteMany({ where: { givenAt: null, createdAt: { lt: before } } });
  }

  /** Makes one person's uploads come one after the other, so that the bounds hold. */
  async lock(tx: PrismaTransaction, { kind, id }: DocumentSubject): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${kind}:${id}`}, 0))`;
  }
}

import type { BracketPreference } from "@istmo/contracts";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

/** Preferences in one answer; a paper has few brackets, and few who speak for somebody. */
const preferencesAtMost = 2000;

export class BracketsRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  /** In an order that stays. */
  preferences(
    paperId: string,
    db: PrismaClient | PrismaTransaction = this.db,
  ): Promise<BracketPreference[]> {
    return db.bracketPreference.findMany({
      where: { paperId },
      select: { bracketId: true, alternativeId: true, subject: true },
      orderBy: [{ bracketId: "asc" }, { subject: "asc" }],
      take: preferencesAtMost,
    });
  }

  /** Titles of the paper's editions, for the event. */
  titles(tx: PrismaTransaction, paperId: string) {
    return tx.edition.findMany({ where: { paperId }, select: { language: true, title: true } });
  }

  async prefer(
    tx: PrismaTransaction,
    wanted: BracketPreference & { readonly paperId: string; readonly personId: string },
  ): Promise<void> {
    const { paperId, bracketId, subject, alternativeId, personId } = wanted;
    await tx.bracketPreference.upsert({
      where: { paperId_bracketId_subject: { paperId, bracketId, subject } },
      create: { paperId, bracketId, subject, alternativeId, personId },
      update: { alternativeId, personId },
    });
  }

  async withdraw(
    tx: PrismaTransaction,
    where: { readonly paperId: string; readonly bracketId: string; readonly subject: string },
  ): Promise<void> {
    await tx.bracketPreference.deleteMany({ where });
  }
}

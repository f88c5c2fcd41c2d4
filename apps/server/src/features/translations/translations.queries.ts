/** Translations for other features: where they stand, without reading a text. */
import type { PaperSummary } from "@istmo/contracts";
import type { TranslationState } from "@istmo/domain";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

type Db = PrismaClient | PrismaTransaction;

export type TranslationSummary = PaperSummary["translations"][number];

/**
 * Where the translations of these papers stand, by paper: one query, however many they are. It is
 * what was last worked out, a second or two after the last edit.
 */
export async function translationSummaries(
  db: Db,
  paperIds: readonly string[],
): Promise<Map<string, TranslationSummary[]>> {
  if (paperIds.length === 0) return new Map();
  const rows = await db.translationStanding.findMany({
    where: { edition: { paperId: { in: [...paperIds] } } },
    include: { edition: { select: { paperId: true, language: true } } },
    orderBy: { edition: { language: "asc" } },
  });
  const byPaper = new Map<string, TranslationSummary[]>();
  for (const { editionId, edition, sections, differences } of rows) {
    const states = Object.values(sections as Record<string, TranslationState>);
    const count = (state: TranslationState) => states.filter((it) => it === state).length;
    const summary = {
      editionId,
      language: edition.language as TranslationSummary["language"],
      stale: count("stale"),
      missing: count("missing"),
      unmarked: count("unmarked"),
      differences,
    };
    byPaper.set(edition.paperId, [...(byPaper.get(edition.paperId) ?? []), summary]);
  }
  return byPaper;
}

/** A section whose translation is not that of the text as it stands. */
export interface StaleSection {
  readonly editionId: string;
  readonly language: string;
  readonly sectionId: string;
  readonly state: "stale" | "missing";
}

/** The sections of a paper's translations that are stale or missing, as last worked out. */
export async function findStaleSections(
  tx: PrismaTransaction,
  paperId: string,
): Promise<StaleSection[]> {
  const rows = await tx.translationStanding.findMany({
    where: { edition: { paperId } },
    include: { edition: { select: { language: true } } },
  });
  return rows.flatMap(({ editionId, edition, sections }) =>
    Object.entries(sections as Record<string, TranslationState>).flatMap(([sectionId, state]) =>
      state === "stale" || state === "missing"
        ? [{ editionId, language: edition.language, sectionId, state }]
        : [],
    ),
  );
}

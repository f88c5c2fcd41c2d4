/** Translations: where each section of one stands, and who may say so. */
import { can } from "./abilities.ts";
import type { Actor } from "./actor.ts";
import { canReadPaper, editionRoleFor, isTextOpen, type PaperFacts } from "./paper.ts";

/**
 * "missing": the original has text and the translation none. "unmarked": there is text, and nobody
 * has said what it renders. "stale": the original is another than the one that was translated.
 * "empty": the original itself has nothing but headings yet.
 */
export const translationStates = ["missing", "stale", "unmarked", "up_to_date", "empty"] as const;
export type TranslationState = (typeof translationStates)[number];

export interface TranslationFacts {
  /** Whether the original's section has anything besides headings. */
  readonly hasOriginal: boolean;
  readonly hasTranslation: boolean;
  /** SHA-256 of the original's section as it is now. */
  readonly sourceSha256: string;
  /** SHA-256 of the one that somebody said was translated; null where nobody has. */
  readonly translatedSha256: string | null;
}

/** Where one section of a translation stands. */
export function translationState(section: TranslationFacts): TranslationState {
  const { hasOriginal, hasTranslation, sourceSha256, translatedSha256 } = section;
  if (!hasOriginal && translatedSha256 === null) return "empty";
  if (!hasTranslation && hasOriginal) return "missing";
  if (translatedSha256 === null) return "unmarked";
  return translatedSha256 === sourceSha256 ? "up_to_date" : "stale";
}

/** Whether the actor may start a translation of the paper. */
export function mayStartTranslation(actor: Actor, paper: PaperFacts): boolean {
  const { centreIds, classification } = paper;
  return (
    canReadPaper(actor, paper) &&
    isTextOpen(paper.stage) &&
    can(actor, "edition.translate", { centreIds, classification })
  );
}

/** Whether the actor may say which text a section renders: translators, and whoever writes in it. */
export function mayMarkTranslation(
  actor: Actor,
  paper: PaperFacts,
  sectionOwnerIds: readonly string[],
): boolean {
  return (
    mayStartTranslation(actor, paper) || editionRoleFor(actor, paper, sectionOwnerIds) === "editor"
  );
}

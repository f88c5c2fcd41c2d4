/** Translations of a paper: where each section stands against the original, and what mends it. */
import { translationStates } from "@istmo/domain";
import { z } from "zod";
import { id, language, line, personRef } from "./common.ts";
import { titleLength } from "./papers.ts";

export const translationState = z.enum(translationStates);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const structuralProblem = z.enum(["missing", "extra", "moved", "kind"]);

export const translatedSection = z.object({
  sectionId: id,
  /** As it stands in the original. */
  heading: z.string(),
  /** As it stands in the translation; null where the section is missing there. */
  translatedHeading: z.string().nullable(),
  state: translationState,
  /** Of the original's section as it is now: whoever marks it says that this is what they saw. */
  sourceSha256: sha256,
  /** Who said what it renders; null where nobody has. */
  marked: z
    .object({
      by: personRef,
      at: z.iso.datetime(),
      how: z.enum(["translated", "unchanged_meaning"]),
    })
    .nullable(),
  /** Blocks with text in the original, and how many of them have text in the translation. */
  toTranslate: z.int(),
  translated: z.int(),
  differenceCount: z.int(),
  /** The first fifty of them. */
  differences: z.array(
    z.object({ blockId: z.string(), problem: structuralProblem, words: z.string() }),
  ),
});
export type TranslatedSection = z.infer<typeof translatedSection>;

export const translation = z.object({
  editionId: id,
  language,
  originalEditionId: id,
  originalLanguage: language,
  /** In the order of the original; sections that the translation alone has come last. */
  sections: z.array(translatedSection),
  /** Sections that only the translation has. */
  extraSections: z.array(z.object({ sectionId: id, heading: z.string() })),
  abilities: z.object({ mark: z.boolean() }),
});
export type Translation = z.infer<typeof translation>;

export const markSection = z.object({ sourceSha256: sha256 });
export const mendTranslation = z.object({
  /** One section alone; all of them without it. */
  sectionId: id.optional(),
});

export const sectionChangesAnswer = z.object({
  sectionId: id,
  sourceSha256: sha256,
  blocks: z.array(
    z.object({
      blockId: z.string().nullable(),
      type: z.string(),
      change: z.enum(["added", "removed", "changed", "format"]),
      runs: z.array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() })),
    }),
  ),
});
export type SectionChangesAnswer = z.infer<typeof sectionChangesAnswer>;

export const startTranslation = z.object({ language, title: line(titleLength) });
export type StartTranslation = z.infer<typeof startTranslation>;

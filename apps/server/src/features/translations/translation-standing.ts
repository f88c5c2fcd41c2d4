/** Where a translation stands, worked out of the two texts and of what people have said. */
import {
  coverageOf,
  structuralDifferences,
  type SectionCoverage,
  type StructuralDifference,
} from "@istmo/paper-schema";
import { translationState, type TranslationState } from "@istmo/domain";
import type { EditionSections, HashedSection } from "./edition-sections.ts";

export interface StandingSection {
  readonly source: HashedSection;
  /** Its counterpart; null where the translation has none. */
  readonly translated: HashedSection | null;
  readonly state: TranslationState;
  readonly coverage: SectionCoverage;
  readonly differences: readonly StructuralDifference[];
}

export interface Standing {
  readonly sections: readonly StandingSection[];
  /** Sections that the translation alone has. */
  readonly extra: readonly HashedSection[];
  readonly differenceCount: number;
}

/** `marked` gives by section the hash of the original that somebody said was translated. */
export function standingOf(
  original: EditionSections,
  translation: EditionSections,
  marked: ReadonlyMap<string, string> = new Map(),
): Standing {
  const differences = structuralDifferences(original.document, translation.document);
  const bySection = new Map<string, StructuralDifference[]>();
  for (const difference of differences) {
    const known = bySection.get(difference.sectionId);
    if (known === undefined) bySection.set(difference.sectionId, [difference]);
    else known.push(difference);
  }
  const here = new Map(translation.sections.map((section) => [section.id, section]));
  const there = new Set(original.sections.map(({ id }) => id));
  const sections = original.sections.map((source): StandingSection => {
    const translated = here.get(source.id) ?? null;
    const coverage = coverageOf(source.blocks, translated?.blocks ?? null);
    const state = translationState({
      ...coverage,
      sourceSha256: source.sha256,
      translatedSha256: marked.get(source.id) ?? null,
    });
    return { source, translated, state, coverage, differences: bySection.get(source.id) ?? [] };
  });
  return {
    sections,
    extra: translation.sections.filter(({ id }) => !there.has(id)),
    differenceCount: differences.length,
  };
}

/** The states by section, as lists keep them. */
export function statesOf({ sections }: Standing): Record<string, TranslationState> {
  return Object.fromEntries(sections.map(({ source, state }) => [source.id, state]));
}

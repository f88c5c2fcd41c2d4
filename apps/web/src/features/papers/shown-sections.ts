import type { Paper } from "@istmo/contracts";

/** A section of a paper as the panel lists it: of the template, or added in the text. */
export interface ShownSection {
  readonly sectionId: string;
  /** As it stands in the text, else as the template has it; null for neither. */
  readonly heading: string | null;
  readonly guidance: string | null;
  readonly isRequired: boolean;
  readonly ownerId: string | null;
  readonly othersMay: "edit" | "suggest";
  /** 0 for one that is nobody's. */
  readonly version: number;
}

/**
 * The sections in the order of the text; those that the paper has and the text has not, at the end.
 * `headings` are null as long as the text is not here.
 */
export function shownSections(
  paper: Pick<Paper, "sections">,
  headings: readonly { readonly id: string; readonly text: string }[] | null,
  language: "es" | "en",
): ShownSection[] {
  const known = new Map(paper.sections.map((section) => [section.sectionId, section]));
  const ofPaper = (section: Paper["sections"][number], text: string): ShownSection => ({
    sectionId: section.sectionId,
    heading: text === "" ? (section.heading?.[language] ?? null) : text,
    guidance: section.guidance?.[language] ?? null,
    isRequired: section.required,
    ownerId: section.ownerId,
    othersMay: section.othersMay,
    version: section.version,
  });
  const inText = (headings ?? []).map(({ id, text }): ShownSection => {
    const section = known.get(id);
    known.delete(id);
    if (section !== undefined) return ofPaper(section, text);
    const heading = text === "" ? null : text;
    const nobodys = { ownerId: null, othersMay: "edit", version: 0 } as const;
    return { sectionId: id, heading, guidance: null, isRequired: false, ...nobodys };
  });
  // Sections whose heading is gone from the text stand in no list, unless the paper requires them.
  const missing = [...known.values()].filter(
    ({ required, heading }) => headings === null || required || heading !== null,
  );
  return [...inText, ...missing.map((section) => ofPaper(section, ""))];
}

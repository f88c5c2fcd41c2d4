/** How much of a section a translation has. */
import type { PaperNodeJson } from "../paper-document.ts";
import { paperSchema } from "../schema.ts";

export interface SectionCoverage {
  /** Blocks of the original with text, headings included. */
  readonly toTranslate: number;
  /** Those of them that have text in the translation. */
  readonly translated: number;
  /** Whether the original has anything besides headings yet. */
  readonly hasOriginal: boolean;
  /** Whether the translation has any text besides headings, or headings alone where the original has. */
  readonly hasTranslation: boolean;
}

/** Compares two sections as `sectionTexts` gives them; null where the translation has none. */
export function coverageOf(
  original: readonly PaperNodeJson[],
  translation: readonly PaperNodeJson[] | null,
): SectionCoverage {
  const there = textsOf(original);
  const here = textsOf(translation ?? []);
  const filled = new Set(here.map(({ id }) => id));
  const hasOriginal = there.some(({ isHeading }) => !isHeading);
  return {
    toTranslate: there.length,
    translated: there.filter(({ id }) => filled.has(id)).length,
    hasOriginal,
    hasTranslation: here.some(({ isHeading }) => !isHeading || !hasOriginal),
  };
}

interface FilledBlock {
  readonly id: string;
  readonly isHeading: boolean;
}

/** Blocks with text. Head rows of tables count as headings: templates bring them. */
function textsOf(blocks: readonly PaperNodeJson[]): FilledBlock[] {
  const found: FilledBlock[] = [];
  const visit = (node: PaperNodeJson, isInHead: boolean) => {
    const id = node.attrs?.["id"];
    if (paperSchema.nodes[node.type].isTextblock) {
      const isFilled = (node.content ?? []).some(
        ({ text, type }) => type !== "hardBreak" && (text === undefined || text.trim() !== ""),
      );
      if (isFilled && typeof id === "string")
        found.push({ id, isHeading: isInHead || node.type === "heading" });
      return;
    }
    for (const child of node.content ?? []) visit(child, isInHead || node.type === "tableHeader");
  };
  for (const block of blocks) visit(block, false);
  return found;
}

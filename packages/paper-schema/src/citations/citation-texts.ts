/** What the converters of a text ask for its citations. */
import type { PaperDocumentJson } from "../paper-document.ts";
import type { CslSource, TextRun } from "./csl.ts";
import { bibliographyStyleIn, citationsIn } from "./found-citations.ts";
import { citationStyleOf, formatCitations, type BibliographyEntry } from "./format-citations.ts";

export interface CitationTexts {
  /** What the next citation shows: called once for each, in the order of the text. */
  next(): readonly TextRun[];
  readonly bibliography: readonly BibliographyEntry[];
}

/** The citations of a whole document, in the style that it names. */
export function citationTexts(
  document: PaperDocumentJson,
  {
    sources,
    language,
  }: { readonly sources: ReadonlyMap<string, CslSource>; readonly language: string },
): CitationTexts {
  const style = citationStyleOf(bibliographyStyleIn(document));
  const { texts, bibliography } = formatCitations(citationsIn(document), {
    sources,
    style,
    language,
  });
  let at = 0;
  return {
    next() {
      const text = texts[at] ?? [];
      at += 1;
      return text;
    },
    bibliography,
  };
}

/** What the converters of a text ask for its citations. */
import type { PaperDocumentJson, PaperMarkJson, PaperNodeJson } from "../paper-document.ts";
import { plainText, type CslSource, type TextRun } from "./csl.ts";
import { bibliographyStyleIn, citationsIn } from "./found-citations.ts";
import { citationStyleOf, formatCitations } from "./format-citations.ts";

export interface PrintedCitations {
  /** What a citation shows: asked for each, in the order of the text. */
  readonly cite: (citation: { readonly sourceId: string | null }) => string;
  /** The cited sources in their order, each a line of text with marks. */
  readonly bibliography: readonly (readonly PaperNodeJson[])[];
}

/**
 * The citations of a document as it is printed, in the style that it names. What a citation shows
 * hangs on those before it, so they are asked for in their order; one that is left out is passed
 * over.
 */
export function printCitations(
  document: PaperDocumentJson,
  context: { readonly sources: ReadonlyMap<string, CslSource>; readonly language: string },
): PrintedCitations {
  const citations = citationsIn(document);
  const style = citationStyleOf(bibliographyStyleIn(document));
  const { texts, bibliography } = formatCitations(citations, { ...context, style });
  let at = 0;
  return {
    cite({ sourceId }) {
      while (at < citations.length && citations[at]?.sourceId !== sourceId) at += 1;
      const text = plainText(texts[at] ?? []);
      at += 1;
      return text;
    },
    bibliography: bibliography.map(({ runs }) => runs.map(toNode)),
  };
}

function toNode({ text, isItalic, href }: TextRun): PaperNodeJson {
  const marks = [
    ...(href === undefined ? [] : [{ type: "link", attrs: { href } }]),
    ...(isItalic === true ? [{ type: "italic" }] : []),
  ];
  return { type: "text", text, ...(marks.length > 0 ? { marks: marks as PaperMarkJson[] } : {}) };
}

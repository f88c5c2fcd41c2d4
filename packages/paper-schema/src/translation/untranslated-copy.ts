/** The structure of a text without its words: how a translation begins, and what mends one. */
import { normalDocument, type PaperDocumentJson, type PaperNodeJson } from "../paper-document.ts";
import { acceptedText } from "./accepted-text.ts";

/**
 * All blocks with the ids they have, empty: paragraphs and headings are marked as places that wait
 * for a translation, so that they are numbered like the original's. Tables keep their rows and
 * cells, figures their picture; footnotes and citations come with the text.
 */
export function untranslatedCopy(document: PaperDocumentJson): PaperDocumentJson {
  return normalDocument({
    type: "doc",
    content: acceptedText(document).content.map(untranslatedBlock),
  });
}

/** The same of one block and what is in it; the block is of an agreed text. */
export function untranslatedBlock(block: PaperNodeJson): PaperNodeJson {
  const { type, attrs = {}, content = [] } = block;
  if (type === "paragraph" || type === "heading")
    return { type, attrs: content.length > 0 ? { ...attrs, untranslated: true } : attrs };
  if (type === "figure") {
    // The words about the picture are to be translated; the picture is the same.
    return {
      type,
      attrs: Object.fromEntries(Object.entries(attrs).filter(([name]) => name !== "alt")),
    };
  }
  return {
    type,
    ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
    ...(content.length > 0 ? { content: content.map(untranslatedBlock) } : {}),
  };
}

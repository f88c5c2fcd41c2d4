/**
 * The text as it is agreed: what is only suggested is left out, and what is only suggested to go
 * stays. It is what a translation renders, so marking a suggestion makes no translation old.
 */
import { toDocumentJson, toNode, type PaperDocumentJson } from "../paper-document.ts";
import { originalView } from "../suggestions/index.ts";

/** The document without its suggestions, as if all of them were rejected. */
export function acceptedText(document: PaperDocumentJson): PaperDocumentJson {
  const isPlain = !/"(inserted|removed|changed|insertion|deletion|formatting)"/.test(
    JSON.stringify(document),
  );
  // An edition that was never written is empty, which the schema does not know.
  if (isPlain || document.content.length === 0) return document;
  return toDocumentJson(originalView(toNode(document)));
}

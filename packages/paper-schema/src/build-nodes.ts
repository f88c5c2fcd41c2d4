/** Short builders of document JSON for the converters beside it. */
import type { CalloutKind, HeadingLevel } from "./schema.ts";
import type { PaperMarkJson, PaperNodeJson } from "./paper-document.ts";

type Inline = readonly PaperNodeJson[];

export function text(value: string, marks: readonly PaperMarkJson[] = []): Inline {
  if (value === "") return [];
  return [{ type: "text", text: value, ...(marks.length > 0 ? { marks } : {}) }];
}

export function paragraph(id: string, content: Inline = []): PaperNodeJson {
  return { type: "paragraph", attrs: { id }, ...(content.length > 0 ? { content } : {}) };
}

/** The caption of the table that follows. */
export function caption(id: string, content: Inline): PaperNodeJson {
  return { type: "paragraph", attrs: { id, caption: true }, content };
}

export function heading(
  id: string,
  level: HeadingLevel,
  content: Inline,
  isUnnumbered = false,
): PaperNodeJson {
  const attrs = { level, id, ...(isUnnumbered ? { unnumbered: true } : {}) };
  return { type: "heading", attrs, ...(content.length > 0 ? { content } : {}) };
}

export function callout(id: string, kind: CalloutKind, content: Inline): PaperNodeJson {
  return { type: "callout", attrs: { kind, id }, content };
}

export function footnote(id: string, value: string): PaperNodeJson {
  return { type: "footnote", attrs: { id }, content: text(value) };
}

export function actionItem(actionId: string): PaperNodeJson {
  return { type: "actionItem", attrs: { actionId } };
}

/** A cell is named by its row and column: `<row>-c1`; its paragraph by the cell: `…-p`. */
export function cell(
  type: "tableHeader" | "tableCell",
  id: string,
  content: Inline,
): PaperNodeJson {
  return { type, attrs: { id }, content: [paragraph(`${id}-p`, content)] };
}

export function row(id: string, cells: Inline): PaperNodeJson {
  return { type: "tableRow", attrs: { id }, content: cells };
}

export function table(id: string, rows: Inline): PaperNodeJson {
  return { type: "table", attrs: { id }, content: rows };
}

/** A text with every node and mark of the schema, for the tests of the converters. */
import type { PaperDocumentJson, PaperMarkJson, PaperNodeJson } from "./paper-document.ts";

const by = { id: "s1", by: "person-a", at: "2026-11-28T10:00:00.000Z" };

export function text(value: string, ...marks: readonly PaperMarkJson[]): PaperNodeJson {
  return marks.length === 0 ? { type: "text", text: value } : { type: "text", text: value, marks };
}

export function paragraph(id: string, ...content: readonly PaperNodeJson[]): PaperNodeJson {
  return { type: "paragraph", attrs: { id }, content };
}

const heading = (id: string, level: number, value: string, attrs = {}): PaperNodeJson => ({
  type: "heading",
  attrs: { level, id, ...attrs },
  content: [text(value)],
});
const item = (id: string, value: string, ...inner: readonly PaperNodeJson[]): PaperNodeJson => ({
  type: "listItem",
  attrs: { id },
  content: [paragraph(`${id}-p`, text(value)), ...inner],
});
const list = (id: string, attrs: object, ...content: readonly PaperNodeJson[]): PaperNodeJson => ({
  type: "orderedList",
  attrs: { start: 1, ...attrs, id },
  content,
});
const cell = (type: "tableHeader" | "tableCell", id: string, value: string, spans = {}) => ({
  type,
  attrs: { colspan: 1, rowspan: 1, ...spans, id },
  content: [paragraph(`${id}-p`, ...(value === "" ? [] : [text(value)]))],
});
const row = (id: string, ...content: readonly PaperNodeJson[]): PaperNodeJson => ({
  type: "tableRow",
  attrs: { id },
  content,
});

export const everyNode: PaperDocumentJson = {
  type: "doc",
  content: [
    heading("summary", 1, "Resumen", { unnumbered: true }),
    paragraph("s1", text("Sin número.")),
    heading("one", 1, "Alerta"),
    heading("a", 2, "Puertos"),
    paragraph(
      "p1",
      text("Uno "),
      text("fuerte", { type: "bold" }),
      text(" y "),
      text("enlace", { type: "link", attrs: { href: "https://www.un.org/es/" } }),
      { type: "hardBreak" },
      text("según", { type: "italic" }),
      { type: "footnote", attrs: { id: "fn1" }, content: [text("Fuente.")] },
      text(" y "),
      { type: "citation", attrs: { sourceId: "src", locator: "pág. 3", prefix: "véase" } },
      text("; "),
      { type: "crossReference", attrs: { targetId: "t" } },
      text(", "),
      { type: "crossReference", attrs: { targetId: "summary" } },
      text(", "),
      { type: "crossReference", attrs: { targetId: "gone" } },
      text(". "),
      { type: "actionItem", attrs: { actionId: "act" } },
    ),
    paragraph("p2", text("Se "), {
      type: "bracket",
      attrs: { id: "br" },
      content: [
        { type: "alternative", attrs: { id: "al1" }, content: [text("debe")] },
        { type: "alternative", attrs: { id: "al2" }, content: [text("puede")] },
      ],
    }),
    list("l", { type: "a" }, item("x", "primero", list("m", { type: "a" }, item("y", "dentro")))),
    { type: "bulletList", attrs: { id: "b" }, content: [item("z", "punto")] },
    { type: "blockquote", attrs: { id: "q" }, content: [paragraph("q-p", text("Cita."))] },
    {
      type: "callout",
      attrs: { kind: "note", id: "c" },
      content: [paragraph("c-p", text("Ojo."))],
    },
    {
      type: "paragraph",
      attrs: { id: "t-caption", caption: true },
      content: [text("Medidas")],
    },
    {
      type: "table",
      attrs: { id: "t" },
      content: [
        row("r0", cell("tableHeader", "h1", "Qué"), cell("tableHeader", "h2", "Quién")),
        row("r1", cell("tableCell", "c1", "a | b", { rowspan: 2 }), cell("tableCell", "c2", "x")),
        row("r2", cell("tableCell", "c3", "y")),
      ],
    },
    {
      type: "figure",
      attrs: { fileId: "file", alt: "Mapa", source: "UNODC", width: 640, height: 480, id: "f" },
      content: [text("Rutas")],
    },
    { type: "horizontalRule", attrs: { id: "hr" } },
    { type: "pageBreak", attrs: { id: "pb" } },
    {
      type: "paragraph",
      attrs: { id: "p3", inserted: by },
      content: [text("Añadido.", { type: "insertion", attrs: by })],
    },
    paragraph(
      "p4",
      text("Queda "),
      text("ido ", { type: "deletion", attrs: by }),
      text("fin", { type: "formatting", attrs: by }),
    ),
    { type: "bibliography", attrs: { id: "bib" } },
  ],
};

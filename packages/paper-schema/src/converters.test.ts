import { describe, expect, it } from "vitest";

import { everyNode, paragraph, text } from "./every-node.ts";
import {
  fromYDoc,
  normalDocument,
  toYUpdate,
  type PaperDocumentJson,
  type PaperNodeJson,
} from "./paper-document.ts";
import { shownAs } from "./print.ts";
import { paperSchema } from "./schema.ts";
import { toHtml } from "./to-html.ts";
import { escapeMarkdown, toMarkdown } from "./to-markdown.ts";
import { toText } from "./to-text.ts";
import { countNodeWords } from "./word-count.ts";

const labels = { action: "Acción", footnotes: "Notas", backToText: "Volver a la nota" };
const options = {
  language: "es",
  labels,
  actionTitles: new Map([["act", "Llamar"]]),
  cite: ({ prefix, locator }: { prefix: string | null; locator: string | null }) =>
    `(${prefix} ONU 2024, ${locator})`,
  bibliography: [[text("Naciones Unidas, "), text("Informe", { type: "italic" }), text(".")]],
};
const doc = (...content: PaperNodeJson[]): PaperDocumentJson => ({ type: "doc", content });

describe("a text with everything that the schema knows", () => {
  it("has every node and mark, and comes back from Yjs as it went in", () => {
    const nodes = new Set<string>();
    const marks = new Set<string>();
    const visit = (node: PaperNodeJson): void => {
      nodes.add(node.type);
      for (const { type } of node.marks ?? []) marks.add(type);
      node.content?.forEach(visit);
    };
    visit(everyNode);
    expect([...nodes].sort()).toEqual(Object.keys(paperSchema.nodes).sort());
    expect([...marks].sort()).toEqual(Object.keys(paperSchema.marks).sort());
    expect(fromYDoc(toYUpdate(everyNode))).toEqual(normalDocument(everyNode));
  });

  it("reads as plain text, as if what is suggested were accepted", () => {
    expect(toText(everyNode, options)).toBe(
      [
        "Resumen",
        "Sin número.",
        "I. Alerta",
        "A. Puertos",
        "1. Uno fuerte y enlace\nsegún[1] y (véase ONU 2024, pág. 3); Cuadro 1, «Resumen», " +
          "[referencia perdida]. (Acción: Llamar)",
        "2. Se [debe] [puede bis]",
        "a) primero\n   i) dentro",
        "- punto",
        "Cita.",
        "Ojo.",
        "Cuadro 1. Medidas",
        "Qué\tQuién\na | b\tx\ny",
        "Figura 1. Rutas\n[Imagen: Mapa]\nFuente: UNODC",
        "* * *",
        "\f",
        "3. Añadido.",
        "4. Queda fin",
        "Naciones Unidas, Informe.",
        "[1] Fuente.",
      ].join("\n\n"),
    );
  });

  it("is Markdown whose tables, notes and lists other programs read", () => {
    expect(toMarkdown(everyNode, options)).toBe(
      [
        "## Resumen",
        "Sin número.",
        "## I. Alerta",
        "### A. Puertos",
        "1\\. Uno **fuerte** y [enlace](<https://www.un.org/es/>)\\\n*según*[^1] y " +
          "(véase ONU 2024, pág. 3); Cuadro 1, «Resumen», \\[referencia perdida\\]. (Acción: Llamar)",
        "2\\. Se \\[debe\\] \\[puede bis\\]",
        "- a) primero\n  - i) dentro",
        "<!-- -->",
        "- punto",
        "> Cita.",
        "> Ojo.",
        "**Cuadro 1.** Medidas",
        "| Qué | Quién |\n| --- | --- |\n| a \\| b | x |\n|  | y |",
        "\\[Imagen: Mapa\\]",
        "**Figura 1.** Rutas",
        "Fuente: UNODC",
        "---",
        "<!-- page break -->",
        "3\\. Añadido.",
        "4\\. Queda fin",
        "Naciones Unidas, *Informe*.",
        "[^1]: Fuente.\n",
      ].join("\n\n"),
    );
  });

  it("is HTML with its numbers, references that lead there, and suggestions marked", () => {
    const html = toHtml(everyNode, options);
    for (const part of [
      '<h2 id="b-summary">Resumen</h2><p>Sin número.</p>',
      '<h2><span class="number">I.</span> Alerta</h2>',
      '<p><span class="number">1.</span> Uno <strong>fuerte</strong>',
      "<cite>(véase ONU 2024, pág. 3)</cite>",
      '<a href="#b-t" class="reference">Cuadro 1</a>',
      '<a href="#b-summary" class="reference">«Resumen»</a>',
      '<span class="reference lost">[referencia perdida]</span>',
      '<span class="alternative">[debe]</span> <span class="alternative">[puede <i>bis</i>]</span>',
      '<table id="b-t" class="text-table"><caption><strong>Cuadro 1.</strong> Medidas</caption>',
      '<figure><p class="no-picture">[Imagen: Mapa]</p><figcaption><strong>Figura 1.</strong> Rutas' +
        "<br><small>Fuente: UNODC</small></figcaption></figure>",
      '<hr><hr class="page-break">',
      '<p class="inserted"><span class="number">2 bis</span> <ins>Añadido.</ins></p>',
      '<p><span class="number">3.</span> Queda <del>ido </del><span class="formatting">fin</span></p>',
      '<section class="bibliography"><p>Naciones Unidas, <em>Informe</em>.</p></section>',
    ])
      expect(html).toContain(part);
    const pictures = new Map([["file", "data:image/png;base64,AAAA"]]);
    expect(toHtml(everyNode, { ...options, pictures })).toContain(
      '<img src="data:image/png;base64,AAAA" alt="Mapa">',
    );
  });

  it("is printed as final, as original and as marked, each with its own numbers", () => {
    const html = (suggestions: "final" | "original") =>
      toHtml(everyNode, { ...options, suggestions });
    expect(html("final")).toContain('<span class="number">3.</span> Añadido.</p>');
    expect(html("final")).toContain('<span class="number">4.</span> Queda fin</p>');
    expect(html("original")).toContain('<span class="number">3.</span> Queda ido fin</p>');
    expect(html("original")).not.toContain("Añadido");
    expect(toText(everyNode, { ...options, suggestions: "original" })).toContain(
      "3. Queda ido fin",
    );
    expect(toMarkdown(everyNode, { ...options, suggestions: "markup" })).toContain(
      "Queda {--ido--} fin",
    );
  });

  it("counts the words that it will have", () => {
    const counted = (words: string) => countNodeWords(doc(paragraph("p", text(words))), "es").words;
    expect(countNodeWords(doc(everyNode.content.at(-2)!), "es").words).toBe(2);
    expect(counted("Queda fin")).toBe(2);
  });
});

describe("suggestions that are printed as accepted", () => {
  const by = { id: "s", by: "p", at: "2026-11-28T10:00:00Z" };
  const gone = (words: string) => text(words, { type: "deletion", attrs: by });

  it("join paragraphs whose border goes, and leave out what goes", () => {
    const removed = (id: string, ...content: PaperNodeJson[]): PaperNodeJson => ({
      ...paragraph(id, ...content),
      attrs: { id, removed: by },
    });
    const final = shownAs(
      doc(
        paragraph("a", text("uno ")),
        removed("b", text("dos")),
        removed("c", gone("tres")),
        { type: "horizontalRule", attrs: { id: "d", removed: by } },
        { type: "pageBreak", attrs: { id: "e", inserted: by } },
      ),
      "final",
    );
    expect(final).toEqual(
      doc(paragraph("a", text("uno dos")), { type: "pageBreak", attrs: { id: "e" } }),
    );
  });
});

describe("Markdown", () => {
  const markdown = (...content: PaperNodeJson[]) =>
    toMarkdown(doc(...content), { language: "es", isNumbered: false }).trimEnd();

  it("takes no sign that people typed for its own", () => {
    expect(escapeMarkdown("*a* _b_ `c` [d](e) <b> | ~x~ &amp; $x$ \\")).toBe(
      "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<b\\> \\| \\~x\\~ \\&amp; \\$x\\$ \\\\",
    );
    for (const [typed, written] of [
      ["# título", "\\# título"],
      ["- punto", "\\- punto"],
      ["+ más", "\\+ más"],
      ["1. uno", "1\\. uno"],
      ["12) doce", "12\\) doce"],
      ["> cita", "\\> cita"],
      ["=== ", "\\==="],
      ["    sangría", "sangría"],
    ] as const)
      expect(markdown(paragraph("p", text(typed)))).toBe(written);
  });

  it("keeps emphasis at its words, and links whole", () => {
    expect(markdown(paragraph("p", text("a"), text(" b ", { type: "bold" }), text("c")))).toBe(
      "a **b** c",
    );
    const href = "https://x.example/a_(b)?c=<d>";
    expect(markdown(paragraph("p", text("x", { type: "link", attrs: { href } })))).toBe(
      "[x](<https://x.example/a_(b)?c=%3Cd%3E>)",
    );
    const evil = { type: "link", attrs: { href: "javascript:steal()" } } as const;
    expect(markdown(paragraph("p", text("x", evil)))).toBe("x");
  });

  it("gives merged cells, blocks in cells and tables without a head a place", () => {
    const cell = (content: PaperNodeJson[], attrs = {}): PaperNodeJson => ({
      type: "tableCell",
      attrs,
      content,
    });
    const table: PaperNodeJson = {
      type: "table",
      content: [
        {
          type: "tableRow",
          content: [
            cell([paragraph("a", text("a")), paragraph("b", text("b"))], { colspan: 2 }),
            cell([paragraph("c", text("c"))], { rowspan: 2 }),
          ],
        },
        { type: "tableRow", content: [cell([paragraph("d", text("d"))]), cell([paragraph("e")])] },
      ],
    };
    expect(markdown(table)).toBe("|  |  |  |\n| --- | --- | --- |\n| a<br>b |  | c |\n| d |  |  |");
  });
});

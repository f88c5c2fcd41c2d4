import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fromYDoc,
  toYUpdate,
  type PaperDocumentJson,
  type PaperNodeJson,
} from "./paper-document.ts";
import { paperSchema } from "./schema.ts";
import { actionIdsIn, escapeHtml, toHtml } from "./to-html.ts";

const labels = { action: "Acción", footnotes: "Notas", backToText: "Volver a la nota" };
const doc = (...content: PaperNodeJson[]): PaperDocumentJson => ({ type: "doc", content });
const text = (value: string, ...marks: PaperNodeJson["marks"] & object): PaperNodeJson =>
  marks.length === 0 ? { type: "text", text: value } : { type: "text", text: value, marks };
const p = (...content: PaperNodeJson[]): PaperNodeJson => ({ type: "paragraph", content });
/** A piece of a text, without the numbers of a whole one. */
const options = { labels, language: "es", isNumbered: false };
const html = (...content: PaperNodeJson[]) => toHtml(doc(...content), options);

describe("a paper as HTML", () => {
  it("has headings below the paper's title, emphasis, links and line breaks", () => {
    expect(
      html(
        { type: "heading", attrs: { level: 1, id: "a" }, content: [text("Resumen")] },
        p(
          text("uno", { type: "bold" }),
          { type: "hardBreak" },
          text(
            "dos",
            { type: "link", attrs: { href: "https://un.org/?a=1&b=2" } },
            { type: "italic" },
          ),
        ),
      ),
    ).toBe(
      "<h2>Resumen</h2><p><strong>uno</strong><br>" +
        '<a href="https://un.org/?a=1&amp;b=2" rel="noopener noreferrer"><em>dos</em></a></p>',
    );
  });

  it("has lists, lettered and numbered on, quotes and callouts", () => {
    const item: PaperNodeJson = { type: "listItem", content: [p(text("x"))] };
    expect(html({ type: "bulletList", content: [item] })).toBe("<ul><li><p>x</p></li></ul>");
    expect(html({ type: "orderedList", attrs: { start: 3, type: "a" }, content: [item] })).toBe(
      '<ol type="a" start="3"><li><p>x</p></li></ol>',
    );
    expect(html({ type: "blockquote", content: [p(text("x"))] })).toBe(
      "<blockquote><p>x</p></blockquote>",
    );
    expect(html({ type: "callout", attrs: { kind: "sample" }, content: [p(text("x"))] })).toBe(
      '<aside class="callout sample"><p>x</p></aside>',
    );
  });

  it("repeats a table's header row on every page, and keeps what spans and how it is aligned", () => {
    const head: PaperNodeJson = { type: "tableHeader", attrs: { colspan: 2 }, content: [p()] };
    const cell: PaperNodeJson = {
      type: "tableCell",
      attrs: { rowspan: 2, align: "right" },
      content: [p()],
    };
    expect(
      html({
        type: "table",
        content: [
          { type: "tableRow", content: [head] },
          { type: "tableRow", content: [cell, { type: "tableHeader", content: [p()] }] },
        ],
      }),
    ).toBe(
      '<table class="text-table"><thead><tr><th scope="col" colspan="2"><p></p></th></tr></thead>' +
        '<tbody><tr><td rowspan="2" class="align-right"><p></p></td>' +
        '<th scope="row"><p></p></th></tr></tbody></table>',
    );
  });

  it("numbers footnotes and leads there and back", () => {
    const note: PaperNodeJson = { type: "footnote", content: [text("Fuente <1>")] };
    expect(html(p(text("a"), note))).toBe(
      '<p>a<sup><a href="#footnote-1" id="reference-1">1</a></sup></p>' +
        '<section class="footnotes"><h2>Notas</h2><ol><li id="footnote-1">Fuente &lt;1&gt; ' +
        '<a href="#reference-1" aria-label="Volver a la nota 1">↩</a></li></ol></section>',
    );
  });

  it("names the action items that the reader may see, and no others", () => {
    const chip = (actionId: string): PaperNodeJson => ({ type: "actionItem", attrs: { actionId } });
    const document = doc(p(chip("a"), chip("b")));
    expect(actionIdsIn(document)).toEqual(["a", "b"]);
    const actionTitles = new Map([["a", "Llamar <ya>"]]);
    expect(toHtml(document, { ...options, actionTitles })).toBe(
      '<p><span class="action">Acción: Llamar &lt;ya&gt;</span><span class="action">Acción</span></p>',
    );
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example",
    " https://x",
    'https://x/" onclick="alert(1)',
  ])("makes no link that could act out of %j", (href) => {
    const link = { type: "link", attrs: { href } } as const;
    const made = html(p(text("x", link)));
    expect(made).not.toMatch(/onclick="|javascript:|vbscript:|data:|href="\/\//i);
  });

  it("knows nothing but its own names in attributes, whatever a client wrote", () => {
    const evil = '"><script>alert(1)</script>';
    const made = html(
      { type: "heading", attrs: { level: evil, id: evil }, content: [text(evil)] },
      { type: "callout", attrs: { kind: evil }, content: [p()] },
      { type: "orderedList", attrs: { type: evil, start: evil }, content: [] },
      {
        type: "table",
        content: [
          {
            type: "tableRow",
            content: [
              {
                type: "tableCell",
                attrs: { align: evil, colspan: evil, rowspan: -5 },
                content: [],
              },
            ],
          },
        ],
      },
    );
    expect(made).toBe(
      "<h2>&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</h2>" +
        '<aside class="callout note"><p></p></aside><ol></ol>' +
        '<table class="text-table"><tbody><tr><td></td></tr></tbody></table>',
    );
  });

  it("never lets typed text become markup", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (typed) => {
        const made = html(p(text(`${typed}<`)), p({ type: "footnote", content: [text(typed)] }));
        const tags = [...made.matchAll(/<(\/?[^\s>]*)/g)].map(([, name]) => name);
        const known = ["p", "sup", "a", "section", "h2", "ol", "li"];
        for (const name of tags) expect(known).toContain(name?.replace("/", ""));
      }),
    );
    expect(escapeHtml("a\u0000\u202eb")).toBe("ab");
  });

  it("shows every node that the schema knows", () => {
    const names = Object.keys(paperSchema.nodes);
    const shown: Record<string, string> = {
      doc: "",
      text: "",
      hardBreak: "<br>",
      actionItem: '<span class="action">Acción</span>',
    };
    for (const name of names) {
      const made = html({ type: name as PaperNodeJson["type"] });
      if (name in shown) expect(made).toBe(shown[name]);
      else expect(made, name).toMatch(/^<\w+/);
    }
  });

  it("reads a living text", () => {
    const living = fromYDoc(toYUpdate(doc(p(text("Hola")))));
    expect(toHtml(living, options)).toBe("<p>Hola</p>");
  });
});

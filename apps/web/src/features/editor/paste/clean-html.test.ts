// @vitest-environment jsdom
import { getSchema } from "@tiptap/core";
import { DOMParser as PaperParser } from "@tiptap/pm/model";
import { describe, expect, it } from "vitest";

import { schemaExtensions } from "../extensions/paper-extensions.ts";
import { tableIsTooLarge } from "../table-bounds.ts";

import { cleanHtml } from "./clean-html.ts";
import { google, word } from "./pasted-samples.ts";

const schema = getSchema(schemaExtensions);
const clean = (html: string) => cleanHtml(html, { isTooLarge: tableIsTooLarge });
/** The HTML as the editor reads it: nothing may be lost or refused on the way. */
function read(html: string): string {
  const element = document.createElement("div");
  element.innerHTML = clean(html).html;
  return PaperParser.fromSchema(schema).parse(element).toString();
}

describe("what is pasted from Word", () => {
  it("comes with its headings by style and outline level, in any language of Word", () => {
    expect(clean(word.headings).html).toBe(
      "<h1>Título del documento</h1><h1>Antecedentes</h1><h2>Puertos</h2><h3>Rutas</h3>" +
        "<h4>Profundo</h4><p>Texto con <strong>negrita</strong>, <em>cursiva</em> y normal.</p>",
    );
  });

  it("comes with nested lists instead of paragraphs with marks in front", () => {
    expect(clean(word.lists).html).toBe(
      '<ol type="a"><li><p>La captación;</p><ol type="a"><li><p>de adolescentes;</p></li>' +
        "<li><p>de adultos;</p></li></ol></li><li><p>El secuestro.</p></li></ol>" +
        '<ol start="3"><li><p>Tercero</p></li></ol><ul><li><p>Punto</p></li></ul><p>Fin.</p>',
    );
    expect(read(word.lists)).toMatch(/^doc\(orderedList\(listItem\(paragraph\("La captación;"\)/);
  });

  it("comes with its footnotes where they are referred to", () => {
    expect(clean(word.footnotes).html).toBe(
      '<p>Un dato<sup data-footnote="">Fuente <em>ilustrativa</em>.</sup> y otro' +
        '<sup data-footnote="">Segunda nota. En dos párrafos.</sup>.</p>',
    );
    expect(read(word.footnotes)).toContain('footnote("Fuente ", italic("ilustrativa"), ".")');
  });

  it("leaves out comments, deletions and pictures, and says how many", () => {
    const { html, left } = clean(word.comments);
    expect(html).toBe("<p>Texto comentado y añadido.</p>");
    expect(left).toMatchObject({ images: 2, comments: 1 });
  });

  it("comes with merged cells and header rows, and a caption without its number", () => {
    expect(clean(word.table).html).toBe(
      '<p data-caption="">Medidas principales</p><table><tbody>' +
        '<tr><th colspan="2"><p><strong>Medida</strong></p></th></tr>' +
        '<tr><td rowspan="2"><p>Uno</p></td><td><p>Dos</p></td></tr>' +
        "<tr><td><p></p></td></tr></tbody></table>",
    );
    expect(read(word.table)).toContain("table(tableRow(tableHeader(paragraph(bold(");
  });

  it("keeps a page break and no empty paragraphs", () => {
    expect(clean(word.breaks).html).toBe("<p>Antes</p><hr data-page-break><p>Después</p>");
  });
});

describe("what is pasted from Google Docs", () => {
  it("is not bold for being wrapped in a <b>, and is bold where its style says so", () => {
    expect(clean(google.text).html).toBe(
      "<h1>Resumen</h1><p>Texto <strong>fuerte</strong> y <em>fino</em>, " +
        '<a href="https://www.un.org/es/">enlace</a>.</p>',
    );
  });

  it("comes with lists within lists", () => {
    expect(clean(google.lists).html).toBe(
      '<ol type="a"><li><p>uno</p><ul><li><p>dentro</p></li></ul></li><li><p>dos</p></li></ol>',
    );
  });

  it("comes with footnotes", () => {
    expect(clean(google.footnotes).html).toBe(
      '<p>Dato<sup data-footnote="">Una fuente.</sup>.</p>',
    );
  });
});

describe("what is pasted from anywhere", () => {
  it("brings no scripts, styles, handlers or forms", () => {
    const { html } = clean(
      '<style>p{color:red}</style><script>steal()</script><p onclick="steal()" style="x" id="a">' +
        'Hola<img src=x onerror="steal()"></p><iframe src="https://evil.example"></iframe>' +
        '<svg onload="steal()"><script>steal()</script><text>x</text></svg><form><input value=x>' +
        "<button>y</button>Texto</form><SCRIPT>steal()</SCRIPT><template><p>x</p></template>",
    );
    expect(html).toBe("<p>Hola</p><p>Texto</p>");
  });

  it("brings no link that could act, and says so", () => {
    const { html, left } = clean(
      '<p><a href="javascript:steal()">a</a><a href=" java&#10;script:steal()">b</a>' +
        '<a href="data:text/html,x">c</a><a href="file:///etc/passwd">d</a>' +
        '<a href="#here">e</a><a href="mailto:a@un.org">f</a></p>',
    );
    expect(html).toBe('<p>abcde<a href="mailto:a@un.org">f</a></p>');
    expect(left.unsafeLinks).toBe(4);
  });

  it("cannot break out of the text by what it says", () => {
    expect(clean("<p>&lt;script&gt;&amp;\"'</p>").html).toBe("<p>&lt;script&gt;&amp;&quot;'</p>");
  });

  it("becomes blocks wherever text stands among them", () => {
    expect(clean("suelto <b>fuerte</b><div>uno<p>dos</p>tres</div><ul>\n<li>x</ul>").html).toBe(
      "<p>suelto <strong>fuerte</strong></p><p>uno</p><p>dos</p><p>tres</p><ul><li><p>x</p></li></ul>",
    );
    expect(clean("<ul><li><h2>Título</h2></li></ul><pre>a\nb</pre><hr>").html).toBe(
      "<ul><li><p></p><h2>Título</h2></li></ul><p>a</p><p>b</p><hr>",
    );
  });

  it("leaves a table that is too large on the clipboard, and offers its words", () => {
    const row = `<tr>${"<td>x</td>".repeat(50)}</tr>`;
    const { html, left } = clean(`<p>antes</p><table>${row.repeat(41)}</table><p>después</p>`);
    expect(html).toBe("<p>antes</p><p>después</p>");
    expect(left.tables).toMatchObject([{ rows: 41, columns: 50 }]);
    expect(left.tables[0]?.text.split("\n")).toHaveLength(41);
    expect(clean(`<table>${row.repeat(3)}</table>`).left.tables).toEqual([]);
  });

  it("is read in a time that grows with its size and no faster, even when nothing is closed", () => {
    for (const html of ["<!--".repeat(200_000), "<style".repeat(200_000), "<".repeat(500_000)])
      expect(clean(html).html.length).toBeLessThanOrEqual(html.length * 4 + 20);
  });
});

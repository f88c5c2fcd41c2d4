import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { columns, words, type Column, type MatrixSheet, type SheetRow } from "./matrix-columns.ts";
import { openPackage } from "../../../platform/office/office-package.ts";
import { readMatrix, type FilledMatrix } from "./read-matrix.ts";
import { writeDocx } from "./write-docx.ts";
import { writeXlsx } from "./write-xlsx.ts";

const aRow = (over: Partial<SheetRow> = {}): SheetRow => ({
  ...(Object.fromEntries(columns.map((column) => [column, ""])) as SheetRow),
  observation: "Falta la fuente & el año <2025>",
  reference: "row-1/3",
  ...over,
});
const aSheet = (rows: readonly SheetRow[], language: "es" | "en" = "es"): MatrixSheet => ({
  title: words[language].title,
  classification: "Confidencial",
  facts: [["Ronda", "1"]],
  headings: words[language].columns,
  dispositions: Object.values(words[language].dispositions),
  rows,
  ...{ language, at: new Date("2026-11-28T12:00:00Z") },
});
const read = (bytes: Uint8Array): FilledMatrix => {
  const filled = readMatrix(bytes);
  if (typeof filled === "string") throw new Error(filled);
  return filled;
};
/** The file with one of its parts changed, as somebody's office program might have left it. */
function edited(bytes: Uint8Array, part: string, change: (text: string) => string): Uint8Array {
  const parts = unzipSync(bytes);
  return zipSync({ ...parts, [part]: strToU8(change(strFromU8(parts[part] as Uint8Array))) });
}
const formats = [
  ["Word", writeDocx, "word/document.xml", "docx"],
  ["spreadsheet", writeXlsx, "xl/worksheets/sheet1.xml", "xlsx"],
] as const;

describe.each(formats)("the matrix as a %s file", (_name, write, part, format) => {
  it.each(["es", "en"] as const)("is read back as it was written, in %s", (language) => {
    const { dispositions } = words[language];
    const filled = read(
      write(
        aSheet(
          [
            aRow({ response: "Gracias\nDos líneas", disposition: dispositions.partially_accepted }),
            aRow({ reference: "row-2/1", reason: "=1+1" }),
          ],
          language,
        ),
      ),
    );
    expect(filled).toEqual({
      format,
      rows: [
        {
          ...{ line: 1, reference: { id: "row-1", version: 3 }, response: "Gracias\nDos líneas" },
          ...{ disposition: "partially_accepted", reason: "" },
          observation: "Falta la fuente & el año <2025>",
        },
        {
          ...{ line: 2, reference: { id: "row-2", version: 1 }, response: "" },
          ...{ disposition: null, reason: "=1+1", observation: "Falta la fuente & el año <2025>" },
        },
      ],
    });
  });

  it("carries its classification at the head and the foot of every page", () => {
    const all = Object.entries(unzipSync(write(aSheet([aRow()]))));
    const texts = all.map(([name, bytes]) => [name, strFromU8(bytes)] as const);
    const marked = texts.filter(([, text]) => text.includes("Confidencial")).map(([name]) => name);
    expect(marked).toEqual(
      format === "docx" ? [part, "word/header1.xml", "word/footer1.xml"] : [part],
    );
    if (format === "xlsx")
      expect(texts.find(([name]) => name === part)?.[1]).toMatch(
        /<oddHeader>&amp;CConfidencial<\/oddHeader><oddFooter>&amp;CConfidencial/,
      );
  });

  it("says of a disposition in other words that it is none, and takes it without accents and case", () => {
    const { rows } = read(
      write(
        aSheet([
          aRow({ disposition: "quizá" }),
          aRow({ disposition: "NO ACEPTADA." }),
          aRow({ disposition: "Noted" }),
        ]),
      ),
    );
    expect(rows.map(({ disposition }) => disposition)).toEqual([
      "unknown",
      "not_accepted",
      "noted",
    ]);
  });

  it("keeps an added row apart, and does not count one that is empty", () => {
    const { rows } = read(
      write(
        aSheet([
          aRow({ reference: "", observation: "Nueva" }),
          aRow({ reference: "", observation: "" }),
        ]),
      ),
    );
    expect(rows).toMatchObject([{ line: 1, reference: null, observation: "Nueva" }]);
  });

  it("is refused when it is broken, holds a document type, or no matrix", () => {
    const bytes = write(aSheet([aRow()]));
    expect(readMatrix(bytes.slice(0, bytes.length / 2))).toBe("unreadable");
    const bomb = '<!DOCTYPE a [<!ENTITY b "c">]>';
    const declared = edited(bytes, part, (text) => text.replace(/\?>\s*/, `?>${bomb}`));
    expect(readMatrix(declared)).toBe("unreadable");
    const other = edited(bytes, part, (text) => text.replaceAll("Referencia", "Otra cosa"));
    expect(readMatrix(other)).toBe("no_matrix");
    const deep = edited(bytes, part, (text) => text.replace(/\?>\s*/, `?>${"<a>".repeat(5000)}`));
    expect(readMatrix(deep)).toBe("unreadable");
  });

  it("is refused when it would unfold to more than is allowed, however small it is", () => {
    const bomb = zipSync({ [part]: new Uint8Array(40 * 1024 * 1024) }, { level: 9 });
    expect(bomb.length).toBeLessThan(100_000);
    expect(readMatrix(bomb)).toBe("unreadable");
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    // It says that it unfolds to a hundred bytes: at its entry, and in the list at its end.
    for (let at = 0; at < bomb.length - 4; at++) {
      const mark = view.getUint32(at, true);
      if (mark === 0x04034b50) view.setUint32(at + 22, 100, true);
      if (mark === 0x02014b50) view.setUint32(at + 24, 100, true);
    }
    expect(readMatrix(bomb)).toBe("unreadable");
  });
});

describe("a Word file that came back", () => {
  const write = (text: (document: string) => string) =>
    edited(writeDocx(aSheet([aRow({ response: "antes" })])), "word/document.xml", text);

  it("is read as if all its tracked changes were accepted", () => {
    const changed = write((text) =>
      text.replace(
        /<w:r>(?:(?!<w:r>).)*antes<\/w:t><\/w:r>/,
        "<w:del><w:r><w:delText>antes</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>movido</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>después</w:t></w:r></w:ins>",
      ),
    );
    expect(read(changed).rows[0]?.response).toBe("después");
  });

  it("keeps its paragraphs as lines, and what stands before the table out", () => {
    const changed = write((text) =>
      text.replace(
        /antes<\/w:t><\/w:r><\/w:p>/,
        "uno</w:t></w:r></w:p><w:p><w:r><w:t>dos</w:t></w:r></w:p>",
      ),
    );
    expect(read(changed).rows[0]?.response).toBe("uno\ndos");
  });

  it("is found by its headings when its columns were moved, and by its reference though broken", () => {
    const changed = write((text) =>
      text.replace("row-1/3", "row-</w:t><w:br/><w:t>1/3").replace(">Motivo<", ">motivo :<"),
    );
    expect(read(changed).rows).toMatchObject([
      { reference: { id: "row-1", version: 3 }, reason: "" },
    ]);
  });
});

describe("a spreadsheet", () => {
  const sheetOf = (bytes: Uint8Array) =>
    strFromU8(unzipSync(bytes)["xl/worksheets/sheet1.xml"] as Uint8Array);

  it("holds no formula, and marks what looks like one as quoted", () => {
    const formulas = ["=HYPERLINK(1)", "+1", "-1", "@sum", "＝1", "\t=1"];
    const sheet = sheetOf(writeXlsx(aSheet(formulas.map((response) => aRow({ response })))));
    // The one list to choose from is no cell.
    expect(sheet.replace(/<dataValidations.*<\/dataValidations>/, "")).not.toMatch(/<f[\s>]/);
    for (const formula of formulas)
      expect(sheet).toMatch(
        new RegExp(
          `s="2" t="inlineStr"><is><t xml:space="preserve">${formula.replace(/[+()]/g, "\\$&")}<`,
        ),
      );
    expect(sheet).toContain('s="1" t="inlineStr"><is><t xml:space="preserve">Falta');
  });

  it("hides the column of references", () => {
    const hidden = columns.indexOf("reference" satisfies Column) + 1;
    expect(sheetOf(writeXlsx(aSheet([aRow()])))).toMatch(
      new RegExp(`<col min="${hidden}" max="${hidden}" [^>]*hidden="1"`),
    );
  });

  it("is read with shared strings, as office programs save it, and with cells left out", () => {
    const saved = edited(writeXlsx(aSheet([aRow()])), "xl/worksheets/sheet1.xml", () => {
      const cell = (at: string, index: number) => `<c r="${at}" t="s"><v>${index}</v></c>`;
      return `<worksheet><sheetData><row r="4">${cell("A4", 0)}${cell("B4", 1)}${cell("D4", 2)}</row><row r="9">${cell("A9", 3)}${cell("D9", 4)}</row></sheetData></worksheet>`;
    });
    const strings = ["Referencia", "Decisión", "Respuesta", "row-1/3"];
    const file = zipSync({
      ...unzipSync(saved),
      "xl/sharedStrings.xml": strToU8(
        `<sst>${strings.map((one) => `<si><t>${one}</t></si>`).join("")}<si><r><t>Hola </t></r><r><t>mundo</t></r><rPh><t>x</t></rPh></si></sst>`,
      ),
    });
    expect(read(file).rows).toMatchObject([
      {
        reference: { id: "row-1", version: 3 },
        response: "Hola mundo",
        disposition: null,
        reason: null,
      },
    ]);
  });
});

it("a file is known by what it holds", () => {
  expect(openPackage(strToU8("%PDF-1.7"))).toBeNull();
  expect(openPackage(zipSync({ "a.txt": strToU8("a") }))).toBeNull();
  expect(readMatrix(zipSync({ "a.txt": strToU8("a") }))).toBe("unknown_type");
  expect(openPackage(writeDocx(aSheet([])))?.kind).toBe("docx");
  const many = Object.fromEntries(
    Array.from({ length: 2500 }, (_, at) => [`a${at}`, strToU8("a")]),
  );
  expect(readMatrix(zipSync(many))).toBe("unreadable");
});

/**
 * The matrix as a spreadsheet. Every cell is a string, so none is ever a formula; one that begins as
 * a formula does is marked as quoted besides, so that it stays words when somebody edits it or saves
 * it as another kind of file.
 */
import { columns, type Column, type MatrixSheet } from "./matrix-columns.ts";
import { makePackage } from "../../../platform/office/office-package.ts";
import { escapeXml } from "../../../platform/office/xml.ts";

const beginsFormula = /^[=+\-@\t\r\n＝＋－＠]/;
/** Characters that a cell can hold. */
const longest = 32_767;

const widths: Readonly<Record<Column, number>> = {
  ...{ paragraph: 9, section: 18, organisation: 14, kind: 12, quote: 30, observation: 44 },
  ...{ proposed: 36, response: 44, disposition: 18, reason: 32, responsible: 18, state: 14 },
  reference: 12,
};

/** Formats by their place in `styles`: plain, quoted, heading, title, mark. */
const format = { plain: 1, quoted: 2, heading: 3, title: 4, mark: 5 } as const;

/** 0 → "A". */
const letters = (index: number): string => String.fromCharCode(65 + index);

function cell(at: string, text: string, style: number): string {
  const shown = style === format.plain && beginsFormula.test(text) ? format.quoted : style;
  const words = escapeXml([...text].slice(0, longest).join(""));
  return `<c r="${at}" s="${shown}" t="inlineStr"><is><t xml:space="preserve">${words}</t></is></c>`;
}

const rowOf = (number: number, cells: readonly string[]) =>
  `<row r="${number}">${cells.join("")}</row>`;

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";

const styles = `${head}<styleSheet xmlns="${main}"><fonts count="4"><font><sz val="10"/><name val="Calibri"/></font><font><b/><sz val="10"/><name val="Calibri"/></font><font><b/><sz val="14"/><name val="Calibri"/></font><font><b/><sz val="11"/><color rgb="FFA3261D"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFDDECEF"/></patternFill></fill></fills><borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf xfId="0"/><xf xfId="0" borderId="1" numFmtId="49" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf xfId="0" borderId="1" numFmtId="49" applyNumberFormat="1" applyBorder="1" quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf xfId="0" fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf><xf xfId="0" fontId="2" applyFont="1"/><xf xfId="0" fontId="3" applyFont="1"/></cellXfs></styleSheet>`;

function worksheet({ title, classification, facts, headings, dispositions, rows }: MatrixSheet) {
  const above = [
    rowOf(1, [cell("A1", classification, format.mark)]),
    rowOf(2, [cell("A2", title, format.title)]),
    ...facts.map(([label, value], at) =>
      // Whole in one cell: it may be longer than its column, and runs over the next.
      rowOf(at + 3, [cell(`A${at + 3}`, `${label}: ${value}`, 0)]),
    ),
  ];
  const headAt = facts.length + 4;
  const heading = rowOf(
    headAt,
    columns.map((column, at) => cell(`${letters(at)}${headAt}`, headings[column], format.heading)),
  );
  const body = rows.map((row, index) => {
    const number = headAt + 1 + index;
    const cells = columns.map((column, at) =>
      cell(`${letters(at)}${number}`, row[column], format.plain),
    );
    return rowOf(number, cells);
  });
  const last = headAt + Math.max(rows.length, 1);
  const decided = letters(columns.indexOf("disposition"));
  const sizes = columns.map(
    (column, at) =>
      `<col min="${at + 1}" max="${at + 1}" width="${widths[column]}" customWidth="1"${column === "reference" ? ' hidden="1"' : ""}/>`,
  );
  // In the head of a page "&" begins a command.
  const mark = escapeXml(classification.replaceAll("&", "&&"));
  return `${head}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="${headAt}" topLeftCell="A${headAt + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${sizes.join("")}</cols><sheetData>${above.join("")}${heading}${body.join("")}</sheetData><dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${decided}${headAt + 1}:${decided}${last}"><formula1>"${escapeXml(dispositions.join(","))}"</formula1></dataValidation></dataValidations><pageSetup orientation="landscape" paperSize="9" fitToWidth="1" fitToHeight="0"/><headerFooter><oddHeader>&amp;C${mark}</oddHeader><oddFooter>&amp;C${mark}&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`;
}

export function writeXlsx(sheet: MatrixSheet): Uint8Array {
  return makePackage(
    {
      "[Content_Types].xml": `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
      "_rels/.rels": `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${sheet.language === "es" ? "Matriz" : "Matrix"}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
      "xl/styles.xml": styles,
      "xl/worksheets/sheet1.xml": worksheet(sheet),
    },
    sheet,
  );
}

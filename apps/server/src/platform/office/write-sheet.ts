/**
 * A table as a spreadsheet. Every cell is a string, so none is ever a formula; one that begins as a
 * formula does is marked as quoted besides, so that it stays words when somebody edits it or saves it
 * as another kind of file.
 */
import { makePackage } from "./office-package.ts";
import { escapeXml } from "./xml.ts";

const beginsFormula = /^[=+\-@\t\r\n＝＋－＠]/;
/** Characters that a cell can hold. */
const longest = 32_767;

export interface WrittenColumn {
  readonly heading: string;
  readonly width: number;
  readonly isHidden?: boolean;
  /** The words that may be chosen there. */
  readonly choices?: readonly string[];
}
export interface WrittenSheet {
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
  readonly rows: readonly (readonly string[])[];
  readonly at: Date;
}

/** Formats by their place in `styles`. */
const format = { plain: 1, quoted: 2, heading: 3 } as const;

const letters = (index: number): string => String.fromCharCode(65 + index);

function cell(at: string, text: string, style: number): string {
  const shown = style === format.plain && beginsFormula.test(text) ? format.quoted : style;
  const words = escapeXml([...text].slice(0, longest).join(""));
  return `<c r="${at}" s="${shown}" t="inlineStr"><is><t xml:space="preserve">${words}</t></is></c>`;
}

const row = (number: number, texts: readonly string[], style: number) =>
  `<row r="${number}">${texts.map((text, at) => cell(`${letters(at)}${number}`, text, style)).join("")}</row>`;

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";

/** Text (49) everywhere: what somebody types stays as they typed it, dates too. */
const styles = `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="10"/><name val="Calibri"/></font><font><b/><sz val="10"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFDDECEF"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf xfId="0" numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf xfId="0" numFmtId="49" applyNumberFormat="1" quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf xfId="0" fontId="1" fillId="2" applyFont="1" applyFill="1"/></cellXfs></styleSheet>`;

function worksheet({ columns, rows }: WrittenSheet, most: number): string {
  const sizes = columns.map(
    ({ width, isHidden }, at) =>
      `<col min="${at + 1}" max="${at + 1}" width="${width}" style="${format.plain}" customWidth="1"${isHidden ? ' hidden="1"' : ""}/>`,
  );
  const headings = row(
    1,
    columns.map(({ heading }) => heading),
    format.heading,
  );
  const body = rows.map((texts, index) => row(index + 2, texts, format.plain));
  const chosen = columns.flatMap(({ choices }, at) =>
    choices === undefined
      ? []
      : [
          `<dataValidation type="list" allowBlank="1" sqref="${letters(at)}2:${letters(at)}${most + 1}"><formula1>"${escapeXml(choices.join(","))}"</formula1></dataValidation>`,
        ],
  );
  const validations =
    chosen.length === 0
      ? ""
      : `<dataValidations count="${chosen.length}">${chosen.join("")}</dataValidations>`;
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${sizes.join("")}</cols><sheetData>${headings}${body.join("")}</sheetData>${validations}</worksheet>`;
}

/** Makes the file; `most` is how many rows people may fill. */
export function writeSheet(sheet: WrittenSheet, most: number): Uint8Array {
  return makePackage(
    {
      "[Content_Types].xml": `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
      "_rels/.rels": `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${escapeXml(sheet.name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
      "xl/styles.xml": styles,
      "xl/worksheets/sheet1.xml": worksheet(sheet, most),
    },
    sheet,
  );
}

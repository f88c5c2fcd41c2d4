/** The matrix as a Word file: one table on its side, whose first row repeats on every page. */
import type { Column, MatrixSheet, SheetRow } from "./matrix-columns.ts";
import { makePackage } from "../../../platform/office/office-package.ts";
import { escapeXml } from "../../../platform/office/xml.ts";

/** The columns that fit on a page, with their widths in twentieths of a point. */
const widths = {
  ...{ paragraph: 900, organisation: 1200, quote: 2100, observation: 2700, proposed: 2100 },
  ...{ response: 2700, disposition: 1200, reason: 1700, reference: 800 },
} as const satisfies Partial<Record<Column, number>>;
const shown = Object.keys(widths) as (keyof typeof widths)[];

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";
const typed = "application/vnd.openxmlformats-officedocument.wordprocessingml";

interface Look {
  readonly isBold?: boolean;
  /** In half points. */
  readonly size?: number;
  readonly color?: string;
}

const runOf = (text: string, { isBold = false, size, color }: Look = {}) => {
  const look = `${isBold ? "<w:b/>" : ""}${color === undefined ? "" : `<w:color w:val="${color}"/>`}${size === undefined ? "" : `<w:sz w:val="${size}"/>`}`;
  const lines = text
    .split("\n")
    .map((line) => `<w:t xml:space="preserve">${escapeXml(line)}</w:t>`);
  return `<w:r><w:rPr>${look}</w:rPr>${lines.join("<w:br/>")}</w:r>`;
};
const paragraphOf = (content: string, { isCentred = false }: { isCentred?: boolean } = {}) =>
  `<w:p>${isCentred ? '<w:pPr><w:jc w:val="center"/></w:pPr>' : ""}${content}</w:p>`;

const cellOf = (column: keyof typeof widths, content: string, fill = "") =>
  `<w:tc><w:tcPr><w:tcW w:w="${widths[column]}" w:type="dxa"/>${fill}</w:tcPr>${paragraphOf(content)}</w:tc>`;

/** A list to choose from; Word lets nothing else be written there. */
const choiceOf = (value: string, choices: readonly string[]) =>
  `<w:sdt><w:sdtPr><w:dropDownList>${["", ...choices]
    .map(
      (choice, at) =>
        `<w:listItem w:displayText="${choice === "" ? "–" : escapeXml(choice)}" w:value="${at}"/>`,
    )
    .join("")}</w:dropDownList></w:sdtPr><w:sdtContent>${runOf(value)}</w:sdtContent></w:sdt>`;

function rowOf(row: SheetRow, { dispositions }: MatrixSheet): string {
  const cells = shown.map((column) => {
    if (column === "disposition") return cellOf(column, choiceOf(row.disposition, dispositions));
    // It has to be there and nobody has to read it.
    const look = column === "reference" ? { size: 10, color: "7D8F99" } : {};
    return cellOf(column, runOf(row[column], look));
  });
  return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cells.join("")}</w:tr>`;
}

function documentOf(sheet: MatrixSheet): string {
  const { title, classification, facts, headings, rows } = sheet;
  const fill = '<w:shd w:val="clear" w:color="auto" w:fill="DDECEF"/>';
  const heading = shown.map((column) =>
    cellOf(column, runOf(headings[column], { isBold: true }), fill),
  );
  const edges = ["top", "left", "bottom", "right", "insideH", "insideV"]
    .map((edge) => `<w:${edge} w:val="single" w:sz="4" w:space="0" w:color="7D8F99"/>`)
    .join("");
  const grid = shown.map((column) => `<w:gridCol w:w="${widths[column]}"/>`).join("");
  const above = [
    paragraphOf(runOf(classification, { isBold: true, color: "A3261D" })),
    paragraphOf(runOf(title, { isBold: true, size: 28 })),
    ...facts.map(([label, value]) =>
      paragraphOf(runOf(`${label}: `, { isBold: true }) + runOf(value)),
    ),
  ];
  const table = `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>${edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>${heading.join("")}</w:tr>${rows.map((row) => rowOf(row, sheet)).join("")}</w:tbl>`;
  const page =
    '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="900" w:right="700" w:bottom="900" w:left="700" w:header="400" w:footer="400" w:gutter="0"/></w:sectPr>';
  return `${head}<w:document xmlns:w="${main}" xmlns:r="${relations}"><w:body>${above.join("")}${table}<w:p/>${page}</w:body></w:document>`;
}

const edgeOf = (name: "hdr" | "ftr", { classification }: MatrixSheet) =>
  `${head}<w:${name} xmlns:w="${main}">${paragraphOf(
    runOf(classification, { isBold: true, color: "A3261D" }) +
      (name === "ftr"
        ? `${runOf("  ·  ")}<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>`
        : ""),
    { isCentred: true },
  )}</w:${name}>`;

const stylesOf = ({ language }: MatrixSheet) =>
  `${head}<w:styles xmlns:w="${main}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="18"/><w:lang w:val="${language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="40"/></w:pPr></w:pPrDefault></w:docDefaults></w:styles>`;

export function writeDocx(sheet: MatrixSheet): Uint8Array {
  return makePackage(
    {
      "[Content_Types].xml": `${head}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${typed}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${typed}.styles+xml"/><Override PartName="/word/header1.xml" ContentType="${typed}.header+xml"/><Override PartName="/word/footer1.xml" ContentType="${typed}.footer+xml"/></Types>`,
      "_rels/.rels": `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="word/document.xml"/></Relationships>`,
      "word/_rels/document.xml.rels": `${head}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${relations}/header" Target="header1.xml"/><Relationship Id="rId3" Type="${relations}/footer" Target="footer1.xml"/></Relationships>`,
      "word/document.xml": documentOf(sheet),
      "word/styles.xml": stylesOf(sheet),
      "word/header1.xml": edgeOf("hdr", sheet),
      "word/footer1.xml": edgeOf("ftr", sheet),
    },
    sheet,
  );
}

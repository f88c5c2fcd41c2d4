/** The first text of a paper that starts from a template. */
import { cell, heading, paragraph, row, table, text } from "./build-nodes.ts";
import { normalDocument, type PaperDocumentJson, type PaperNodeJson } from "./paper-document.ts";

/** A text by language, at least in one. */
export type InLanguages = Readonly<Record<string, string>>;

export interface StarterTable {
  readonly type: string;
  readonly columns: readonly InLanguages[];
  readonly emptyRows: number;
}

/** What a template says of a section, as far as its first text needs it. */
export interface TemplateSection {
  readonly id: string;
  readonly heading: InLanguages;
  readonly starterBlocks?: readonly StarterTable[];
  /** False: the section stands outside the numbering. */
  readonly numbered?: boolean;
}

/** The id of the heading, and so of the section, that a template's section becomes. */
export function sectionBlockId(templateSectionId: string): string {
  return `sec-${templateSectionId}`;
}

/**
 * A level-1 heading for each section, an empty paragraph to write in, and the section's starter
 * tables. All ids are made of the sections' ids, so the editions of a paper in several languages
 * start aligned block by block.
 */
export function fromTemplate(
  sections: readonly TemplateSection[],
  language: string,
): PaperDocumentJson {
  const content = sections.flatMap((section): PaperNodeJson[] => [
    heading(
      sectionBlockId(section.id),
      1,
      text(inLanguage(section.heading, language)),
      section.numbered === false,
    ),
    paragraph(`${section.id}-1`),
    ...(section.starterBlocks ?? []).flatMap((starter, index) =>
      starterTable(`${section.id}-table${index === 0 ? "" : index + 1}`, starter, language),
    ),
  ]);
  return normalDocument({ type: "doc", content });
}

function starterTable(id: string, starter: StarterTable, language: string): PaperNodeJson[] {
  if (starter.type !== "table") throw new RangeError(`Unknown starter block ${starter.type}`);
  const header = row(
    `${id}-r0`,
    starter.columns.map((column, index) =>
      cell("tableHeader", `${id}-c${index + 1}`, text(inLanguage(column, language))),
    ),
  );
  const rows = Array.from({ length: starter.emptyRows }, (_, index) => {
    const rowId = `${id}-r${index + 1}`;
    return row(
      rowId,
      starter.columns.map((_column, column) => cell("tableCell", `${rowId}-c${column + 1}`, [])),
    );
  });
  // A table is followed by a paragraph, or nobody could write below it.
  return [table(id, [header, ...rows]), paragraph(`${id}-after`)];
}

function inLanguage(texts: InLanguages, language: string): string {
  return texts[language] ?? texts["en"] ?? Object.values(texts)[0] ?? "";
}

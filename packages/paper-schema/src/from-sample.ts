/** The seed's sample papers (prisma/seed/data/sample-paper.*.json) as document JSON. */
import {
  actionItem,
  callout,
  caption,
  cell,
  footnote,
  heading,
  paragraph,
  row,
  table,
  text,
} from "./build-nodes.ts";
import { normalDocument, type PaperDocumentJson, type PaperNodeJson } from "./paper-document.ts";
import { calloutKinds, headingLevels } from "./schema.ts";

export interface SampleInline {
  readonly type: string;
  readonly text?: string;
  readonly marks?: readonly string[];
  /** Of a `footnoteRef`: the footnote. */
  readonly id?: string;
}

export interface SampleBlock {
  readonly id: string;
  readonly type: string;
  readonly level?: number;
  readonly text?: string;
  readonly content?: readonly SampleInline[];
  readonly callout?: string;
  readonly style?: string;
  readonly items?: readonly { readonly id: string; readonly content: readonly SampleInline[] }[];
  /** Of a heading: its number; a paragraph's is `para`. Only whether there is one counts here. */
  readonly number?: string | number;
  readonly para?: number;
  readonly sectionId?: string;
  readonly caption?: string;
  readonly columns?: readonly { readonly id: string; readonly text: string }[];
  readonly rows?: readonly { readonly id: string; readonly cells: readonly string[] }[];
}

export interface SamplePaper {
  readonly meta: { readonly language: string };
  readonly blocks: readonly SampleBlock[];
  readonly footnotes: readonly { readonly id: string; readonly text: string }[];
}

export interface FromSampleOptions {
  /** Action items to refer to at the end of a paragraph or heading, by the id of that block. */
  readonly actionsByBlock?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The sample as document JSON. Block ids are kept, and those that the sample does not name (a
 * caption, a cell, the paragraph in a cell) are made of its ids, so both languages have the same.
 */
export function fromSample(
  sample: SamplePaper,
  { actionsByBlock = {} }: FromSampleOptions = {},
): PaperDocumentJson {
  const footnotes = new Map(sample.footnotes.map((note) => [note.id, note.text]));
  const numbered = new Set(
    sample.blocks
      .filter(({ type, number, para }) => (type === "heading" ? number : para) !== undefined)
      .map(({ sectionId }) => sectionId),
  );

  function inline(content: readonly SampleInline[]): PaperNodeJson[] {
    return content.flatMap((part): readonly PaperNodeJson[] => {
      if (part.type === "text") {
        const marks = (part.marks ?? []).map((type) => {
          if (type !== "bold" && type !== "italic") throw new RangeError(`Unknown mark ${type}`);
          return { type } as const;
        });
        return text(part.text ?? "", marks);
      }
      if (part.type === "footnoteRef" && part.id !== undefined)
        return [footnote(part.id, footnotes.get(part.id) ?? "")];
      throw new RangeError(`Unknown inline content ${part.type}`);
    });
  }

  function withActions(blockId: string, content: readonly PaperNodeJson[]): PaperNodeJson[] {
    const actions = actionsByBlock[blockId] ?? [];
    return [...content, ...actions.flatMap((action) => [...text(" "), actionItem(action)])];
  }

  function convert(block: SampleBlock): readonly PaperNodeJson[] {
    switch (block.type) {
      case "heading": {
        const level = headingLevels.find((known) => known === block.level);
        if (!level) throw new RangeError(`Unknown heading level in ${block.id}`);
        const content = withActions(block.id, text(block.text ?? ""));
        const isUnnumbered = level === 1 && !numbered.has(block.sectionId ?? block.id);
        return [heading(block.id, level, content, isUnnumbered)];
      }
      case "paragraph": {
        const converted = paragraph(block.id, withActions(block.id, inline(block.content ?? [])));
        if (block.callout === undefined) return [converted];
        const kind = calloutKinds.find((known) => known === block.callout) ?? "note";
        return [callout(`${block.id}-callout`, kind, [converted])];
      }
      case "list":
        return [
          {
            type: block.style === "bullet" ? "bulletList" : "orderedList",
            attrs: { id: block.id, ...(block.style === "alpha" ? { type: "a" } : {}) },
            content: (block.items ?? []).map((item) => ({
              type: "listItem",
              attrs: { id: item.id },
              content: [paragraph(`${item.id}-p`, inline(item.content))],
            })),
          },
        ];
      case "table":
        return convertTable(block);
      default:
        throw new RangeError(`Unknown block ${block.type}`);
    }
  }

  return normalDocument({ type: "doc", content: sample.blocks.flatMap(convert) });
}

function convertTable(block: SampleBlock): readonly PaperNodeJson[] {
  const columns = block.columns ?? [];
  const header = row(
    `${block.id}-r0`,
    columns.map((column) => cell("tableHeader", column.id, text(column.text))),
  );
  const rows = (block.rows ?? []).map((line) =>
    row(
      line.id,
      line.cells.map((value, index) => cell("tableCell", `${line.id}-c${index + 1}`, text(value))),
    ),
  );
  const captions =
    block.caption === undefined ? [] : [caption(`${block.id}-caption`, text(block.caption))];
  return [...captions, table(block.id, [header, ...rows])];
}

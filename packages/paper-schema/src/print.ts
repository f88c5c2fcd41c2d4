/** What the converters (HTML, Markdown, text) share: the words, numbers and references of a print. */
import { referenceText } from "./cross-references.ts";
import { bisLabel, numberingOf, type BlockNumber, type PaperNumbering } from "./numbering.ts";
import {
  toDocumentJson,
  toNode,
  type PaperDocumentJson,
  type PaperNodeJson,
} from "./paper-document.ts";
import { finalView, originalView } from "./suggestions/index.ts";
import { printedWords, type PrintedWords } from "./printed-words.ts";

/** How suggestions are printed: marked, as if accepted, or as if rejected. */
export type SuggestionsAs = "markup" | "final" | "original";

/** A citation as it stands in the text. */
export interface PrintedCitation {
  readonly sourceId: string | null;
  readonly locator: string | null;
  readonly prefix: string | null;
}

export interface PrintOptions {
  /** The language of the text. */
  readonly language: string;
  readonly suggestions?: SuggestionsAs;
  /** False: without the numbers of headings, paragraphs and tables, for a piece of a text. */
  readonly isNumbered?: boolean;
  /** What is shown for an action item, by its id: those that the reader may see. */
  readonly actionTitles?: ReadonlyMap<string, string>;
  /** "(Naciones Unidas, 2024, pág. 14)": as the paper's style cites a source. */
  readonly cite?: (citation: PrintedCitation) => string;
  /** The cited sources in their order, each a line of text with marks. */
  readonly bibliography?: readonly (readonly PaperNodeJson[])[];
}

export interface Print {
  /** The text to print: its suggestions as the options ask. */
  readonly document: PaperDocumentJson;
  readonly words: PrintedWords;
  readonly numberOf: (node: PaperNodeJson) => BlockNumber | undefined;
  readonly reference: (node: PaperNodeJson) => { readonly text: string; readonly isLost: boolean };
  readonly citation: (node: PaperNodeJson) => string;
  readonly action: (node: PaperNodeJson) => string;
}

export function printOf(source: PaperDocumentJson, options: PrintOptions): Print {
  const { language, suggestions = "markup", isNumbered = true } = options;
  const document = shownAs(source, suggestions);
  const said = printedWords(language);
  const numbering: PaperNumbering = numberingOf(document, language);
  const texts = textsById(document);
  return {
    document,
    words: said,
    numberOf: ({ attrs }) => {
      const id = attrs?.["id"];
      return isNumbered && typeof id === "string" ? numbering.get(id) : undefined;
    },
    reference: ({ attrs }) =>
      referenceText(attrs?.["targetId"], {
        numbering,
        language,
        textOf: (id) => texts().get(id) ?? null,
      }),
    citation: ({ attrs }) => {
      const text = (name: string) => {
        const value = attrs?.[name];
        return typeof value === "string" ? value : null;
      };
      const [sourceId, locator, prefix] = [text("sourceId"), text("locator"), text("prefix")];
      const cited = options.cite?.({ sourceId, locator, prefix });
      return cited ?? `[${[prefix, locator].filter(Boolean).join(" ") || "…"}]`;
    },
    action: ({ attrs }) => {
      const id = attrs?.["actionId"];
      const title = typeof id === "string" ? options.actionTitles?.get(id) : undefined;
      return title === undefined ? said.action : `${said.action}: ${title}`;
    },
  };
}

/** The document with its suggestions marked, accepted or rejected. */
export function shownAs(document: PaperDocumentJson, as: SuggestionsAs): PaperDocumentJson {
  if (as === "markup" || !holdsSuggestions(document)) return document;
  const view = as === "final" ? finalView : originalView;
  return toDocumentJson(view(toNode(document)));
}

function holdsSuggestions({ attrs, marks = [], content = [] }: PaperNodeJson): boolean {
  return (
    [attrs?.["inserted"], attrs?.["removed"], attrs?.["changed"]].some((it) => it != null) ||
    marks.some(
      ({ type }) => type === "insertion" || type === "deletion" || type === "formatting",
    ) ||
    content.some(holdsSuggestions)
  );
}

/** The alternatives of unagreed wording, each with what it is called: "", "bis", "ter". */
export function alternativesIn(
  bracket: PaperNodeJson,
): readonly { readonly content: readonly PaperNodeJson[]; readonly called: string }[] {
  return (bracket.content ?? []).map(({ content = [] }, index) => ({
    content,
    called: bisLabel(index),
  }));
}

/** The number of a list's first item: at least 1, and no more than a list can sensibly have. */
export function startOf({ attrs }: PaperNodeJson): number {
  const start = attrs?.["start"];
  return typeof start === "number" && Number.isSafeInteger(start)
    ? Math.min(Math.max(start, 1), 10_000)
    : 1;
}

/** A caption and the table that it stands above. */
export function captionedTable(
  blocks: readonly PaperNodeJson[],
  index: number,
): PaperNodeJson | null {
  const [block, next] = [blocks[index], blocks[index + 1]];
  return block?.type === "paragraph" && block.attrs?.["caption"] === true && next?.type === "table"
    ? next
    : null;
}

/** Looked for only when a text refers to something without a number. */
function textsById(document: PaperDocumentJson): () => ReadonlyMap<string, string> {
  let texts: Map<string, string> | null = null;
  const read = (node: PaperNodeJson): string => {
    const text = node.text ?? (node.content ?? []).map(read).join("");
    const id = node.attrs?.["id"];
    if (typeof id === "string" && !texts!.has(id)) texts!.set(id, text);
    return text;
  };
  return () => {
    if (texts === null) {
      texts = new Map();
      read(document);
    }
    return texts;
  };
}

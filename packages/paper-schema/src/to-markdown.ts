/**
 * A paper as Markdown (CommonMark, with the tables and footnotes that GitHub, Pandoc and others
 * read). Whatever people typed stays text: no sign of theirs becomes markup or HTML.
 */
import { isSafeHref } from "./links.ts";
import { listMarker } from "./numbering.ts";
import type { PaperDocumentJson, PaperMarkJson, PaperNodeJson } from "./paper-document.ts";
import { alternativesIn, captionedTable, printOf, startOf, type PrintOptions } from "./print.ts";

/** As `suggestions`, what is suggested counts as accepted unless the options say otherwise. */
export interface MarkdownOptions extends PrintOptions {
  /** Addresses of the pictures, by their file: only addresses that the caller made. */
  readonly pictures?: ReadonlyMap<string, string>;
}

/**
 * The text with a blank line between blocks. Level-1 headings are `##`: the title of the paper,
 * which stands above the text, is the `#`. Suggestions, where they are marked, are in CriticMarkup.
 */
export function toMarkdown(source: PaperDocumentJson, options: MarkdownOptions): string {
  const { language } = options;
  const print = printOf(source, { suggestions: "final", ...options });
  const footnotes: string[] = [];

  function inline(nodes: readonly PaperNodeJson[]): string {
    return nodes.map(inlineNode).join("");
  }

  function inlineNode(node: PaperNodeJson): string {
    switch (node.type) {
      case "text":
        return marked(node.text ?? "", node.marks ?? []);
      case "hardBreak":
        return "\\\n";
      case "footnote":
        return footnote(node);
      case "citation":
        return escapeMarkdown(print.citation(node));
      case "crossReference":
        return escapeMarkdown(print.reference(node).text);
      case "actionItem":
        return escapeMarkdown(`(${print.action(node)})`);
      case "bracket":
        return alternativesIn(node)
          .map(({ content, called }) => {
            const text = [inline(content), called].filter(Boolean).join(" ");
            return `\\[${text}\\]`;
          })
          .join(" ");
      default:
        return inline(node.content ?? []);
    }
  }

  function footnote(node: PaperNodeJson): string {
    const label = (print.numberOf(node)?.label ?? String(footnotes.length + 1)).replace(/\s/g, "-");
    const index = footnotes.push("") - 1;
    const text = inline(node.content ?? []).replace(/\\\n/g, " ");
    footnotes[index] = `[^${label}]: ${text}`;
    return `[^${label}]`;
  }

  /** A line of text that no sign at its beginning turns into something else. */
  function line(node: PaperNodeJson): string {
    return lineOf(inline(node.content ?? []));
  }

  function numbered(node: PaperNodeJson): string {
    const number = print.numberOf(node);
    const isShown = number?.kind === "paragraph" || number?.kind === "heading";
    const text = inline(node.content ?? []).trim();
    return isShown ? lineOf(`${escapeMarkdown(number.label)} ${text}`) : lineOf(text);
  }

  function block(node: PaperNodeJson, depth: number): string {
    const children = node.content ?? [];
    switch (node.type) {
      case "heading": {
        const level = Math.min(Math.max(Number(node.attrs?.["level"] ?? 1), 1), 4);
        const text = numbered(node)
          .replace(/\\\n/g, " ")
          .replace(/#+$/, (signs) => `\\${signs}`);
        return text === "" ? "" : `${"#".repeat(level + 1)} ${text}`;
      }
      case "paragraph":
        return numbered(node);
      case "bulletList":
        return children.map((item) => listItem("- ", item, depth)).join("\n");
      case "orderedList":
        return orderedList(node, depth);
      case "blockquote":
      case "callout":
        return prefixed(blocks(children, depth), "> ");
      case "table":
        return table(node);
      case "figure":
        return figure(node);
      case "horizontalRule":
        return "---";
      case "pageBreak":
        return "<!-- page break -->";
      case "bibliography":
        return (options.bibliography ?? []).map((entry) => lineOf(inline(entry))).join("\n\n");
      default:
        return blocks(children, depth);
    }
  }

  /** Markdown has no letters before items: they are text behind a bullet. */
  function orderedList(node: PaperNodeJson, depth: number): string {
    const start = startOf(node);
    const isLettered = node.attrs?.["type"] === "a";
    return (node.content ?? [])
      .map((item, index) => {
        const mark = listMarker(start + index, { isLettered, depth, language });
        return isLettered
          ? listItem("- ", item, depth + 1, `${escapeMarkdown(mark)} `)
          : listItem(`${mark} `, item, depth);
      })
      .join("\n");
  }

  function listItem(mark: string, item: PaperNodeJson, depth: number, before = ""): string {
    const parts = (item.content ?? []).map((it) => block(it, depth)).filter((part) => part !== "");
    // A list within an item follows its line; anything else needs a blank line between.
    const text = parts.reduce(
      (sum, part, index) =>
        sum + (index === 0 ? "" : /^(?:- |\d+\. )/.test(part) ? "\n" : "\n\n") + part,
      "",
    );
    return prefixed(before + text, " ".repeat(mark.length)).replace(/^ */, mark);
  }

  /** One line per row: blocks in a cell are parted by `<br>`, merged cells leave empty ones. */
  function table(node: PaperNodeJson): string {
    const rows = gridOf(node).map((row) => row.map((it) => (it === null ? "" : cell(it))));
    const columns = Math.max(...rows.map((row) => row.length), 1);
    const isHead =
      node.content?.[0]?.content?.every(({ type }) => type === "tableHeader") === true &&
      rows.length > 0;
    const head = isHead ? rows[0]! : [];
    const lines = [head, ...(isHead ? rows.slice(1) : rows)].map((row) =>
      Array.from({ length: columns }, (_, index) => row[index] ?? ""),
    );
    const written = lines.map((row) => `| ${row.join(" | ")} |`);
    const rule = `| ${Array.from({ length: columns }, () => "---").join(" | ")} |`;
    return [written[0], rule, ...written.slice(1)].join("\n");
  }

  function cell(node: PaperNodeJson): string {
    const parts = (node.content ?? []).map((it) => block(it, 0)).filter((part) => part !== "");
    return parts
      .join("\n")
      .replace(/\\?\n+/g, "<br>")
      .replace(/(?<!\\)\|/g, "\\|");
  }

  function figure(node: PaperNodeJson): string {
    const { fileId, alt, source } = node.attrs ?? {};
    const said = typeof alt === "string" ? alt : "";
    const address = typeof fileId === "string" ? options.pictures?.get(fileId) : undefined;
    const label = print.numberOf(node)?.label;
    const picture =
      address === undefined
        ? escapeMarkdown(`[${print.words.picture}${said === "" ? "" : `: ${said}`}]`)
        : `![${escapeMarkdown(said)}](${addressOf(address)})`;
    const title = [label === undefined ? "" : `**${escapeMarkdown(label)}.**`, line(node)];
    const from =
      typeof source === "string" && source !== ""
        ? escapeMarkdown(`${print.words.source}: ${source}`)
        : "";
    return [picture, title.filter(Boolean).join(" "), from].filter(Boolean).join("\n\n");
  }

  function blocks(nodes: readonly PaperNodeJson[], depth: number): string {
    const made: string[] = [];
    for (let index = 0; index < nodes.length; index += 1) {
      const node = nodes[index]!;
      const titled = captionedTable(nodes, index);
      if (titled !== null) {
        const label = print.numberOf(titled)?.label;
        const title = line(node);
        made.push(
          label === undefined ? title : `**${escapeMarkdown(label)}.** ${title}`,
          block(titled, depth),
        );
        index += 1;
      } else {
        // Two lists in a row would be read as one.
        if (isList(node) && isList(nodes[index - 1])) made.push("<!-- -->");
        made.push(block(node, depth));
      }
    }
    return made.filter((part) => part !== "").join("\n\n");
  }

  const body = blocks(print.document.content, 0);
  return `${[body, footnotes.join("\n\n")].filter((part) => part !== "").join("\n\n")}\n`;
}

function isList(node: PaperNodeJson | undefined): boolean {
  return node?.type === "bulletList" || node?.type === "orderedList";
}

/** The cells by row and column; null where a merged cell reaches. */
function gridOf(table: PaperNodeJson): (PaperNodeJson | null)[][] {
  const grid: (PaperNodeJson | null)[][] = [];
  (table.content ?? []).forEach((row, rowIndex) => {
    const line = (grid[rowIndex] ??= []);
    let column = 0;
    for (const cell of row.content ?? []) {
      while (line[column] !== undefined) column += 1;
      const across = spanOf(cell, "colspan");
      const down = Math.min(spanOf(cell, "rowspan"), (table.content ?? []).length - rowIndex);
      for (let y = 0; y < down; y += 1)
        for (let x = 0; x < across; x += 1)
          (grid[rowIndex + y] ??= [])[column + x] = x === 0 && y === 0 ? cell : null;
      column += across;
    }
  });
  return grid.map((row) => Array.from(row, (cell) => cell ?? null));
}

function spanOf(cell: PaperNodeJson, name: "colspan" | "rowspan"): number {
  const value = cell.attrs?.[name];
  return typeof value === "number" && Number.isSafeInteger(value)
    ? Math.min(Math.max(value, 1), 1_000)
    : 1;
}

/** Emphasis touches its words: Markdown knows none that begins or ends with a space. */
function marked(text: string, marks: readonly PaperMarkJson[]): string {
  const names = new Set(marks.map(({ type }) => type));
  const [, before = "", inner = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  if (inner === "") return text;
  let made = escapeMarkdown(inner);
  if (names.has("italic")) made = `*${made}*`;
  if (names.has("bold")) made = `**${made}**`;
  const href = marks.find(({ type }) => type === "link")?.attrs?.["href"];
  if (typeof href === "string" && isSafeHref(href)) made = `[${made}](${addressOf(href)})`;
  if (names.has("insertion")) made = `{++${made}++}`;
  if (names.has("deletion")) made = `{--${made}--}`;
  return before + made + after;
}

function addressOf(href: string): string {
  return `<${href.replace(/[<>\\\s]/g, (sign) => encodeURIComponent(sign))}>`;
}

/** Text in which nothing is markup or HTML. */
export function escapeMarkdown(text: string): string {
  return (
    text
      // What no file may hold, and what could turn the direction of the text around it.
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "")
      .replace(/[\r\n]+/g, " ")
      .replace(/[\\`*_[\]<>|~^{}$]/g, "\\$&")
      .replace(/&(?=#?\w+;)/g, "\\&")
  );
}

/** The same at the beginning of a line, where more signs mean something. */
function lineOf(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((part) =>
      part
        .replace(/^(\s*)([#+=:-])/, "$1\\$2")
        .replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, "$1\\$2")
        .replace(/^ {4,}/, "   "),
    )
    .join("\n");
}

function prefixed(text: string, prefix: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? prefix.trimEnd() : prefix + line))
    .join("\n");
}

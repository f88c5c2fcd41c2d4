/** A paper as plain text: for search, notifications, quotes and a file without any format. */
import { listMarker } from "./numbering.ts";
import type { PaperDocumentJson, PaperNodeJson } from "./paper-document.ts";
import { alternativesIn, captionedTable, printOf, startOf, type PrintOptions } from "./print.ts";

/** As `suggestions`, what is suggested counts as accepted unless the options say otherwise. */
export type TextOptions = PrintOptions;

/**
 * The text with a blank line between blocks, numbers before what has one, list items on lines of
 * their own with their marker, table rows with tabs between cells, and footnotes as `[1]` with their
 * texts at the end.
 */
export function toText(source: PaperDocumentJson, options: TextOptions): string {
  const { language } = options;
  const print = printOf(source, { suggestions: "final", ...options });
  const footnotes: string[] = [];

  function inline(nodes: readonly PaperNodeJson[]): string {
    return nodes.map(inlineNode).join("");
  }

  function inlineNode(node: PaperNodeJson): string {
    switch (node.type) {
      case "hardBreak":
        return "\n";
      case "footnote": {
        const label = print.numberOf(node)?.label ?? String(footnotes.length + 1);
        const index = footnotes.push("") - 1;
        footnotes[index] = `[${label}] ${inline(node.content ?? [])}`;
        return `[${label}]`;
      }
      case "citation":
        return print.citation(node);
      case "crossReference":
        return print.reference(node).text;
      case "actionItem":
        return `(${print.action(node)})`;
      case "bracket":
        return alternativesIn(node)
          .map(({ content, called }) => `[${[inline(content), called].filter(Boolean).join(" ")}]`)
          .join(" ");
      default:
        return node.text ?? inline(node.content ?? []);
    }
  }

  function line(node: PaperNodeJson): string {
    return inline(node.content ?? []).trimEnd();
  }

  function numbered(node: PaperNodeJson): string {
    const number = print.numberOf(node);
    const isShown = number?.kind === "paragraph" || number?.kind === "heading";
    return isShown ? `${number.label} ${line(node)}` : line(node);
  }

  function block(node: PaperNodeJson, depth: number): string {
    const children = node.content ?? [];
    switch (node.type) {
      case "heading":
      case "paragraph":
        return numbered(node);
      case "bulletList":
        return children.map((item) => listItem("- ", item, depth)).join("\n");
      case "orderedList": {
        const start = startOf(node);
        const isLettered = node.attrs?.["type"] === "a";
        return children
          .map((item, index) => {
            const mark = listMarker(start + index, { isLettered, depth, language });
            return listItem(`${mark} `, item, isLettered ? depth + 1 : depth);
          })
          .join("\n");
      }
      case "table":
        return children.map((row) => (row.content ?? []).map(cell).join("\t")).join("\n");
      case "figure":
        return figure(node);
      case "horizontalRule":
        return "* * *";
      case "pageBreak":
        return "\f";
      case "bibliography":
        return (options.bibliography ?? []).map(inline).join("\n");
      default:
        return blocks(children, depth);
    }
  }

  function cell(node: PaperNodeJson): string {
    const text = (node.content ?? []).map((it) => block(it, 0)).join(" ");
    return text.replace(/\s+/g, " ").trim();
  }

  function figure(node: PaperNodeJson): string {
    const { alt, source } = node.attrs ?? {};
    const label = print.numberOf(node)?.label;
    return [
      [label === undefined ? "" : `${label}.`, line(node)].filter(Boolean).join(" "),
      typeof alt === "string" && alt !== "" ? `[${print.words.picture}: ${alt}]` : "",
      typeof source === "string" && source !== "" ? `${print.words.source}: ${source}` : "",
    ]
      .filter(Boolean)
      .join("\n");
  }

  function listItem(mark: string, item: PaperNodeJson, depth: number): string {
    const indent = " ".repeat(mark.length);
    const lines = (item.content ?? [])
      .map((it) => block(it, depth))
      .join("\n")
      .split("\n");
    return lines.map((text, index) => (index === 0 ? mark : indent) + text).join("\n");
  }

  function blocks(nodes: readonly PaperNodeJson[], depth: number): string {
    const made: string[] = [];
    for (let index = 0; index < nodes.length; index += 1) {
      const titled = captionedTable(nodes, index);
      if (titled === null) made.push(block(nodes[index]!, depth));
      else {
        const label = print.numberOf(titled)?.label;
        const title = line(nodes[index]!);
        made.push(label === undefined ? title : `${label}. ${title}`, block(titled, depth));
        index += 1;
      }
    }
    return made.filter((part) => part === "\f" || part.trim() !== "").join("\n\n");
  }

  const body = blocks(print.document.content, 0);
  return [body, footnotes.join("\n")].filter((part) => part !== "").join("\n\n");
}

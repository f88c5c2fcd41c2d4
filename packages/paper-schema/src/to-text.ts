/** A paper as plain text: for search, notifications, quotes and the word-free parts of exports. */
import type { PaperDocumentJson, PaperNodeJson } from "./paper-document.ts";

/**
 * The text with a blank line between blocks, list items on lines of their own with their marker,
 * table rows with tabs between cells, and footnotes as `[1]` with their texts at the end.
 */
export function toText(document: PaperDocumentJson): string {
  const footnotes: string[] = [];

  function inline(block: PaperNodeJson): string {
    return (block.content ?? [])
      .map((child) => {
        if (child.type === "hardBreak") return "\n";
        if (child.type !== "footnote") return child.text ?? "";
        footnotes.push((child.content ?? []).map((part) => part.text ?? "").join(""));
        return `[${footnotes.length}]`;
      })
      .join("")
      .trimEnd();
  }

  function block(node: PaperNodeJson): string {
    const children = node.content ?? [];
    switch (node.type) {
      case "heading":
      case "paragraph":
        return inline(node);
      case "bulletList":
        return children.map((item) => listItem("- ", item)).join("\n");
      case "orderedList": {
        const start = Number(node.attrs?.["start"] ?? 1);
        const isLettered = node.attrs?.["type"] === "a";
        return children
          .map((item, index) => listItem(marker(start + index, isLettered), item))
          .join("\n");
      }
      case "table":
        return children
          .map((row) =>
            (row.content ?? [])
              .map((cell) => (cell.content ?? []).map(block).join(" ").replace(/\s+/g, " ").trim())
              .join("\t"),
          )
          .join("\n");
      default:
        return blocks(children);
    }
  }

  function listItem(mark: string, item: PaperNodeJson): string {
    const indent = " ".repeat(mark.length);
    const lines = (item.content ?? []).map(block).join("\n").split("\n");
    return lines.map((line, index) => (index === 0 ? mark : indent) + line).join("\n");
  }

  function blocks(nodes: readonly PaperNodeJson[]): string {
    return nodes
      .map(block)
      .filter((part) => part.trim() !== "")
      .join("\n\n");
  }

  const body = blocks(document.content);
  const notes = footnotes.map((note, index) => `[${index + 1}] ${note}`);
  return [body, notes.join("\n")].filter((part) => part !== "").join("\n\n");
}

function marker(number: number, isLettered: boolean): string {
  if (!isLettered) return `${number}. `;
  let letters = "";
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(97 + ((rest - 1) % 26)) + letters;
  return `(${letters}) `;
}

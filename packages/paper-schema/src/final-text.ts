/** The text as it would be with all of its suggestions accepted: what exports and counts show. */
import type { PaperDocumentJson, PaperMarkJson, PaperNodeJson } from "./paper-document.ts";

const suggestionAttributes = new Set(["inserted", "removed", "changed"]);
const suggestionMarks = new Set(["insertion", "deletion", "formatting"]);

/** The document with its suggestions accepted. */
export function finalText(document: PaperDocumentJson): PaperDocumentJson {
  return { type: "doc", content: finalChildren(document.content) };
}

function finalChildren(nodes: readonly PaperNodeJson[]): PaperNodeJson[] {
  const kept: PaperNodeJson[] = [];
  for (const node of nodes) {
    const isRemoved = isSuggested(node.attrs?.["removed"]);
    if (!isRemoved) kept.push(...finalNode(node));
    // Of a block of text only the border before it goes, and what is left continues the one above.
    else if (isTextblock(node)) joinToLast(kept, node);
  }
  return kept;
}

function joinToLast(kept: PaperNodeJson[], node: PaperNodeJson): void {
  const content = finalChildren(node.content ?? []);
  if (content.length === 0) return;
  const last = kept.at(-1);
  if (last === undefined || !isTextblock(last)) kept.push(...finalNode(node));
  else kept[kept.length - 1] = { ...last, content: [...(last.content ?? []), ...content] };
}

function finalNode(node: PaperNodeJson): PaperNodeJson[] {
  if (node.text !== undefined) {
    const marks = node.marks ?? [];
    if (marks.some(({ type }) => type === "deletion")) return [];
    const kept: readonly PaperMarkJson[] = marks.filter(({ type }) => !suggestionMarks.has(type));
    const run = { type: node.type, text: node.text };
    return [kept.length > 0 ? { ...run, marks: kept } : run];
  }
  const attrs = Object.entries(node.attrs ?? {}).filter(
    ([name]) => !suggestionAttributes.has(name),
  );
  const content = finalChildren(node.content ?? []);
  return [
    {
      type: node.type,
      ...(attrs.length > 0 ? { attrs: Object.fromEntries(attrs) } : {}),
      ...(content.length > 0 ? { content } : {}),
    },
  ];
}

function isSuggested(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function isTextblock({ type }: PaperNodeJson): boolean {
  return type === "paragraph" || type === "heading";
}

/**
 * The text as it is agreed: what is only suggested is left out, and what is only suggested to go
 * stays. It is what a translation renders, so marking a suggestion makes no translation old.
 */
import type {
  JsonValue,
  PaperDocumentJson,
  PaperMarkJson,
  PaperNodeJson,
} from "../paper-document.ts";
import { paperSchema, type PaperNodeName } from "../schema.ts";

const suggestionAttributes = new Set(["inserted", "removed", "changed"]);

/** The document without its suggestions, as if all of them were rejected. */
export function acceptedText(document: PaperDocumentJson): PaperDocumentJson {
  return { type: "doc", content: acceptedChildren(document.content) };
}

function acceptedChildren(nodes: readonly PaperNodeJson[]): PaperNodeJson[] {
  const kept: PaperNodeJson[] = [];
  for (const node of nodes) {
    const isSuggested = node.attrs?.["inserted"] !== undefined;
    if (!isSuggested) kept.push(...accepted(node));
    else if (isTextblock(node)) joinToLast(kept, acceptedChildren(node.content ?? []));
  }
  return mergeText(kept);
}

/** A suggested paragraph is a suggested border: its own words go back to the paragraph before. */
function joinToLast(kept: PaperNodeJson[], content: readonly PaperNodeJson[]): void {
  if (content.length === 0) return;
  const last = kept.at(-1);
  if (last === undefined || !isTextblock(last)) {
    kept.push({ type: "paragraph", content });
    return;
  }
  kept[kept.length - 1] = { ...last, content: mergeText([...(last.content ?? []), ...content]) };
}

function accepted(node: PaperNodeJson): PaperNodeJson[] {
  if (node.text !== undefined) return acceptedRun(node);
  const was = earlierForm(node.attrs?.["changed"]);
  const attrs = withoutSuggestions(was?.attrs ?? node.attrs);
  const children = acceptedChildren(node.content ?? []);
  return [
    {
      type: was?.type ?? node.type,
      ...(attrs === null ? {} : { attrs }),
      ...(children.length > 0 ? { content: children } : {}),
    },
  ];
}

function acceptedRun(node: PaperNodeJson): PaperNodeJson[] {
  const marks = node.marks ?? [];
  if (marks.some(({ type }) => type === "insertion")) return [];
  const formatting = marks.find(({ type }) => type === "formatting");
  const before = formatting?.attrs?.["was"];
  const plain = Array.isArray(before)
    ? (before as unknown as readonly PaperMarkJson[])
    : marks.filter(({ type }) => type !== "deletion" && type !== "formatting");
  const run = { type: node.type, text: node.text ?? "" };
  return [plain.length > 0 ? { ...run, marks: plain } : run];
}

function earlierForm(changed: JsonValue | undefined) {
  if (changed === undefined || changed === null || typeof changed !== "object") return null;
  const was = (changed as { readonly was?: { type?: unknown; attrs?: PaperNodeJson["attrs"] } })
    .was;
  if (was === undefined || typeof was.type !== "string") return null;
  if (!Object.hasOwn(paperSchema.nodes, was.type)) return null;
  return { type: was.type as PaperNodeName, attrs: was.attrs };
}

function withoutSuggestions(attrs: PaperNodeJson["attrs"]) {
  if (attrs === undefined) return null;
  const kept = Object.entries(attrs).filter(
    ([name, value]) => !suggestionAttributes.has(name) && value !== null && value !== undefined,
  );
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function isTextblock(node: PaperNodeJson): boolean {
  return paperSchema.nodes[node.type].isTextblock;
}

/** Neighbouring text with the same marks is one node, as in the normal form. */
function mergeText(nodes: readonly PaperNodeJson[]): PaperNodeJson[] {
  const merged: PaperNodeJson[] = [];
  for (const node of nodes) {
    const last = merged.at(-1);
    const isSame =
      last?.text !== undefined &&
      node.text !== undefined &&
      JSON.stringify(last.marks ?? []) === JSON.stringify(node.marks ?? []);
    if (isSame) merged[merged.length - 1] = { ...last, text: last.text + node.text };
    else merged.push(node);
  }
  return merged;
}

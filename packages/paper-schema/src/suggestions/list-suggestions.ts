/** What is suggested in a text, in its order. */
import type { Node } from "prosemirror-model";

import { isFlow } from "./rows.ts";
import { holdsSuggestions } from "./settle.ts";
import {
  changedOf,
  insertedOf,
  isSuggestionMark,
  readSuggestion,
  removedOf,
  type ChangedBlock,
  type Suggestion,
} from "./suggestion.ts";

/** What a suggestion does to a block, an inline node or a border. */
export interface NodeChange {
  /** Of a paragraph or heading, `inserted` and `removed` speak of the border before it. */
  readonly what: "inserted" | "removed" | "changed";
  /** Name of the node. */
  readonly node: string;
  /** What it was, with its level, before it was changed. */
  readonly was?: { readonly node: string; readonly level: number | null };
  readonly level: number | null;
}

export interface ListedSuggestion extends Suggestion {
  /** From its first piece to its last. */
  readonly from: number;
  readonly to: number;
  /** Words that come, words that go, words that are set otherwise; cut to a length. */
  readonly comes: string;
  readonly goes: string;
  readonly formatted: string;
  readonly nodes: readonly NodeChange[];
  /** Ids of the blocks in which it stands. */
  readonly blockIds: readonly string[];
  /** The section, by the id of its heading. */
  readonly sectionId: string | null;
}

/** Longer excerpts than this are cut. */
export const excerptLength = 240;

interface Draft extends Suggestion {
  from: number;
  to: number;
  comes: string;
  goes: string;
  formatted: string;
  readonly nodes: NodeChange[];
  readonly blockIds: Set<string>;
  readonly sectionId: string | null;
}

interface Within {
  readonly blockId: string | null;
  /** The suggestion by which a node around it comes as a whole. */
  readonly whole: string | null;
}

/** Two people never have one suggestion: a forged id does not hide behind another's. */
export const suggestionKey = ({ id, by }: Pick<Suggestion, "id" | "by">): string => `${by} ${id}`;

/** All suggestions, in the order of the text. */
export function listSuggestions(doc: Node): ListedSuggestion[] {
  const found = new Map<string, Draft>();
  let section: string | null = null;

  function draftOf(
    suggestion: Suggestion,
    from: number,
    to: number,
    blockId: string | null,
  ): Draft {
    const key = suggestionKey(suggestion);
    let draft = found.get(key);
    if (draft === undefined) {
      const empty = { comes: "", goes: "", formatted: "", nodes: [] };
      draft = { ...suggestion, ...empty, from, to, blockIds: new Set(), sectionId: section };
      found.set(key, draft);
    }
    draft.to = Math.max(draft.to, to);
    if (blockId !== null) draft.blockIds.add(blockId);
    return draft;
  }

  function addText(node: Node, pos: number, { blockId, whole }: Within): void {
    const text = node.text ?? "";
    for (const mark of node.marks) {
      if (!isSuggestionMark(mark)) continue;
      const suggestion = readSuggestion(mark.attrs);
      if (suggestion === null) continue;
      const draft = draftOf(suggestion, pos, pos + node.nodeSize, blockId);
      // The words of a whole that comes have been read with it.
      if (mark.type.name === "insertion" && suggestionKey(suggestion) === whole) continue;
      if (mark.type.name === "insertion") draft.comes = added(draft.comes, text);
      else if (mark.type.name === "deletion") draft.goes = added(draft.goes, text);
      else draft.formatted = added(draft.formatted, text);
    }
  }

  /** Tells the suggestion by which the node comes as a whole. */
  function addNode(node: Node, pos: number, { blockId, whole }: Within): string | null {
    // Of a block of text it is the border before it; of others all that they hold.
    const end = isFlow(node) || node.type.name === "listItem" ? pos + 1 : pos + node.nodeSize;
    const about = { node: node.type.name, level: levelOf(node.attrs) };
    const inserted = insertedOf(node);
    let comesWith = whole;
    if (inserted !== null && suggestionKey(inserted) !== whole) {
      const draft = draftOf(inserted, pos, end, blockId);
      draft.nodes.push({ what: "inserted", ...about });
      if (!isFlow(node) && node.type.name !== "listItem") {
        draft.comes = added(draft.comes, wordsOf(node));
        comesWith = suggestionKey(inserted);
      }
    }
    const removed = removedOf(node);
    if (removed !== null) {
      const draft = draftOf(removed, pos, end, blockId);
      draft.nodes.push({ what: "removed", ...about });
      if (!isFlow(node) && node.type.name !== "listItem")
        draft.goes = added(draft.goes, wordsOf(node));
    }
    const changed = changedOf(node);
    if (changed !== null) {
      const { was } = node.attrs["changed"] as Partial<ChangedBlock>;
      draftOf(changed, pos, pos + node.nodeSize, blockId).nodes.push({
        what: "changed",
        ...about,
        was: { node: String(was?.type ?? node.type.name), level: levelOf(was?.attrs ?? {}) },
      });
    }
    return comesWith;
  }

  function visit(node: Node, pos: number, within: Within): void {
    if (node.isText) {
      addText(node, pos, within);
      return;
    }
    const id: unknown = node.attrs["id"];
    const blockId = node.isBlock && typeof id === "string" ? id : within.blockId;
    const whole = addNode(node, pos, { ...within, blockId });
    node.forEach((child, offset) => {
      if (holdsSuggestions(child)) visit(child, pos + 1 + offset, { blockId, whole });
    });
  }

  doc.forEach((block, pos) => {
    const { id, level } = block.attrs;
    if (block.type.name === "heading" && level === 1) section = typeof id === "string" ? id : null;
    if (holdsSuggestions(block)) visit(block, pos, { blockId: null, whole: null });
  });
  return [...found.values()]
    .map(({ blockIds, ...draft }) => ({ ...draft, blockIds: [...blockIds] }))
    .sort((one, other) => one.from - other.from || one.to - other.to);
}

function levelOf(attrs: Readonly<Record<string, unknown>>): number | null {
  const { level } = attrs;
  return typeof level === "number" ? level : null;
}

const added = (words: string, more: string): string =>
  words.length > excerptLength ? words : cut(words + more);

const cut = (words: string): string =>
  words.length > excerptLength ? `${words.slice(0, excerptLength)}…` : words;

const wordsOf = (node: Node): string =>
  node.textBetween(0, node.content.size, " ", (leaf) => leaf.type.spec.leafText?.(leaf) ?? "");

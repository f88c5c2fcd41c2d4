import { Extension } from "@tiptap/core";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { differencesOf } from "@istmo/paper-schema";

import styles from "./suggestion-marks.module.css";

/** What a suggestion about a block is called beside it. */
export interface SuggestionNames {
  readonly inserted: string;
  readonly removed: string;
  readonly changed: string;
  readonly border: string;
  readonly noBorder: string;
}

interface Shown {
  readonly names: SuggestionNames | null;
  /** The suggestion whose card is open. */
  readonly active: string | null;
}

interface State extends Shown {
  readonly nodes: DecorationSet;
}

const suggestionMarksKey = new PluginKey<State>("suggestionMarks");

/** Names what is suggested about blocks, and brings one suggestion out. */
export function showSuggestions(
  { state, dispatch }: { state: EditorState; dispatch: (tr: Transaction) => void },
  shown: Partial<Shown>,
): void {
  dispatch(state.tr.setMeta(suggestionMarksKey, shown).setMeta("addToHistory", false));
}

/**
 * Shows what is suggested about blocks and inline nodes: a bar in the margin and a label. Words need
 * nothing, they carry their marks; the style takes its colours from the person (author-styles.ts).
 */
export const SuggestionMarks = Extension.create({
  name: "suggestionMarks",

  addProseMirrorPlugins() {
    return [
      new Plugin<State>({
        key: suggestionMarksKey,
        state: {
          init: (_, { doc }) => {
            const shown: Shown = { names: null, active: null };
            return { ...shown, nodes: DecorationSet.create(doc, decorationsIn(doc, shown)) };
          },
          apply(tr, state, { doc: before }) {
            const told = tr.getMeta(suggestionMarksKey) as Partial<Shown> | undefined;
            if (told === undefined && !tr.docChanged) return state;
            const shown = { names: state.names, active: state.active, ...told };
            if (told === undefined && !isChangeOrigin(tr) && !hasNodes(before, tr.doc))
              return { ...shown, nodes: state.nodes.map(tr.mapping, tr.doc) };
            return { ...shown, nodes: DecorationSet.create(tr.doc, decorationsIn(tr.doc, shown)) };
          },
        },
        props: { decorations: (state) => suggestionMarksKey.getState(state)?.nodes },
      }),
    ];
  },
});

interface Found {
  readonly node: Node;
  readonly offset: number;
}

const known = new WeakMap<Node, readonly Found[]>();

/** The nodes of a block about which something is suggested; found once, nodes never change. */
function foundIn(block: Node): readonly Found[] {
  const before = known.get(block);
  if (before !== undefined) return before;
  const found: Found[] = [];
  const add = (node: Node, offset: number) => {
    const { inserted, removed, changed } = node.attrs as Record<string, unknown>;
    if (inserted != null || removed != null || changed != null) found.push({ node, offset });
  };
  add(block, 0);
  block.descendants((node, pos) => {
    if (!node.isText) add(node, pos + 1);
  });
  known.set(block, found);
  return found;
}

/** Whether a block that differs has anything to be shown. */
function hasNodes(before: Node, after: Node): boolean {
  return differencesOf(before, after).some(({ from, to, blocks }) => {
    if (blocks.some((block) => foundIn(block).length > 0)) return true;
    let pos = 0;
    return before.children.some((block) => {
      const isHere = pos >= from && pos < to;
      pos += block.nodeSize;
      return isHere && foundIn(block).length > 0;
    });
  });
}

function decorationsIn(doc: Node, shown: Shown): Decoration[] {
  const decorations: Decoration[] = [];
  doc.forEach((block, pos) => {
    for (const { node, offset } of foundIn(block)) {
      const from = pos + offset;
      decorations.push(Decoration.node(from, from + node.nodeSize, attributesOf(node, shown)));
    }
  });
  return decorations;
}

function attributesOf(node: Node, { names, active }: Shown): Record<string, string> {
  const attrs = node.attrs as Record<string, { id?: unknown; by?: unknown } | null | undefined>;
  const what = attrs["removed"] ? "removed" : attrs["inserted"] ? "inserted" : "changed";
  const { id, by } = attrs[what] ?? {};
  const isBorder = what !== "changed" && /^(paragraph|heading|listItem)$/.test(node.type.name);
  const label = isBorder ? (what === "inserted" ? "border" : "noBorder") : what;
  const name = names?.[label] ?? "";
  return {
    class: node.isInline ? styles.inline! : styles.block!,
    "data-suggested": isBorder ? `${what}-border` : what,
    "data-suggestion-by": String(by),
    "data-suggestion": String(id),
    ...(id === active ? { "data-active": "" } : {}),
    ...(name === "" ? {} : { "data-suggestion-label": name, "aria-description": name }),
  };
}

import { Extension, type InputRule } from "@tiptap/core";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import type { Node } from "@tiptap/pm/model";
import {
  Plugin,
  PluginKey,
  TextSelection,
  type EditorState,
  type Transaction,
} from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { differencesOf, idPrefixes, replaceText, suggested } from "@istmo/paper-schema";

import { asOneUndoStep } from "../undo-steps.ts";

import { newBlockId } from "./mend-block-ids.ts";
import { inputRulesOf, typedByRules } from "./suggested-input-rules.ts";

/** How somebody writes in this text now. */
export interface SuggestionMode {
  /** Whose suggestions they are. */
  readonly personId: string;
  /** Everywhere, or in no section but those in which one may do nothing else. */
  readonly isOn: boolean;
  readonly suggestOnlySections: ReadonlySet<string>;
}

export interface SuggestionModeStorage {
  mode: SuggestionMode | null;
  /** Hears of an edit that cannot be suggested and was not made. */
  onRefused: () => void;
}

declare module "@tiptap/core" {
  interface Storage {
    suggestionMode: SuggestionModeStorage;
  }
}

/** Marks a transaction that suggests, decides, or is otherwise what it should be already. */
export const suggestionModeKey = new PluginKey("suggestionMode");

/**
 * Turns what a person does into suggestions while the mode is on. The plain edit and what makes a
 * suggestion of it reach the view, the undo and the others as one: only their sum is ever shown or
 * sent. Undo, and what comes from others, is left as it is.
 */
export const SuggestionModeExtension = Extension.create<object, SuggestionModeStorage>({
  name: "suggestionMode",
  // Before the block ids are mended, which leaves alone what was suggested.
  priority: 1_100,

  addStorage: () => ({ mode: null, onRefused: () => undefined }),

  addProseMirrorPlugins() {
    const { editor, storage } = this;
    let rules: InputRule[] | null = null;
    return [
      new Plugin({
        key: suggestionModeKey,
        props: {
          handleTextInput(view, from, to, text) {
            const { mode } = storage;
            if (mode === null || view.composing) return false;
            rules ??= inputRulesOf(editor);
            const tr = typedByRules(editor, rules, { from, to, text });
            if (tr === null || !isSuggesting(mode, view.state.doc, tr.doc)) return false;
            asOneUndoStep(editor, () => view.dispatch(tr));
            return true;
          },
        },
        appendTransaction(transactions, before, after) {
          const { mode } = storage;
          if (mode === null || !editor.isEditable) return null;
          const changes = transactions.filter((tr) => tr.docChanged);
          const isPlain = changes.length > 0 && !changes.some(isSettled);
          if (!isPlain || !isSuggesting(mode, before.doc, after.doc)) return null;
          const tr = suggest(changes, { before, after, mode });
          if (tr !== null) return tr.setMeta(suggestionModeKey, "suggested");
          queueMicrotask(() => storage.onRefused());
          return replaceText(after.tr, before.doc).setMeta(suggestionModeKey, "refused");
        },
      }),
    ];
  },
});

const isSettled = (tr: Transaction): boolean =>
  isChangeOrigin(tr) || tr.getMeta(suggestionModeKey) !== undefined;

/** Whether an edit was suggested, so that its ids are in order. */
export const isSuggestedEdit = (tr: Transaction): boolean =>
  tr.getMeta(suggestionModeKey) === "suggested";

function suggest(
  changes: readonly Transaction[],
  { before, after, mode }: { before: EditorState; after: EditorState; mode: SuggestionMode },
): Transaction | null {
  const edit = {
    before: before.doc,
    after: after.doc,
    maps: changes.flatMap(({ mapping }) => [...mapping.maps]),
  };
  const made = suggested(edit, {
    by: mode.personId,
    now: new Date().toISOString(),
    newSuggestionId: () => `s${newBlockId().slice(1)}`,
    newBlockId: (name) => `${idPrefixes.get(name) ?? ""}${newBlockId()}`,
    isApart: areApart(changes),
  });
  if (made === null) return null;
  const tr = replaceText(after.tr, made.doc);
  const { selection } = after;
  if (selection instanceof TextSelection) {
    const forward = isForward(before, changes);
    const [anchor, head] = [selection.anchor, selection.head].map((pos) =>
      made.place(pos, forward),
    );
    tr.setSelection(TextSelection.between(tr.doc.resolve(anchor!), tr.doc.resolve(head!)));
  }
  tr.setStoredMarks(after.storedMarks);
  return changes.some((it) => it.scrolledIntoView) ? tr.scrollIntoView() : tr;
}

/** The Delete key: what goes began where the cursor stood. */
function isForward({ selection }: EditorState, changes: readonly Transaction[]): boolean {
  if (!selection.empty) return false;
  let isAfter = false;
  changes[0]?.mapping.maps[0]?.forEach((from, to) => {
    // A join deletes the border: the end of one block and the beginning of the next.
    isAfter ||= to > from && from >= selection.from;
  });
  return isAfter;
}

/** "Replace all" changes words in many places, each of which is decided by itself. */
function areApart(changes: readonly Transaction[]): boolean {
  const [tr] = changes;
  if (tr === undefined || changes.length > 1 || tr.steps.length < 2) return false;
  if (tr.getMeta("uiEvent") !== undefined) return false;
  const places = new Set<number>();
  const areOfLetters = tr.steps.every((step, index) => {
    if (!(step instanceof ReplaceStep)) return false;
    const { from, to, slice } = step;
    places.add(from);
    const $from = tr.docs[index]!.resolve(from);
    const isInLine = $from.parent.inlineContent && to <= $from.end();
    return isInLine && slice.openStart === 0 && slice.content.firstChild?.isBlock !== true;
  });
  return areOfLetters && places.size > 1;
}

const isSuggesting = (
  { isOn, suggestOnlySections }: SuggestionMode,
  before: Node,
  after: Node,
): boolean => isOn || touches(before, after, suggestOnlySections);

/** Whether blocks of one of these sections are changed. */
function touches(before: Node, after: Node, sections: ReadonlySet<string>): boolean {
  if (sections.size === 0) return false;
  return differencesOf(before, after).some(({ from, to }) => {
    let section: unknown = null;
    let pos = 0;
    for (const block of before.children) {
      if (block.type.name === "heading" && block.attrs["level"] === 1) section = block.attrs["id"];
      // What is put in at a border belongs to the section that it continues.
      const isHere =
        from === to ? pos + block.nodeSize === from : pos < to && pos + block.nodeSize > from;
      if (isHere && typeof section === "string" && sections.has(section)) return true;
      pos += block.nodeSize;
    }
    return false;
  });
}

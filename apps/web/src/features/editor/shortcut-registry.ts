/**
 * All keys of the paper's text. The keymap is made of this list and the sheet of shortcuts shows it,
 * so neither knows a key that the other does not. What an extension binds by itself (Tab in a table)
 * stands here without `run`, to be shown.
 */
import type { Editor } from "@tiptap/core";

import { moveAtSelection, shiftLevelAtSelection } from "./block-moves.ts";
import { askGlossary } from "./glossary/glossary-key.ts";
import { insertables, type Insertable } from "./insertables.ts";
import type { PageCommands } from "./page-commands.ts";
import { changeColumnWidth } from "./table-columns.ts";

export const shortcutGroups = ["page", "history", "emphasis", "blocks", "insert", "table"] as const;
type ShortcutGroup = (typeof shortcutGroups)[number];

export interface Shortcut {
  readonly id: string;
  readonly group: ShortcutGroup;
  /** The key of what it does in the catalogues. */
  readonly label: string;
  /** As Tiptap names them; the first is shown. `Mod` is Cmd on a Mac and Ctrl elsewhere. */
  readonly keys: readonly string[];
  /** On a Mac, where other keys are free or taken. */
  readonly macKeys?: readonly string[];
  /** False lets the key do what it does elsewhere. */
  readonly run?: (editor: Editor, page: PageCommands) => boolean;
}

const page: readonly Shortcut[] = [
  {
    id: "find",
    group: "page",
    label: "writing.keys.find",
    keys: ["Mod-f"],
    run: (_editor, { openFind }) => done(openFind(false)),
  },
  {
    id: "replace",
    group: "page",
    label: "writing.keys.replace",
    keys: ["Mod-h", "Mod-Shift-h"],
    macKeys: ["Mod-Shift-h"],
    run: (_editor, { openFind }) => done(openFind(true)),
  },
  {
    id: "findNext",
    group: "page",
    label: "writing.keys.findNext",
    keys: ["F3", "Mod-g"],
    macKeys: ["Mod-g"],
    run: (_editor, { findNext }) => done(findNext(1)),
  },
  {
    id: "findPrevious",
    group: "page",
    label: "writing.keys.findPrevious",
    keys: ["Shift-F3", "Mod-Shift-g"],
    macKeys: ["Mod-Shift-g"],
    run: (_editor, { findNext }) => done(findNext(-1)),
  },
  {
    id: "glossary",
    group: "page",
    label: "terms.key",
    keys: ["Mod-."],
    run: (editor) => done(askGlossary(editor, "mend")),
  },
  {
    id: "focusMode",
    group: "page",
    label: "writing.keys.focusMode",
    keys: ["Mod-Shift-f"],
    run: (_editor, { toggleFocusMode }) => done(toggleFocusMode()),
  },
  {
    id: "toolbar",
    group: "page",
    label: "writing.keys.toolbar",
    keys: ["Alt-F10"],
    run: (_editor, { focusToolbar }) => done(focusToolbar()),
  },
  {
    id: "slash",
    group: "page",
    label: "writing.keys.slash",
    keys: ["/"],
  },
  // These four work in a text that one may only read as well: see comments-in-text.tsx.
  { id: "comment", group: "page", label: "comments.keys.add", keys: ["Mod-Alt-m"] },
  { id: "comments", group: "page", label: "comments.keys.list", keys: ["Mod-Alt-Shift-a"] },
  { id: "nextComment", group: "page", label: "comments.keys.next", keys: ["Mod-Alt-n"] },
  { id: "previousComment", group: "page", label: "comments.keys.previous", keys: ["Mod-Alt-p"] },
  // These work in the whole page: see suggestions-in-text.tsx.
  { id: "suggest", group: "page", label: "suggestions.keys.toggle", keys: ["Mod-Alt-Shift-x"] },
  {
    id: "nextSuggestion",
    group: "page",
    label: "suggestions.keys.next",
    keys: ["Mod-Alt-ArrowDown"],
  },
  {
    id: "previousSuggestion",
    group: "page",
    label: "suggestions.keys.previous",
    keys: ["Mod-Alt-ArrowUp"],
  },
  {
    id: "acceptSuggestion",
    group: "page",
    label: "suggestions.keys.accept",
    keys: ["Mod-Alt-Enter"],
  },
  {
    id: "rejectSuggestion",
    group: "page",
    label: "suggestions.keys.reject",
    keys: ["Mod-Alt-Backspace"],
  },
  {
    id: "shortcuts",
    group: "page",
    label: "writing.keys.shortcuts",
    keys: ["Mod-/"],
    run: (_editor, { openShortcuts }) => done(openShortcuts()),
  },
];

const history: readonly Shortcut[] = [
  {
    id: "undo",
    group: "history",
    label: "editor.toolbar.undo",
    keys: ["Mod-z"],
    run: (editor) => done(editor.commands.undo()),
  },
  {
    id: "redo",
    group: "history",
    label: "editor.toolbar.redo",
    keys: ["Mod-y", "Mod-Shift-z"],
    macKeys: ["Mod-Shift-z", "Mod-y"],
    run: (editor) => done(editor.commands.redo()),
  },
];

const emphasis: readonly Shortcut[] = [
  {
    id: "bold",
    group: "emphasis",
    label: "editor.toolbar.bold",
    keys: ["Mod-b"],
    run: (editor) => editor.commands.toggleBold(),
  },
  {
    id: "italic",
    group: "emphasis",
    label: "editor.toolbar.italic",
    keys: ["Mod-i"],
    run: (editor) => editor.commands.toggleItalic(),
  },
  {
    id: "link",
    group: "emphasis",
    label: "editor.toolbar.link",
    keys: ["Mod-k"],
    run: (_editor, { editLink }) => done(editLink()),
  },
  {
    id: "lineBreak",
    group: "emphasis",
    label: "writing.keys.lineBreak",
    keys: ["Shift-Enter"],
  },
];

const blocks: readonly Shortcut[] = [
  ...insertables.filter(({ group }) => group !== "insert").flatMap(fromInsertable),
  {
    id: "indent",
    group: "blocks",
    label: "writing.keys.indent",
    keys: ["Tab"],
  },
  {
    id: "outdent",
    group: "blocks",
    label: "writing.keys.outdent",
    keys: ["Shift-Tab"],
  },
  {
    id: "moveUp",
    group: "blocks",
    label: "writing.keys.moveUp",
    keys: ["Alt-Shift-ArrowUp"],
    run: (editor, { tell }) => moveAtSelection(editor, "up", tell),
  },
  {
    id: "moveDown",
    group: "blocks",
    label: "writing.keys.moveDown",
    keys: ["Alt-Shift-ArrowDown"],
    run: (editor, { tell }) => moveAtSelection(editor, "down", tell),
  },
  {
    id: "promote",
    group: "blocks",
    label: "writing.keys.promote",
    keys: ["Alt-Shift-ArrowLeft"],
    run: (editor, { tell }) => shiftLevelAtSelection(editor, -1, tell),
  },
  {
    id: "demote",
    group: "blocks",
    label: "writing.keys.demote",
    keys: ["Alt-Shift-ArrowRight"],
    run: (editor, { tell }) => shiftLevelAtSelection(editor, 1, tell),
  },
];

const table: readonly Shortcut[] = [
  {
    id: "nextCell",
    group: "table",
    label: "writing.keys.nextCell",
    keys: ["Tab"],
  },
  {
    id: "previousCell",
    group: "table",
    label: "writing.keys.previousCell",
    keys: ["Shift-Tab"],
  },
  {
    id: "widenColumn",
    group: "table",
    label: "writing.table.widen",
    keys: ["Alt-Shift-."],
    run: (editor) => changeColumnWidth(editor, 1),
  },
  {
    id: "narrowColumn",
    group: "table",
    label: "writing.table.narrow",
    keys: ["Alt-Shift-,"],
    run: (editor) => changeColumnWidth(editor, -1),
  },
];

export const shortcuts: readonly Shortcut[] = [
  ...page,
  ...history,
  ...emphasis,
  ...blocks,
  ...insertables.filter(({ group }) => group === "insert").flatMap(fromInsertable),
  ...table,
];

function fromInsertable(insertable: Insertable): Shortcut[] {
  const { id, label, shortcut, run, isAvailable } = insertable;
  if (shortcut === undefined) return [];
  // On a Spanish keyboard under Windows Ctrl+Alt and a digit is AltGr and writes @ or #.
  const twin = /^Mod-Alt-\d$/.test(shortcut) ? [shortcut.replace("Alt", "Shift")] : [];
  return [
    {
      id,
      label,
      group: insertable.group === "insert" ? "insert" : "blocks",
      keys: [...twin, shortcut],
      macKeys: [shortcut],
      run: (editor) => {
        if (isAvailable?.(editor) !== false) run(editor);
        return true;
      },
    },
  ];
}

/** For a key that is used up, whatever its command answers. */
function done(_result: unknown): true {
  return true;
}

/** The keys of a shortcut on this machine. */
export function keysOf({ keys, macKeys }: Shortcut, isMac: boolean): readonly string[] {
  return isMac ? (macKeys ?? keys) : keys;
}

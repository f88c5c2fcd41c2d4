/**
 * What the toolbar does with the text, as data: what has no room in the bar stands in its "more"
 * menu, and a phone shows a choice of its own. A feature adds its tool with one entry here.
 */
import type { Editor } from "@tiptap/core";
import {
  Bold,
  Focus,
  Italic,
  Keyboard,
  Link,
  List,
  ListOrdered,
  Quote,
  Redo2,
  Search,
  Undo2,
} from "lucide-react";
import type { ComponentType, SVGProps } from "react";

import { LetteredList } from "../lettered-list-icon.tsx";
import { setOrderedList } from "../ordered-list.ts";
import type { PageCommands } from "../page-commands.ts";

export interface Tool {
  /** Also the id of its shortcut, where it has one. */
  readonly id: string;
  readonly icon: ComponentType<SVGProps<SVGSVGElement>>;
  /** The key of its name in the catalogues. */
  readonly label: string;
  readonly run: (editor: Editor, page: PageCommands) => void;
  /** For what is on or off at the selection. */
  readonly isOn?: (editor: Editor) => boolean;
  readonly isEnabled?: (editor: Editor) => boolean;
}

export interface ToolGroup {
  readonly id: "history" | "emphasis" | "blocks" | "aids";
  readonly label: string;
  readonly tools: readonly Tool[];
}

export const toolGroups: readonly ToolGroup[] = [
  {
    id: "history",
    label: "editor.toolbar.history",
    tools: [
      {
        id: "undo",
        icon: Undo2,
        label: "editor.toolbar.undo",
        run: (editor) => editor.chain().focus().undo().run(),
        isEnabled: (editor) => editor.can().undo(),
      },
      {
        id: "redo",
        icon: Redo2,
        label: "editor.toolbar.redo",
        run: (editor) => editor.chain().focus().redo().run(),
        isEnabled: (editor) => editor.can().redo(),
      },
    ],
  },
  {
    id: "emphasis",
    label: "editor.toolbar.emphasis",
    tools: [
      {
        id: "bold",
        icon: Bold,
        label: "editor.toolbar.bold",
        run: (editor) => editor.chain().focus().toggleBold().run(),
        isOn: (editor) => editor.isActive("bold"),
      },
      {
        id: "italic",
        icon: Italic,
        label: "editor.toolbar.italic",
        run: (editor) => editor.chain().focus().toggleItalic().run(),
        isOn: (editor) => editor.isActive("italic"),
      },
      {
        id: "link",
        icon: Link,
        label: "editor.toolbar.link",
        run: (_editor, { editLink }) => editLink(),
        isOn: (editor) => editor.isActive("link"),
      },
    ],
  },
  {
    id: "blocks",
    label: "editor.toolbar.blocks",
    tools: [
      {
        id: "bulletList",
        icon: List,
        label: "editor.toolbar.bulletList",
        run: (editor) => editor.chain().focus().toggleBulletList().run(),
        isOn: (editor) => editor.isActive("bulletList"),
      },
      {
        id: "numberedList",
        icon: ListOrdered,
        label: "editor.toolbar.numberedList",
        run: (editor) => setOrderedList(editor, null),
        isOn: (editor) => editor.isActive("orderedList", { type: null }),
      },
      {
        id: "letteredList",
        icon: LetteredList,
        label: "editor.toolbar.letteredList",
        run: (editor) => setOrderedList(editor, "a"),
        isOn: (editor) => editor.isActive("orderedList", { type: "a" }),
      },
      {
        id: "quote",
        icon: Quote,
        label: "editor.toolbar.quote",
        run: (editor) => editor.chain().focus().toggleBlockquote().run(),
        isOn: (editor) => editor.isActive("blockquote"),
      },
    ],
  },
  {
    id: "aids",
    label: "writing.toolbar.aids",
    tools: [
      {
        id: "find",
        icon: Search,
        label: "writing.keys.find",
        run: (_editor, { openFind }) => openFind(false),
      },
      {
        id: "focusMode",
        icon: Focus,
        label: "writing.keys.focusMode",
        run: (_editor, { toggleFocusMode }) => toggleFocusMode(),
      },
      {
        id: "shortcuts",
        icon: Keyboard,
        label: "writing.keys.shortcuts",
        run: (_editor, { openShortcuts }) => openShortcuts(),
      },
    ],
  },
];

import type { Editor } from "@tiptap/core";
import { useEffect, useMemo, useRef, useState, type RefObject } from "react";

import { useToast } from "../../ui/toaster.tsx";

import { activeMatch, goToMatch } from "./find/active-match.ts";
import type { PageCommands } from "./page-commands.ts";

/** Longer words in the selection are not what somebody looks for. */
const longestStart = 100;

export interface OpenFind {
  readonly start: string;
  readonly isReplacing: boolean;
  /** Grows when the bar is asked for again while it is open, so that it takes the words of now. */
  readonly turn: number;
}

export interface PageSurfaces {
  readonly page: PageCommands;
  /** Set by whoever makes the editor, which the commands are older than. */
  readonly editorRef: RefObject<Editor | null>;
  readonly find: OpenFind | null;
  readonly setReplacing: (isReplacing: boolean) => void;
  readonly closeFind: (hasMoved: boolean) => void;
  readonly areShortcutsOpen: boolean;
  readonly closeShortcuts: () => void;
  readonly isFocusMode: boolean;
}

/** What is open around the text, and the commands that open it. */
export function usePageCommands(editLink: () => void): PageSurfaces {
  const toast = useToast();
  const editorRef = useRef<Editor | null>(null);
  const [find, setFind] = useState<OpenFind | null>(null);
  const [areShortcutsOpen, setShortcutsOpen] = useState(false);
  const [isFocusMode, setFocusMode] = useState(false);
  const link = useRef(editLink);
  useEffect(() => {
    link.current = editLink;
  });

  const page = useMemo<PageCommands>(
    () => ({
      editLink: () => link.current(),
      openFind: (isReplacing) =>
        setFind((was) => ({
          start: wordsOfSelection(editorRef.current),
          isReplacing: isReplacing || was?.isReplacing === true,
          turn: (was?.turn ?? 0) + 1,
        })),
      findNext: (direction) => {
        if (editorRef.current) goToMatch(editorRef.current, direction);
      },
      openShortcuts: () => setShortcutsOpen(true),
      toggleFocusMode: () => setFocusMode((was) => !was),
      focusToolbar: () => {
        const around = editorRef.current?.view.dom.closest("[data-paper-editor]");
        const tool = "[data-editor-toolbar] button:not([disabled])";
        around?.querySelector<HTMLElement>(tool)?.focus();
      },
      tell: (text) => toast.show({ tone: "info", text }),
    }),
    [toast],
  );

  return {
    page,
    editorRef,
    find,
    setReplacing: (isReplacing) => setFind((was) => was && { ...was, isReplacing }),
    closeFind: (hasMoved) => {
      const editor = editorRef.current;
      const match = editor && hasMoved ? activeMatch(editor) : null;
      setFind(null);
      if (!editor || editor.isDestroyed) return;
      if (match) editor.commands.setTextSelection({ from: match.from, to: match.to });
      editor.commands.focus(undefined, { scrollIntoView: match !== null });
    },
    areShortcutsOpen,
    closeShortcuts: () => setShortcutsOpen(false),
    isFocusMode,
  };
}

function wordsOfSelection(editor: Editor | null): string {
  if (!editor) return "";
  const { from, to, $from, $to } = editor.state.selection;
  if (!$from.sameParent($to) || to - from > longestStart) return "";
  return editor.state.doc.textBetween(from, to);
}

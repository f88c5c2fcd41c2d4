import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

import styles from "./reading-caret.module.css";

interface ReadingCaretStorage {
  /** Whether there is something to do with a selection, such as to comment on it. */
  isOffered: boolean;
}

declare module "@tiptap/core" {
  interface Storage {
    readingCaret: ReadingCaretStorage;
  }
}

/** For each key: which way, and how far alone and with Ctrl. */
const moves: Readonly<Record<string, readonly [direction: string, alone: string, far: string]>> = {
  ArrowLeft: ["left", "character", "word"],
  ArrowRight: ["right", "character", "word"],
  ArrowUp: ["backward", "line", "paragraph"],
  ArrowDown: ["forward", "line", "paragraph"],
  Home: ["backward", "lineboundary", "documentboundary"],
  End: ["forward", "lineboundary", "documentboundary"],
};

/**
 * A cursor for those who may select and comment but not write. Browsers have one in such a text only
 * after a press, or when somebody has found F7; this one comes with the Tab key and moves as in any
 * editor, Shift selects.
 */
export const ReadingCaret = Extension.create<object, ReadingCaretStorage>({
  name: "readingCaret",

  addStorage: () => ({ isOffered: false }),

  addProseMirrorPlugins() {
    const { storage, editor } = this;
    const isIn = () => storage.isOffered && !editor.isEditable;
    return [
      new Plugin({
        key: new PluginKey("readingCaret"),
        props: {
          attributes: (): Record<string, string> => (editor.isEditable ? {} : { tabindex: "0" }),
          handleDOMEvents: {
            keydown(view, event) {
              if (!isIn() || event.altKey || event.metaKey || event.target !== view.dom)
                return false;
              const move = moves[event.key];
              const selection = getSelection();
              if (move === undefined || selection === null) return false;
              const [direction, alone, far] = move;
              if (!view.dom.contains(selection.focusNode)) begin(view, selection);
              const alter = event.shiftKey ? "extend" : "move";
              selection.modify(alter, direction, event.ctrlKey ? far : alone);
              bringIntoView(selection);
              event.preventDefault();
              return true;
            },
          },
        },
        view: (view) => drawCaret(view, isIn),
      }),
    ];
  },
});

/** At the first block of text that is in sight. */
function begin(view: EditorView, selection: Selection): void {
  const blocks = [...view.dom.querySelectorAll(":is(p, h1, h2, h3, h4)")];
  const shown = blocks.find((block) => block.getBoundingClientRect().top > 0) ?? blocks[0];
  if (shown !== undefined) selection.collapse(shown, 0);
}

function bringIntoView({ focusNode, focusOffset }: Selection): void {
  if (focusNode === null) return;
  const range = document.createRange();
  range.setStart(focusNode, focusOffset);
  const line = range.getClientRects()[0] ?? focusNode.parentElement?.getBoundingClientRect();
  if (line === undefined) return;
  const margin = 120;
  if (line.top < margin) window.scrollBy({ top: line.top - margin });
  else if (line.bottom > window.innerHeight - margin)
    window.scrollBy({ top: line.bottom - window.innerHeight + margin });
}

/** Drawn beside the text: an element within it would be one more stop of the cursor. */
function drawCaret(view: EditorView, isIn: () => boolean) {
  const caret = document.createElement("div");
  caret.className = styles.caret!;
  caret.setAttribute("aria-hidden", "true");
  caret.hidden = true;
  view.dom.parentElement?.append(caret);
  const place = () => {
    const selection = getSelection();
    const isShown =
      isIn() &&
      document.activeElement === view.dom &&
      view.dom.contains(selection?.focusNode ?? null);
    // Written only where it changes: every key comes by here, and the style of the page would follow.
    if (caret.hidden === isShown) caret.hidden = !isShown;
    if (!isShown) return;
    const { left, top, bottom } = view.coordsAtPos(view.state.selection.head);
    caret.style.insetInlineStart = `${left}px`;
    caret.style.insetBlockStart = `${top}px`;
    caret.style.blockSize = `${bottom - top}px`;
  };
  const options = { capture: true, passive: true };
  window.addEventListener("scroll", place, options);
  view.dom.addEventListener("focus", place);
  view.dom.addEventListener("blur", place);
  return {
    update: place,
    destroy() {
      window.removeEventListener("scroll", place, options);
      view.dom.removeEventListener("focus", place);
      view.dom.removeEventListener("blur", place);
      caret.remove();
    },
  };
}

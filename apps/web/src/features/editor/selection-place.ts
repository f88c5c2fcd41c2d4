/** Where in the page the selection of a text ends: there stands what can be done with it. */
import type { Editor } from "@tiptap/core";
import { useEffect, useRef, useState } from "react";

/** Pixels from the top of what `box` is placed in to the top of the text. */
export const gapAbove = (editor: Editor, box: HTMLElement): number =>
  editor.view.dom.getBoundingClientRect().top -
  (box.offsetParent?.getBoundingClientRect().top ?? 0);

interface Place {
  /** Below the top of the text. */
  readonly top: number;
}

/**
 * Where the selection ends, once the finger or the button of the mouse has let go of it, and the
 * way to forget it until something else is selected.
 */
export function useSelectionPlace(editor: Editor | null): readonly [Place | null, () => void] {
  const [place, setPlace] = useState<Place | null>(null);
  const isPressed = useRef(false);
  useEffect(() => {
    if (editor === null) return;
    let frame = 0;
    const look = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (editor.isDestroyed) return;
        const { selection, doc } = editor.state;
        const { from, to, empty } = selection;
        const isSome = !empty && doc.textBetween(from, to, " ", "*").trim() !== "";
        if (!isSome || isPressed.current) setPlace(null);
        // While another tab covers the text there is nothing to offer.
        else if (editor.view.dom.getClientRects().length === 0) setPlace(null);
        else {
          const { top } = editor.view.dom.getBoundingClientRect();
          setPlace({ top: editor.view.coordsAtPos(to, -1).top - top });
        }
      });
    };
    const down = () => {
      isPressed.current = true;
      look();
    };
    const up = () => {
      isPressed.current = false;
      look();
    };
    editor.on("selectionUpdate", look);
    editor.on("update", look);
    editor.view.dom.addEventListener("pointerdown", down);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", up);
    const { dom } = editor.view;
    return () => {
      cancelAnimationFrame(frame);
      editor.off("selectionUpdate", look);
      editor.off("update", look);
      dom.removeEventListener("pointerdown", down);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", up);
      setPlace(null);
    };
  }, [editor]);
  return [place, () => setPlace(null)];
}

import type { Editor } from "@tiptap/core";
import { outlineOf, toDocumentJson, type PaperOutline } from "@istmo/paper-schema";
import { useEffect, useState } from "react";

import { sectionAt } from "./blocks.ts";
import { followText } from "./follow-text.ts";

/** Headings, sections and word counts of the text as it is being written; null until it is there. */
export function usePaperOutline(editor: Editor | null, language: string): PaperOutline | null {
  const [outline, setOutline] = useState<PaperOutline | null>(null);
  useEffect(() => {
    if (!editor) return;
    const stop = followText(editor, () => {
      const found = outlineOf(toDocumentJson(editor.state.doc), language);
      setOutline((known) => (JSON.stringify(known) === JSON.stringify(found) ? known : found));
    });
    return () => {
      stop();
      setOutline(null);
    };
  }, [editor, language]);
  return outline;
}

/**
 * The block id of the heading under which the person is: where they write, or, while they only
 * read, what stands at the top of the window.
 */
export function useCurrentHeading(editor: Editor | null): string | null {
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => {
    if (!editor) return;
    let frame = 0;
    const find = () => {
      if (editor.isDestroyed) return;
      if (editor.isFocused) setCurrent(sectionAt(editor.state));
      // While another tab covers the text, everything in it stands at zero.
      else if (editor.view.dom.getClientRects().length > 0)
        setCurrent(headingInView(editor.view.dom));
    };
    const findSoon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(find);
    };
    findSoon();
    editor.on("transaction", findSoon);
    editor.on("focus", findSoon);
    editor.on("blur", findSoon);
    // Captured: the page or any box around the text may be what scrolls.
    window.addEventListener("scroll", findSoon, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      editor.off("transaction", findSoon);
      editor.off("focus", findSoon);
      editor.off("blur", findSoon);
      window.removeEventListener("scroll", findSoon, { capture: true });
      setCurrent(null);
    };
  }, [editor]);
  return current;
}

function headingInView(text: Element): string | null {
  const line = Math.min(window.innerHeight / 3, 220);
  let found: string | null = null;
  for (const heading of text.querySelectorAll(":is(h1, h2, h3, h4)[data-block-id]")) {
    if (found !== null && heading.getBoundingClientRect().top > line) break;
    found = heading.getAttribute("data-block-id");
  }
  return found;
}

/** The match at which the person is, and the way from one to the next. */
import type { Editor } from "@tiptap/core";

import { findKey, type FindMessage } from "./find-state.ts";
import type { Match } from "./search-text.ts";

export function sendToFind(editor: Editor, message: FindMessage): void {
  if (!editor.isDestroyed) editor.view.dispatch(editor.state.tr.setMeta(findKey, message));
}

export function activeMatch(editor: Editor): Match | null {
  const found = findKey.getState(editor.state);
  return found?.matches[found.active] ?? null;
}

export function goToMatch(editor: Editor, direction: 1 | -1): void {
  const found = findKey.getState(editor.state);
  if (!found || found.matches.length === 0) return;
  const count = found.matches.length;
  sendToFind(editor, { kind: "go", active: (found.active + direction + count) % count });
  showActiveMatch(editor);
}

/** Brings the match into sight, clear of the bars above and below. */
export function showActiveMatch(editor: Editor): void {
  requestAnimationFrame(() => {
    if (editor.isDestroyed) return;
    const element = editor.view.dom.querySelector("[data-find-active]");
    if (!element) return;
    const { top, bottom } = element.getBoundingClientRect();
    const foot = window.visualViewport?.height ?? window.innerHeight;
    if (top < 180 || bottom > foot - 120) element.scrollIntoView({ block: "center" });
  });
}

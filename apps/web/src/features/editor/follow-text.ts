import type { Editor } from "@tiptap/core";

/** Milliseconds without a change after which what follows the text is made anew. */
const rest = 250;
/** Milliseconds after which it is made anew in the midst of writing: a busy paper never rests. */
const longest = 1_500;

/**
 * Calls `refresh` now, and again when the text rests after a change or has long been written in.
 * What is shown beside the text follows it so, and costs no key anything. Gives the way to stop.
 */
export function followText(
  editor: Editor,
  refresh: () => void,
  on: "update" | "transaction" = "update",
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since: number | null = null;
  const run = () => {
    since = null;
    if (!editor.isDestroyed) refresh();
  };
  const changed = () => {
    const now = performance.now();
    since ??= now;
    clearTimeout(timer);
    timer = setTimeout(run, Math.max(0, Math.min(rest, since + longest - now)));
  };
  run();
  editor.on(on, changed);
  return () => {
    clearTimeout(timer);
    editor.off(on, changed);
  };
}

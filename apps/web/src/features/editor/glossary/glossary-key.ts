/**
 * How keys and menus reach whoever shows the glossary in a text: by an event at the text's element,
 * so that an editor need not know who listens.
 */
import type { Editor } from "@tiptap/core";

const acts = ["mend", "define"] as const;
/** "mend": the form at the cursor. "define": choose a definition to insert. */
export type GlossaryAct = (typeof acts)[number];

export function askGlossary(editor: Editor, act: GlossaryAct): void {
  editor.view.dom.dispatchEvent(new CustomEvent(`istmo:glossary-${act}`));
}

/** Gives the way to stop. */
export function onGlossaryAsked(editor: Editor, answer: (act: GlossaryAct) => void): () => void {
  const { dom } = editor.view;
  const stops = acts.map((act) => {
    const listener = () => answer(act);
    dom.addEventListener(`istmo:glossary-${act}`, listener);
    return () => dom.removeEventListener(`istmo:glossary-${act}`, listener);
  });
  return () => {
    for (const stop of stops) stop();
  };
}

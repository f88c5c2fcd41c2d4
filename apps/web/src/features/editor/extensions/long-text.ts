import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** With so many blocks of the first level, some forty pages, a text counts as long. */
const longFrom = 200;
/** So many blocks are drawn at a time to learn their height. */
const stretch = 20;
/** Milliseconds without a change before the next stretch, and between two while nothing happens. */
const rest = 800;
const pause = 60;

/**
 * Marks a long text, whose blocks the browser leaves alone while they are out of sight
 * (editor.module.css). A shorter one is drawn whole, so that all of it is told as it is shown, the
 * numbers beside it too.
 */
export const LongText = Extension.create({
  name: "longText",

  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey("longText"),
        props: {
          attributes: ({ doc }): Record<string, string> =>
            doc.childCount >= longFrom ? { "data-long": "" } : {},
        },
        view: learnHeights,
      }),
    ];
  },
});

/** Each names itself, for two stand beside each other. */
let texts = 0;

/**
 * Has each block drawn once while nobody writes: the browser remembers its height, and what is
 * scrolled to far away then stays where it came to stand. By a style sheet, as the elements are
 * ProseMirror's.
 */
function learnHeights(view: EditorView): { update: () => void; destroy: () => void } {
  texts += 1;
  const text = String(texts);
  let sheet: CSSStyleSheet | null = null;
  let drawn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const step = () => {
    const isOver = drawn >= view.dom.children.length;
    const range = `:nth-child(n + ${drawn + 1}):nth-child(-n + ${drawn + stretch})`;
    sheet?.replaceSync(
      isOver
        ? ""
        : `[data-learns="${text}"] > ${range} { content-visibility: visible !important; }`,
    );
    drawn += stretch;
    timer = isOver ? undefined : setTimeout(step, pause);
  };
  const begin = () => {
    if (view.state.doc.childCount < longFrom) return;
    view.dom.dataset["learns"] = text;
    sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(sheet);
    step();
  };
  return {
    update() {
      if (drawn > view.dom.children.length) return;
      clearTimeout(timer);
      timer = setTimeout(drawn === 0 ? begin : step, rest);
    },
    destroy() {
      clearTimeout(timer);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((it) => it !== sheet);
    },
  };
}

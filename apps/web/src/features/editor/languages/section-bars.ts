import { Extension, type Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import styles from "./languages.module.css";

interface Bars {
  readonly isShown: boolean;
  readonly decorations: DecorationSet;
}

interface BarElements {
  /** The places of the bars by section; another map whenever there are others. */
  elements: ReadonlyMap<string, HTMLElement>;
  readonly listeners: Set<() => void>;
}

const sectionBarsKey = new PluginKey<Bars>("sectionBars");

/** Opens or closes a place for a bar above each section. */
export function showSectionBars(
  { state, dispatch }: { state: EditorState; dispatch: (tr: Transaction) => void },
  isShown: boolean,
): void {
  if (sectionBarsKey.getState(state)?.isShown === isShown) return;
  dispatch(state.tr.setMeta(sectionBarsKey, { isShown }).setMeta("addToHistory", false));
}

/** The places of an editor's bars, as useSyncExternalStore wants them. */
export function sectionBarsOf(editor: Editor): {
  readonly get: () => ReadonlyMap<string, HTMLElement>;
  readonly subscribe: (listener: () => void) => () => void;
} {
  const bars = (editor.storage as unknown as Record<string, BarElements | undefined>)[
    "sectionBars"
  ];
  return {
    get: () => bars?.elements ?? none,
    subscribe(listener) {
      bars?.listeners.add(listener);
      return () => bars?.listeners.delete(listener);
    },
  };
}

const none: ReadonlyMap<string, HTMLElement> = new Map();

/**
 * A place above the heading of each section, for what is known about it. The page renders into it;
 * it is no part of the text, and what is pressed in it does not reach the editor.
 */
export const SectionBars = Extension.create<object, BarElements>({
  name: "sectionBars",

  addStorage() {
    return { elements: none, listeners: new Set() };
  },

  addProseMirrorPlugins() {
    const { storage } = this;
    /** Elements outlive the drawing anew of what is around them. */
    const made = new Map<string, HTMLElement>();
    const elementOf = (sectionId: string): HTMLElement => {
      const known = made.get(sectionId);
      if (known !== undefined) return known;
      const element = document.createElement("div");
      element.className = styles.bar!;
      element.contentEditable = "false";
      element.dataset["sectionBar"] = sectionId;
      made.set(sectionId, element);
      return element;
    };
    return [
      new Plugin<Bars>({
        key: sectionBarsKey,
        state: {
          init: () => ({ isShown: false, decorations: DecorationSet.empty }),
          apply(tr, bars) {
            const told = tr.getMeta(sectionBarsKey) as Pick<Bars, "isShown"> | undefined;
            const { isShown } = told ?? bars;
            if (told === undefined && (!isShown || !tr.docChanged)) return bars;
            return { isShown, decorations: barsIn(isShown ? tr.doc : null, elementOf) };
          },
        },
        props: { decorations: (state) => sectionBarsKey.getState(state)?.decorations },
        view: () => ({
          update(view) {
            const shown = sectionBarsKey.getState(view.state)?.decorations.find() ?? [];
            const ids = shown.map(({ spec }) => (spec as { sectionId: string }).sectionId);
            const isSame =
              ids.length === storage.elements.size && ids.every((id) => storage.elements.has(id));
            if (isSame) return;
            storage.elements = new Map(ids.map((id) => [id, elementOf(id)]));
            for (const listener of storage.listeners) listener();
          },
        }),
      }),
    ];
  },
});

function barsIn(doc: Node | null, elementOf: (sectionId: string) => HTMLElement): DecorationSet {
  if (doc === null) return DecorationSet.empty;
  const bars: Decoration[] = [];
  const seen = new Set<string>();
  doc.forEach((block, pos) => {
    const id: unknown = block.attrs["id"];
    if (block.type.name !== "heading" || block.attrs["level"] !== 1) return;
    if (typeof id !== "string" || seen.has(id)) return;
    seen.add(id);
    bars.push(
      Decoration.widget(pos, () => elementOf(id), {
        key: `section-bar-${id}`,
        sectionId: id,
        side: -1,
        ignoreSelection: true,
        stopEvent: () => true,
      }),
    );
  });
  return DecorationSet.create(doc, bars);
}

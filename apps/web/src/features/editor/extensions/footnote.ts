import { Node, type NodeViewRenderer } from "@tiptap/core";

import { newBlockId } from "./block-ids.ts";
import styles from "./footnote.module.css";

interface FootnoteStorage {
  /** The footnote that was just inserted and opens itself to be written. */
  openId: string | null;
  /** What the reference is called aloud. */
  label: string;
  /** Opens a footnote; set by what shows it. */
  onOpen: (id: string) => void;
}

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    footnote: {
      /** Inserts an empty footnote after the selection and opens it. */
      insertFootnote: () => ReturnType;
    };
  }
  interface Storage {
    footnote: FootnoteStorage;
  }
}

/**
 * A footnote lies in the text where it is referred to, with its text inside it. The page shows a
 * raised number, which is its place in the paper (numbering.ts). The reference is plain markup, for a
 * long paper has hundreds; footnotes-in-text.tsx shows the one that is open.
 */
export const Footnote = Node.create<object, FootnoteStorage>({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  content: "(text | citation | crossReference)*",

  addStorage() {
    return { openId: null, label: "", onOpen: () => undefined };
  },

  addAttributes() {
    return {
      id: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-footnote-id"),
        renderHTML: ({ id }) => (typeof id === "string" ? { "data-footnote-id": id } : {}),
      },
    };
  },

  parseHTML() {
    return [{ tag: "sup[data-footnote]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["sup", { ...HTMLAttributes, "data-footnote": "" }, 0];
  },

  addCommands() {
    return {
      insertFootnote:
        () =>
        ({ commands, state }) => {
          const id = `fn-${newBlockId()}`;
          this.storage.openId = id;
          return commands.insertContentAt(state.selection.to, { type: this.name, attrs: { id } });
        },
    };
  },

  addNodeView() {
    return referenceView(this.storage);
  },
});

/** Where the footnote of a reference stands. */
const places = new WeakMap<Element, () => number | undefined>();

/** The reference of a footnote in the page; null while there is none. */
export const referenceOf = (text: Element, id: string): HTMLElement | null =>
  text.querySelector(`[data-footnote-reference="${CSS.escape(id)}"] > button`);

/** The id of the footnote whose reference an element belongs to. */
export const footnoteIdAt = (target: EventTarget | null): string | null =>
  (target instanceof Element ? target.closest("[data-footnote-reference] > button") : null)
    ?.parentElement?.dataset["footnoteReference"] ?? null;

/** The position of the footnote of a reference. */
export const positionOf = (reference: Element): number | undefined =>
  places.get(reference.parentElement ?? reference)?.();

const referenceView =
  (storage: FootnoteStorage): NodeViewRenderer =>
  ({ node, getPos }) => {
    const dom = document.createElement("span");
    const button = document.createElement("button");
    dom.className = styles.footnote!;
    dom.contentEditable = "false";
    button.type = "button";
    button.className = styles.reference!;
    button.setAttribute("aria-label", storage.label);
    dom.append(button);
    places.set(dom, getPos);
    const show = (id: unknown) => {
      dom.dataset["footnoteReference"] = typeof id === "string" ? id : "";
      if (typeof id !== "string" || storage.openId !== id) return;
      storage.openId = null;
      // It stands in the page after this.
      queueMicrotask(() => storage.onOpen(id));
    };
    show(node.attrs["id"]);
    return {
      dom,
      update(next) {
        if (next.type.name !== "footnote") return false;
        show(next.attrs["id"]);
        return true;
      },
      selectNode: () => (dom.dataset["selected"] = ""),
      deselectNode: () => delete dom.dataset["selected"],
      // A press of the reference is not a press into the text; dragging it is.
      stopEvent: ({ type, target }) => target === button && !/^drag|^drop$/.test(type),
      ignoreMutation: () => true,
    };
  };

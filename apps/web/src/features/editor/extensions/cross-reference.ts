import { Node, type Editor } from "@tiptap/core";
import type { Node as PaperNode } from "@tiptap/pm/model";
import { NodeSelection, Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView, NodeView } from "@tiptap/pm/view";
import { referenceText, type ReferenceText } from "@istmo/paper-schema";
import i18next from "i18next";

import { jumpToPlace, placeById } from "../blocks.ts";

import { dataAttribute } from "./data-attribute.ts";
import styles from "./cross-reference.module.css";
import { numberingIn } from "./numbering.ts";

export interface CrossReferenceOptions {
  /** The language of the text, in whose words it refers. */
  readonly language: string;
  /** Opens the choice of what to refer to. */
  readonly onPickReference: () => void;
}

interface CrossReferenceStorage {
  /** The references on the page, which change with the numbers of what they refer to. */
  readonly views: Set<ReferenceView>;
}

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    crossReference: {
      /** Lets the person choose what to refer to. */
      pickCrossReference: () => ReturnType;
      /** Refers to a block, note or figure of the paper after the selection. */
      insertCrossReference: (targetId: string) => ReturnType;
    };
  }
}

/**
 * A reference to a block of the paper by its number of today. It holds the block's id alone, so the
 * numbers may change and two people may edit at once; a click or Enter leads to the block.
 */
export const CrossReference = Node.create<CrossReferenceOptions, CrossReferenceStorage>({
  name: "crossReference",
  group: "inline",
  inline: true,
  atom: true,

  addOptions: () => ({ language: "es", onPickReference: () => undefined }),
  addStorage: () => ({ views: new Set() }),

  addAttributes() {
    return { targetId: dataAttribute("targetId") };
  },

  parseHTML() {
    return [{ tag: "span[data-target-id]" }];
  },

  // With its words, so that it is not lost where it is pasted into a letter.
  renderHTML({ HTMLAttributes, node }) {
    const text = this.editor === undefined ? "" : textIn(this.editor, node, this.options.language);
    return text === "" ? ["span", HTMLAttributes] : ["span", HTMLAttributes, text];
  },

  renderText({ node }) {
    return this.editor === undefined ? "" : textIn(this.editor, node, this.options.language);
  },

  addCommands() {
    return {
      pickCrossReference: () => () => {
        this.options.onPickReference();
        return true;
      },
      insertCrossReference:
        (targetId) =>
        ({ commands, state }) =>
          commands.insertContentAt(state.selection.to, { type: this.name, attrs: { targetId } }),
    };
  },

  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { selection } = editor.state;
        if (!(selection instanceof NodeSelection) || selection.node.type !== this.type)
          return false;
        follow(editor, selection.node);
        return true;
      },
    };
  },

  addNodeView() {
    const { editor, options, storage } = this;
    return ({ node, view }) => new ReferenceView(node, { editor, view, options, storage });
  },

  addProseMirrorPlugins() {
    const { views } = this.storage;
    return [
      new Plugin({
        key: new PluginKey("crossReferences"),
        view: ({ editable }) => {
          let wasEditable = editable;
          return {
            update: (view, before) => {
              const isSame = numberingIn(view.state) === numberingIn(before);
              if (isSame && view.editable === wasEditable) return;
              wasEditable = view.editable;
              for (const reference of views) reference.refresh();
            },
          };
        },
      }),
    ];
  },
});

interface Surroundings {
  readonly editor: Editor;
  readonly view: EditorView;
  readonly options: CrossReferenceOptions;
  readonly storage: CrossReferenceStorage;
}

/** A link in the text; plain DOM, for a long paper has hundreds of them. */
class ReferenceView implements NodeView {
  readonly dom = document.createElement("a");
  #node: PaperNode;
  readonly #around: Surroundings;

  constructor(node: PaperNode, around: Surroundings) {
    this.#node = node;
    this.#around = around;
    this.dom.className = styles.reference!;
    this.dom.draggable = false;
    this.dom.addEventListener("click", this.#onClick);
    around.storage.views.add(this);
    this.refresh();
  }

  refresh(): void {
    const { editor, view, options } = this.#around;
    const { targetId, inserted, removed } = this.#node.attrs as Readonly<Record<string, unknown>>;
    const { text, isLost } = referenceIn(view, targetId, options.language);
    if (this.dom.textContent !== text) this.dom.textContent = text;
    this.dom.title = i18next.t(isLost ? "structure.reference.lost" : "structure.reference.goTo");
    this.dom.toggleAttribute("data-lost", isLost);
    this.dom.toggleAttribute("data-inserted", inserted !== null);
    this.dom.toggleAttribute("data-removed", removed !== null);
    if (isLost || typeof targetId !== "string") this.dom.removeAttribute("href");
    else this.dom.href = `#${encodeURIComponent(targetId)}`;
    // While writing, Tab is the text's own; the arrow keys reach it and Enter follows it.
    this.dom.tabIndex = editor.isEditable ? -1 : 0;
  }

  update(node: PaperNode): boolean {
    if (node.type !== this.#node.type) return false;
    this.#node = node;
    this.refresh();
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.type === "click";
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    this.dom.removeEventListener("click", this.#onClick);
    this.#around.storage.views.delete(this);
  }

  readonly #onClick = (event: MouseEvent): void => {
    // The address with the block opens the page there; within the page only the view moves.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    follow(this.#around.editor, this.#node);
  };
}

function follow(editor: Editor, { attrs }: PaperNode): void {
  const targetId: unknown = attrs["targetId"];
  if (typeof targetId === "string") jumpToPlace(editor, targetId);
}

function textIn({ view }: Editor, { attrs }: PaperNode, language: string): string {
  return referenceIn(view, attrs["targetId"], language).text;
}

function referenceIn({ state }: EditorView, targetId: unknown, language: string): ReferenceText {
  return referenceText(targetId, {
    language,
    numbering: numberingIn(state),
    textOf: (id) => placeById(state.doc, id)?.node.textContent ?? null,
  });
}

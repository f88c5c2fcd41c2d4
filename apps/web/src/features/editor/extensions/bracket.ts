/**
 * Wording that is not agreed: a bracket holds its alternatives. In the text it is one thing, which
 * a click or Enter opens in a card; there the alternatives are written, preferred and settled.
 */
import { mergeAttributes, Node } from "@tiptap/core";
import { Fragment, Slice, type Node as PmNode } from "@tiptap/pm/model";
import { NodeSelection, Plugin, PluginKey } from "@tiptap/pm/state";
import i18next from "i18next";

import { newBlockId } from "./block-ids.ts";
import styles from "./bracket.module.css";
import { dataAttribute } from "./data-attribute.ts";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    bracket: {
      /** Puts the selected words, or nothing yet, in brackets, and opens these. */
      insertBracket: () => ReturnType;
      /** Opens the card of a bracket. */
      openBracket: (bracketId: string) => ReturnType;
    };
  }
}

export interface BracketOptions {
  /** Opens the card of a bracket; `isNew` when it was just put in. */
  readonly onOpenBracket: (bracketId: string, isNew: boolean) => void;
}

export const newBracketId = (): string => `br-${newBlockId()}`;
export const newAlternativeId = (): string => `alt-${newBlockId()}`;

export const Bracket = Node.create<BracketOptions>({
  name: "bracket",
  group: "inline",
  inline: true,
  content: "alternative+",
  atom: true,
  isolating: true,

  addOptions() {
    return { onOpenBracket: () => undefined };
  },

  addAttributes() {
    return { id: dataAttribute("id", "text", "bracketId") };
  },

  parseHTML() {
    return [{ tag: "span[data-bracket]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return [
      "span",
      mergeAttributes(HTMLAttributes, {
        "data-bracket": "",
        class: styles.bracket!,
        contenteditable: "false",
        role: "button",
        tabindex: "0",
        "aria-haspopup": "dialog",
        title: i18next.t("brackets.open"),
      }),
      0,
    ];
  },

  addCommands() {
    return {
      insertBracket:
        () =>
        ({ state, tr, dispatch }) => {
          const { alternative, bracket } = state.schema.nodes;
          if (!alternative || !bracket || !state.selection.$from.sameParent(state.selection.$to))
            return false;
          const { from, to } = withoutSpaces(state.doc, state.selection);
          const [$from, $to] = [state.doc.resolve(from), state.doc.resolve(to)];
          const words = $from.parent.slice($from.parentOffset, $to.parentOffset).content;
          if (!$from.parent.inlineContent || !alternative.validContent(words)) return false;
          const make = (content: Fragment) =>
            alternative.create({ id: newAlternativeId() }, content);
          const id = newBracketId();
          const node = bracket.create({ id }, [make(words), make(Fragment.empty)]);
          if (!$from.parent.canReplaceWith($from.index(), $to.indexAfter(), bracket)) return false;
          if (dispatch) {
            tr.replaceWith(from, to, node);
            requestAnimationFrame(() => this.options.onOpenBracket(id, true));
          }
          return true;
        },
      openBracket:
        (bracketId) =>
        ({ dispatch }) => {
          if (dispatch) this.options.onOpenBracket(bracketId, false);
          return true;
        },
    };
  },

  addKeyboardShortcuts() {
    return {
      "Mod-Alt-b": ({ editor }) => editor.commands.insertBracket(),
      Enter: ({ editor }) => {
        const { selection } = editor.state;
        if (!(selection instanceof NodeSelection) || selection.node.type !== this.type)
          return false;
        const id: unknown = selection.node.attrs["id"];
        if (typeof id === "string") this.options.onOpenBracket(id, false);
        return true;
      },
    };
  },

  addProseMirrorPlugins() {
    const open = (target: EventTarget | null): boolean => {
      const element = target instanceof Element ? target.closest("[data-bracket-id]") : null;
      // A footnote or a link inside an alternative does what it does elsewhere.
      if (target instanceof Element && target.closest("button, a[href]") !== null) return false;
      const id = element?.getAttribute("data-bracket-id") ?? null;
      if (id === null) return false;
      this.options.onOpenBracket(id, false);
      return true;
    };
    return [
      new Plugin({
        key: new PluginKey("bracket"),
        props: {
          handleClick: (_view, _pos, event) => open(event.target),
          handleDOMEvents: {
            // With the Tab key one stands on the bracket itself, outside of the text's selection.
            keydown: (_view, event) => {
              const isPressed = event.key === "Enter" || event.key === " ";
              const isOnBracket =
                event.target instanceof Element && event.target.hasAttribute("data-bracket-id");
              if (!isPressed || !isOnBracket || !open(event.target)) return false;
              event.preventDefault();
              return true;
            },
          },
          transformPasted: (slice, view) => withNewIds(slice, bracketIdsIn(view.state.doc)),
        },
      }),
    ];
  },
});

export const Alternative = Node.create({
  name: "alternative",
  inline: true,
  content: "(text | hardBreak | footnote | citation | crossReference)*",
  atom: true,
  isolating: true,

  addAttributes() {
    return { id: dataAttribute("id", "text", "alternativeId") };
  },

  parseHTML() {
    return [{ tag: "span[data-alternative]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return [
      "span",
      mergeAttributes(HTMLAttributes, { "data-alternative": "", class: styles.alternative! }),
      0,
    ];
  },
});

/** The selected words without the spaces around them, which stay outside of the brackets. */
function withoutSpaces(
  doc: PmNode,
  { from, to }: { readonly from: number; readonly to: number },
): { from: number; to: number } {
  const isSpace = (at: number) => /^\s$/.test(doc.textBetween(at, at + 1, "\ufffc", "\ufffc"));
  let [start, end] = [from, to];
  while (start < end && isSpace(start)) start += 1;
  while (end > start && isSpace(end - 1)) end -= 1;
  return { from: start, to: end };
}

function bracketIdsIn(doc: PmNode): ReadonlySet<unknown> {
  const ids = new Set<unknown>();
  doc.descendants((node) => {
    if (node.type.name === "bracket") ids.add(node.attrs["id"]);
  });
  return ids;
}

/** What is pasted a second time is another bracket, about which nobody has said anything yet. */
function withNewIds(slice: Slice, known: ReadonlySet<unknown>): Slice {
  const renew = (node: PmNode): PmNode => {
    if (node.isText) return node;
    const content = Fragment.fromArray(node.children.map(renew));
    if (node.type.name !== "bracket" || !known.has(node.attrs["id"])) return node.copy(content);
    const alternatives = content.content.map((it) =>
      it.type.create({ ...it.attrs, id: newAlternativeId() }, it.content, it.marks),
    );
    return node.type.create({ ...node.attrs, id: newBracketId() }, alternatives, node.marks);
  };
  const content = Fragment.fromArray(slice.content.content.map(renew));
  return new Slice(content, slice.openStart, slice.openEnd);
}

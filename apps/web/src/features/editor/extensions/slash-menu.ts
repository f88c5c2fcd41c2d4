import { Extension } from "@tiptap/core";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";

/** Where the menu stands in the text: its slash, and what was typed after it. */
export interface OpenSlash {
  readonly from: number;
  readonly to: number;
  readonly query: string;
}

export interface SlashState {
  readonly open: OpenSlash | null;
  /** The option at which the person is, for who hears the page. */
  readonly optionId: string | null;
}

/** What the menu itself does with keys; false lets the text have them. */
export type SlashKeys = (event: KeyboardEvent) => boolean;

interface SlashStorage {
  keys: SlashKeys | null;
}

type SlashMessage = { readonly close: true } | { readonly optionId: string | null };

export const slashKey = new PluginKey<SlashState>("slashMenu");
export const slashListId = "slash-menu";

const closed: SlashState = { open: null, optionId: null };

/** As much may be typed after a slash before it is taken for text. */
const longestQuery = 30;

declare module "@tiptap/core" {
  interface Storage {
    slashMenu: SlashStorage;
  }
}

/**
 * A slash at the start of an empty place, or after a space, opens a menu of what can be put there.
 * In "and/or" and in addresses it is a letter like others. What is typed stays text until something
 * is chosen, so that a composing keyboard and a colleague's page see nothing unusual.
 */
export const SlashMenu = Extension.create<object, SlashStorage>({
  name: "slashMenu",
  // Before Enter, Tab and the arrows mean anything else.
  priority: 1_100,

  addStorage() {
    return { keys: null };
  },

  addProseMirrorPlugins() {
    const { editor, storage } = this;
    return [
      new Plugin<SlashState>({
        key: slashKey,
        state: {
          init: () => closed,
          apply: (tr, state, before, after) => next(state, { tr, before, after }),
        },
        props: {
          attributes: (state): Record<string, string> => {
            const { open, optionId } = slashKey.getState(state) ?? closed;
            if (!open || optionId === null || !editor.isEditable) return {};
            return {
              "aria-haspopup": "listbox",
              "aria-controls": slashListId,
              "aria-activedescendant": optionId,
            };
          },
          handleKeyDown(view, event) {
            if (!slashKey.getState(view.state)?.open || event.isComposing) return false;
            return storage.keys?.(event) ?? false;
          },
        },
      }),
    ];
  },
});

function next(
  state: SlashState,
  step: { readonly tr: Transaction; readonly before: EditorState; readonly after: EditorState },
): SlashState {
  const { tr, before, after } = step;
  const message = tr.getMeta(slashKey) as SlashMessage | undefined;
  if (message && "close" in message) return closed;
  if (message) return { ...state, optionId: message.optionId };
  if (!tr.docChanged && !tr.selectionSet) return state;
  const found = slashBefore(after);
  if (!found) return closed;
  if (state.open) {
    // Another slash than the one that opened it is another matter.
    const isSame = isChangeOrigin(tr) || tr.mapping.map(state.open.from) === found.from;
    return isSame ? { ...state, open: found } : closed;
  }
  const isTyped = tr.docChanged && !isChangeOrigin(tr) && found.query === "";
  return isTyped && !isAlreadyThere(before, found.from) ? { open: found, optionId: null } : closed;
}

/** Whether the slash stood there before: what is deleted behind it opens nothing. */
function isAlreadyThere(before: EditorState, from: number): boolean {
  const to = Math.min(from + 1, before.doc.content.size);
  return to > from && before.doc.textBetween(from, to) === "/" && slashBefore(before) !== null;
}

/** The slash, and what was typed after it, that end at the caret. */
export function slashBefore({ selection }: EditorState): OpenSlash | null {
  const { $from, empty, from } = selection;
  if (!empty || !$from.parent.isTextblock) return null;
  let text = "";
  $from.parent.forEach((child, offset) => {
    if (offset < $from.parentOffset) text += child.text ?? "\uFFFC";
  });
  const ahead = $from.parent.content.size - $from.parentOffset;
  const inNode = $from.textOffset > 0 ? ($from.nodeAfter?.text?.length ?? 0) : 0;
  // What of the caret's own stretch of text lies behind it was taken along.
  text = text.slice(0, text.length - Math.min(ahead, inNode)).slice(-longestQuery - 2);
  const query = /(?:^|[\s\uFFFC])\/((?:[\p{L}\p{N}]+ ?)*)$/u.exec(text)?.[1];
  if (query === undefined || query.length > longestQuery) return null;
  return { from: from - query.length - 1, to: from, query };
}

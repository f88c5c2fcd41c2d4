import { Extension } from "@tiptap/core";
import type { Plugin } from "@tiptap/pm/state";
import { yCursorPlugin } from "@tiptap/y-tiptap";
import type { Awareness } from "y-protocols/awareness";

import { readPresenceUser } from "../presence.ts";

import styles from "./collaboration-carets.module.css";

export interface CollaborationCaretsOptions {
  readonly awareness: Awareness | null;
}

/** Where the others are writing: a caret and a selection in their centre's colour, with their name. */
export const CollaborationCarets = Extension.create<CollaborationCaretsOptions>({
  name: "collaborationCarets",

  addOptions() {
    return { awareness: null };
  },

  addProseMirrorPlugins() {
    const { awareness } = this.options;
    if (!awareness) return [];
    return [
      yCursorPlugin(withFewOwnMoves(awareness), {
        cursorBuilder: (user: unknown) => caretOf(user),
        selectionBuilder: (user: unknown) => ({
          class: styles.selection!,
          style: `--person: ${readPresenceUser(user)?.color ?? "gray"}`,
        }),
      }) as Plugin,
    ];
  },
});

interface AwarenessChange {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}
type Listener = (change: AwarenessChange, origin: unknown) => void;

/** Milliseconds for which the carets of the others stay as they are while only one's own moves. */
const ownMovesEvery = 500;

/**
 * The same, but tells of one's own moves only now and then: each key is one, and with each the text
 * would be gone through for the carets of the others once more.
 */
function withFewOwnMoves(awareness: Awareness): Awareness {
  const heard = new Map<Listener, { readonly hear: Listener; readonly stop: () => void }>();
  return Object.create(awareness, {
    on: {
      value(name: "change", listener: Listener) {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const stop = () => {
          clearTimeout(timer);
          timer = undefined;
        };
        const hear: Listener = (change, origin) => {
          const ids = [...change.added, ...change.updated, ...change.removed];
          const tell = () => {
            stop();
            listener(change, origin);
          };
          if (ids.some((id) => id !== awareness.clientID)) tell();
          else timer ??= setTimeout(tell, ownMovesEvery);
        };
        heard.set(listener, { hear, stop });
        awareness.on(name, hear);
      },
    },
    off: {
      value(name: "change", listener: Listener) {
        const known = heard.get(listener);
        if (known === undefined) return;
        known.stop();
        awareness.off(name, known.hear);
        heard.delete(listener);
      },
    },
  }) as Awareness;
}

function caretOf(user: unknown): HTMLElement {
  const person = readPresenceUser(user);
  const caret = document.createElement("span");
  caret.className = styles.caret!;
  caret.dataset["caret"] = "";
  caret.style.setProperty("--person", person?.color ?? "gray");
  const label = document.createElement("span");
  label.className = styles.label!;
  label.textContent = [person?.name, person?.centre].filter(Boolean).join(" · ");
  // Word joiners keep the caret from being a place where a line may break.
  caret.append("\u2060", label, "\u2060");
  return caret;
}

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
      yCursorPlugin(awareness, {
        cursorBuilder: (user: unknown) => caretOf(user),
        selectionBuilder: (user: unknown) => ({
          class: styles.selection!,
          style: `--person: ${readPresenceUser(user)?.color ?? "gray"}`,
        }),
      }) as Plugin,
    ];
  },
});

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

import { Extension } from "@tiptap/core";

export interface ShortcutsOptions {
  readonly onEditLink: () => void;
}

/** Keys that open something of the page around the text. */
export const Shortcuts = Extension.create<ShortcutsOptions>({
  name: "shortcuts",

  addOptions() {
    return { onEditLink: () => undefined };
  },

  addKeyboardShortcuts() {
    return {
      "Mod-k": () => {
        this.options.onEditLink();
        return true;
      },
    };
  },
});

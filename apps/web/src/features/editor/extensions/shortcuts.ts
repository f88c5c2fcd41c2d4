import { Extension, isiOS, isMacOS } from "@tiptap/core";

import type { PageCommands } from "../page-commands.ts";
import { keysOf, shortcuts } from "../shortcut-registry.ts";

export interface ShortcutsOptions {
  readonly page: PageCommands;
}

/** The keys of the registry; they come before those that extensions bind by themselves. */
export const Shortcuts = Extension.create<ShortcutsOptions>({
  name: "shortcuts",
  priority: 1_000,

  addKeyboardShortcuts() {
    const { editor, options } = this;
    const isMac = isMacOS() || isiOS();
    return Object.fromEntries(
      shortcuts.flatMap((shortcut) => {
        const { run } = shortcut;
        if (run === undefined) return [];
        return keysOf(shortcut, isMac).map((key) => [key, () => run(editor, options.page)]);
      }),
    );
  },
});

/** What stands in the menus of the toolbar. */
import { isiOS, isMacOS, type Editor } from "@tiptap/core";
import type { TFunction } from "i18next";
import { ListChecks } from "lucide-react";

import { insertables } from "../insertables.ts";
import type { PageCommands } from "../page-commands.ts";
import { shownKeys } from "../shown-keys.ts";
import { keysOf, shortcuts } from "../shortcut-registry.ts";

import type { ToolMenuSection } from "./tool-menu.tsx";
import type { ToolGroup } from "./tools.ts";

/** What the menus and bars of one editor work with. */
export interface ToolSurroundings {
  readonly editor: Editor;
  readonly page: PageCommands;
  readonly t: TFunction;
}

/** The keys of a shortcut as they are shown on this machine, by its id. */
export function keysFor(id: string, t: TFunction): string | undefined {
  const isMac = isMacOS() || isiOS();
  const shortcut = shortcuts.find((each) => each.id === id);
  const [first] = shortcut ? keysOf(shortcut, isMac) : [];
  return first === undefined ? undefined : shownKeys(first, { isMac, t });
}

/** A group of tools as a section of a menu. */
export function sectionOf(group: ToolGroup, { editor, page, t }: ToolSurroundings) {
  return {
    id: group.id,
    label: t(group.label),
    entries: group.tools.map((tool) => ({
      id: tool.id,
      label: t(tool.label),
      icon: tool.icon,
      keys: keysFor(tool.id, t),
      isOn: tool.isOn?.(editor),
      isDisabled: tool.isEnabled?.(editor) === false,
      onAction: () => tool.run(editor, page),
    })),
  } satisfies ToolMenuSection;
}

/** What can be put into the text, of the given groups. */
export function insertSections(
  { editor, t }: ToolSurroundings,
  groups: readonly ("style" | "list" | "insert")[] = ["insert"],
): ToolMenuSection[] {
  return groups.map((group) => ({
    id: group,
    label: t(`writing.toolbar.${group}`),
    entries: insertables
      .filter((each) => each.group === group)
      .map(({ id, icon, label, run, isAvailable }) => ({
        id,
        icon,
        label: t(label),
        keys: keysFor(id, t),
        isDisabled: isAvailable?.(editor) === false,
        onAction: () => run(editor),
      })),
  }));
}

/** What turns the text into work. */
export function actionSection(onCreateAction: () => void, t: TFunction): ToolMenuSection {
  const label = t("editor.toolbar.action");
  return {
    id: "work",
    label: t("writing.toolbar.work"),
    entries: [{ id: "action", label, icon: ListChecks, onAction: onCreateAction }],
  };
}

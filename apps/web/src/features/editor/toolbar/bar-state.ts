import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";

import { toolGroups } from "./tools.ts";

export interface BarState {
  /** By the id of the tool; tools that are neither on nor off are missing. */
  readonly isOn: Readonly<Record<string, boolean>>;
  readonly isDisabled: Readonly<Record<string, boolean>>;
  readonly isInTable: boolean;
}

/** What the tools show of the selection. */
export function useBarState(editor: Editor): BarState {
  return useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const tools = toolGroups.flatMap((group) => group.tools);
      const isOn: Record<string, boolean> = {};
      const isDisabled: Record<string, boolean> = {};
      for (const tool of tools) {
        if (tool.isOn) isOn[tool.id] = tool.isOn(now);
        if (tool.isEnabled) isDisabled[tool.id] = !tool.isEnabled(now);
      }
      return { isOn, isDisabled, isInTable: now.isActive("table") };
    },
  });
}

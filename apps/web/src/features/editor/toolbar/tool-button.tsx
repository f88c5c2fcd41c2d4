import type { ReactNode } from "react";

import { IconButton } from "../../../ui/icon-button.tsx";

import type { ToolSurroundings } from "./tool-sections.ts";
import { keysFor } from "./tool-sections.ts";
import type { Tool } from "./tools.ts";

interface ToolButtonProps {
  readonly tool: Tool;
  readonly isOn: boolean | undefined;
  readonly isEnabled: boolean;
  readonly surroundings: ToolSurroundings;
}

/** One tool in the bar. The text keeps the focus, and a phone its keyboard. */
export function ToolButton({ tool, isOn, isEnabled, surroundings }: ToolButtonProps): ReactNode {
  const { editor, page, t } = surroundings;
  const { icon: Icon } = tool;
  return (
    <IconButton
      icon={<Icon />}
      aria-label={t(tool.label)}
      keys={keysFor(tool.id, t)}
      preventFocusOnPress
      isDisabled={!isEnabled}
      onPress={() => tool.run(editor, page)}
      {...(isOn === undefined ? {} : { "aria-pressed": isOn })}
    />
  );
}

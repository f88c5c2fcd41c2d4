import type { Editor } from "@tiptap/core";
import type { ReactNode } from "react";

import type { PageCommands } from "../page-commands.ts";

export interface EditorToolbarProps {
  readonly editor: Editor;
  readonly page: PageCommands;
  /** Makes an action item of the selection; null where the page offers none. */
  readonly onCreateAction: (() => void) | null;
  /** What other features keep at the bar's end whatever its width: the mode, a comment. */
  readonly pinned?: ReactNode;
}

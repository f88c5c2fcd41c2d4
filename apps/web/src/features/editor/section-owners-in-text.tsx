import type { Editor } from "@tiptap/core";
import { useEffect } from "react";

import { sectionOwnersKey, type ShownOwner } from "./extensions/section-owners.ts";

/** Shows who answers for each section at its head. Keep `owners` the same until it changes. */
export function SectionOwnersInText({
  editor,
  owners,
}: {
  readonly editor: Editor;
  readonly owners: ReadonlyMap<string, ShownOwner>;
}) {
  useEffect(() => {
    if (!editor.isDestroyed)
      editor.view.dispatch(editor.state.tr.setMeta(sectionOwnersKey, owners));
  }, [editor, owners]);
  return null;
}

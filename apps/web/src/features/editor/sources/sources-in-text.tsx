import type { Editor } from "@tiptap/core";
import { useEffect } from "react";

import { useSources } from "../../../api/sources.ts";
import { giveSources } from "../extensions/citation.ts";

/** Keeps the text told of its paper's sources, so that citations show them as they are now. */
export function SourcesInText({
  editor,
  paperId,
}: {
  readonly editor: Editor;
  readonly paperId: string;
}) {
  const { data } = useSources(paperId);
  useEffect(() => {
    if (data === undefined) return;
    giveSources(editor, {
      byId: new Map(data.map(({ id, csl }) => [id, csl])),
      keys: new Map(data.map(({ id, key }) => [id, key])),
    });
  }, [editor, data]);
  return null;
}

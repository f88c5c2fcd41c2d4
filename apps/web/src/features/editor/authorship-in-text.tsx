import type { Editor } from "@tiptap/core";
import { useEffect, useMemo } from "react";

import { markAuthors, type MarkedBlock } from "./extensions/authorship-marks.ts";
import { useAuthorBody, useAuthorship } from "./use-authorship.ts";

/** Marks in the text who wrote what, for as long as it is there; shows nothing itself. */
export function AuthorshipInText({
  editor,
  editionId,
}: {
  editor: Editor;
  editionId: string;
}): null {
  const { data } = useAuthorship(editor, editionId);
  const bodyOf = useAuthorBody();
  const blocks = useMemo(() => {
    if (data === undefined) return [];
    const marks = data.authors.map((author) => {
      if (author.person === null) return null;
      const { group, code, name } = bodyOf(author);
      return { group, label: code, title: `${author.person.name} · ${name}` };
    });
    return data.blocks.flatMap(({ blockId, spans }): MarkedBlock[] => {
      if (blockId === null) return [];
      const marked = spans.map(({ from, to, author }) => ({
        ...{ from, to },
        mark: marks[author] ?? null,
      }));
      return [{ blockId, spans: marked }];
    });
  }, [data, bodyOf]);
  useEffect(() => {
    if (!editor.isDestroyed) markAuthors(editor.view, blocks);
  }, [editor, blocks]);
  useEffect(
    () => () => {
      if (!editor.isDestroyed) markAuthors(editor.view, []);
    },
    [editor],
  );
  return null;
}

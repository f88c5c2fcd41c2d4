import type { Editor } from "@tiptap/core";
import { Fragment, useEffect, useMemo, useSyncExternalStore, type ReactNode } from "react";
import { createPortal } from "react-dom";

import { sectionBarsOf, showSectionBars } from "./section-bars.ts";

/** A bar above each section of the text, for as long as this is there. */
export function SectionBarsInText({
  editor,
  render,
}: {
  readonly editor: Editor;
  readonly render: (sectionId: string) => ReactNode;
}) {
  const bars = useMemo(() => sectionBarsOf(editor), [editor]);
  const elements = useSyncExternalStore(bars.subscribe, bars.get);
  useEffect(() => {
    if (!editor.isDestroyed) showSectionBars(editor.view, true);
    return () => {
      if (!editor.isDestroyed) showSectionBars(editor.view, false);
    };
  }, [editor]);
  return (
    <>
      {[...elements].map(([sectionId, element]) => (
        <Fragment key={sectionId}>{createPortal(render(sectionId), element)}</Fragment>
      ))}
    </>
  );
}

import type { Editor } from "@tiptap/core";
import { EditorContent, useEditor } from "@tiptap/react";
import { finalView, originalView } from "@istmo/paper-schema";
import { useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../../ui/button.tsx";
import editorStyles from "../editor.module.css";
import { readingExtensions } from "../extensions/paper-extensions.ts";
import { FootnotesInText } from "../footnotes-in-text.tsx";
import { SourcesInText } from "../sources/sources-in-text.tsx";

import styles from "./suggestions.module.css";

/** How the text is shown: with what is suggested, as if all were accepted, or as if none were. */
export type SuggestionsView = "markup" | "final" | "original";

/** The pause in the typing of others after which the text is settled anew. */
const pause = 400;

/** Where the text stood in the window: a block, and how far its top was from the window's. */
export interface PlaceInText {
  readonly blockId: string;
  readonly top: number;
}

/** The first block in sight; null when the text is not. */
export function placeInText({ view }: Editor): PlaceInText | null {
  for (const block of view.dom.querySelectorAll("[data-block-id]")) {
    const { top, bottom } = block.getBoundingClientRect();
    if (bottom > 100) return { blockId: block.getAttribute("data-block-id") ?? "", top };
  }
  return null;
}

/** Brings the block back to where it was. */
export function restorePlace({ view }: Editor, place: PlaceInText | null): void {
  if (place === null) return;
  const block = view.dom.querySelector(`[data-block-id="${CSS.escape(place.blockId)}"]`);
  if (block) window.scrollBy({ top: block.getBoundingClientRect().top - place.top });
}

/** The text with all suggestions accepted or rejected: to be read, not written. */
export function SettledText({
  editor,
  paperId,
  view,
  language,
  place,
  renderActionChip,
  onBack,
}: {
  readonly editor: Editor;
  readonly paperId: string;
  readonly view: Exclude<SuggestionsView, "markup">;
  readonly language: string;
  /** Where the text stood before it was shown so. */
  readonly place: PlaceInText | null;
  readonly renderActionChip: (actionId: string) => ReactNode;
  readonly onBack: (place: PlaceInText | null) => void;
}) {
  const { t } = useTranslation();
  const label = t(`suggestions.view.${view}`);
  const settled = useEditor(
    {
      extensions: readingExtensions({ paperId, language, renderActionChip }),
      content: settledOf(editor, view),
      editable: false,
      injectCSS: false,
      editorProps: {
        attributes: {
          class: editorStyles.paper!,
          role: "document",
          "aria-label": label,
          lang: language,
        },
      },
    },
    [editor, view, language, paperId],
  );
  useEffect(() => restorePlace(settled, place), [settled, place]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (!editor.isDestroyed && !settled.isDestroyed)
          settled.commands.setContent(settledOf(editor, view), { emitUpdate: false });
      }, pause);
    };
    editor.on("update", refresh);
    return () => {
      clearTimeout(timer);
      editor.off("update", refresh);
    };
  }, [editor, settled, view]);
  return (
    <div className={styles.settled} data-settled={view}>
      <div className={styles.notice} role="status">
        <span>{t(`suggestions.view.${view}Notice`)}</span>
        <Button size="small" onPress={() => onBack(placeInText(settled))}>
          {t("suggestions.view.back")}
        </Button>
      </div>
      <div className={editorStyles.page}>
        <EditorContent editor={settled} />
      </div>
      <SourcesInText editor={settled} paperId={paperId} />
      <FootnotesInText editor={settled} />
    </div>
  );
}

function settledOf({ state }: Editor, view: "final" | "original") {
  const doc = view === "final" ? finalView(state.doc) : originalView(state.doc);
  return doc.toJSON() as Record<string, unknown>;
}

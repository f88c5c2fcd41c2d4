import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { countWords } from "@istmo/paper-schema";
import { useTranslation } from "react-i18next";

import { pagesOf } from "./page-estimate.ts";
import styles from "./status.module.css";
import { usePaperOutline } from "./use-paper-outline.ts";

export interface WordCountProps {
  readonly editor: Editor | null;
  readonly language: string;
  /** The template's limit; footnotes are outside it. */
  readonly limit?: number;
}

/** A longer selection is counted only up to here: the figure is for a passage, not for the paper. */
const longestSelection = 200_000;

/** How long the paper is, and how long it may be; while something is selected, how long that is. */
export function WordCount({ editor, language, limit }: WordCountProps) {
  const { t } = useTranslation();
  const outline = usePaperOutline(editor, language);
  const selected = useSelectedWords(editor, language);
  if (!outline || !editor) return null;
  const { words, footnoteWords } = outline;
  const pages = pagesOf(editor.state.doc, language);
  const isOver = limit !== undefined && words > limit;
  return (
    <span className={styles.count} data-over={isOver}>
      {limit === undefined
        ? t("editor.words", { count: words })
        : t("editor.wordsOfLimit", { count: words, limit })}
      {footnoteWords > 0 && (
        <span className={styles.notes}> {t("editor.footnoteWords", { count: footnoteWords })}</span>
      )}
      <span className={styles.notes}> {t("writing.pages", { count: pages })}</span>
      {selected > 0 && (
        <span className={styles.notes}> {t("writing.selected", { count: selected })}</span>
      )}
      {isOver && <strong> {t("editor.overLimit", { count: words - limit })}</strong>}
    </span>
  );
}

function useSelectedWords(editor: Editor | null, language: string): number {
  const words = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      if (!now || now.state.selection.empty) return 0;
      const { from, to } = now.state.selection;
      const end = Math.min(to, from + longestSelection);
      return countWords(now.state.doc.textBetween(from, end, "\n", " "), language);
    },
  });
  return words ?? 0;
}

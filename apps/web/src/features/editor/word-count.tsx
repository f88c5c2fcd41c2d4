import type { Editor } from "@tiptap/core";
import { useTranslation } from "react-i18next";

import styles from "./status.module.css";
import { usePaperOutline } from "./use-paper-outline.ts";

export interface WordCountProps {
  readonly editor: Editor | null;
  readonly language: string;
  /** The template's limit; footnotes are outside it. */
  readonly limit?: number;
}

/** How long the paper is, and how long it may be. */
export function WordCount({ editor, language, limit }: WordCountProps) {
  const { t } = useTranslation();
  const outline = usePaperOutline(editor, language);
  if (!outline) return null;
  const { words, footnoteWords } = outline;
  const isOver = limit !== undefined && words > limit;
  return (
    <span className={styles.count} data-over={isOver}>
      {limit === undefined
        ? t("editor.words", { count: words })
        : t("editor.wordsOfLimit", { count: words, limit })}
      {footnoteWords > 0 && (
        <span className={styles.notes}> {t("editor.footnoteWords", { count: footnoteWords })}</span>
      )}
      {isOver && <strong> {t("editor.overLimit", { count: words - limit })}</strong>}
    </span>
  );
}

import type { Editor } from "@tiptap/core";
import { useTranslation } from "react-i18next";

import { jumpToBlock } from "./blocks.ts";
import styles from "./outline-panel.module.css";
import { useCurrentHeading, usePaperOutline } from "./use-paper-outline.ts";

export interface OutlinePanelProps {
  /** As PaperEditor's `onEditor` gave it; null while there is none. */
  readonly editor: Editor | null;
  readonly language: string;
  /** Opens a block where the text must first come into sight; without it the panel jumps itself. */
  readonly onOpen?: (blockId: string) => void;
}

/** The paper's headings as they are being written, with the words of each section. */
export function OutlinePanel({ editor, language, onOpen }: OutlinePanelProps) {
  const { t, i18n } = useTranslation();
  const outline = usePaperOutline(editor, language);
  const current = useCurrentHeading(editor);
  if (!editor || !outline) return null;
  const sections = new Map(outline.sections.map((section) => [section.id, section]));
  const number = new Intl.NumberFormat(i18n.language);

  return (
    <nav className={styles.outline} aria-label={t("editor.outline.label")}>
      {outline.headings.length === 0 && <p className={styles.none}>{t("editor.outline.none")}</p>}
      <ol className={styles.list}>
        {outline.headings.map(({ id, level, text, number: place }, index) => {
          const section = level === 1 ? sections.get(id) : undefined;
          return (
            <li key={id ?? index} data-level={level}>
              <button
                type="button"
                className={styles.entry}
                lang={language}
                aria-current={id !== null && id === current ? "location" : undefined}
                disabled={id === null}
                onClick={() => {
                  if (id === null) return;
                  if (onOpen) onOpen(id);
                  else jumpToBlock(editor, id);
                }}
              >
                <span className={styles.text}>
                  {place !== null && <span className={styles.number}>{place} </span>}
                  {text === "" ? "—" : text}
                </span>
                {section && (
                  <span className={styles.words} data-empty={section.isEmpty}>
                    {section.isEmpty ? (
                      t("editor.outline.empty")
                    ) : (
                      <>
                        <span aria-hidden="true">{number.format(section.words)}</span>
                        <span className="visually-hidden">
                          {t("editor.words", { count: section.words })}
                        </span>
                      </>
                    )}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

import type { Editor } from "@tiptap/core";
import { bracketsOf, toDocumentJson, type PaperBracket } from "@istmo/paper-schema";
import { alternativeNames } from "@istmo/domain";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { EmptyState } from "../../ui/states.tsx";

import { findBracket, type FoundBracket } from "./bracket-text.ts";
import { followText } from "./follow-text.ts";
import styles from "./brackets-panel.module.css";

/** The unagreed wording of the text as it is being written; null until the text is there. */
export function useBrackets(editor: Editor | null): readonly PaperBracket[] | null {
  const [brackets, setBrackets] = useState<readonly PaperBracket[] | null>(null);
  useEffect(() => {
    if (editor === null) return;
    const stop = followText(editor, () => {
      const found = bracketsOf(toDocumentJson(editor.state.doc));
      // The same list while nothing about it has changed: it is shown beside a text that is typed in.
      setBrackets((known) => (JSON.stringify(known) === JSON.stringify(found) ? known : found));
    });
    return () => {
      stop();
      setBrackets(null);
    };
  }, [editor]);
  return brackets;
}

export interface BracketsPanelProps {
  readonly editor: Editor | null;
  readonly language: string;
  readonly brackets: readonly PaperBracket[] | null;
  /** Brings the text into sight where another panel covers it. */
  readonly onShowText: (then: () => void) => void;
}

/** What is still to be agreed on, in the order of the text. */
export function BracketsPanel({ editor, language, brackets, onShowText }: BracketsPanelProps) {
  const { t } = useTranslation();
  if (editor === null || brackets === null) return null;
  if (brackets.length === 0)
    return <EmptyState title={t("brackets.none")}>{t("brackets.noneHint")}</EmptyState>;

  function open(bracketId: string): void {
    onShowText(() => {
      if (editor === null) return;
      const found = findBracket(editor.state.doc, bracketId);
      if (found !== null) reveal(editor, bracketId, found);
    });
  }

  return (
    <>
      <p className={styles.count}>{t("brackets.count", { count: brackets.length })}</p>
      <ol className={styles.list}>
        {brackets.map(({ id, alternatives }, index) => (
          <li key={id ?? index}>
            <button
              type="button"
              className={styles.entry}
              disabled={id === null}
              onClick={() => {
                if (id !== null) open(id);
              }}
            >
              {alternatives.map((alternative, place) => (
                <span key={alternative.id ?? place} className={styles.alternative}>
                  {place > 0 && (
                    <span className={styles.name}>{alternativeNames[place] ?? place + 1}</span>
                  )}
                  <span lang={language}>
                    [{alternative.text === "" ? t("brackets.empty") : alternative.text}]
                  </span>
                </span>
              ))}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Brings a bracket into the middle of the window and opens its card. */
function reveal(editor: Editor, bracketId: string, { pos }: FoundBracket): void {
  const element = editor.view.nodeDOM(pos);
  if (element instanceof HTMLElement) element.scrollIntoView({ block: "center" });
  editor.commands.openBracket(bracketId);
}

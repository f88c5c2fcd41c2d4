import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { alternativeNames } from "@istmo/domain";
import { Check, Plus, Trash2 } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";

import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { TextArea } from "../../ui/text-field.tsx";

import styles from "./bracket-card.module.css";
import {
  addAlternative,
  alternativesOf,
  deleteBracket,
  removeAlternative,
  settleBracket,
  writeAlternative,
  type AlternativeView,
} from "./bracket-text.ts";

/** Shows who prefers an alternative; given by the page. */
export type RenderPreferences = (bracketId: string, alternativeId: string) => ReactNode;

export interface BracketCardProps {
  readonly editor: Editor;
  readonly bracketId: string;
  /** It was just put in: the first field that is empty takes the focus. */
  readonly isNew: boolean;
  readonly language: string;
  readonly renderPreferences?: RenderPreferences | undefined;
  readonly onClose: () => void;
}

/** The alternatives of one bracket: written, preferred and settled here. */
export function BracketCard(props: BracketCardProps) {
  const { editor, bracketId, isNew, language, renderPreferences, onClose } = props;
  const { t } = useTranslation();
  const anchor = useRef<Element | null>(
    editor.view.dom.querySelector(`[data-bracket-id="${CSS.escape(bracketId)}"]`),
  );
  const { alternatives, canWrite } = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      alternatives: alternativesOf(current.state.doc, bracketId),
      canWrite: current.isEditable,
    }),
  });
  const isGone = alternatives === null;
  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
  if (alternatives === null || anchor.current === null) return null;
  const emptyIndex = isNew ? alternatives.findIndex(({ text }) => text === "") : -1;

  function close(then: () => void): void {
    onClose();
    // The card gives the focus back first; then the text may lose the element that had it.
    requestAnimationFrame(() => {
      then();
      editor.commands.focus();
    });
  }

  return (
    <Popover
      triggerRef={anchor}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      placement="bottom start"
      className={styles.popover!}
    >
      <Dialog className={styles.dialog!}>
        <Heading slot="title" className={styles.title!}>
          {t("brackets.title")}
        </Heading>
        <ol className={styles.list}>
          {alternatives.map((alternative, index) => (
            <li key={alternative.id} className={styles.alternative}>
              <AlternativeField
                alternative={alternative}
                name={alternativeNames[index] ?? String(index + 1)}
                language={language}
                canWrite={canWrite}
                isFirstEmpty={index === emptyIndex}
                onWrite={(text) =>
                  writeAlternative(editor, bracketId, { alternativeId: alternative.id, text })
                }
              />
              {renderPreferences?.(bracketId, alternative.id)}
              {canWrite && (
                <div className={styles.choices}>
                  <Button
                    size="small"
                    variant="secondary"
                    icon={<Check />}
                    isDisabled={alternative.text === "" && !alternative.isRich}
                    onPress={() => close(() => settleBracket(editor, bracketId, alternative.id))}
                  >
                    {t("brackets.settle")}
                  </Button>
                  {alternatives.length > 1 && (
                    <IconButton
                      size="small"
                      icon={<Trash2 />}
                      aria-label={t("brackets.remove")}
                      onPress={() => removeAlternative(editor, bracketId, alternative.id)}
                    />
                  )}
                </div>
              )}
            </li>
          ))}
        </ol>
        <div className={styles.foot}>
          {canWrite && (
            <>
              <Button
                size="small"
                variant="quiet"
                icon={<Plus />}
                isDisabled={alternatives.length >= alternativeNames.length}
                onPress={() => addAlternative(editor, bracketId)}
              >
                {t("brackets.add")}
              </Button>
              <Button
                size="small"
                variant="danger"
                onPress={() => close(() => deleteBracket(editor, bracketId))}
              >
                {t("brackets.delete")}
              </Button>
            </>
          )}
          <Button size="small" variant="quiet" onPress={onClose}>
            {t("brackets.close")}
          </Button>
        </div>
      </Dialog>
    </Popover>
  );
}

interface AlternativeFieldProps {
  readonly alternative: AlternativeView;
  /** "bis", "ter"…; the first has none. */
  readonly name: string;
  readonly language: string;
  readonly canWrite: boolean;
  readonly isFirstEmpty: boolean;
  readonly onWrite: (text: string) => void;
}

function AlternativeField(props: AlternativeFieldProps) {
  const { alternative, name, language, canWrite, isFirstEmpty, onWrite } = props;
  const { t } = useTranslation();
  const [draft, setDraft] = useState(alternative.text);
  // What somebody else writes in it shows at once; one's own is in the text already.
  useEffect(() => setDraft(alternative.text), [alternative.text]);
  const label =
    name === "" ? t("brackets.alternative.first") : t("brackets.alternative.other", { name });
  if (!canWrite || alternative.isRich)
    return (
      <div className={styles.reading}>
        <span className={styles.label}>{label}</span>
        <p lang={language}>{alternative.text === "" ? t("brackets.empty") : alternative.text}</p>
        {canWrite && <p className={styles.hint}>{t("brackets.rich")}</p>}
      </div>
    );
  return (
    <TextArea
      label={label}
      rows={2}
      lang={language}
      autoFocus={isFirstEmpty}
      value={draft}
      onChange={(text) => {
        setDraft(text);
        onWrite(text);
      }}
    />
  );
}

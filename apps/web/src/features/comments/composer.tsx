import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../ui/button.tsx";
import { messageLength } from "./composer-limits.ts";
import styles from "./composer.module.css";
import { WordsField, type WordsFieldProps } from "./words-field.tsx";

interface ComposerProps extends Omit<WordsFieldProps, "onSend" | "onCancel"> {
  readonly sendLabel: string;
  readonly onSend: () => void;
  readonly onCancel: () => void;
  /** Who will see it, where that can be chosen. */
  readonly children?: ReactNode;
}

/** A field with its buttons; Ctrl or Cmd and Enter sends, Escape leaves it. */
export function Composer({ sendLabel, onSend, onCancel, children, ...field }: ComposerProps) {
  const { t } = useTranslation();
  const length = [...field.words.text.trim()].length;
  const isSendable = length > 0 && length <= messageLength;
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        if (isSendable) onSend();
      }}
    >
      <WordsField {...field} onSend={() => isSendable && onSend()} onCancel={onCancel} />
      {children}
      <div className={styles.buttons}>
        <Button size="small" variant="quiet" onPress={onCancel}>
          {t("ui.cancel")}
        </Button>
        <Button size="small" variant="primary" type="submit" isDisabled={!isSendable}>
          {sendLabel}
        </Button>
      </div>
    </form>
  );
}

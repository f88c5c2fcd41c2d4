import { Clock3, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import type { CommentOutbox, Letter } from "./comment-outbox.ts";
import styles from "./letter-note.module.css";

/** Words that the server does not have yet, with why, and what one can do about it. */
export function LetterNote({
  letter,
  outbox,
  onTakenBack,
}: {
  letter: Letter;
  outbox: CommentOutbox | null;
  /** The field that holds the words again. */
  onTakenBack?: (field: string) => void;
}) {
  const { t } = useTranslation();
  const isRefused = letter.state === "refused";
  const Mark = isRefused ? TriangleAlert : Clock3;
  return (
    <div className={styles.letter} data-state={letter.state}>
      <p className={styles.words}>{letter.words.text}</p>
      <p className={styles.state} role="status">
        <Mark aria-hidden="true" />
        {isRefused
          ? problemText(t, { code: letter.problem })
          : t(`comments.letter.${letter.state}`)}
      </p>
      {letter.state !== "sending" && (
        <div className={styles.buttons}>
          {!isRefused && (
            <Button size="small" onPress={() => outbox?.sendWaiting()}>
              {t("comments.letter.sendNow")}
            </Button>
          )}
          <Button
            size="small"
            variant="quiet"
            onPress={() => {
              const field = outbox?.takeBack(letter.id) ?? null;
              if (field !== null) onTakenBack?.(field);
            }}
          >
            {t("comments.letter.edit")}
          </Button>
          <Button size="small" variant="quiet" onPress={() => outbox?.drop(letter.id)}>
            {t("comments.letter.discard")}
          </Button>
        </div>
      )}
    </div>
  );
}

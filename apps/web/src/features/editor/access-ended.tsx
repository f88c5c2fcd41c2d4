import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../ui/button.tsx";

import styles from "./access-ended.module.css";
import { UnsavedWords } from "./unsaved-words.tsx";

/**
 * - `accessEnded`: this person may not read the paper any longer, or it is gone.
 * - `otherPerson`: somebody else has signed in at this browser.
 */
export type EndReason = "accessEnded" | "otherPerson";

export interface EndedPaper {
  readonly reason: EndReason;
  readonly unsavedWords: string;
}

/** In the place of a text that may not be shown any longer: what happened, and what can be done. */
export function AccessEnded({
  ended,
  children,
}: {
  readonly ended: EndedPaper;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  // What had the focus is gone; the news is where the person goes on, and is read aloud.
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={styles.page} data-access-ended={ended.reason}>
      <h1 ref={heading} tabIndex={-1} className={styles.title}>
        {t(`editor.ended.${ended.reason}.title`)}
      </h1>
      <p>{t(`editor.ended.${ended.reason}.text`)}</p>
      <UnsavedWords words={ended.unsavedWords} />
      {ended.reason === "otherPerson" && (
        <div>
          <Button variant="primary" onPress={() => window.location.reload()}>
            {t("editor.ended.reload")}
          </Button>
        </div>
      )}
      {children}
    </div>
  );
}

/** Why the text cannot be changed now, above it, with what was not saved and the way on. */
import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { whoIsSignedIn } from "../../api/who-is-signed-in.ts";
import { Button } from "../../ui/button.tsx";

import type { PaperSession } from "./paper-session.ts";
import styles from "./session-notice.module.css";
import { UnsavedWords } from "./unsaved-words.tsx";
import { usePaperSessionPart } from "./use-paper-session.ts";

export interface SessionNoticeProps {
  readonly session: PaperSession;
  readonly personId: string;
  /** The same person has signed in again; the rest of the page may catch up. */
  readonly onBack: () => void;
  /** Somebody else has: nothing of this person may stay on the screen. */
  readonly onOtherPerson: () => void;
}

export function SessionNotice(props: SessionNoticeProps) {
  const { t } = useTranslation();
  const { session } = props;
  const connection = usePaperSessionPart(session, (it) => it.connection);
  const left = usePaperSessionPart(session, (it) => it.left);
  const takenBack = usePaperSessionPart(session, (it) => it.takenBack);
  const isBeyondSchema = usePaperSessionPart(session, (it) => it.isBeyondSchema);
  if (connection.status === "refused") {
    const { reason, unsavedWords } = connection;
    if (reason === "sessionEnded" || reason === "not_signed_in")
      return <SessionEnded {...props} unsavedWords={unsavedWords} />;
    return (
      <Frame
        title={t([`editor.refused.${reason}`, "editor.refused.unknown"])}
        words={unsavedWords}
      />
    );
  }
  if (left === null && takenBack !== null)
    return (
      <Frame
        title={t(`sections.takenBack.${takenBack.reason}.title`)}
        text={t(`sections.takenBack.${takenBack.reason}.text`)}
        words={takenBack.words}
      >
        <Button onPress={session.acceptTakenBack}>{t("sections.takenBack.accept")}</Button>
      </Frame>
    );
  if (left === null) return isBeyondSchema && session.canWrite ? <BeyondSchema /> : null;
  return (
    <Frame
      title={t(`editor.left.${left.cause}.title`)}
      text={t(`editor.left.${left.cause}.text`)}
      words={left.words}
    >
      <Button onPress={session.acceptLeft}>{t("editor.left.accept")}</Button>
    </Frame>
  );
}

/** Words that are on their way still arrive: only the writing stops. */
function BeyondSchema() {
  const { t } = useTranslation();
  return (
    <Frame title={t("editor.newer.title")} text={t("editor.newer.text")} words="">
      <Button onPress={() => window.location.reload()}>{t("editor.newer.reload")}</Button>
    </Frame>
  );
}

function SessionEnded({
  session,
  personId,
  unsavedWords,
  onBack,
  onOtherPerson,
}: SessionNoticeProps & { readonly unsavedWords: string }) {
  const { t } = useTranslation();
  const [isStillOut, setStillOut] = useState(false);
  const look = async (isAsked: boolean) => {
    const who = await whoIsSignedIn();
    if (who === personId) {
      session.resume();
      onBack();
    } else if (typeof who === "string") onOtherPerson();
    else if (isAsked) setStillOut(true);
  };
  // Back from the tab with the sign-in, the page goes on by itself.
  const onReturn = useEffectEvent(() => {
    if (document.visibilityState === "visible") void look(false);
  });
  useEffect(() => {
    const listener = () => onReturn();
    window.addEventListener("focus", listener);
    document.addEventListener("visibilitychange", listener);
    return () => {
      window.removeEventListener("focus", listener);
      document.removeEventListener("visibilitychange", listener);
    };
  }, []);
  return (
    <Frame
      title={t("editor.session.title")}
      text={t(unsavedWords === "" ? "editor.session.text" : "editor.session.unsavedText")}
      words={unsavedWords}
    >
      <a className={styles.link} href="/sign-in" target="_blank" rel="noopener">
        {t("editor.session.signIn")}
      </a>
      <Button onPress={() => void look(true)}>{t("editor.session.continue")}</Button>
      <span role="status">{isStillOut && t("editor.session.stillOut")}</span>
    </Frame>
  );
}

function Frame({
  title,
  text,
  words,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly words: string;
  readonly children?: ReactNode;
}) {
  return (
    <section className={styles.notice} role="alert" data-session-notice="">
      <p className={styles.title}>{title}</p>
      {text !== undefined && <p className={styles.text}>{text}</p>}
      <UnsavedWords words={words} />
      {children !== undefined && <div className={styles.act}>{children}</div>}
    </section>
  );
}

import type { OutboxMail } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../lib/dates.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import styles from "./mail-list.module.css";
import { MailText } from "./mail-text.tsx";

const tones: Record<OutboxMail["state"], Tone> = {
  queued: "accent",
  sent: "ok",
  failed: "danger",
  kept: "neutral",
};

const knownKinds = [
  "invitation",
  "password_reset",
  "email_changed",
  "access_request",
  "notice_digest",
  "notice_now",
] as const;

/** What the mail is about; a kind that the page does not know has no word. */
function useKindWords(): (kind: string) => string | null {
  const { t } = useTranslation();
  return (kind) => (knownKinds.some((known) => known === kind) ? t(`mail.kind.${kind}`) : null);
}

/** Mails, the newest first; each opens where it stands. */
export function MailList({
  mails,
  isDemo = false,
}: {
  mails: readonly OutboxMail[];
  /** The newest is open, and no state is shown: here nothing is ever sent. */
  isDemo?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <ul className={styles.list} aria-label={t("mail.title")}>
      {mails.map((mail, index) => (
        <li key={mail.id}>
          <Mail mail={mail} isDemo={isDemo} isFirst={index === 0} />
        </li>
      ))}
    </ul>
  );
}

function Mail({ mail, isDemo, isFirst }: { mail: OutboxMail; isDemo: boolean; isFirst: boolean }) {
  const { t } = useTranslation();
  // As it was when the mail came: the next one must not close what is being read.
  const [isOpen] = useState(isDemo && isFirst);
  const language = useLanguage();
  const kind = useKindWords()(mail.kind);
  const { to, subject, text, state, attempts, lastError, createdAt, sentAt } = mail;
  return (
    <details className={styles.mail} open={isOpen}>
      <summary className={styles.head}>
        <span className={styles.subject}>{subject}</span>
        <span className={styles.facts}>
          <span>{t("mail.to", { to })}</span>
          {kind !== null && <span>{kind}</span>}
          <time dateTime={createdAt} title={formatMoment(createdAt, language)}>
            {formatAgo(createdAt, language)}
          </time>
        </span>
        {!isDemo && (
          <span className={styles.state}>
            <Badge tone={tones[state]}>{t(`mail.state.${state}`)}</Badge>
          </span>
        )}
      </summary>
      <div className={styles.body}>
        {lastError !== null && (
          <p className={styles.error}>
            {t("mail.lastError", { count: attempts, error: lastError })}
          </p>
        )}
        {sentAt !== null && (
          <p className={styles.note}>
            {t("mail.sentAt", { moment: formatMoment(sentAt, language) })}
          </p>
        )}
        {text === "" ? (
          <p className={styles.note}>{t("mail.textGone")}</p>
        ) : (
          <MailText text={text} />
        )}
      </div>
    </details>
  );
}

import type { LiveEvent } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useEvents } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../lib/dates.ts";
import { textIn } from "../../lib/texts.ts";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import styles from "./activity.module.css";

function verbOf(event: LiveEvent, t: TFunction): string {
  if (event.type === "action.moved") {
    return t("event.action.moved", {
      from: t(`actionState.${event.payload.from}`),
      to: t(`actionState.${event.payload.to}`),
    });
  }
  return t([`event.${event.type}`, "event.other"]);
}

function Subject({ event }: { event: LiveEvent }) {
  const language = useLanguage();
  const { text, lang } = textIn(event.payload.title, language);
  if (text === "") return null;
  return "paperId" in event.payload ? (
    <Link
      to="/papers/$paperId"
      params={{ paperId: event.payload.paperId }}
      search={{}}
      className={styles.subject}
      lang={lang}
    >
      {text}
    </Link>
  ) : (
    <Link
      to="/actions"
      search={{ action: event.payload.actionId }}
      className={styles.subject}
      lang={lang}
    >
      {text}
    </Link>
  );
}

/** What happened lately, newest first; new entries arrive by themselves. */
export function Activity() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data, error, refetch } = useEvents();
  if (data === undefined) {
    return error === null ? (
      <Loading lines={5} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  if (data.length === 0) return <EmptyState title={t("home.noActivity")} />;
  return (
    <ol className={styles.list} aria-label={t("home.activity")}>
      {data.map((event) => (
        <li key={event.seq} className={styles.entry}>
          <div className={styles.line}>
            <span className={styles.actor}>{event.actor?.name ?? t("home.system")}</span>{" "}
            {verbOf(event, t)} <Subject event={event} />
          </div>
          <time
            className={styles.time}
            dateTime={event.at}
            title={formatMoment(event.at, language)}
          >
            {formatAgo(event.at, language)}
          </time>
        </li>
      ))}
    </ol>
  );
}

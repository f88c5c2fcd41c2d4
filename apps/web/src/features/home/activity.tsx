import type { ActivityEvent } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useEvents } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../lib/dates.ts";
import { textIn } from "../../lib/texts.ts";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import styles from "./activity.module.css";

/** A sign that no text contains: where the sentence leaves room for the link. */
const gap = "\u{e000}";

/** The words of a state stay together at the end of a line. */
const inOneLine = (words: string) => words.replaceAll(" ", "\u00a0");

/** The name of an event's text: what changed about a comment has one each. */
function textOf(event: ActivityEvent): string {
  if (event.type === "comment.changed") return `comment.${event.payload.change}`;
  if (event.type === "action.commented") return `${event.type}.${event.payload.change}`;
  return event.type;
}

/** What is said before and after the name of what was changed; languages differ in the order. */
function sentenceOf(event: ActivityEvent, t: TFunction): [before: string, after: string] {
  const sentence =
    event.type === "action.moved"
      ? t("event.action.moved", {
          what: gap,
          from: inOneLine(t(`actionState.${event.payload.from}`)),
          to: inOneLine(t(`actionState.${event.payload.to}`)),
        })
      : t([`event.${textOf(event)}`, "event.other"], { what: gap });
  const [before = "", after = ""] = sentence.split(gap);
  return [before, after];
}

function Subject({ event }: { event: ActivityEvent }) {
  const language = useLanguage();
  // What concerns many is named by the sentence alone.
  if (!("title" in event.payload)) return null;
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

function Entry({ event }: { event: ActivityEvent }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [before, after] = sentenceOf(event, t);
  return (
    <li className={styles.entry}>
      <div className={styles.line}>
        <span className={styles.actor}>{event.actor?.name ?? t("home.system")}</span> {before}
        <Subject event={event} />
        {after}
      </div>
      <time className={styles.time} dateTime={event.at} title={formatMoment(event.at, language)}>
        {formatAgo(event.at, language)}
      </time>
    </li>
  );
}

/** What happened lately, newest first; new entries arrive by themselves. */
export function Activity() {
  const { t } = useTranslation();
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
        <Entry key={event.seq} event={event} />
      ))}
    </ol>
  );
}

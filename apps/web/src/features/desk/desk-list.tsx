import type { DeskEntry } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../lib/dates.ts";
import { textIn, wordsIn } from "../../lib/texts.ts";
import { useRowSteps } from "../../lib/use-row-steps.ts";
import { Badge } from "../../ui/badge.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import styles from "./desk-list.module.css";

/** Names of those who are waited for, before the rest is a number. */
const namesShown = 4;

/**
 * The desk as a list, each entry a way to where its next step is taken. J and K, or the arrows, go
 * from one to the next from anywhere on the page; Enter opens it.
 */
export function DeskList({
  entries,
  renderBadges,
}: {
  entries: readonly DeskEntry[];
  renderBadges: (entry: DeskEntry) => ReactNode;
}) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  useRowSteps(list);
  return (
    <div ref={list}>
      <Rows label={t("desk.title")}>
        {entries.map((entry) => (
          <DeskRow key={entry.paperId} entry={entry} badges={renderBadges(entry)} />
        ))}
      </Rows>
      <p className={styles.keys}>
        <kbd>J</kbd> <kbd>K</kbd> {t("desk.keys")}
      </p>
    </div>
  );
}

/** Where the next step is taken. */
function DeskLink({ entry }: { entry: DeskEntry }) {
  const language = useLanguage();
  const { text, lang } = textIn(entry.title, language);
  const shown = { "data-row-link": "", lang, children: text };
  const { kind, roundId, paperId } = entry;
  if (roundId !== null && (kind === "answer_matrix" || kind === "finish_matrix"))
    return <Link to="/rounds/$roundId/matrix" params={{ roundId }} {...shown} />;
  if (roundId !== null)
    return <Link to="/rounds/$roundId" params={{ roundId }} search={{}} {...shown} />;
  if (kind === "decide_submission" || kind === "next_step")
    return <Link to="/papers/$paperId" params={{ paperId }} search={{}} {...shown} />;
  return <Link to="/papers/$paperId/clearance" params={{ paperId }} {...shown} />;
}

function DeskRow({ entry, badges }: { entry: DeskEntry; badges: ReactNode }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { kind, count, waitingFor, due, isLate, since, roundNumber } = entry;
  const names = waitingFor.slice(0, namesShown).map(({ label }) => wordsIn(label, language));
  const more = waitingFor.length - names.length;
  return (
    <Row
      title={<DeskLink entry={entry} />}
      meta={
        <>
          <span className={styles.kind}>
            {t(`desk.kind.${kind}`, { count, number: roundNumber })}
          </span>
          {names.length > 0 && (
            <span>
              {t("desk.waitsFor", { names: names.join(", ") })}
              {more > 0 && ` ${t("desk.andMore", { count: more })}`}
            </span>
          )}
          {badges}
          {due === null ? (
            <time dateTime={since} title={formatMoment(since, language)}>
              {t("desk.since", { time: formatAgo(since, language) })}
            </time>
          ) : (
            <time dateTime={due} className={styles.due} data-late={isLate}>
              {t("desk.due", { moment: formatMoment(due, language) })}
            </time>
          )}
        </>
      }
      end={
        isLate ? (
          <Badge tone="danger">{t("desk.late")}</Badge>
        ) : waitingFor.length === 0 ? (
          <Badge tone="accent">{t("desk.ours")}</Badge>
        ) : undefined
      }
    />
  );
}

import type { Round } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../lib/dates.ts";
import styles from "./round-facts.module.css";
import { limitHere, limitWords, remaining } from "./round-limit.ts";

/** By when, about what, who asks: one line of facts under the title. */
export function RoundFacts({ round }: { round: Round }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { limit, state, scope, openedBy, openedAt, sha256 } = round;
  const isOpen = state === "open";
  const isPast = Date.parse(limit.at) <= Date.now();
  const here = limitHere(limit, language);
  return (
    <p className={styles.facts}>
      <time
        className={styles.limit}
        data-past={isOpen && isPast}
        dateTime={limit.at}
        {...(here === null ? {} : { title: t("rounds.limitHere", { moment: here }) })}
      >
        {t(isPast || !isOpen ? "rounds.limitWas" : "rounds.limit", {
          moment: limitWords(t, limit, language),
        })}
        {isOpen && ` (${remaining(limit.at, language)})`}
      </time>
      {here !== null && isOpen && <span>{t("rounds.limitHere", { moment: here })}</span>}
      <span>
        {t(scope === "changed" ? "rounds.facts.scopeChanged" : "rounds.facts.scopeWhole")}
      </span>
      <span title={formatMoment(openedAt, language)}>
        {t("rounds.facts.openedBy", {
          name: openedBy.name,
          when: formatAgo(openedAt, language),
        })}
      </span>
      <span title={t("rounds.facts.hash", { hash: sha256 })}>
        {t("rounds.facts.about")} <code className={styles.hash}>{sha256.slice(0, 12)}</code>
      </span>
    </p>
  );
}

/** What the office asks, and after the closing what came of it. */
export function RoundWords({ round }: { round: Round }) {
  const { t } = useTranslation();
  const { questions, summary } = round;
  return (
    <>
      {summary !== null && summary !== "" && (
        <section className={styles.words} aria-label={t("rounds.summary")}>
          <h2 className={styles.heading}>{t("rounds.summary")}</h2>
          <p>{summary}</p>
        </section>
      )}
      {questions !== "" && (
        <section className={styles.words} aria-label={t("rounds.questions")}>
          <h2 className={styles.heading}>{t("rounds.questions")}</h2>
          <p>{questions}</p>
        </section>
      )}
    </>
  );
}

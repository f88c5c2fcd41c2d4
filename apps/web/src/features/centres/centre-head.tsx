import type { CentreDetail } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { CodeChip } from "../../ui/code-chip.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import styles from "./centre-head.module.css";

/** The time of day where the centre is. */
function timeThere(timeZone: string, language: "es" | "en"): string {
  return new Intl.DateTimeFormat(language === "es" ? "es-PA" : "en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date());
}

export function CentreHead({ centre }: { centre: CentreDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { counts } = centre;
  return (
    <PageHeader
      eyebrow={<Link to="/centres">{t("centres.title")}</Link>}
      title={centre.name[language]}
      description={centre.description[language]}
      meta={
        <>
          <CodeChip code={centre.code} name={centre.shortName[language]} isLead />
          <span className={styles.fact}>{t("centres.peopleCount", { count: counts.people })}</span>
          <span className={styles.fact}>{t("home.papersCount", { count: counts.papers })}</span>
          <span className={styles.fact}>
            {t("home.actionsCount", { count: counts.openActions })}
          </span>
          {counts.overdueActions > 0 && (
            <span className={styles.fact} data-late="true">
              {t("home.overdueCount", { count: counts.overdueActions })}
            </span>
          )}
          <span className={styles.fact}>
            {t("centres.localTime", { time: timeThere(centre.timeZone, language) })}
          </span>
        </>
      }
    />
  );
}

export function Workstreams({ centre }: { centre: CentreDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ul className={styles.workstreams} aria-label={t("centres.workstreams")}>
      {centre.workstreams.map((workstream) => (
        <li key={workstream.es}>{workstream[language]}</li>
      ))}
    </ul>
  );
}

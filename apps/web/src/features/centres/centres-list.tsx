import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCentres } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { CodeChip } from "../../ui/code-chip.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import styles from "./centres-list.module.css";

/** The centres with what they carry at this moment. */
export function CentresList() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data, error, refetch } = useCentres();
  if (data === undefined) {
    return error === null ? (
      <Loading lines={5} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <ul className={styles.list} aria-label={t("centres.title")}>
      {data.map((centre) => (
        <li key={centre.id} className={styles.centre} data-group={centre.code}>
          <div className={styles.texts}>
            <div className={styles.head}>
              <CodeChip code={centre.code} name={centre.country} isLead />
              <Link to="/centres/$slug" params={{ slug: centre.slug }} className={styles.name}>
                {centre.name[language]}
              </Link>
            </div>
            <p className={styles.description}>{centre.description[language]}</p>
          </div>
          <dl className={styles.counts}>
            <div>
              <dt>{t("centres.people")}</dt>
              <dd>{centre.counts.people}</dd>
            </div>
            <div>
              <dt>{t("centres.papers")}</dt>
              <dd>{centre.counts.papers}</dd>
            </div>
            <div>
              <dt>{t("centres.openActions")}</dt>
              <dd>{centre.counts.openActions}</dd>
            </div>
            <div data-late={centre.counts.overdueActions > 0}>
              <dt>{t("centres.overdue")}</dt>
              <dd>{centre.counts.overdueActions}</dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}

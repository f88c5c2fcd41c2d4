import type { BulkAnswer } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import styles from "./bulk-report.module.css";

/** Which of the items would be refused, and why. */
export function BulkReport({
  answer,
  titleOf,
}: {
  answer: BulkAnswer;
  titleOf: (id: string) => string;
}) {
  const { t } = useTranslation();
  const count = (verdict: string) => answer.items.filter((one) => one.verdict === verdict).length;
  const refused = answer.items.filter(({ verdict }) => verdict === "refused");
  return (
    <div className={styles.report} role="status">
      <p>
        {t("actionTools.bulk.would", { count: count("taken") })}{" "}
        {t("actionTools.bulk.wouldNot", { count: refused.length })}
      </p>
      <ul className={styles.rows}>
        {refused.map(({ id, refusal }) => (
          <li key={id}>
            <span className={styles.title}>{titleOf(id)}</span>
            <span className={styles.why}>{t([`error.${refusal}`, "error.internal_error"])}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

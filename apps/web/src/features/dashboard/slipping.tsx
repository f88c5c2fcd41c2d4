import type { ActionsSummary } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatDay } from "../../lib/dates.ts";
import { textIn } from "../../lib/texts.ts";
import { Badge } from "../../ui/badge.tsx";
import styles from "./dashboard.module.css";

/** What was put off most often, and until when. */
export function Slipping({ items }: { items: ActionsSummary["slipping"] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (items.length === 0) return <p className={styles.quiet}>{t("dashboard.noSlips")}</p>;
  return (
    <ul className={styles.slips}>
      {items.map(({ id, title, dueOn, slips, isLate }) => {
        const { text, lang } = textIn(title, language);
        return (
          <li key={id} className={styles.slip}>
            <Link to="/actions" search={{ view: "list", action: id }} lang={lang}>
              {text}
            </Link>
            <span className={styles.quiet}>
              {t("dashboard.slips", { count: slips })}
              {dueOn !== null && ` · ${t("dashboard.nowDue", { day: formatDay(dueOn, language) })}`}
            </span>
            {isLate && <Badge tone="danger">{t("dashboard.late")}</Badge>}
          </li>
        );
      })}
    </ul>
  );
}

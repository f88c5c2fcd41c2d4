import type { MatrixRow } from "@istmo/contracts";
import { Button as AriaButton } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { wordsIn } from "../../lib/texts.ts";
import { Select } from "../../ui/select.tsx";
import styles from "./matrix-filter-bar.module.css";
import { countsOf, standings, type MatrixFilters } from "./matrix-filters.ts";

export function MatrixFilterBar({
  rows,
  sections,
  filters,
  onChange,
}: {
  rows: readonly MatrixRow[];
  sections: readonly { readonly id: string; readonly heading: string }[];
  filters: MatrixFilters;
  onChange: (filters: MatrixFilters) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const counts = countsOf(rows);
  const labels = new Map(rows.map(({ subject, label }) => [subject, wordsIn(label, language)]));
  const subjects = [...labels].sort(([, a], [, b]) => a.localeCompare(b, language));
  const spoken = new Set(rows.map(({ sectionId }) => sectionId));
  return (
    <div className={styles.bar}>
      <div className={styles.standings} role="group" aria-label={t("matrix.filter.standing")}>
        {standings.map((standing) => (
          <AriaButton
            key={standing}
            className={styles.standing!}
            aria-pressed={filters.standing === standing}
            onPress={() => onChange({ ...filters, standing })}
          >
            {t(`matrix.filter.${standing}`)}{" "}
            <span className={styles.count}>{counts[standing]}</span>
          </AriaButton>
        ))}
      </div>
      <Select
        size="small"
        label={t("matrix.filter.organisation")}
        options={[
          { id: "", label: t("matrix.filter.any") },
          ...subjects.map(([id, label]) => ({ id, label })),
        ]}
        value={filters.subject}
        onChange={(subject) => onChange({ ...filters, subject })}
      />
      <Select
        size="small"
        label={t("matrix.filter.section")}
        options={[
          { id: "", label: t("matrix.filter.anySection") },
          { id: "paper", label: t("matrix.wholePaper") },
          ...sections
            .filter(({ id }) => spoken.has(id))
            .map(({ id, heading }) => ({ id, label: heading })),
        ]}
        value={filters.section}
        onChange={(section) => onChange({ ...filters, section })}
      />
    </div>
  );
}

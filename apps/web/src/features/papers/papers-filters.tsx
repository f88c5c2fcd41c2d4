import { useTranslation } from "react-i18next";
import { useCentres } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Select } from "../../ui/select.tsx";
import { paperStages } from "./paper-stages.ts";
import styles from "./papers-filters.module.css";

export interface PapersFilters {
  readonly stage: string;
  readonly centre: string;
}

/** By stage and by centre; "" stands for all. */
export function PapersFilterBar({
  filters,
  onChange,
}: {
  filters: PapersFilters;
  onChange: (filters: PapersFilters) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: centres } = useCentres();
  return (
    <div className={styles.bar} role="group" aria-label={t("papers.filters")}>
      <Select
        label={t("papers.stage")}
        size="small"
        value={filters.stage}
        onChange={(stage) => onChange({ ...filters, stage })}
        options={[
          { id: "", label: t("papers.allStages") },
          ...paperStages.map((stage) => ({ id: stage, label: t(`stage.${stage}`) })),
        ]}
      />
      <Select
        label={t("papers.centre")}
        size="small"
        value={filters.centre}
        onChange={(centre) => onChange({ ...filters, centre })}
        options={[
          { id: "", label: t("papers.allCentres") },
          ...(centres ?? []).map((centre) => ({
            id: centre.id,
            label: centre.shortName[language],
          })),
        ]}
      />
    </div>
  );
}

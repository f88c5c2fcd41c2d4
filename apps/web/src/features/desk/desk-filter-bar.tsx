import { useTranslation } from "react-i18next";
import { useCentres } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Select } from "../../ui/select.tsx";
import type { DeskFilter } from "./desk-filters.ts";
import styles from "./desk-filter-bar.module.css";

export function DeskFilterBar({
  filter,
  onChange,
}: {
  filter: DeskFilter;
  onChange: (filter: DeskFilter) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: centres = [] } = useCentres();
  const { waits, centre, late } = filter;
  const put = (next: {
    [Name in keyof DeskFilter]: DeskFilter[Name] | undefined;
  }) =>
    onChange(
      Object.fromEntries(
        Object.entries({ ...filter, ...next }).filter(([, value]) => value !== undefined),
      ),
    );
  return (
    <div className={styles.bar} role="group" aria-label={t("desk.filters")}>
      <Select
        size="small"
        label={t("desk.waits")}
        value={waits ?? ""}
        onChange={(id) => put({ waits: id === "office" || id === "others" ? id : undefined })}
        options={[
          { id: "", label: t("desk.anybody") },
          { id: "office", label: t("desk.office") },
          { id: "others", label: t("desk.others") },
        ]}
      />
      <Select
        size="small"
        label={t("desk.centre")}
        value={centre ?? ""}
        onChange={(id) => put({ centre: id === "" ? undefined : id })}
        options={[
          { id: "", label: t("desk.anyCentre") },
          ...centres.map(({ id, shortName }) => ({ id, label: shortName[language] })),
        ]}
      />
      <Checkbox
        isSelected={late === true}
        onChange={(isOn) => put({ late: isOn ? true : undefined })}
      >
        {t("desk.lateOnly")}
      </Checkbox>
    </div>
  );
}

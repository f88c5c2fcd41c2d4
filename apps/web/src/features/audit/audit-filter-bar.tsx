import { auditGroups } from "@istmo/domain";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { AuditFilter } from "../../api/audit.ts";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Select } from "../../ui/select.tsx";
import { PersonFilter } from "./person-filter.tsx";
import styles from "./audit-filter-bar.module.css";
import { withFilter } from "./audit-filters.ts";

/** By group, person and days. A filter that only a link sets (one thing, one paper) can be taken away. */
export function AuditFilterBar({
  filter,
  nameOf,
  onChange,
}: {
  filter: AuditFilter;
  /** The name of somebody whom the entries name. */
  nameOf: (personId: string) => string | undefined;
  onChange: (filter: AuditFilter) => void;
}) {
  const { t } = useTranslation();
  const set = (change: AuditFilter) => onChange(withFilter(filter, change));
  const { kind = "" } = filter;
  const isKnownKind = kind === "" || auditGroups.some((group) => group === kind);
  return (
    <div className={styles.bar} role="group" aria-label={t("audit.filters")}>
      <Select
        label={t("audit.group")}
        value={kind}
        onChange={(next) => set({ kind: next })}
        options={[
          { id: "", label: t("audit.allGroups") },
          ...auditGroups.map((group) => ({ id: group, label: t(`audit.group.${group}`) })),
          ...(isKnownKind
            ? []
            : [{ id: kind, label: t(`audit.kind.${kind}`, { defaultValue: kind }) }]),
        ]}
      />
      <PersonFilter
        personId={filter.actor ?? null}
        nameOf={nameOf}
        onChange={(actor) => set({ actor: actor ?? "" })}
      />
      <DateField
        label={t("audit.from")}
        value={filter.from ?? ""}
        onChange={(from) => set({ from })}
        {...(filter.to === undefined ? {} : { max: filter.to })}
      />
      <DateField
        label={t("audit.to")}
        value={filter.to ?? ""}
        onChange={(to) => set({ to })}
        {...(filter.from === undefined ? {} : { min: filter.from })}
      />
      {Object.keys(filter).length > 0 && (
        <div className={styles.clear}>
          <Button variant="quiet" icon={<X />} onPress={() => onChange({})}>
            {t("audit.clear")}
          </Button>
        </div>
      )}
    </div>
  );
}

import type { ManagedOrganisation } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useManagedOrganisations } from "../../api/administration.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { SearchField } from "../../ui/search-field.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { filterOrganisations, type OrganisationsFilter } from "./filter-organisations.ts";
import { useKindWords } from "./kinds.ts";
import { OrganisationsTable } from "./organisations-table.tsx";
import styles from "./organisations-view.module.css";

/** All organisations, by a part of their name and by kind. */
export function OrganisationsView({
  filter,
  onFilterChange,
}: {
  filter: OrganisationsFilter;
  onFilterChange: (filter: OrganisationsFilter) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data, error, refetch } = useManagedOrganisations();
  if (data === undefined) {
    return error === null ? (
      <Loading lines={6} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  const shown = filterOrganisations(data, filter, language);
  return (
    <>
      <Filters all={data} filter={filter} onChange={onFilterChange} />
      {shown.length === 0 ? (
        <EmptyState title={t("organisations.none")} />
      ) : (
        <OrganisationsTable organisations={shown} />
      )}
    </>
  );
}

function Filters({
  all,
  filter,
  onChange,
}: {
  all: readonly ManagedOrganisation[];
  filter: OrganisationsFilter;
  onChange: (filter: OrganisationsFilter) => void;
}) {
  const { t } = useTranslation();
  const kindWords = useKindWords();
  const kinds = [...new Set(all.map(({ kind }) => kind))].sort();
  return (
    <div className={styles.bar} role="group" aria-label={t("organisations.filters")}>
      <SearchField
        label={t("organisations.search")}
        value={filter.search ?? ""}
        onSearch={(search) => onChange({ ...filter, search })}
      />
      <Select
        label={t("organisations.kind")}
        size="small"
        value={filter.kind ?? ""}
        onChange={(kind) => onChange({ ...filter, kind })}
        options={[
          { id: "", label: t("organisations.allKinds") },
          ...kinds.map((kind) => ({ id: kind, label: kindWords(kind) })),
        ]}
      />
    </div>
  );
}

import type { ActionItem } from "@istmo/contracts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisationLookup } from "../../../api/use-organisation-lookup.ts";
import { useLanguage } from "../../../i18n/use-language.ts";
import { Section } from "../../../ui/page-header.tsx";
import { Select } from "../../../ui/select.tsx";
import { groupings, withFilters, type ActionFilters, type Grouping } from "../action-filters.ts";
import { actionStates } from "../action-steps.ts";
import { ActionTable } from "../action-table.tsx";
import { useActionWords } from "../action-words.ts";
import type { BoardServices } from "../board-services.ts";
import { groupsOf } from "./groups.ts";
import styles from "./grouped-tables.module.css";

/** By what the list is divided. */
export function GroupSelect({
  filters,
  onFiltersChange,
}: {
  readonly filters: ActionFilters;
  readonly onFiltersChange: (filters: ActionFilters) => void;
}) {
  const { t } = useTranslation();
  const names: Record<Grouping, string> = {
    centre: t("views.group.centre"),
    organisation: t("views.group.organisation"),
    owner: t("views.group.owner"),
    state: t("views.group.state"),
  };
  return (
    <Select
      hideLabel
      size="small"
      label={t("views.group.label")}
      value={filters.group ?? ""}
      options={[
        { id: "", label: t("views.group.none") },
        ...groupings.map((id) => ({ id, label: names[id] })),
      ]}
      onChange={(next) =>
        onFiltersChange(
          withFilters(filters, { group: groupings.find((grouping) => grouping === next) }),
        )
      }
    />
  );
}

/** The list, divided: one table below the other, each under its name. */
export function GroupedTables({
  grouping,
  services,
}: {
  readonly grouping: Grouping;
  readonly services: BoardServices;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useActionWords();
  const organisationOf = useOrganisationLookup();
  const { items, surroundings } = services;
  const groups = useMemo(() => {
    const keyOf: Record<Grouping, (item: ActionItem) => string> = {
      centre: ({ centreId }) => surroundings.nameOf(centreId),
      organisation: ({ organisationId }) =>
        organisationOf(organisationId)?.name[language] ??
        (organisationId === null ? "" : organisationId),
      owner: ({ owner }) => owner?.name ?? "",
      state: ({ state }) => words.column[state],
    };
    const order = grouping === "state" ? actionStates.map((state) => words.column[state]) : [];
    return groupsOf(items, keyOf[grouping], { language, order });
  }, [grouping, items, surroundings, organisationOf, words, language]);
  const none = grouping === "owner" ? t("actions.noOwner") : t("views.group.noOrganisation");
  return (
    <div className={styles.groups}>
      {groups.map(({ name, items: own }) => (
        <Section key={name} title={name === "" ? none : name} count={own.length}>
          <ActionTable services={{ ...services, items: own }} />
        </Section>
      ))}
    </div>
  );
}

import { roles } from "@istmo/domain";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ManagedPeopleFilter } from "../../api/administration.ts";
import { useCentres } from "../../api/queries.ts";
import { useOrganisationLookup } from "../../api/use-organisation-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Button } from "../../ui/button.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Select } from "../../ui/select.tsx";
import styles from "./people-filters.module.css";

const states = ["active", "without_post", "deactivated"] as const;

/** Reads the filters off the address; what is none of them is left out. */
export function readPeopleFilter(search: Readonly<Record<string, unknown>>): ManagedPeopleFilter {
  const state = states.find((one) => one === search["state"]);
  const role = roles.find((one) => one === search["role"]);
  const { search: text, centre, organisation } = search;
  return {
    ...(typeof text === "string" || typeof text === "number" ? { search: String(text) } : {}),
    ...(state === undefined ? {} : { state }),
    ...(role === undefined ? {} : { role }),
    ...(typeof centre === "string" ? { centre } : {}),
    ...(typeof organisation === "string" ? { organisation } : {}),
  };
}

/** By words, state, role and centre. */
export function PeopleFilters({
  filter,
  onChange,
}: {
  filter: ManagedPeopleFilter;
  onChange: (filter: ManagedPeopleFilter) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: centres = [] } = useCentres();
  const organisation = useOrganisationLookup()(filter.organisation ?? null);
  const organisationName = organisation?.name[language] ?? t("people.organisation");
  const set = (change: { [Key in keyof ManagedPeopleFilter]: string }) =>
    onChange(readPeopleFilter(withoutEmpty({ ...filter, ...change })));
  return (
    <div className={styles.filters} role="group" aria-label={t("people.filters")}>
      <div className={styles.bar}>
        <div className={styles.search}>
          <SearchField
            label={t("people.search")}
            placeholder={t("people.searchHint")}
            value={filter.search ?? ""}
            onSearch={(search) => set({ search })}
          />
        </div>
        <Select
          label={t("people.stateLabel")}
          size="small"
          value={filter.state ?? ""}
          onChange={(state) => set({ state })}
          options={[
            { id: "", label: t("people.allStates") },
            ...states.map((state) => ({ id: state, label: t(`people.state.${state}`) })),
          ]}
        />
        <Select
          label={t("people.role")}
          size="small"
          value={filter.role ?? ""}
          onChange={(role) => set({ role })}
          options={[
            { id: "", label: t("people.allRoles") },
            ...roles.map((role) => ({ id: role, label: t(`role.${role}`) })),
          ]}
        />
        <Select
          label={t("people.centre")}
          size="small"
          value={filter.centre ?? ""}
          onChange={(centre) => set({ centre })}
          options={[
            { id: "", label: t("people.allCentres") },
            ...centres.map(({ id, shortName }) => ({ id, label: shortName[language] })),
          ]}
        />
      </div>
      {filter.organisation !== undefined && (
        <div>
          <Button
            size="small"
            icon={<X />}
            onPress={() => set({ organisation: "" })}
            aria-label={t("people.withoutOrganisation", { name: organisationName })}
          >
            {organisationName}
          </Button>
        </div>
      )}
    </div>
  );
}

function withoutEmpty(filter: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== "" && value !== undefined),
  );
}

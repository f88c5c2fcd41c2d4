import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useProgrammes } from "../../api/action-views.ts";
import { organisationsQuery } from "../../api/administration.ts";
import { usePapers } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { wordsIn } from "../../lib/texts.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Select, type SelectOption } from "../../ui/select.tsx";
import { countFilters, readList, withFilters, type ActionFilters } from "./action-filters.ts";
import { actionStates } from "./action-steps.ts";
import { useActionWords } from "./action-words.ts";
import styles from "./more-filters.module.css";

type Changes = Parameters<typeof withFilters>[1];
const priorities = ["high", "normal", "low"] as const;

/** How many of the filters that are folded away narrow the view. */
export function countMore(filters: ActionFilters): number {
  const open = { q: undefined, centre: undefined, owner: undefined, overdue: undefined };
  return countFilters(withFilters(filters, open));
}

/** The filters that are needed less often. */
export function MoreFilters({
  filters,
  persons,
  onChange,
}: {
  filters: ActionFilters;
  persons: readonly SelectOption[];
  onChange: (changes: Changes) => void;
}) {
  const { t } = useTranslation();
  const words = useActionWords();
  const language = useLanguage();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const { data: programmes = [] } = useProgrammes();
  const { data: papers = [] } = usePapers();
  const any = { id: "", label: t("actionTools.filters.any") };
  const people = [any, { id: "me", label: t("actionTools.filters.me") }, ...persons];
  /** One of many, or any. */
  const one = (
    name: "involves" | "helper" | "organisation" | "programme" | "output" | "paper",
    options: readonly SelectOption[],
    change = (id: string | undefined): Changes => ({ [name]: id }),
  ) => (
    <Select
      size="small"
      label={t(`actionTools.filters.${name}`)}
      value={filters[name] ?? ""}
      options={options}
      onChange={(id) => onChange(change(id || undefined))}
    />
  );
  const outputs = programmes.find(({ id }) => id === filters.programme)?.outputs ?? [];
  return (
    <div className={styles.panel}>
      <div className={styles.selects}>
        {one("involves", people)}
        {one("helper", people)}
        {one("organisation", [
          any,
          ...organisations.map(({ id, name }) => ({ id, label: name[language] })),
        ])}
        {one(
          "programme",
          [
            any,
            ...programmes.map(({ id, code, name }) => ({
              ...{ id, label: code, description: name[language] },
            })),
          ],
          (programme) => ({ programme, output: undefined }),
        )}
        {outputs.length > 0 &&
          one("output", [
            any,
            ...outputs.map(({ id, text, outcome }) => ({
              ...{ id, label: text[language], description: outcome[language] },
            })),
          ])}
        {one("paper", [
          any,
          ...papers.map(({ id, title }) => ({ id, label: wordsIn(title, language) })),
        ])}
        <DateField
          label={t("actionTools.filters.dueFrom")}
          value={filters.dueFrom ?? ""}
          onChange={(dueFrom) => onChange({ dueFrom: dueFrom || undefined })}
        />
        <DateField
          label={t("actionTools.filters.dueTo")}
          value={filters.dueTo ?? ""}
          onChange={(dueTo) => onChange({ dueTo: dueTo || undefined })}
        />
      </div>
      {filters.view === "list" && (
        <Several
          name="state"
          label={words.field.state}
          options={actionStates.map((id) => ({ id, label: words.state[id] }))}
          filters={filters}
          onChange={onChange}
        />
      )}
      <Several
        name="priority"
        label={t("actions.field.priority")}
        options={priorities.map((id) => ({ id, label: t(`actions.priority.${id}`) }))}
        filters={filters}
        onChange={onChange}
      />
      <div className={styles.several}>
        <Checkbox
          isSelected={filters.blocked ?? false}
          onChange={(blocked) => onChange({ blocked: blocked || undefined })}
        >
          {t("actionTools.filters.blocked")}
        </Checkbox>
        <Checkbox
          isSelected={filters.undated ?? false}
          onChange={(undated) => onChange({ undated: undated || undefined })}
        >
          {t("actionTools.filters.undated")}
        </Checkbox>
        <Checkbox
          isSelected={filters.cancelled ?? false}
          onChange={(cancelled) => onChange({ cancelled: cancelled || undefined })}
        >
          {t("actions.filters.cancelled")}
        </Checkbox>
      </div>
    </div>
  );
}

function Several({
  name,
  label,
  options,
  filters,
  onChange,
}: {
  name: "state" | "priority";
  label: string;
  options: readonly SelectOption[];
  filters: ActionFilters;
  onChange: (changes: Changes) => void;
}) {
  const chosen = readList(name, filters[name]);
  const turn = (id: string, isOn: boolean) => {
    const next = isOn ? [...chosen, id] : chosen.filter((one) => one !== id);
    onChange({ [name]: readList(name, next.join(",")).join(",") || undefined });
  };
  return (
    <fieldset className={styles.several}>
      <legend className={styles.legend}>{label}</legend>
      {options.map((option) => (
        <Checkbox
          key={option.id}
          isSelected={chosen.includes(option.id)}
          onChange={(isOn) => turn(option.id, isOn)}
        >
          {option.label}
        </Checkbox>
      ))}
    </fieldset>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { organisationsQuery } from "../../api/administration.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Loading } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import styles from "./clearance.module.css";

/** Lower case and without accents, to be found by. */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Organisations to choose from; those that are chosen stay in sight. */
export function OrganisationList({
  label,
  chosen,
  onChange,
  errorMessage,
}: {
  label: string;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  errorMessage?: string | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data } = useQuery(organisationsQuery);
  const [search, setSearch] = useState("");
  const found = (data ?? [])
    .map(({ id, name, abbreviation }) => ({
      ...{ id, short: abbreviation[language], full: name[language] },
    }))
    .filter(
      ({ id, short, full }) =>
        chosen.includes(id) || plain(`${short} ${full}`).includes(plain(search)),
    )
    .sort((a, b) => a.short.localeCompare(b.short, language));
  return (
    <fieldset className={styles.who}>
      <legend>{label}</legend>
      <TextField
        label={t("clearance.step.find")}
        hideLabel
        placeholder={t("clearance.step.find")}
        value={search}
        onChange={setSearch}
      />
      {data === undefined ? (
        <Loading lines={4} />
      ) : (
        <div className={styles.scroll}>
          {found.map(({ id, short, full }) => (
            <Checkbox
              key={id}
              isSelected={chosen.includes(id)}
              onChange={(isOn) =>
                onChange(isOn ? [...chosen, id] : chosen.filter((one) => one !== id))
              }
            >
              <b>{short}</b> {full !== short && <span className={styles.muted}>{full}</span>}
            </Checkbox>
          ))}
        </div>
      )}
      {errorMessage !== undefined && (
        <p className={styles.error} role="alert">
          {errorMessage}
        </p>
      )}
    </fieldset>
  );
}

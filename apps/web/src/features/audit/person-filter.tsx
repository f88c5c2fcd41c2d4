import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePeopleOfLog } from "../../api/audit.ts";
import { ComboBox } from "../../ui/combo-box.tsx";

/** Whose entries are shown, found by typing a part of the name; emptied, everybody's. */
export function PersonFilter({
  personId,
  nameOf,
  onChange,
}: {
  personId: string | null;
  nameOf: (personId: string) => string | undefined;
  onChange: (personId: string | null) => void;
}) {
  const { t } = useTranslation();
  /** What is being typed; null while the field shows who is chosen. */
  const [typed, setTyped] = useState<string | null>(null);
  const [shownId, setShownId] = useState(personId);
  if (shownId !== personId) {
    setShownId(personId);
    setTyped(null);
  }
  const [knownNames, setKnownNames] = useState<ReadonlyMap<string, string>>(new Map());
  const chosenName =
    personId === null ? "" : (knownNames.get(personId) ?? nameOf(personId) ?? personId);
  const text = typed ?? chosenName;
  const search = useDeferredValue(text === chosenName ? "" : text.trim());
  const { data: people = [] } = usePeopleOfLog(search);
  const found = people.map(({ id, name, email }) => ({ id, label: name, description: email }));
  const isFound = personId === null || found.some(({ id }) => id === personId);
  return (
    <ComboBox
      label={t("audit.who")}
      placeholder={t("audit.everybody")}
      value={personId}
      options={isFound ? found : [{ id: personId, label: chosenName }, ...found]}
      search={{ text, onSearch: setTyped }}
      onChange={(id) => {
        const name = found.find((one) => one.id === id)?.label;
        if (id !== null && name !== undefined) setKnownNames(new Map([...knownNames, [id, name]]));
        if (id !== personId) onChange(id);
      }}
    />
  );
}

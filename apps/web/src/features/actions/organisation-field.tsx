import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { organisationsQuery } from "../../api/administration.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Select } from "../../ui/select.tsx";

/** The organisation that an action is given to, for who may give it. */
export function OrganisationField({
  value,
  onChange,
  errorMessage,
}: {
  value: string;
  onChange: (id: string) => void;
  errorMessage: string | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data = [] } = useQuery(organisationsQuery);
  return (
    <Select
      label={t("actions.field.organisation")}
      options={[
        { id: "", label: t("actions.form.noOrganisation") },
        ...data.map(({ id, name }) => ({ id, label: name[language] })),
      ]}
      value={value}
      onChange={onChange}
      errorMessage={errorMessage}
    />
  );
}

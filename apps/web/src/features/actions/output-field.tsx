import { useTranslation } from "react-i18next";
import { useProgrammes } from "../../api/action-views.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Select } from "../../ui/select.tsx";
import { outputKey } from "./action-draft.ts";

/** The output of a programme that an action works towards. */
export function OutputField({
  value,
  onChange,
  errorMessage,
}: {
  value: string;
  onChange: (key: string) => void;
  errorMessage: string | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: programmes = [] } = useProgrammes();
  return (
    <Select
      label={t("actions.field.output")}
      options={[
        { id: "", label: t("actions.form.noOutput") },
        ...programmes.flatMap(({ id: programmeId, code, outputs }) =>
          outputs.map(({ id, text }) => ({
            id: outputKey({ programmeId, outputId: id }),
            label: text[language],
            description: code,
          })),
        ),
      ]}
      value={value}
      onChange={onChange}
      errorMessage={errorMessage}
    />
  );
}

import { useTranslation } from "react-i18next";
import { showLanguage } from "../../i18n/i18n.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Select } from "../../ui/select.tsx";

/** The language of the new account, in which the page is shown at once. */
export function PageLanguageSelect() {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Select
      label={t("identity.language")}
      description={t("identity.languageText")}
      value={language}
      onChange={(one) => void showLanguage(one === "en" ? "en" : "es")}
      options={[
        { id: "es", label: "Español" },
        { id: "en", label: "English" },
      ]}
    />
  );
}

import type { Language, Paper } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStartTranslation } from "../../api/translations.ts";
import { problemText } from "../../lib/problem-text.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** Starts a translation: the original's structure, to be filled paragraph by paragraph. */
export function StartTranslationDialog({
  paper,
  onClose,
  onStarted,
}: {
  paper: Paper;
  onClose: () => void;
  onStarted: (language: Language) => void;
}) {
  const { t } = useTranslation();
  const languages = paper.abilities.translateInto;
  const [language, setLanguage] = useState(languages[0]);
  const [title, setTitle] = useState("");
  const [isEmptyTold, setEmptyTold] = useState(false);
  const start = useStartTranslation(paper.id);
  if (language === undefined) return null;
  const original = paper.title[paper.originalLanguage] ?? "";
  return (
    <FormDialog
      title={t("translation.start.title")}
      text={t("translation.start.text")}
      submitLabel={t("translation.start.submit")}
      isPending={start.isPending}
      problem={start.error === null ? null : problemText(t, start.error)}
      onClose={onClose}
      onSubmit={() => {
        if (title.trim() === "") {
          setEmptyTold(true);
          return;
        }
        start.mutate(
          { language, title },
          {
            onSuccess: () => {
              onClose();
              onStarted(language);
            },
          },
        );
      }}
    >
      {languages.length > 1 && (
        <Select
          label={t("translation.start.language")}
          value={language}
          onChange={(next) => setLanguage(languages.find((it) => it === next) ?? language)}
          options={languages.map((it) => ({ id: it, label: t(`language.${it}`) }))}
        />
      )}
      <TextField
        label={t("translation.start.name", { language: t(`language.${language}`) })}
        description={t("translation.start.originalTitle", { title: original })}
        lang={language}
        maxLength={300}
        value={title}
        onChange={setTitle}
        {...(isEmptyTold && title.trim() === ""
          ? { errorMessage: t("translation.start.titleNeeded") }
          : {})}
      />
    </FormDialog>
  );
}

import type { ImportProblem } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiProblem } from "../../../api/problem.ts";
import { useImportSources } from "../../../api/sources.ts";
import { problemText } from "../../../lib/problem-text.ts";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { TextArea } from "../../../ui/text-field.tsx";
import { useToast } from "../../../ui/toaster.tsx";

import styles from "./sources.module.css";

/** Takes the sources of a file, all of them or none. */
export function ImportDialog({
  paperId,
  onClose,
}: {
  readonly paperId: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [text, setText] = useState("");
  const bring = useImportSources(paperId);
  const { error } = bring;
  const problems =
    error instanceof ApiProblem && Array.isArray(error.details["problems"])
      ? (error.details["problems"] as ImportProblem[])
      : [];

  return (
    <FormDialog
      title={t("sources.import")}
      text={t("sources.importHint")}
      submitLabel={t("sources.importDo")}
      isPending={bring.isPending}
      problem={
        error === null ? undefined : (
          <>
            {problemText(t, error)}
            {problems.length > 0 && (
              <ul className={styles.problems}>
                {problems.map((one) => (
                  <li key={one.entry}>
                    {t(one.line === undefined ? "sources.problemIn" : "sources.problemAt", {
                      entry: one.entry,
                      key: one.key ?? "",
                      line: one.line ?? 0,
                    })}{" "}
                    {t(`sources.problem.${one.problem}`, { field: one.field ?? "" })}
                  </li>
                ))}
              </ul>
            )}
          </>
        )
      }
      onSubmit={() => {
        if (text.trim() === "") return;
        bring.mutate(
          { text },
          {
            onSuccess: ({ added, known }) => {
              onClose();
              toast.show({ tone: "ok", text: t("sources.imported", { count: added, known }) });
            },
          },
        );
      }}
      onClose={onClose}
    >
      <label className={styles.file}>
        <span>{t("sources.importFile")}</span>
        <input
          type="file"
          accept=".bib,.bibtex,.json,application/json,text/plain"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) void file.text().then(setText, () => undefined);
          }}
        />
      </label>
      <TextArea label={t("sources.importText")} rows={8} value={text} onChange={setText} />
    </FormDialog>
  );
}

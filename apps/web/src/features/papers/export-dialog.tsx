import type { Edition, ExportFormat, ExportSuggestions, Paper } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "../../lib/problem-text.ts";
import { Choices } from "../../ui/choices.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useExport } from "./use-export.ts";

/** Asks in what form a text leaves the house and, when it is classified, for the reason. */
export function ExportDialog({
  paper,
  edition,
  onClose,
}: {
  paper: Paper;
  edition: Edition;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [format, setFormat] = useState<ExportFormat>("html");
  const [suggestions, setSuggestions] = useState<ExportSuggestions>("markup");
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const download = useExport(edition, onClose);
  const needsReason = paper.abilities.export === "with_reason";
  const isMissing = needsReason && reason.trim() === "";
  return (
    <FormDialog
      title={t("papers.export.title")}
      {...(needsReason
        ? { text: t("papers.export.text", { level: t(`classification.${paper.classification}`) }) }
        : {})}
      submitLabel={t("papers.export.action")}
      size="small"
      isPending={download.isPending}
      problem={download.error === null ? undefined : problemText(t, download.error)}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (isMissing) return;
        download.mutate({
          format,
          suggestions,
          ...(needsReason ? { reason: reason.trim() } : {}),
        });
      }}
    >
      <Choices
        label={t("structure.export.format")}
        value={format}
        onChange={(id) => setFormat(id as ExportFormat)}
        choices={[
          {
            id: "html",
            label: t("structure.export.html"),
            description: t("structure.export.htmlText"),
          },
          {
            id: "markdown",
            label: t("structure.export.markdown"),
            description: t("structure.export.markdownText"),
          },
          {
            id: "text",
            label: t("structure.export.plain"),
            description: t("structure.export.plainText"),
          },
        ]}
      />
      <Select
        label={t("structure.export.suggestions")}
        value={suggestions}
        onChange={(id) => setSuggestions(id as ExportSuggestions)}
        options={[
          { id: "markup", label: t("structure.export.markup") },
          { id: "final", label: t("structure.export.final") },
          { id: "original", label: t("structure.export.original") },
        ]}
      />
      {needsReason && (
        <TextArea
          label={t("papers.export.reason")}
          description={t("papers.export.reasonText")}
          isRequired
          maxLength={2_000}
          rows={3}
          value={reason}
          onChange={setReason}
          errorMessage={wasTried && isMissing ? t("error.reason_required") : undefined}
        />
      )}
    </FormDialog>
  );
}

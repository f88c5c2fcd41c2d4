import type { Edition, Paper } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "../../lib/problem-text.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useExport } from "./use-export.ts";

/** Asks for the reason before a classified text leaves the house. */
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
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const download = useExport(edition, onClose);
  const isMissing = reason.trim() === "";
  return (
    <FormDialog
      title={t("papers.export.title")}
      text={t("papers.export.text", { level: t(`classification.${paper.classification}`) })}
      submitLabel={t("papers.export.action")}
      size="small"
      isPending={download.isPending}
      problem={download.error === null ? undefined : problemText(t, download.error)}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (!isMissing) download.mutate({ reason: reason.trim() });
      }}
    >
      <TextArea
        label={t("papers.export.reason")}
        description={t("papers.export.reasonText")}
        isRequired
        autoFocus
        maxLength={2_000}
        rows={3}
        value={reason}
        onChange={setReason}
        errorMessage={wasTried && isMissing ? t("error.reason_required") : undefined}
      />
    </FormDialog>
  );
}

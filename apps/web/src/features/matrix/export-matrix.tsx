import type { Language, MatrixFormat, MatrixPage } from "@istmo/contracts";
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useExportMatrix } from "../../api/matrix-files.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { Choices } from "../../ui/choices.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextArea } from "../../ui/text-field.tsx";

interface ExportMatrixProps {
  roundId: string;
  may: MatrixPage["abilities"]["export"];
}

/** The matrix as a file of the office, for whoever fills it in elsewhere. */
export function ExportMatrix(props: ExportMatrixProps) {
  const { t } = useTranslation();
  const [isAsked, setIsAsked] = useState(false);
  if (props.may === "no") return null;
  return (
    <>
      <Button icon={<Download />} onPress={() => setIsAsked(true)}>
        {t("matrix.export.action")}
      </Button>
      {isAsked && <ExportDialog {...props} onClose={() => setIsAsked(false)} />}
    </>
  );
}

function ExportDialog({ roundId, may, onClose }: ExportMatrixProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const own = useLanguage();
  const [format, setFormat] = useState<MatrixFormat>("docx");
  const [language, setLanguage] = useState<Language>(own);
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const download = useExportMatrix(roundId);
  const needsReason = may === "with_reason";
  const isMissing = needsReason && reason.trim() === "";
  return (
    <FormDialog
      size="small"
      title={t("matrix.export.title")}
      text={t("matrix.export.text")}
      submitLabel={t("matrix.export.action")}
      isPending={download.isPending}
      problem={download.error === null ? undefined : problemText(t, download.error)}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (isMissing) return;
        download.mutate(
          { format, language, ...(needsReason ? { reason: reason.trim() } : {}) },
          { onSuccess: onClose },
        );
      }}
    >
      <Choices
        label={t("matrix.export.format")}
        value={format}
        onChange={(id) => setFormat(id as MatrixFormat)}
        choices={[
          { id: "docx", label: t("matrix.export.docx") },
          { id: "xlsx", label: t("matrix.export.xlsx") },
        ]}
      />
      <Select
        label={t("matrix.export.language")}
        value={language}
        onChange={(id) => setLanguage(id as Language)}
        options={(["es", "en"] as const).map((id) => ({ id, label: t(`language.${id}`) }))}
      />
      {needsReason && (
        <TextArea
          label={t("matrix.reason")}
          description={t("matrix.export.reasonText")}
          isRequired
          rows={2}
          maxLength={2_000}
          value={reason}
          onChange={setReason}
          errorMessage={wasTried && isMissing ? t("error.reason_required") : undefined}
        />
      )}
    </FormDialog>
  );
}

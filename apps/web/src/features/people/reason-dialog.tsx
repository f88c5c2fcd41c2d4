import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useRefreshAdministration } from "../../api/administration.ts";
import { useWrite } from "../../api/use-write.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { useRefusal } from "./use-refusal.ts";

/** One step that takes a reason for the file, with what it brings about. */
export function ReasonDialog({
  title,
  text,
  submitLabel,
  doneText,
  tone = "primary",
  send,
  onClose,
}: {
  title: string;
  text: ReactNode;
  submitLabel: string;
  doneText: string;
  tone?: "primary" | "danger";
  send: (reason: string, key: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const refresh = useRefreshAdministration();
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const write = useWrite(send, {
    onSuccess: () => {
      refresh();
      toast.show({ tone: "ok", text: doneText });
      onClose();
    },
  });
  const refusal = useRefusal(write.error, { reason: ["reason_required"] });
  const isMissing = reason.trim() === "";
  return (
    <FormDialog
      title={title}
      text={text}
      submitLabel={submitLabel}
      tone={tone}
      size="small"
      isPending={write.isPending}
      problem={refusal.rest}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (!isMissing) write.mutate(reason.trim());
      }}
    >
      <TextArea
        autoFocus
        isRequired
        label={t("people.reason")}
        description={t("people.reasonHelp")}
        maxLength={2_000}
        rows={3}
        value={reason}
        onChange={setReason}
        errorMessage={wasTried && isMissing ? t("error.reason_required") : refusal.at("reason")}
      />
    </FormDialog>
  );
}

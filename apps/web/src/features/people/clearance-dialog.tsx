import type { Classification, ManagedPersonDetail } from "@istmo/contracts";
import { classificationLevels } from "@istmo/domain";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRefreshAdministration } from "../../api/administration.ts";
import { api } from "../../api/client.ts";
import { useWrite } from "../../api/use-write.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { useRefusal } from "./use-refusal.ts";

/** Up to which classification a person may read; never follows from a post. */
export function ClearanceDialog({
  person,
  onClose,
}: {
  person: ManagedPersonDetail;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const refresh = useRefreshAdministration();
  const [level, setLevel] = useState<Classification>(person.clearedTo);
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const write = useWrite(
    (body: { level: Classification; reason: string }, key) =>
      api.post(`/admin/people/${person.id}/clearance`, body, key),
    {
      onSuccess: () => {
        refresh();
        toast.show({ tone: "ok", text: t("people.clear.done", { name: person.name }) });
        onClose();
      },
    },
  );
  const refusal = useRefusal(write.error, {
    level: ["same_clearance"],
    reason: ["reason_required"],
  });
  return (
    <FormDialog
      title={t("people.clear.title", { name: person.name })}
      text={t("people.clear.text")}
      submitLabel={t("people.clear.submit")}
      isPending={write.isPending}
      problem={refusal.rest}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (level !== person.clearedTo && reason.trim() !== "")
          write.mutate({ level, reason: reason.trim() });
      }}
    >
      <Select
        label={t("people.clear.level")}
        isRequired
        options={classificationLevels.map((one) => ({
          id: one,
          label: one === "unclassified" ? t("people.notCleared") : t(`classification.${one}`),
          description: t(`people.clear.help.${one}`),
        }))}
        value={level}
        onChange={(next) => {
          setLevel(next as Classification);
          write.reset();
        }}
        errorMessage={
          wasTried && level === person.clearedTo ? t("error.same_clearance") : refusal.at("level")
        }
      />
      <TextArea
        isRequired
        label={t("people.reason")}
        description={t("people.reasonHelp")}
        maxLength={2_000}
        rows={3}
        value={reason}
        onChange={setReason}
        errorMessage={
          wasTried && reason.trim() === "" ? t("error.reason_required") : refusal.at("reason")
        }
      />
    </FormDialog>
  );
}

import type { ManagedPersonDetail } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRefreshAdministration } from "../../api/administration.ts";
import { api } from "../../api/client.ts";
import { isProblem } from "../../api/problem.ts";
import { useWrite } from "../../api/use-write.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { useRefusal } from "./use-refusal.ts";

/** Name and address of a person. */
export function EditPersonDialog({
  person,
  onClose,
}: {
  person: ManagedPersonDetail;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const refresh = useRefreshAdministration();
  const [name, setName] = useState(person.name);
  const [email, setEmail] = useState(person.email);
  const [wasTried, setWasTried] = useState(false);
  const write = useWrite((body: object, key) => api.post(`/admin/people/${person.id}`, body, key), {
    onSuccess: () => {
      refresh();
      toast.show({ tone: "ok", text: t("people.edit.done") });
      onClose();
    },
  });
  const refusal = useRefusal(write.error, {
    name: [],
    email: ["email_taken", "email_not_plain"],
  });
  const submit = () => {
    setWasTried(true);
    if (name.trim() === "" || email.trim() === "") return;
    const change = {
      ...(name.trim() === person.name ? {} : { name: name.trim() }),
      ...(email.trim() === person.email ? {} : { email: email.trim() }),
    };
    if (Object.keys(change).length === 0) return onClose();
    write.mutate(
      { version: person.version, ...change },
      {
        // The current version is fetched; sending again then goes through.
        onError: (error) => {
          if (isProblem(error, "stale_version")) refresh();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t("people.edit.title")}
      text={t("people.edit.text")}
      submitLabel={t("ui.save")}
      size="small"
      isPending={write.isPending}
      problem={refusal.rest}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextField
        autoFocus
        isRequired
        label={t("people.name")}
        maxLength={120}
        value={name}
        onChange={setName}
        errorMessage={wasTried && name.trim() === "" ? t("ui.required") : refusal.at("name")}
      />
      <TextField
        isRequired
        type="email"
        inputMode="email"
        label={t("people.email")}
        maxLength={254}
        value={email}
        onChange={(next) => {
          setEmail(next);
          write.reset();
        }}
        errorMessage={wasTried && email.trim() === "" ? t("ui.required") : refusal.at("email")}
      />
    </FormDialog>
  );
}

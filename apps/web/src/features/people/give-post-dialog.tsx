import type { Tenure } from "@istmo/contracts";
import { roles } from "@istmo/domain";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRefreshAdministration } from "../../api/administration.ts";
import { api } from "../../api/client.ts";
import { useWrite } from "../../api/use-write.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { emptyPost, postOf } from "./post-draft.ts";
import { PostFields, useAnyPostForm } from "./post-fields.tsx";
import { postRefusals, useRefusal } from "./use-refusal.ts";

/** Gives a person a post, from a day on, for good or until a day. */
export function GivePostDialog({
  person,
  onClose,
}: {
  person: { readonly id: string; readonly name: string };
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const refresh = useRefreshAdministration();
  const [typed, setTyped] = useState(emptyPost);
  const [wasTried, setWasTried] = useState(false);
  const form = useAnyPostForm(typed, roles);
  const write = useWrite((body: object, key) => api.post<Tenure>("/posts", body, key), {
    onSuccess: () => {
      refresh();
      toast.show({ tone: "ok", text: t("people.givePost.done", { name: person.name }) });
      onClose();
    },
  });
  const refusal = useRefusal(write.error, postRefusals);
  return (
    <FormDialog
      title={t("people.givePost.title", { name: person.name })}
      text={t("people.givePost.text")}
      submitLabel={t("people.givePost.submit")}
      isPending={write.isPending}
      problem={refusal.rest}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (form.isSound) write.mutate({ ...postOf(form.draft), personId: person.id });
      }}
    >
      <PostFields
        form={form}
        wasTried={wasTried}
        refusalAt={refusal.at}
        onChange={(draft) => {
          setTyped(draft);
          write.reset();
        }}
      />
    </FormDialog>
  );
}

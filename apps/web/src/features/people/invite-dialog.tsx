import type { Invitation, Language } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRefreshAdministration } from "../../api/administration.ts";
import { api } from "../../api/client.ts";
import { useWrite } from "../../api/use-write.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { FieldPair, FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { emptyPost, postOf } from "./post-draft.ts";
import { PostFields, useInvitePostForm } from "./post-fields.tsx";
import { postRefusals, useRefusal } from "./use-refusal.ts";

/** Invites somebody into a post, by a mail with a link. */
export function InviteDialog({
  onSent,
  onClose,
}: {
  onSent: (invitation: Invitation) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const refresh = useRefreshAdministration();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [locale, setLocale] = useState<Language>(useLanguage());
  const [typed, setTyped] = useState(emptyPost);
  const [wasTried, setWasTried] = useState(false);
  const form = useInvitePostForm(typed);
  const write = useWrite((body: object, key) => api.post<Invitation>("/invitations", body, key), {
    onSuccess: (invitation) => {
      refresh();
      onSent(invitation);
    },
  });
  const refusal = useRefusal(write.error, {
    ...postRefusals,
    name: [],
    email: ["email_taken", "email_not_plain"],
  });
  const isMissing = (text: string) => wasTried && text.trim() === "";
  return (
    <FormDialog
      title={t("people.invite.title")}
      text={t("people.invite.text")}
      submitLabel={t("people.invite.submit")}
      isPending={write.isPending}
      problem={refusal.rest}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (!form.isSound || name.trim() === "" || email.trim() === "") return;
        write.mutate({
          ...postOf(form.draft),
          name: name.trim(),
          email: email.trim(),
          locale,
        });
      }}
    >
      <FieldPair>
        <TextField
          autoFocus
          isRequired
          label={t("people.name")}
          maxLength={120}
          value={name}
          onChange={setName}
          errorMessage={isMissing(name) ? t("ui.required") : refusal.at("name")}
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
          errorMessage={isMissing(email) ? t("ui.required") : refusal.at("email")}
        />
      </FieldPair>
      <PostFields
        form={form}
        wasTried={wasTried}
        refusalAt={refusal.at}
        onChange={(draft) => {
          setTyped(draft);
          write.reset();
        }}
      />
      <Select
        label={t("people.invite.language")}
        description={t("people.invite.languageHelp")}
        options={(["es", "en"] as const).map((one) => ({ id: one, label: t(`language.${one}`) }))}
        value={locale}
        onChange={(one) => setLocale(one === "en" ? "en" : "es")}
      />
    </FormDialog>
  );
}

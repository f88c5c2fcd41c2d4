import type { ManagedPersonDetail, Tenure } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ClearanceDialog } from "./clearance-dialog.tsx";
import { EditPersonDialog } from "./edit-person-dialog.tsx";
import { GivePostDialog } from "./give-post-dialog.tsx";
import { HandOverDialog } from "./hand-over-dialog.tsx";
import { usePostWords } from "./post-label.tsx";
import { ReasonDialog } from "./reason-dialog.tsx";

/** What is being done about a person. */
export type PersonStep =
  | { readonly kind: "give-post" | "edit" | "clear" | AccountStep }
  | { readonly kind: "end-post" | "hand-over"; readonly post: Tenure };
type AccountStep = "sign-out" | "reset-sign-in" | "deactivate" | "reactivate";

export function PersonDialogs({
  person,
  step,
  onClose,
}: {
  person: ManagedPersonDetail;
  step: PersonStep;
  onClose: () => void;
}) {
  switch (step.kind) {
    case "give-post":
      return <GivePostDialog person={person} onClose={onClose} />;
    case "edit":
      return <EditPersonDialog person={person} onClose={onClose} />;
    case "clear":
      return <ClearanceDialog person={person} onClose={onClose} />;
    case "hand-over":
      return <HandOverDialog person={person} post={step.post} onClose={onClose} />;
    case "end-post":
      return <EndPostDialog person={person} post={step.post} onClose={onClose} />;
    default:
      return <AccountDialog person={person} step={step.kind} onClose={onClose} />;
  }
}

function EndPostDialog({
  person,
  post,
  onClose,
}: {
  person: ManagedPersonDetail;
  post: Tenure;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const words = usePostWords()(post);
  return (
    <ReasonDialog
      title={t("people.endPost.title", { post: words })}
      text={t("people.endPost.text", { name: person.name })}
      submitLabel={t("people.endPost.submit")}
      doneText={t("people.endPost.done", { post: words })}
      tone="danger"
      send={(reason, key) =>
        api.post(`/posts/${post.id}/end`, { version: post.version, reason }, key)
      }
      onClose={onClose}
    />
  );
}

function AccountDialog({
  person,
  step,
  onClose,
}: {
  person: ManagedPersonDetail;
  step: AccountStep;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { name } = person;
  const texts: Record<AccountStep, readonly [string, string, string, string]> = {
    "sign-out": [
      t("people.signOut.title", { name }),
      t("people.signOut.text"),
      t("people.signOut.submit"),
      t("people.signOut.done", { name }),
    ],
    "reset-sign-in": [
      t("people.resetSignIn.title", { name }),
      t("people.resetSignIn.text", { email: person.email }),
      t("people.resetSignIn.submit"),
      t("people.resetSignIn.done", { email: person.email }),
    ],
    deactivate: [
      t("people.deactivate.title", { name }),
      t("people.deactivate.text"),
      t("people.deactivate.submit"),
      t("people.deactivate.done", { name }),
    ],
    reactivate: [
      t("people.reactivate.title", { name }),
      t("people.reactivate.text"),
      t("people.reactivate.submit"),
      t("people.reactivate.done", { name }),
    ],
  };
  const [title, text, submitLabel, doneText] = texts[step];
  return (
    <ReasonDialog
      title={title}
      text={text}
      submitLabel={submitLabel}
      doneText={doneText}
      tone={step === "reactivate" || step === "sign-out" ? "primary" : "danger"}
      send={(reason, key) => api.post(`/admin/people/${person.id}/${step}`, { reason }, key)}
      onClose={onClose}
    />
  );
}

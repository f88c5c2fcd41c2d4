import type { AccessRequest } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRefreshAdministration } from "../../api/administration.ts";
import { api } from "../../api/client.ts";
import { useWrite } from "../../api/use-write.ts";
import { DateField } from "../../ui/date-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { emptyPost, postOf } from "./post-draft.ts";
import { PostFields, useInvitePostForm } from "./post-fields.tsx";
import styles from "./request-dialogs.module.css";
import { postRefusals, useRefusal } from "./use-refusal.ts";

const levels = ["reader", "commenter", "suggester", "editor"] as const;

interface DialogProps {
  readonly request: AccessRequest;
  readonly onClose: () => void;
}

function useDecision(request: AccessRequest, doneText: string, onDone: () => void) {
  const toast = useToast();
  const refresh = useRefreshAdministration();
  return useWrite(
    (body: object, key) =>
      api.post<AccessRequest>(`/access-requests/${request.id}/decide`, body, key),
    {
      onSuccess: () => {
        refresh();
        toast.show({ tone: "ok", text: doneText });
        onDone();
      },
    },
  );
}

/** What was asked, so that it need not be remembered. */
function Asked({ request }: { request: AccessRequest }) {
  return (
    <blockquote className={styles.asked}>
      {request.paper !== null && <p className={styles.paper}>{request.paper.title}</p>}
      <p>{request.reason}</p>
    </blockquote>
  );
}

/** Grants a request for an account by an invitation into a post. */
export function GrantAccountDialog({
  request,
  onClose,
  onInvited,
}: DialogProps & { onInvited: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(emptyPost);
  const [wasTried, setWasTried] = useState(false);
  const form = useInvitePostForm(typed);
  const { name } = request;
  const write = useDecision(request, t("people.requests.accountDone", { name }), onInvited);
  const refusal = useRefusal(write.error, postRefusals);
  return (
    <FormDialog
      title={t("people.requests.grantAccountTitle", { name })}
      text={
        <>
          <p>
            {t("people.requests.grantAccountText", {
              email: request.email ?? "",
              organisation: request.organisation ?? "",
            })}
          </p>
          <Asked request={request} />
        </>
      }
      submitLabel={t("people.invite.submit")}
      isPending={write.isPending}
      problem={refusal.rest}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (form.isSound) write.mutate({ decision: "granted", post: postOf(form.draft) });
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

/** Grants a request for a paper by sharing it. */
export function GrantPaperDialog({ request, onClose }: DialogProps) {
  const { t } = useTranslation();
  const { name } = request;
  const [level, setLevel] = useState<string>("reader");
  const [expiresOn, setExpiresOn] = useState("");
  const write = useDecision(request, t("people.requests.paperDone", { name }), onClose);
  const refusal = useRefusal(write.error, {
    level: ["already_shared", "person_not_cleared"],
    expiresOn: ["expiry_in_the_past"],
  });
  const expiryProblem = refusal.at("expiresOn");
  return (
    <FormDialog
      title={t("people.requests.grantPaperTitle", { name })}
      text={
        <>
          <p>{t("people.requests.grantPaperText")}</p>
          <Asked request={request} />
        </>
      }
      submitLabel={t("people.requests.grant.paper")}
      size="small"
      isPending={write.isPending}
      problem={refusal.rest}
      onClose={onClose}
      onSubmit={() =>
        write.mutate({
          decision: "granted",
          level,
          expiresOn: expiresOn === "" ? null : expiresOn,
        })
      }
    >
      <Select
        label={t("people.requests.level")}
        options={levels.map((one) => ({ id: one, label: t(`people.requests.levels.${one}`) }))}
        value={level}
        onChange={setLevel}
        errorMessage={refusal.at("level")}
      />
      <DateField
        label={t("people.until")}
        description={t("people.form.untilHelp")}
        value={expiresOn}
        onChange={(day) => {
          setExpiresOn(day);
          write.reset();
        }}
        {...(expiryProblem === undefined ? {} : { errorMessage: expiryProblem })}
      />
    </FormDialog>
  );
}

/** Declines a request; the note is for the file. */
export function DeclineDialog({ request, onClose }: DialogProps) {
  const { t } = useTranslation();
  const { name } = request;
  const [note, setNote] = useState("");
  const write = useDecision(request, t("people.requests.declineDone", { name }), onClose);
  const refusal = useRefusal(write.error, { note: ["note_required"] });
  return (
    <FormDialog
      title={t("people.requests.declineTitle", { name })}
      text={
        <>
          <p>{t("people.requests.declineText")}</p>
          <Asked request={request} />
        </>
      }
      submitLabel={t("people.requests.decline")}
      tone="danger"
      size="small"
      isPending={write.isPending}
      problem={refusal.rest}
      onClose={onClose}
      onSubmit={() => {
        const text = note.trim();
        write.mutate({ decision: "declined", ...(text === "" ? {} : { note: text }) });
      }}
    >
      <TextArea
        autoFocus
        label={t("people.requests.note")}
        description={t("people.requests.noteHelp")}
        maxLength={2_000}
        rows={3}
        value={note}
        onChange={setNote}
        errorMessage={refusal.at("note")}
      />
    </FormDialog>
  );
}

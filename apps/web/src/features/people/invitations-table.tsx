import type { Invitation } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRefreshAdministration } from "../../api/administration.ts";
import { api } from "../../api/client.ts";
import { useWrite } from "../../api/use-write.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatDay, formatMoment } from "../../lib/dates.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useToast } from "../../ui/toaster.tsx";
import styles from "./invitations-table.module.css";
import { PostLabel, usePostWords } from "./post-label.tsx";
import { useRefusal } from "./use-refusal.ts";

const tones: Record<Invitation["state"], Tone> = {
  pending: "accent",
  accepted: "ok",
  expired: "warn",
  revoked: "neutral",
};

export function InvitationsTable({
  invitations,
  isOld,
  onSent,
}: {
  invitations: readonly Invitation[];
  isOld: boolean;
  onSent: (invitation: Invitation) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [revoked, setRevoked] = useState<Invitation | null>(null);
  const columns: Column<Invitation>[] = [
    {
      id: "name",
      label: t("people.name"),
      isHeading: true,
      cell: ({ name, email }) => (
        <>
          <span className={styles.name}>{name}</span>
          <span className={styles.email}>{email}</span>
        </>
      ),
    },
    { id: "post", label: t("people.post"), cell: (one) => <PostWithDays invitation={one} /> },
    {
      id: "state",
      label: t("people.stateLabel"),
      width: "narrow",
      cell: ({ state }) => (
        <Badge tone={tones[state]}>{t(`people.invitationState.${state}`)}</Badge>
      ),
    },
    {
      id: "sent",
      label: t("people.invite.sentBy"),
      width: "medium",
      isLabelled: true,
      cell: ({ invitedBy, createdAt }) => (
        <>
          {invitedBy.name}
          {", "}
          <time
            className={styles.muted}
            dateTime={createdAt}
            title={formatMoment(createdAt, language)}
          >
            {formatAgo(createdAt, language)}
          </time>
        </>
      ),
    },
    {
      id: "expires",
      label: t("people.invite.expires"),
      width: "narrow",
      isLabelled: true,
      cell: ({ state, expiresAt }) =>
        state === "pending" || state === "expired" ? (
          <time dateTime={expiresAt} title={formatMoment(expiresAt, language)}>
            {formatDay(expiresAt, language)}
          </time>
        ) : null,
    },
    {
      id: "steps",
      label: t("people.steps"),
      width: "medium",
      isActions: true,
      cell: (one) => <Steps invitation={one} onSent={onSent} onRevoke={() => setRevoked(one)} />,
    },
  ];
  return (
    <>
      <DataTable
        label={t("people.invitations")}
        columns={columns}
        items={invitations}
        isOld={isOld}
      />
      {revoked !== null && <RevokeDialog invitation={revoked} onClose={() => setRevoked(null)} />}
    </>
  );
}

function PostWithDays({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { startsOn, endsOn, createdAt } = invitation;
  // A post that begins with the invitation needs no date.
  const startsLater = startsOn > createdAt.slice(0, 10);
  return (
    <>
      <PostLabel post={invitation} />
      {(startsLater || endsOn !== null) && (
        <span className={styles.days}>
          {[
            startsLater && t("people.days.since", { day: formatDay(startsOn, language) }),
            endsOn !== null && t("people.days.to", { day: formatDay(endsOn, language) }),
          ]
            .filter((part) => part !== false)
            .join(" ")}
        </span>
      )}
    </>
  );
}

function Steps({
  invitation,
  onSent,
  onRevoke,
}: {
  invitation: Invitation;
  onSent: (invitation: Invitation) => void;
  onRevoke: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const refresh = useRefreshAdministration();
  const resend = useWrite(
    (id: string, key) => api.post<Invitation>(`/invitations/${id}/resend`, {}, key),
    {
      onSuccess: (sent) => {
        refresh();
        onSent(sent);
      },
    },
  );
  const { id, state } = invitation;
  if (state !== "pending" && state !== "expired") return null;
  return (
    <span className={styles.steps}>
      <Button
        size="small"
        isPending={resend.isPending}
        onPress={() => resend.mutate(id, { onError: toast.showProblem })}
      >
        {t("people.invite.resend")}
      </Button>
      {state === "pending" && (
        <Button size="small" variant="quiet" onPress={onRevoke}>
          {t("people.invite.revoke")}
        </Button>
      )}
    </span>
  );
}

function RevokeDialog({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const refresh = useRefreshAdministration();
  const words = usePostWords()(invitation);
  const write = useWrite(
    (id: string, key) => api.post<Invitation>(`/invitations/${id}/revoke`, {}, key),
    {
      onSuccess: () => {
        refresh();
        toast.show({ tone: "ok", text: t("people.invite.revoked", { name: invitation.name }) });
        onClose();
      },
    },
  );
  const refusal = useRefusal(write.error, {});
  return (
    <FormDialog
      title={t("people.invite.revokeTitle", { name: invitation.name })}
      text={t("people.invite.revokeText", { post: words, email: invitation.email })}
      submitLabel={t("people.invite.revoke")}
      tone="danger"
      size="small"
      isPending={write.isPending}
      problem={refusal.rest}
      onClose={onClose}
      onSubmit={() => write.mutate(invitation.id)}
    />
  );
}

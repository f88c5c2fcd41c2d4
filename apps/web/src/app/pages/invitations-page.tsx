import type { Invitation } from "@istmo/contracts";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useInvitations } from "../../api/administration.ts";
import { useMe } from "../../api/queries.ts";
import { InvitationsTable } from "../../features/people/invitations-table.tsx";
import { StateFilter } from "../../features/people/state-filter.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Button } from "../../ui/button.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Paged } from "../../ui/paged.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { AdministrationNav } from "../administration-nav.tsx";
import { MailSentNotice } from "../mail-sent-notice.tsx";

const InviteDialog = lazy(async () => ({
  default: (await import("../../features/people/invite-dialog.tsx")).InviteDialog,
}));
const route = getRouteApi("/shell/invitations");
const states = ["pending", "accepted", "expired", "revoked"] as const;

export function InvitationsPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = route.useSearch();
  const state = states.find((one) => one === search.state) ?? "";
  const list = useInvitations(state);
  const { data: me } = useMe();
  const [sent, setSent] = useState<Invitation | null>(null);
  const isInviting = search.invite === true;
  const mayInvite = me !== undefined && me.abilities.administration.inviteTo.length > 0;
  usePageTitle(t("people.invitations"));
  const show = (next: { state?: string; invite?: boolean }) =>
    void navigate({ to: "/invitations", replace: true, search: next });
  const stateSearch = state === "" ? {} : { state };
  return (
    <>
      <AdministrationNav />
      <PageHeader
        title={t("people.invitations")}
        description={t("people.invitationsText")}
        actions={
          mayInvite && (
            <Button
              variant="primary"
              icon={<Plus />}
              onPress={() => show({ ...stateSearch, invite: true })}
            >
              {t("people.invite.action")}
            </Button>
          )
        }
      />
      {sent !== null && (
        <MailSentNotice onClose={() => setSent(null)}>
          {t("people.invite.sent", { name: sent.name, email: sent.email })}
        </MailSentNotice>
      )}
      <StateFilter
        label={t("people.stateLabel")}
        value={state}
        options={[
          { id: "", label: t("people.allStates") },
          ...states.map((one) => ({ id: one, label: t(`people.invitationState.${one}`) })),
        ]}
        onChange={(next) => show(next === "" ? {} : { state: next })}
      />
      <Paged
        list={list}
        empty={
          <EmptyState
            title={state === "" ? t("people.noInvitations") : t("people.noInvitationsFiltered")}
          />
        }
      >
        {(invitations) => (
          <InvitationsTable invitations={invitations} isOld={list.isOld} onSent={setSent} />
        )}
      </Paged>
      {isInviting && mayInvite && (
        <Suspense>
          <InviteDialog
            onClose={() => show(stateSearch)}
            onSent={(invitation) => {
              setSent(invitation);
              show(stateSearch);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

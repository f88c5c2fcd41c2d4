import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAccessRequests } from "../../api/administration.ts";
import { RequestsList } from "../../features/people/requests-list.tsx";
import { StateFilter } from "../../features/people/state-filter.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Paged } from "../../ui/paged.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { AdministrationNav } from "../administration-nav.tsx";
import { MailSentNotice } from "../mail-sent-notice.tsx";

const route = getRouteApi("/shell/access-requests");

export function AccessRequestsPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const state = route.useSearch().state === "decided" ? "decided" : "open";
  const list = useAccessRequests(state);
  const [isInvited, setIsInvited] = useState(false);
  usePageTitle(t("people.requests.title"));
  return (
    <>
      <AdministrationNav />
      <PageHeader title={t("people.requests.title")} description={t("people.requests.text")} />
      {isInvited && (
        <MailSentNotice onClose={() => setIsInvited(false)}>
          {t("people.requests.invited")}
        </MailSentNotice>
      )}
      <StateFilter
        label={t("people.stateLabel")}
        value={state}
        options={[
          { id: "open", label: t("people.requests.open") },
          { id: "decided", label: t("people.requests.decided") },
        ]}
        onChange={(next) =>
          void navigate({
            to: "/access-requests",
            replace: true,
            search: next === "decided" ? { state: next } : {},
          })
        }
      />
      <Paged
        list={list}
        empty={
          <EmptyState
            title={
              state === "open" ? t("people.requests.noneOpen") : t("people.requests.noneDecided")
            }
          />
        }
      >
        {(requests) => <RequestsList requests={requests} onInvited={() => setIsInvited(true)} />}
      </Paged>
    </>
  );
}

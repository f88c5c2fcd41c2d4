import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useOutbox } from "../../api/administration.ts";
import { useSite } from "../../api/queries.ts";
import { MailList } from "../../features/mail/mail-list.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { AdministrationNav } from "../administration-nav.tsx";

export function OutboxPage(): ReactNode {
  const { t } = useTranslation();
  const { data: mails, error, refetch } = useOutbox();
  const { data: site } = useSite();
  usePageTitle(t("mail.title"));
  return (
    <>
      <AdministrationNav />
      <PageHeader
        title={t("mail.title")}
        description={site?.demo === true ? t("mail.demoDescription") : t("mail.description")}
      />
      {mails === undefined ? (
        error === null ? (
          <Loading lines={6} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : mails.length === 0 ? (
        <EmptyState title={t("mail.none")}>{t("mail.noneText")}</EmptyState>
      ) : (
        <MailList mails={mails} />
      )}
    </>
  );
}

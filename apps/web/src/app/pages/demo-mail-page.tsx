import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDemoMail } from "../../api/administration.ts";
import { MailList } from "../../features/mail/mail-list.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { EmptyState, Loading } from "../../ui/states.tsx";
import { PageError } from "../not-found-page.tsx";
import { OutsidePage } from "../outside-page.tsx";
import styles from "./demo-mail-page.module.css";

/** What the demonstration would have sent; outside it there is no such page. */
export function DemoMailPage(): ReactNode {
  const { t } = useTranslation();
  const { data: mails, error, refetch } = useDemoMail();
  usePageTitle(t("mail.demoTitle"));
  return (
    <OutsidePage width="wide">
      {mails === undefined ? (
        error === null ? (
          <Loading lines={6} />
        ) : (
          <PageError error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <>
          <PageHeader
            title={t("mail.demoTitle")}
            description={<Link to="/">{t("mail.demoBack")}</Link>}
          />
          <Notice>{t("mail.demoText")}</Notice>
          <div aria-live="polite" className={styles.mails}>
            {mails.length === 0 ? (
              <EmptyState title={t("mail.none")}>{t("mail.demoNoneText")}</EmptyState>
            ) : (
              <MailList mails={mails} isDemo />
            )}
          </div>
        </>
      )}
    </OutsidePage>
  );
}

import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useMySecurity } from "../../api/queries.ts";
import { AccountProfile } from "../../features/identity/account-profile.tsx";
import { CalendarFeedSection } from "../../features/identity/calendar-feed.tsx";
import { MyPosts } from "../../features/identity/my-posts.tsx";
import { MySessions } from "../../features/identity/my-sessions.tsx";
import { SignInMethods } from "../../features/identity/sign-in-methods.tsx";
import { useConfirmation } from "../../features/identity/use-confirmation.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader, Section } from "../../ui/page-header.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { useSignOut } from "../use-sign-out.ts";
import styles from "../../features/identity/account.module.css";

/** One's own account: who one is here, how one signs in, and where one is signed in. */
export function AccountPage(): ReactNode {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const { data: security, error, refetch } = useMySecurity();
  const signOut = useSignOut();
  const { run, dialog } = useConfirmation({
    hasPassword: security?.hasPassword === true,
    onSignInAgain: () => signOut({ returnTo: "/account" }),
  });
  usePageTitle(t("account.title"));
  if (me === undefined) return <Loading lines={8} />;
  return (
    <>
      <PageHeader title={t("account.title")} description={t("account.description")} />
      {me.mustAddFactor && (
        <Notice tone="warn">
          <strong>{t("account.mustAddFactor.title")}</strong>
          <p>{t("account.mustAddFactor.text")}</p>
        </Notice>
      )}
      <div className={styles.parts}>
        <AccountProfile me={me} />
        <MyPosts me={me} />
        {security !== undefined ? (
          <SignInMethods security={security} owner={me} run={run} />
        ) : error === null ? (
          <Loading lines={6} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
        <CalendarFeedSection />
        <Section title={t("notices.forAccount")}>
          <div className={styles.row}>
            <span className={styles.rowText}>{t("notices.forAccountText")}</span>
            <Link to="/notices/settings">{t("notices.settings")}</Link>
          </div>
        </Section>
        <MySessions run={run} />
      </div>
      {dialog}
    </>
  );
}

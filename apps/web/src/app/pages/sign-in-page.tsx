import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSite } from "../../api/queries.ts";
import { SignInForm } from "../../features/identity/sign-in-form.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { OutsidePage } from "../outside-page.tsx";
import { returnPath } from "../return-path.ts";
import { useEnter } from "../use-enter.ts";

const route = getRouteApi("/sign-in");

export function SignInPage(): ReactNode {
  const { t } = useTranslation();
  const { data: site } = useSite();
  const enter = useEnter();
  const search = route.useSearch();
  const to = returnPath(search.return);
  usePageTitle(t("identity.title"));
  return (
    <OutsidePage width="wide">
      <SignInForm
        startAt={search.step}
        problem={search.problem}
        returnTo={to}
        onSignedIn={() => enter(to)}
        links={
          <>
            <Link to="/forgot-password">{t("identity.forgotten")}</Link>
            <Link to="/ask">{t("identity.askForAccess")}</Link>
            {site?.demo === true && <Link to="/demo-mail">{t("identity.demoMail")}</Link>}
          </>
        }
      />
    </OutsidePage>
  );
}

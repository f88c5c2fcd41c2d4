import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { FirstAdministratorForm } from "../../features/identity/first-administrator-form.tsx";
import { brokenLink, isBrokenLink, LinkProblem } from "../../features/identity/link-problem.tsx";
import { useLinkToken } from "../../lib/link-token.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { OutsidePage } from "../outside-page.tsx";
import { useEnter } from "../use-enter.ts";

export function FirstAdministratorPage(): ReactNode {
  const { t } = useTranslation();
  const token = useLinkToken("/first-administrator");
  const enter = useEnter();
  usePageTitle(t("identity.first.title"));
  const form = () => {
    if (token === null) return <LinkProblem kind="first" />;
    if (isBrokenLink(token)) return <LinkProblem kind="first" error={brokenLink} />;
    return (
      <FirstAdministratorForm key={token.serial} token={token} onSignedIn={() => enter("/")} />
    );
  };
  return <OutsidePage>{form()}</OutsidePage>;
}

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AskForAccountForm } from "../../features/identity/ask-for-account-form.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { OutsidePage } from "../outside-page.tsx";

export function AskForAccountPage(): ReactNode {
  const { t } = useTranslation();
  usePageTitle(t("identity.ask.title"));
  return (
    <OutsidePage>
      <AskForAccountForm />
    </OutsidePage>
  );
}

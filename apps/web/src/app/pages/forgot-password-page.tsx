import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ForgotPasswordForm } from "../../features/identity/forgot-password-form.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { OutsidePage } from "../outside-page.tsx";

export function ForgotPasswordPage(): ReactNode {
  const { t } = useTranslation();
  usePageTitle(t("identity.forgot.title"));
  return (
    <OutsidePage>
      <ForgotPasswordForm />
    </OutsidePage>
  );
}

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ResetPasswordForm } from "../../features/identity/reset-password-form.tsx";
import { useLinkToken } from "../../lib/link-token.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { OutsidePage } from "../outside-page.tsx";

export function ResetPasswordPage(): ReactNode {
  const { t } = useTranslation();
  const token = useLinkToken("/reset-password");
  usePageTitle(t("identity.reset.title"));
  return (
    <OutsidePage>
      <ResetPasswordForm key={token?.serial} token={token} />
    </OutsidePage>
  );
}

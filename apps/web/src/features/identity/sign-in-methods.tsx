import type { MySecurity } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useSite } from "../../api/queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Section } from "../../ui/page-header.tsx";
import { AccountRow } from "./account-row.tsx";
import { AuthenticatorRow } from "./authenticator-row.tsx";
import { PasskeysRow } from "./passkeys-row.tsx";
import { PasswordRow, type Owner } from "./password-row.tsx";
import type { RunConfirmed } from "./use-confirmation.tsx";

/** How a person signs in, and what they may change about it. */
export function SignInMethods({
  security,
  owner,
  run,
}: {
  security: MySecurity;
  owner: Owner;
  run: RunConfirmed;
}) {
  const { t } = useTranslation();
  const { data: site } = useSite();
  const { singleSignOn } = security;
  return (
    <Section title={t("account.methods")}>
      <PasswordRow hasPassword={security.hasPassword} owner={owner} run={run} />
      <AuthenticatorRow totp={security.totp} email={owner.email} run={run} />
      <PasskeysRow passkeys={security.passkeys} isPossible={site?.passkeys === true} run={run} />
      {singleSignOn !== null && (
        <AccountRow
          title={singleSignOn.name}
          badge={
            singleSignOn.isLinked ? (
              <Badge tone="ok">{t("account.sso.linked")}</Badge>
            ) : (
              <Badge>{t("account.sso.notLinked")}</Badge>
            )
          }
        >
          {t(singleSignOn.isLinked ? "account.sso.linkedText" : "account.sso.notLinkedText")}
        </AccountRow>
      )}
    </Section>
  );
}

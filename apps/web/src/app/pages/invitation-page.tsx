import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { meQuery } from "../../api/queries.ts";
import { InvitationForm } from "../../features/identity/invitation-form.tsx";
import { brokenLink, isBrokenLink, LinkProblem } from "../../features/identity/link-problem.tsx";
import { needsSecondFactor } from "../../features/identity/sign-in.ts";
import { forgetLinkToken, useLinkToken } from "../../lib/link-token.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Loading } from "../../ui/states.tsx";
import { OutsidePage } from "../outside-page.tsx";
import { useEnter } from "../use-enter.ts";

/** The address of whoever is signed in here; undefined while that is being asked. */
function useSignedInAs(): string | null | undefined {
  const { data: me, error } = useQuery(meQuery);
  if (me !== undefined) return me.email;
  return error === null ? undefined : null;
}

export function InvitationPage(): ReactNode {
  const { t } = useTranslation();
  const token = useLinkToken("/invitation");
  const signedInAs = useSignedInAs();
  const navigate = useNavigate();
  const enter = useEnter();
  usePageTitle(t("identity.invitation.title"));
  const form = () => {
    if (token === null) return <LinkProblem kind="invitation" />;
    if (isBrokenLink(token)) return <LinkProblem kind="invitation" error={brokenLink} />;
    if (signedInAs === undefined) return <Loading lines={6} />;
    return (
      <InvitationForm
        key={token.serial}
        token={token}
        signedInAs={signedInAs}
        onSignIn={() => void navigate({ to: "/sign-in", search: { return: "/invitation" } })}
        onAccepted={async (answer) => {
          if (needsSecondFactor(answer))
            await navigate({ to: "/sign-in", search: { step: "second-factor" } });
          else await enter("/");
          forgetLinkToken();
        }}
      />
    );
  };
  return <OutsidePage>{form()}</OutsidePage>;
}

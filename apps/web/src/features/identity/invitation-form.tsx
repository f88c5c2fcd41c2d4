import type { InvitationLook, SignInAnswer } from "@istmo/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { keepInvitationOverSignIn, type LinkToken } from "../../lib/link-token.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Loading } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { isDeadLink, LinkProblem } from "./link-problem.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { OutsideForm } from "./outside-form.tsx";
import { PageLanguageSelect } from "./page-language-select.tsx";
import { passwordFaults } from "./password-strength.ts";
import { acceptInvitation, lookAtInvitation } from "./sign-in.ts";
import styles from "./outside-form.module.css";

export interface InvitationFormProps {
  token: LinkToken;
  /** The address of whoever is signed in at this browser; null for nobody. */
  signedInAs: string | null;
  onSignIn: () => void;
  onAccepted: (answer: SignInAnswer) => Promise<void>;
}

/** Who invites whom to what; then one press for those who have an account, a form for the others. */
export function InvitationForm(props: InvitationFormProps) {
  const { token } = props;
  const look = useQuery({
    queryKey: ["link", "invitation", token.serial],
    queryFn: () => lookAtInvitation(token.value),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (look.error !== null)
    return <LinkProblem kind="invitation" error={look.error} onRetry={() => void look.refetch()} />;
  if (look.data === undefined) return <Loading lines={6} />;
  return look.data.hasAccount ? (
    <InvitationOfAccount {...props} invitation={look.data} />
  ) : (
    <InvitationOfNewcomer {...props} invitation={look.data} />
  );
}

function InvitationFacts({ invitation }: { invitation: InvitationLook }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { role, body, email, expiresAt } = invitation;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t("identity.invitation.role"), t(`role.${role}`)],
    [t("identity.invitation.body"), body?.[language] ?? t("identity.group.office")],
    [t("identity.email"), email],
    [t("identity.invitation.until"), formatMoment(expiresAt, language)],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

type PartProps = InvitationFormProps & { invitation: InvitationLook };

function useAccept(onAccepted: PartProps["onAccepted"]) {
  return useMutation({
    mutationFn: async (body: Parameters<typeof acceptInvitation>[0]) =>
      onAccepted(await acceptInvitation(body)),
  });
}

function InvitationOfAccount({ token, invitation, signedInAs, onSignIn, onAccepted }: PartProps) {
  const { t } = useTranslation();
  const accept = useAccept(onAccepted);
  if (isDeadLink(accept.error)) return <LinkProblem kind="invitation" error={accept.error} />;
  const isOwner = signedInAs?.toLowerCase() === invitation.email.toLowerCase();
  const who = { email: invitation.email, other: signedInAs ?? "" };
  const text = isOwner
    ? t("identity.invitation.acceptText")
    : signedInAs === null
      ? t("identity.invitation.signInText", who)
      : t("identity.invitation.otherText", who);
  return (
    <OutsideForm
      title={t("identity.invitation.title")}
      intro={t("identity.invitation.from", { name: invitation.invitedBy })}
      problem={accept.error === null ? undefined : problemText(t, accept.error)}
      submit={isOwner ? t("identity.invitation.accept") : t("identity.invitation.signIn", who)}
      isPending={accept.isPending}
      onSubmit={() => {
        if (isOwner) {
          accept.mutate({ token: token.value });
        } else {
          keepInvitationOverSignIn(token);
          onSignIn();
        }
      }}
    >
      <InvitationFacts invitation={invitation} />
      <p>{text}</p>
    </OutsideForm>
  );
}

function InvitationOfNewcomer({ token, invitation, onSignIn, onAccepted }: PartProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const accept = useAccept(onAccepted);
  if (isDeadLink(accept.error)) return <LinkProblem kind="invitation" error={accept.error} />;
  const about = [name, invitation.email];
  const isWeak = isProblem(accept.error, "password_too_weak");
  // The account came to be since this page was opened.
  const mustSignIn = isProblem(accept.error, "sign_in_to_accept");
  return (
    <OutsideForm
      title={t("identity.invitation.title")}
      intro={t("identity.invitation.from", { name: invitation.invitedBy })}
      problem={accept.error === null || isWeak ? undefined : problemText(t, accept.error)}
      submit={
        mustSignIn
          ? t("identity.invitation.signIn", { email: invitation.email })
          : t("identity.invitation.create")
      }
      isPending={accept.isPending}
      onSubmit={() => {
        if (mustSignIn) {
          keepInvitationOverSignIn(token);
          onSignIn();
          return;
        }
        setWasTried(true);
        if (name.trim() === "" || passwordFaults(password, about).length > 0) return;
        accept.mutate({ token: token.value, name: name.trim(), password, locale: language });
      }}
    >
      <InvitationFacts invitation={invitation} />
      <TextField
        label={t("identity.name")}
        name="name"
        autoComplete="name"
        isRequired
        maxLength={120}
        value={name}
        errorMessage={wasTried && name.trim() === "" ? t("ui.required") : undefined}
        onChange={setName}
      />
      {/* For password managers, which keep the password under this name. */}
      <input hidden readOnly name="username" autoComplete="username" value={invitation.email} />
      <NewPasswordField
        label={t("identity.choosePassword")}
        value={password}
        about={about}
        wasTried={wasTried}
        errorMessage={isWeak ? t("identity.password.guessable") : undefined}
        onChange={(text) => {
          if (isWeak) accept.reset();
          setPassword(text);
        }}
      />
      <PageLanguageSelect />
    </OutsideForm>
  );
}

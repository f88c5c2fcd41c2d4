import type { SignInAnswer, Site } from "@istmo/contracts";
import { useMutation } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem, isProblem } from "../../api/problem.ts";
import { useSite } from "../../api/queries.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { ButtonLink } from "../../ui/button-link.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { DemoAccounts } from "./demo-accounts.tsx";
import { OutsideForm } from "./outside-form.tsx";
import { SecondFactorStep } from "./second-factor-step.tsx";
import { needsSecondFactor, signIn, singleSignOnPath, type Credentials } from "./sign-in.ts";
import { usePasskeySignIn, type PasskeySignIn } from "./use-passkey-sign-in.ts";
import styles from "./sign-in-form.module.css";

export interface SignInFormProps {
  /** `second-factor`: the first proof was given elsewhere, by single sign-on. */
  startAt?: "credentials" | "second-factor" | undefined;
  /** Why the single sign-on sent the person back here. */
  problem?: string | undefined;
  /** Where the single sign-on leads back to. */
  returnTo: string;
  /** Ways on for those who cannot sign in. */
  links: ReactNode;
  onSignedIn: () => Promise<void>;
}

/** E-mail and password, a passkey, or single sign-on; then the code, where the person has an app. */
export function SignInForm({
  startAt = "credentials",
  problem,
  returnTo,
  links,
  onSignedIn,
}: SignInFormProps) {
  const { t } = useTranslation();
  const { data: site } = useSite();
  const [step, setStep] = useState(startAt);
  const [notice, setNotice] = useState(
    problem === undefined
      ? undefined
      : t([`identity.problem.${problem}`, `error.${problem}`, "identity.problem.sso_failed"]),
  );
  const goOn = async (answer: SignInAnswer) => {
    setNotice(undefined);
    if (needsSecondFactor(answer)) setStep("second-factor");
    else await onSignedIn();
  };
  const enter = useMutation<void, Error, Credentials>({
    mutationFn: async (credentials) => goOn(await signIn(credentials)),
  });
  const hasDemo = site !== undefined && site.demo && site.demoPassword !== null;
  return (
    <div className={styles.columns} data-demo={hasDemo}>
      {step === "second-factor" ? (
        <SecondFactorStep
          onSignedIn={onSignedIn}
          onBack={(why) => {
            setNotice(why === "expired" ? t("error.sign_in_expired") : undefined);
            setStep("credentials");
          }}
        />
      ) : (
        <CredentialsStep
          site={site}
          problem={enter.error === null ? notice : refusalText(t, enter.error)}
          isPending={enter.isPending}
          returnTo={returnTo}
          links={links}
          onSubmit={enter.mutate}
          onPasskey={goOn}
          onPasskeyProblem={(error) => {
            enter.reset();
            setNotice(problemText(t, error));
          }}
        />
      )}
      {hasDemo && (
        <DemoAccounts
          accounts={site.demoAccounts}
          isBusy={enter.isPending}
          onChoose={(email) => enter.mutate({ email, password: site.demoPassword ?? "" })}
        />
      )}
    </div>
  );
}

/** One sentence for a wrong password and for what cannot be one. */
function refusalText(t: ReturnType<typeof useTranslation>["t"], error: Error): string {
  const isRefused =
    isProblem(error, "wrong_credentials") ||
    (error instanceof ApiProblem && [400, 422].includes(error.status));
  return isRefused ? t("identity.wrong") : problemText(t, error);
}

function CredentialsStep({
  site,
  problem,
  isPending,
  returnTo,
  links,
  onSubmit,
  onPasskey,
  onPasskeyProblem,
}: {
  site: Site | undefined;
  problem: string | undefined;
  isPending: boolean;
  returnTo: string;
  links: ReactNode;
  onSubmit: (credentials: Credentials) => void;
  onPasskey: (answer: SignInAnswer) => Promise<void>;
  onPasskeyProblem: (error: unknown) => void;
}) {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const passkey = usePasskeySignIn({
    isAvailable: site?.passkeys === true,
    onAnswer: onPasskey,
    onProblem: onPasskeyProblem,
  });
  return (
    <OutsideForm
      title={t("identity.title")}
      intro={t("identity.intro")}
      problem={problem}
      submit={t("identity.signIn")}
      isPending={isPending}
      onSubmit={() => {
        setWasTried(true);
        if (email.trim() !== "" && password !== "") onSubmit({ email: email.trim(), password });
      }}
      foot={
        <>
          <OtherWays passkey={passkey} singleSignOn={site?.singleSignOn ?? null} to={returnTo} />
          {links}
          <p className={styles.statement}>{t("identity.statement")}</p>
        </>
      }
    >
      <TextField
        label={t("identity.email")}
        type="email"
        name="email"
        autoComplete={passkey.isOffered ? "username webauthn" : "username"}
        value={email}
        errorMessage={wasTried && email.trim() === "" ? t("ui.required") : undefined}
        onChange={setEmail}
      />
      <PasswordField
        label={t("identity.password")}
        name="password"
        autoComplete="current-password"
        value={password}
        errorMessage={wasTried && password === "" ? t("ui.required") : undefined}
        onChange={setPassword}
      />
    </OutsideForm>
  );
}

/** What stands beside the password; nothing where there is nothing else. */
function OtherWays({
  passkey,
  singleSignOn,
  to,
}: {
  passkey: PasskeySignIn;
  singleSignOn: string | null;
  to: string;
}) {
  const { t } = useTranslation();
  if (!passkey.isOffered && singleSignOn === null) return null;
  return (
    <div className={styles.otherWays}>
      {passkey.isOffered && (
        <Button icon={<KeyRound />} isPending={passkey.isPending} onPress={passkey.start}>
          {t("identity.passkey.signIn")}
        </Button>
      )}
      {singleSignOn !== null && (
        <ButtonLink href={singleSignOnPath(to)}>
          {t("identity.singleSignOn", { name: singleSignOn })}
        </ButtonLink>
      )}
    </div>
  );
}

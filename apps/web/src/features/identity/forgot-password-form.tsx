import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { TextField } from "../../ui/text-field.tsx";
import { OutsideForm, OutsideMessage } from "./outside-form.tsx";
import { askForNewPassword } from "./sign-in.ts";

/** Asks for a link by which to choose a new password. The answer tells nobody who has an account. */
export function ForgotPasswordForm() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [email, setEmail] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const ask = useMutation({ mutationFn: askForNewPassword });
  const toSignIn = (
    <Link to="/sign-in" search={{}}>
      {t("identity.toSignIn")}
    </Link>
  );
  if (ask.isSuccess) {
    return (
      <OutsideMessage
        title={t("identity.forgot.sentTitle")}
        text={t("identity.forgot.sentText", { email: email.trim() })}
      >
        {toSignIn}
      </OutsideMessage>
    );
  }
  const isMissing = !email.includes("@");
  return (
    <OutsideForm
      title={t("identity.forgot.title")}
      intro={t("identity.forgot.intro")}
      problem={ask.error === null ? undefined : problemText(t, ask.error)}
      submit={t("identity.forgot.send")}
      isPending={ask.isPending}
      onSubmit={() => {
        setWasTried(true);
        if (!isMissing) ask.mutate({ email: email.trim(), locale: language });
      }}
      foot={toSignIn}
    >
      <TextField
        label={t("identity.email")}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        errorMessage={wasTried && isMissing ? t("identity.emailNeeded") : undefined}
        onChange={setEmail}
      />
    </OutsideForm>
  );
}

import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem.ts";
import type { LinkToken } from "../../lib/link-token.ts";
import { problemText } from "../../lib/problem-text.ts";
import { brokenLink, isBrokenLink, isDeadLink, LinkProblem } from "./link-problem.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { OutsideForm, OutsideMessage } from "./outside-form.tsx";
import { passwordFaults } from "./password-strength.ts";
import { resetPassword } from "./sign-in.ts";

/** Chooses a new password with the link of a mail. */
export function ResetPasswordForm({ token }: { token: LinkToken | null }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const reset = useMutation({ mutationFn: resetPassword });
  if (reset.isSuccess) {
    return (
      <OutsideMessage title={t("identity.reset.doneTitle")} text={t("identity.reset.doneText")}>
        <Link to="/sign-in" search={{}}>
          {t("identity.signIn")}
        </Link>
      </OutsideMessage>
    );
  }
  if (token === null) return <LinkProblem kind="reset" />;
  if (isBrokenLink(token)) return <LinkProblem kind="reset" error={brokenLink} />;
  if (isDeadLink(reset.error)) return <LinkProblem kind="reset" error={reset.error} />;
  const isWeak = isProblem(reset.error, "password_too_weak");
  return (
    <OutsideForm
      title={t("identity.reset.title")}
      intro={t("identity.reset.intro")}
      problem={reset.error === null || isWeak ? undefined : problemText(t, reset.error)}
      submit={t("identity.reset.save")}
      isPending={reset.isPending}
      onSubmit={() => {
        setWasTried(true);
        if (passwordFaults(password).length === 0) reset.mutate({ token: token.value, password });
      }}
    >
      <NewPasswordField
        label={t("identity.newPassword")}
        value={password}
        wasTried={wasTried}
        errorMessage={isWeak ? t("identity.password.guessable") : undefined}
        onChange={(text) => {
          if (isWeak) reset.reset();
          setPassword(text);
        }}
      />
    </OutsideForm>
  );
}

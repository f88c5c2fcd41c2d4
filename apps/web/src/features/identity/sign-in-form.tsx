import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { useSite } from "../../api/queries.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { DemoAccounts } from "./demo-accounts.tsx";
import { signIn, type Credentials } from "./sign-in.ts";
import styles from "./sign-in-form.module.css";

/** E-mail and password; in demo mode the demo accounts stand beside it, one press each. */
export function SignInForm({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const { t } = useTranslation();
  const { data: site } = useSite();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const enter = useMutation<void, Error, Credentials>({
    mutationFn: async (credentials) => {
      await signIn(credentials);
      await onSignedIn();
    },
  });
  const isRefused =
    enter.error instanceof ApiProblem && [400, 401, 403, 422].includes(enter.error.status);
  const hasDemo = site !== undefined && site.demo && site.demoPassword !== null;
  return (
    <div className={styles.columns} data-demo={hasDemo}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          setWasTried(true);
          if (email.trim() !== "" && password !== "") {
            enter.mutate({ email: email.trim(), password });
          }
        }}
      >
        <h1 className={styles.title}>{t("identity.title")}</h1>
        <p className={styles.intro}>{t("identity.intro")}</p>
        <TextField
          label={t("identity.email")}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          errorMessage={wasTried && email.trim() === "" ? t("ui.required") : undefined}
          onChange={setEmail}
        />
        <TextField
          label={t("identity.password")}
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          errorMessage={wasTried && password === "" ? t("ui.required") : undefined}
          onChange={setPassword}
        />
        {enter.error !== null && (
          <p className={styles.problem} role="alert">
            {isRefused ? t("identity.wrong") : problemText(t, enter.error)}
          </p>
        )}
        <Button variant="primary" type="submit" isPending={enter.isPending}>
          {t("identity.signIn")}
        </Button>
        <p className={styles.statement}>{t("identity.statement")}</p>
      </form>
      {hasDemo && (
        <DemoAccounts
          accounts={site.demoAccounts}
          isBusy={enter.isPending}
          onChoose={(demoEmail) =>
            enter.mutate({ email: demoEmail, password: site.demoPassword ?? "" })
          }
        />
      )}
    </div>
  );
}

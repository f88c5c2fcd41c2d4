import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { CodeField } from "./code-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { OutsideForm } from "./outside-form.tsx";
import { giveSecondFactor, type SecondFactor } from "./sign-in.ts";

/** The second step of signing in: the code of the authenticator app, or one of the recovery codes. */
export function SecondFactorStep({
  onSignedIn,
  onBack,
}: {
  onSignedIn: () => Promise<void>;
  /** Back to the first step: by choice, or because too much time has passed. */
  onBack: (why: "chosen" | "expired") => void;
}) {
  const { t } = useTranslation();
  const [way, setWay] = useState<"app" | "recovery">("app");
  const [code, setCode] = useState("");
  const [recoveryCode, setRecoveryCode] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const enter = useMutation<void, Error, SecondFactor>({
    mutationFn: async (factor) => {
      await giveSecondFactor(factor);
      await onSignedIn();
    },
    onError: (error) => {
      if (isProblem(error, "sign_in_expired")) onBack("expired");
      setCode("");
    },
  });
  const isApp = way === "app";
  const send = (factor: SecondFactor) => {
    if (!enter.isPending) enter.mutate(factor);
  };
  const missing = wasTried ? t("ui.required") : undefined;
  return (
    <OutsideForm
      title={t("identity.secondFactor.title")}
      intro={t(isApp ? "identity.secondFactor.text" : "identity.recovery.text")}
      problem={enter.error === null ? undefined : problemText(t, enter.error)}
      submit={t("identity.signIn")}
      isPending={enter.isPending}
      onSubmit={() => {
        setWasTried(true);
        if (isApp && code.length === 6) send({ code });
        if (!isApp && recoveryCode.trim() !== "") send({ recoveryCode: recoveryCode.trim() });
      }}
      foot={
        <>
          <Button
            variant="quiet"
            size="small"
            onPress={() => {
              enter.reset();
              setWasTried(false);
              setWay(isApp ? "recovery" : "app");
            }}
          >
            {t(isApp ? "identity.recovery.use" : "identity.secondFactor.use")}
          </Button>
          <Button variant="quiet" size="small" onPress={() => onBack("chosen")}>
            {t("identity.secondFactor.back")}
          </Button>
        </>
      }
    >
      {isApp ? (
        <CodeField
          key="app"
          label={t("identity.secondFactor.code")}
          autoFocus
          value={code}
          errorMessage={wasTried && code.length < 6 && !enter.isError ? missing : undefined}
          onChange={setCode}
          onComplete={(complete) => send({ code: complete })}
        />
      ) : (
        <TextField
          key="recovery"
          label={t("identity.recovery.code")}
          name="recovery-code"
          autoComplete="off"
          autoFocus
          maxLength={40}
          value={recoveryCode}
          errorMessage={recoveryCode.trim() === "" ? missing : undefined}
          onChange={setRecoveryCode}
        />
      )}
    </OutsideForm>
  );
}

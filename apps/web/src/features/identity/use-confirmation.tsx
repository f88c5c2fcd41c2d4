import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { isProblem } from "../../api/problem.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { FormProblem } from "./outside-form.tsx";

/** The person closed the question who they are: nothing was done, and nothing went wrong. */
export class NotConfirmed extends Error {
  constructor() {
    super("The person did not confirm who they are");
    this.name = "NotConfirmed";
  }
}

/** Does something that may need a fresh proof of who asks; rejects with NotConfirmed without one. */
export type RunConfirmed = <Answer>(act: () => Promise<Answer>) => Promise<Answer>;

interface Question {
  readonly confirmed: () => void;
  readonly refused: () => void;
}

/**
 * Repeats what the server answers with `confirmation_required` once the person has given their
 * password; somebody without one signs in again. `dialog` belongs into the page.
 */
export function useConfirmation({
  hasPassword,
  onSignInAgain,
}: {
  hasPassword: boolean;
  onSignInAgain: () => void;
}): { run: RunConfirmed; dialog: ReactNode } {
  const [question, setQuestion] = useState<Question | null>(null);

  async function run<Answer>(act: () => Promise<Answer>): Promise<Answer> {
    try {
      return await act();
    } catch (error) {
      if (!isProblem(error, "confirmation_required")) throw error;
    }
    await new Promise<void>((confirmed, reject) => {
      setQuestion({ confirmed, refused: () => reject(new NotConfirmed()) });
    });
    return act();
  }

  if (question === null) return { run, dialog: null };
  const close = (then: () => void) => {
    setQuestion(null);
    then();
  };
  const answers = {
    onConfirmed: () => close(question.confirmed),
    onClose: () => close(question.refused),
  };
  return {
    run,
    dialog: hasPassword ? (
      <ConfirmDialog {...answers} />
    ) : (
      <SignInAgainDialog onClose={answers.onClose} onSignInAgain={onSignInAgain} />
    ),
  };
}

function ConfirmDialog({ onConfirmed, onClose }: { onConfirmed: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const confirm = useMutation({
    mutationFn: (given: string) => api.post("/me/confirm", { password: given }),
    onSuccess: onConfirmed,
  });
  const isWrong = isProblem(confirm.error, "wrong_credentials");
  return (
    <Dialog
      title={t("account.confirm.title")}
      size="small"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="confirm-identity"
            isPending={confirm.isPending}
          >
            {t("account.confirm.go")}
          </Button>
        </>
      }
    >
      <form
        id="confirm-identity"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setWasTried(true);
          if (password !== "" && !confirm.isPending) confirm.mutate(password);
        }}
      >
        <PasswordField
          label={t("identity.password")}
          name="password"
          description={t("account.confirm.text")}
          autoComplete="current-password"
          autoFocus
          value={password}
          errorMessage={
            isWrong
              ? t("account.confirm.wrong")
              : wasTried && password === ""
                ? t("ui.required")
                : undefined
          }
          onChange={(text) => {
            if (isWrong) confirm.reset();
            setPassword(text);
          }}
        />
      </form>
      {confirm.error !== null && !isWrong && (
        <FormProblem>{problemText(t, confirm.error)}</FormProblem>
      )}
    </Dialog>
  );
}

function SignInAgainDialog({
  onClose,
  onSignInAgain,
}: {
  onClose: () => void;
  onSignInAgain: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t("account.confirm.title")}
      size="small"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button variant="primary" onPress={onSignInAgain}>
            {t("account.confirm.signInAgain")}
          </Button>
        </>
      }
    >
      <p>{t("account.confirm.signInAgainText")}</p>
    </Dialog>
  );
}

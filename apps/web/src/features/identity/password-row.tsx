import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { isProblem } from "../../api/problem.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { AccountRow } from "./account-row.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { FormProblem } from "./outside-form.tsx";
import { passwordFaults } from "./password-strength.ts";
import type { RunConfirmed } from "./use-confirmation.tsx";
import { useSecurityAct, wasCalledOff } from "./use-security-act.ts";

export interface Owner {
  readonly name: string;
  readonly email: string;
}

export function PasswordRow({
  hasPassword,
  owner,
  run,
}: {
  hasPassword: boolean;
  owner: Owner;
  run: RunConfirmed;
}) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const change = hasPassword ? "account.password.change" : "account.password.set";
  return (
    <AccountRow
      title={t("account.password.title")}
      badge={!hasPassword && <Badge>{t("account.password.none")}</Badge>}
      actions={<Button onPress={() => setIsOpen(true)}>{t(change)}</Button>}
    >
      {t(hasPassword ? "account.password.text" : "account.password.noneText")}
      {isOpen && (
        <PasswordDialog
          title={t(change)}
          owner={owner}
          run={run}
          onClose={() => setIsOpen(false)}
        />
      )}
    </AccountRow>
  );
}

function PasswordDialog({
  title,
  owner,
  run,
  onClose,
}: {
  title: string;
  owner: Owner;
  run: RunConfirmed;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const about = [owner.name, owner.email];
  const [password, setPassword] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const save = useSecurityAct(run, (next: string) => api.post("/me/password", { password: next }), {
    onSuccess: () => {
      toast.show({ tone: "ok", text: t("account.password.changed") });
      onClose();
    },
    onProblem: () => undefined,
  });
  const problem = save.error === null || wasCalledOff(save.error) ? null : save.error;
  const isWeak = isProblem(problem, "password_too_weak");
  return (
    <Dialog
      title={title}
      size="small"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button variant="primary" type="submit" form="new-password" isPending={save.isPending}>
            {t("ui.save")}
          </Button>
        </>
      }
    >
      <form
        id="new-password"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setWasTried(true);
          if (passwordFaults(password, about).length === 0 && !save.isPending)
            save.mutate(password);
        }}
      >
        <input hidden readOnly name="username" autoComplete="username" value={owner.email} />
        <NewPasswordField
          label={t("identity.newPassword")}
          value={password}
          about={about}
          wasTried={wasTried}
          errorMessage={isWeak ? t("identity.password.guessable") : undefined}
          onChange={(text) => {
            if (isWeak) save.reset();
            setPassword(text);
          }}
        />
      </form>
      {problem !== null && !isWeak && <FormProblem>{problemText(t, problem)}</FormProblem>}
    </Dialog>
  );
}

import type { MySecurity, RecoveryCodes, TotpStart } from "@istmo/contracts";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { AccountRow } from "./account-row.tsx";
import { AskFirstDialog } from "./ask-first-dialog.tsx";
import { CodeField } from "./code-field.tsx";
import { FormProblem } from "./outside-form.tsx";
import { RecoveryCodesDialog } from "./recovery-codes-dialog.tsx";
import type { RunConfirmed } from "./use-confirmation.tsx";
import { useSecurityAct, wasCalledOff } from "./use-security-act.ts";
import styles from "./account.module.css";

const QrCode = lazy(async () => ({ default: (await import("./qr-code.tsx")).QrCode }));

/** Fewer than this, and the page says that new ones are due. */
const fewCodes = 3;

type Asked = "remove" | "new-codes";

/** The authenticator app, and the recovery codes that stand in for it. */
export function AuthenticatorRow({
  totp,
  email,
  run,
}: {
  totp: MySecurity["totp"];
  email: string;
  run: RunConfirmed;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [setUp, setSetUp] = useState<TotpStart | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const start = useSecurityAct(run, () => api.post<TotpStart>("/me/totp/start", {}), {
    onSuccess: setSetUp,
  });
  const remove = useSecurityAct(run, () => api.post("/me/totp/remove", {}), {
    onSuccess: () => toast.show({ tone: "ok", text: t("account.totp.removed") }),
  });
  const renew = useSecurityAct(run, () => api.post<RecoveryCodes>("/me/recovery-codes", {}), {
    onSuccess: (answer) => setCodes(answer.codes),
  });
  const left = totp.recoveryCodesLeft;
  return (
    <>
      <AccountRow
        title={t("account.totp.title")}
        badge={
          totp.isOn ? (
            <Badge tone="ok">{t("account.totp.on")}</Badge>
          ) : (
            <Badge>{t("account.totp.off")}</Badge>
          )
        }
        actions={
          totp.isOn ? (
            <Button
              variant="danger"
              isPending={remove.isPending}
              onPress={() => setAsked("remove")}
            >
              {t("account.totp.remove")}
            </Button>
          ) : (
            <Button isPending={start.isPending} onPress={() => start.mutate(undefined)}>
              {t("account.totp.add")}
            </Button>
          )
        }
      >
        {t(totp.isOn ? "account.totp.onText" : "account.totp.offText")}
      </AccountRow>
      {totp.isOn && (
        <AccountRow
          title={t("account.codes.rowTitle")}
          actions={
            <Button isPending={renew.isPending} onPress={() => setAsked("new-codes")}>
              {t("account.codes.renew")}
            </Button>
          }
        >
          <span className={left < fewCodes ? styles.low : undefined}>
            {t("account.codes.left", { count: left })}
          </span>
        </AccountRow>
      )}
      {asked === "remove" && (
        <AskFirstDialog
          title={t("account.totp.removeTitle")}
          text={t("account.totp.removeText")}
          action={t("account.totp.remove")}
          onGo={() => remove.mutate(undefined)}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === "new-codes" && (
        <AskFirstDialog
          title={t("account.codes.renewTitle")}
          text={t("account.codes.renewText")}
          action={t("account.codes.renew")}
          onGo={() => renew.mutate(undefined)}
          onClose={() => setAsked(null)}
        />
      )}
      {setUp !== null && (
        <SetUpDialog
          start={setUp}
          run={run}
          onDone={(answer) => {
            setSetUp(null);
            setCodes(answer.codes);
          }}
          onClose={() => setSetUp(null)}
        />
      )}
      {codes !== null && (
        <RecoveryCodesDialog codes={codes} email={email} onClose={() => setCodes(null)} />
      )}
    </>
  );
}

/** "JBSWY3DPEHPK3PXP" in fours, as apps show it. */
const inFours = (secret: string) => secret.replace(/(.{4})(?=.)/g, "$1 ");

function SetUpDialog({
  start,
  run,
  onDone,
  onClose,
}: {
  start: TotpStart;
  run: RunConfirmed;
  onDone: (codes: RecoveryCodes) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const confirm = useSecurityAct(
    run,
    (given: string) => api.post<RecoveryCodes>("/me/totp/confirm", { code: given }),
    { onSuccess: onDone, onProblem: () => setCode("") },
  );
  const send = (given: string) => {
    setWasTried(true);
    if (given.length === 6 && !confirm.isPending) confirm.mutate(given);
  };
  const problem = confirm.error === null || wasCalledOff(confirm.error) ? null : confirm.error;
  return (
    <Dialog
      title={t("account.totp.setUpTitle")}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button variant="primary" type="submit" form="set-up" isPending={confirm.isPending}>
            {t("account.totp.turnOn")}
          </Button>
        </>
      }
    >
      <div className={styles.setUp}>
        <Suspense fallback={<div className={styles.qr} />}>
          <QrCode text={start.uri} label={t("account.totp.qr")} />
        </Suspense>
        <div className={styles.steps}>
          <p>{t("account.totp.scan")}</p>
          <p>
            {t("account.totp.typeInstead")}
            <code className={styles.secret} translate="no">
              {inFours(start.secret)}
            </code>
          </p>
          <form
            id="set-up"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              send(code);
            }}
          >
            <CodeField
              label={t("account.totp.firstCode")}
              autoFocus
              value={code}
              errorMessage={
                wasTried && code.length < 6 && problem === null && !confirm.isPending
                  ? t("ui.required")
                  : undefined
              }
              onChange={setCode}
              onComplete={send}
            />
          </form>
          {problem !== null && <FormProblem>{problemText(t, problem)}</FormProblem>}
        </div>
      </div>
    </Dialog>
  );
}

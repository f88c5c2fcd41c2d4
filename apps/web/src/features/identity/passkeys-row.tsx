import type { Passkey } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatDay, formatMoment } from "../../lib/dates.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { AccountRow } from "./account-row.tsx";
import { AskFirstDialog } from "./ask-first-dialog.tsx";
import { FormProblem } from "./outside-form.tsx";
import {
  addPasskey,
  PasskeyAlreadyThere,
  passkeyOptions,
  supportsPasskeys,
  type PasskeyOptions,
} from "./passkeys.ts";
import { useDeviceWords } from "./use-device-words.ts";
import type { RunConfirmed } from "./use-confirmation.tsx";
import { useFocusAfterRemoval } from "./use-focus-after-removal.ts";
import { useSecurityAct, wasCalledOff } from "./use-security-act.ts";
import styles from "./account.module.css";

export function PasskeysRow({
  passkeys,
  isPossible,
  run,
}: {
  passkeys: readonly Passkey[];
  /** Passkeys work at the address by which this page was opened. */
  isPossible: boolean;
  run: RunConfirmed;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [options, setOptions] = useState<PasskeyOptions | null>(null);
  const [toRemove, setToRemove] = useState<Passkey | null>(null);
  const { ref: list, expectRemoval } = useFocusAfterRemoval<HTMLUListElement>(passkeys.length);
  const begin = useSecurityAct(run, passkeyOptions, { onSuccess: setOptions });
  const remove = useSecurityAct(
    run,
    (id: string) => api.post(`/me/passkeys/${encodeURIComponent(id)}/remove`, {}),
    {
      onSuccess: () => {
        expectRemoval();
        toast.show({ tone: "ok", text: t("account.passkeys.removed") });
      },
    },
  );
  const canAdd = isPossible && supportsPasskeys();
  return (
    <AccountRow
      title={t("account.passkeys.title")}
      below={
        <ul
          className={styles.list}
          aria-label={t("account.passkeys.title")}
          tabIndex={-1}
          ref={list}
        >
          {passkeys.map((passkey) => (
            <PasskeyItem
              key={passkey.id}
              passkey={passkey}
              isPending={remove.isPending && remove.variables === passkey.id}
              onRemove={() => setToRemove(passkey)}
            />
          ))}
        </ul>
      }
      actions={
        canAdd && (
          <Button isPending={begin.isPending} onPress={() => begin.mutate(undefined)}>
            {t("account.passkeys.add")}
          </Button>
        )
      }
    >
      {!isPossible
        ? t("account.passkeys.needDomain")
        : canAdd
          ? t("account.passkeys.text")
          : t("account.passkeys.notHere")}
      {options !== null && <NameDialog options={options} onClose={() => setOptions(null)} />}
      {toRemove !== null && (
        <AskFirstDialog
          title={t("account.passkeys.removeTitle", { name: toRemove.name })}
          text={t("account.passkeys.removeText")}
          action={t("account.passkeys.remove")}
          onGo={() => remove.mutate(toRemove.id)}
          onClose={() => setToRemove(null)}
        />
      )}
    </AccountRow>
  );
}

function PasskeyItem({
  passkey,
  isPending,
  onRemove,
}: {
  passkey: Passkey;
  isPending: boolean;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { name, createdAt, lastUsedAt, isBackedUp } = passkey;
  return (
    <li className={styles.item}>
      <div className={styles.itemTexts}>
        <span className={styles.itemName}>
          {name}
          {isBackedUp && <Badge tone="outline">{t("account.passkeys.backedUp")}</Badge>}
        </span>
        <span className={styles.itemMeta}>
          <time dateTime={createdAt} title={formatMoment(createdAt, language)}>
            {t("account.passkeys.created", { day: formatDay(createdAt, language) })}
          </time>
          {" · "}
          {lastUsedAt === null
            ? t("account.passkeys.neverUsed")
            : t("account.passkeys.lastUsed", { time: formatAgo(lastUsedAt, language) })}
        </span>
      </div>
      <Button
        variant="quiet"
        size="small"
        isPending={isPending}
        aria-label={t("account.passkeys.removeOne", { name })}
        onPress={onRemove}
      >
        {t("account.passkeys.remove")}
      </Button>
    </li>
  );
}

/** A name to know it by, then the browser's own dialog. */
function NameDialog({ options, onClose }: { options: PasskeyOptions; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const deviceWords = useDeviceWords();
  const [name, setName] = useState(() => deviceWords(navigator.userAgent));
  // No second confirmation: the options were given to somebody who had just confirmed.
  const add = useSecurityAct(
    (act) => act(),
    (given: string) => addPasskey(given, options),
    {
      onSuccess: () => {
        toast.show({ tone: "ok", text: t("account.passkeys.added") });
        onClose();
      },
      onProblem: () => undefined,
    },
  );
  const text = () => {
    if (add.error === null) return null;
    if (wasCalledOff(add.error)) return t("account.passkeys.notGiven");
    if (add.error instanceof PasskeyAlreadyThere) return t("account.passkeys.alreadyThere");
    return problemText(t, add.error);
  };
  const problem = text();
  return (
    <Dialog
      title={t("account.passkeys.add")}
      size="small"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button variant="primary" type="submit" form="new-passkey" isPending={add.isPending}>
            {t("account.passkeys.create")}
          </Button>
        </>
      }
    >
      <form
        id="new-passkey"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "" && !add.isPending) add.mutate(name.trim());
        }}
      >
        <TextField
          label={t("account.passkeys.name")}
          description={t("account.passkeys.nameText")}
          autoFocus
          maxLength={80}
          value={name}
          errorMessage={name.trim() === "" ? t("ui.required") : undefined}
          onChange={setName}
        />
      </form>
      {problem !== null && <FormProblem>{problem}</FormProblem>}
    </Dialog>
  );
}

import type { WholeAction } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../i18n/use-language.ts";
import { formatDay } from "../../../lib/dates.ts";
import { Button } from "../../../ui/button.tsx";
import { useActionWords } from "../action-words.ts";
import styles from "./detail.module.css";
import { Part } from "./part.tsx";
import { RecurrenceDialog } from "./recurrence-dialog.tsx";
import { useItemCommand } from "./use-item-command.ts";
import { useRecurrenceWords } from "./use-recurrence-words.ts";

/** Whether and how the action comes again, and the one after it. */
export function Recurrence({ item }: { item: WholeAction }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useActionWords();
  const how = useRecurrenceWords();
  const [isSetting, setIsSetting] = useState(false);
  const { recurrence, abilities } = item;
  if (recurrence === null && !abilities.edit) return null;
  const isOn = recurrence !== null && !recurrence.isEnded;
  const lacksDate = recurrence === null && item.dueOn === null;
  const next = recurrence?.next ?? null;
  return (
    <Part
      title={t("action.recurrence.title")}
      action={
        abilities.edit && !lacksDate ? (
          <Button size="small" onPress={() => setIsSetting(true)}>
            {t(isOn ? "action.recurrence.change" : "action.recurrence.set")}
          </Button>
        ) : undefined
      }
    >
      <p className={recurrence === null ? styles.muted : styles.words}>
        {recurrence === null
          ? t(lacksDate ? "action.recurrence.needsDate" : "action.recurrence.none")
          : isOn
            ? how(recurrence)
            : t("action.recurrence.ended")}
      </p>
      {recurrence !== null && (
        <p className={styles.muted}>
          {t("action.recurrence.occurrence", { count: recurrence.occurrence })}
          {next !== null &&
            ` ${t("action.recurrence.next")}: ${next.dueOn === null ? "" : formatDay(next.dueOn, language)} · ${words.state[next.state]}`}
        </p>
      )}
      {isOn && abilities.edit && <End actionId={item.id} />}
      {isSetting && <RecurrenceDialog item={item} onClose={() => setIsSetting(false)} />}
    </Part>
  );
}

function End({ actionId }: { actionId: string }) {
  const { t } = useTranslation();
  const { run, isPending } = useItemCommand(actionId);
  const [isAsked, setIsAsked] = useState(false);
  if (!isAsked)
    return (
      <div>
        <Button size="small" variant="quiet" onPress={() => setIsAsked(true)}>
          {t("action.recurrence.end")}
        </Button>
      </div>
    );
  return (
    <div className={styles.buttons}>
      <span className={styles.words}>{t("action.recurrence.endAsk")}</span>
      <Button
        size="small"
        variant="danger"
        isPending={isPending}
        onPress={() => run({ path: "/recurrence", body: { recurrence: null } })}
      >
        {t("action.recurrence.end")}
      </Button>
      <Button size="small" variant="quiet" onPress={() => setIsAsked(false)}>
        {t("action.checklist.cancel")}
      </Button>
    </div>
  );
}

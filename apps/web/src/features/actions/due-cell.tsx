import type { ActionItem } from "@istmo/contracts";
import { useState, type FormEvent } from "react";
import { Button as PlainButton } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useLanguage } from "../../i18n/use-language.ts";
import { changeOf, draftOf, faultsOf, movesLateDate } from "./action-draft.ts";
import { useActionWords } from "./action-words.ts";
import styles from "./cell-editor.module.css";
import { DueLabel } from "./due-label.tsx";
import { useFaultWords } from "./use-fault-words.ts";
import type { InlineChange } from "./use-inline-change.ts";

interface DueCellProps {
  readonly item: ActionItem;
  readonly today: string;
  readonly onChange: InlineChange;
}

/** The due date, which a press lets the person move where they may. */
export function DueCell({ item, today, onChange }: DueCellProps) {
  const { t } = useTranslation();
  const title = useActionWords().titleOf(item);
  const [isOpen, setIsOpen] = useState(false);
  const label =
    item.dueOn === null ? (
      <span className={styles.none}>{t("actions.noDate")}</span>
    ) : (
      <DueLabel item={item} today={today} />
    );
  if (!item.abilities.edit) return <span className={styles.still}>{label}</span>;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <PlainButton className={styles.trigger!}>
        {label}
        <span className="visually-hidden">{t("actions.table.changeDue", { title })}</span>
      </PlainButton>
      <Popover className={styles.popover!} placement="bottom start" offset={4}>
        <Dialog className={styles.dialog!} aria-label={t("actions.table.changeDue", { title })}>
          <DueForm
            item={item}
            today={today}
            onChange={(...change) => {
              setIsOpen(false);
              onChange(...change);
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function DueForm({ item, today, onChange }: DueCellProps) {
  const { t } = useTranslation();
  const words = useActionWords();
  const faultWords = useFaultWords();
  const language = useLanguage();
  const [opened] = useState(item);
  const [draft, setDraft] = useState(() => draftOf(item, language));
  const [wasTried, setWasTried] = useState(false);
  const faults = faultsOf(draft, today, opened);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setWasTried(true);
    if (faults.dueOn !== undefined || faults.reason !== undefined) return;
    onChange(item, changeOf(draft, opened, language), {
      dueOn: draft.dueOn === "" ? null : draft.dueOn,
    });
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <DateField
        label={words.field.dueOn}
        value={draft.dueOn}
        onChange={(dueOn) => setDraft({ ...draft, dueOn })}
        errorMessage={wasTried && faults.dueOn ? faultWords[faults.dueOn] : undefined}
      />
      {movesLateDate(opened, draft) && (
        <TextField
          isRequired
          label={t("actions.form.dateReason")}
          description={t("actions.form.dateReasonHelp")}
          maxLength={1000}
          value={draft.reason}
          onChange={(reason) => setDraft({ ...draft, reason })}
          errorMessage={wasTried && faults.reason ? faultWords[faults.reason] : undefined}
        />
      )}
      <Button type="submit" variant="primary" size="small">
        {t("actions.form.submitEdit")}
      </Button>
    </form>
  );
}

import type { FieldConflict } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../i18n/use-language.ts";
import { formatMoment } from "../../../lib/dates.ts";
import { Choices } from "../../../ui/choices.tsx";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import styles from "./detail.module.css";
import { useFieldWords } from "./field-words.ts";

export interface ConflictDialogProps {
  readonly conflict: FieldConflict;
  /** What the person wants, by field as the history names it; left out, there is nothing to choose. */
  readonly mine?: Readonly<Record<string, unknown>>;
  readonly isPending?: boolean;
  /** The fields whose value of the colleague stands. */
  readonly onChoose?: (theirs: ReadonlySet<string>) => void;
  readonly onClose: () => void;
}

/** Two changed the same: shows both values field by field, with who and when, and lets one choose. */
export function ConflictDialog({
  conflict,
  mine,
  isPending = false,
  onChoose,
  onClose,
}: ConflictDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nameOf, valueOf } = useFieldWords();
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  // How often a date has slipped follows from the date.
  const fields = conflict.fields.filter(({ field }) => field !== "dateSlips");
  const isChoice = mine !== undefined && onChoose !== undefined;
  return (
    <FormDialog
      title={t("action.conflict.title")}
      text={t(isChoice ? "action.conflict.text" : "action.conflict.undoText")}
      submitLabel={t(isChoice ? "action.conflict.save" : "action.conflict.close")}
      isPending={isPending}
      onSubmit={() => (isChoice ? onChoose(theirs) : onClose())}
      onClose={onClose}
    >
      {fields.map(({ field, value, by, at }) => {
        const name = by?.name ?? t("action.history.installation");
        const label = t("action.conflict.theirs", { name, value: valueOf(field, value) });
        const when = formatMoment(at, language);
        if (!isChoice)
          return (
            <p key={field} className={styles.words}>
              <strong>{nameOf(field)}</strong>
              <br />
              {label} · {when}
            </p>
          );
        const yours = t("action.conflict.yours", { value: valueOf(field, mine[field]) });
        return (
          <Choices
            key={field}
            label={nameOf(field)}
            value={theirs.has(field) ? "theirs" : "mine"}
            choices={[
              { id: "mine", label: yours },
              { id: "theirs", label, description: when },
            ]}
            onChange={(whose) => {
              const next = new Set(theirs);
              if (whose === "theirs") next.add(field);
              else next.delete(field);
              setTheirs(next);
            }}
          />
        );
      })}
    </FormDialog>
  );
}

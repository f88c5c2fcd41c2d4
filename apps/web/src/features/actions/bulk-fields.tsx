import type { BulkChange, Priority } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { Choices } from "../../ui/choices.tsx";
import { ComboBox } from "../../ui/combo-box.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { ActionSurroundings } from "./use-action-surroundings.ts";
import { useOwnerOptions } from "./use-owner-options.ts";

export type BulkKind = BulkChange["do"];

export interface BulkDraft {
  readonly personId: string;
  readonly priority: Priority;
  readonly dueOn: string;
  readonly days: string;
}
export const firstDraft: BulkDraft = { personId: "", priority: "normal", dueOn: "", days: "7" };

/** What a change of many asks for. */
export function BulkFields({
  kind,
  draft,
  isWrong,
  surroundings,
  onChange,
}: {
  kind: BulkKind;
  draft: BulkDraft;
  isWrong: boolean;
  surroundings: ActionSurroundings;
  onChange: (draft: BulkDraft) => void;
}) {
  const { t } = useTranslation();
  const { options } = useOwnerOptions("", surroundings, true);
  if (kind === "set_owner" || kind === "add_helpers")
    return (
      <ComboBox
        label={t(kind === "set_owner" ? "actions.field.owner" : "actionTools.bulk.helper")}
        options={kind === "set_owner" ? options : options.filter(({ id }) => id !== "")}
        value={draft.personId}
        onChange={(personId) => onChange({ ...draft, personId: personId ?? "" })}
        errorMessage={isWrong ? t("actionTools.bulk.personMissing") : undefined}
      />
    );
  if (kind === "set_priority")
    return (
      <Choices
        hideLabel
        label={t("actions.field.priority")}
        value={draft.priority}
        choices={(["high", "normal", "low"] as const).map((id) => ({
          id,
          label: t(`actions.priority.${id}`),
        }))}
        onChange={(priority) => onChange({ ...draft, priority: priority as Priority })}
      />
    );
  if (kind === "set_due")
    return (
      <DateField
        label={t("actions.field.dueOn")}
        description={t("actionTools.bulk.dueHelp")}
        value={draft.dueOn}
        onChange={(dueOn) => onChange({ ...draft, dueOn })}
      />
    );
  if (kind === "shift_due")
    return (
      <TextField
        label={t("actionTools.bulk.days")}
        description={t("actionTools.bulk.daysHelp")}
        inputMode="numeric"
        value={draft.days}
        onChange={(days) => onChange({ ...draft, days })}
        errorMessage={isWrong ? t("actionTools.bulk.daysWrong") : undefined}
      />
    );
  return null;
}

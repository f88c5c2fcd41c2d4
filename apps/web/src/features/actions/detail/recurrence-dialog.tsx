import type { WholeAction } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "../../../lib/problem-text.ts";
import { DateField } from "../../../ui/date-field.tsx";
import { FieldPair, FormDialog } from "../../../ui/form-dialog.tsx";
import { Select } from "../../../ui/select.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { useToast } from "../../../ui/toaster.tsx";
import { useItemCommand } from "./use-item-command.ts";
import { useWeekdays } from "./use-recurrence-words.ts";

const atMost = { week: 52, month: 24 } as const;
const isWhole = (text: string, max: number) =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= max;

/** Every so many weeks on a day of the week, or months on a day of the month, until a day or always. */
export function RecurrenceDialog({ item, onClose }: { item: WholeAction; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const weekdays = useWeekdays();
  const { run, isPending, error } = useItemCommand(item.id, { isQuiet: true });
  const present = item.recurrence?.pattern;
  const due = new Date(`${item.dueOn ?? "2024-01-01"}T00:00:00Z`);
  const [unit, setUnit] = useState<"week" | "month">(present?.unit ?? "week");
  const [every, setEvery] = useState(String(present?.every ?? 1));
  const [weekday, setWeekday] = useState(
    String(present?.unit === "week" ? present.weekday : due.getUTCDay() || 7),
  );
  const [monthDay, setMonthDay] = useState(
    String(present?.unit === "month" ? present.monthDay : due.getUTCDate()),
  );
  const [until, setUntil] = useState(item.recurrence?.until ?? "");
  const [wasTried, setWasTried] = useState(false);
  const isEveryWrong = !isWhole(every, atMost[unit]);
  const isDayWrong = unit === "month" && !isWhole(monthDay, 31);

  function submit(): void {
    setWasTried(true);
    if (isEveryWrong || isDayWrong) return;
    const day = unit === "week" ? { weekday: Number(weekday) } : { monthDay: Number(monthDay) };
    const pattern = { unit, every: Number(every), ...day };
    const recurrence = { pattern, until: until === "" ? null : until };
    run({ path: "/recurrence", body: { recurrence } }, () => {
      toast.show({ tone: "ok", text: t("action.recurrence.saved") });
      onClose();
    });
  }

  return (
    <FormDialog
      title={t("action.recurrence.title")}
      text={t("action.recurrence.follows")}
      submitLabel={t("action.recurrence.submit")}
      isPending={isPending}
      problem={error === null ? null : problemText(t, error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <FieldPair>
        <Select
          label={t("action.recurrence.unit")}
          options={[
            { id: "week", label: t("action.recurrence.week") },
            { id: "month", label: t("action.recurrence.month") },
          ]}
          value={unit}
          onChange={(id) => setUnit(id === "month" ? "month" : "week")}
        />
        <TextField
          label={t(unit === "week" ? "action.recurrence.every" : "action.recurrence.everyMonths")}
          inputMode="numeric"
          value={every}
          onChange={setEvery}
          errorMessage={
            wasTried && isEveryWrong
              ? t("action.recurrence.everyWrong", { max: atMost[unit] })
              : undefined
          }
        />
      </FieldPair>
      {unit === "week" ? (
        <Select
          label={t("action.recurrence.weekday")}
          options={weekdays}
          value={weekday}
          onChange={setWeekday}
        />
      ) : (
        <TextField
          label={t("action.recurrence.monthDay")}
          description={t("action.recurrence.monthDayHelp")}
          inputMode="numeric"
          value={monthDay}
          onChange={setMonthDay}
          errorMessage={wasTried && isDayWrong ? t("action.recurrence.dayWrong") : undefined}
        />
      )}
      <DateField
        label={t("action.recurrence.until")}
        description={t("action.recurrence.untilHelp")}
        value={until}
        onChange={setUntil}
      />
    </FormDialog>
  );
}

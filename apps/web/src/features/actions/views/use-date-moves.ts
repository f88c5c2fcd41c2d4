import type { ActionItem } from "@istmo/contracts";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../i18n/use-language.ts";
import { useToast } from "../../../ui/toaster.tsx";
import type { BoardServices } from "../board-services.ts";
import { longDay } from "../due-date.ts";
import { useInlineChange } from "../use-inline-change.ts";

export type MoveDate = (item: ActionItem, to: string) => void;

/** Moves due dates in place. What is already late is put off in the form, which asks for the reason. */
export function useDateMoves({ surroundings, onEdit }: BoardServices): MoveDate {
  const { t } = useTranslation();
  const language = useLanguage();
  const toast = useToast();
  const change = useInlineChange();
  return useCallback(
    (item, to) => {
      const tell = (text: string) => toast.show({ tone: "info", text });
      if (to === item.dueOn) return;
      if (!item.abilities.edit) return tell(t("views.move.notAllowed"));
      if (to < surroundings.todayFor(item.centreId)) return tell(t("views.move.past"));
      if (item.startOn !== null && to < item.startOn)
        return tell(t("views.move.beforeStart", { day: longDay(item.startOn, language) }));
      if (item.isOverdue) {
        tell(t("views.move.late"));
        onEdit(item);
        return;
      }
      change(item, { dueOn: to }, { dueOn: to });
    },
    [t, language, toast, change, surroundings, onEdit],
  );
}

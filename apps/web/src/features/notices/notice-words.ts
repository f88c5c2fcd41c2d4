import type { Notice } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatDay } from "../../lib/dates.ts";

/** What a notice says of its subject, in a few words. */
export function useNoticeWords(): (notice: Notice) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const day = (dueOn = "") => formatDay(dueOn, language);
  return ({ reason, detail, subject }) => {
    switch (reason) {
      case "escalated":
        return t(`notices.line.escalated.${detail.cause ?? "overdue"}`, {
          count: detail.days ?? 0,
        });
      case "asked":
        return t(`notices.line.asked.${detail.asks ?? "position"}`);
      case "overdue":
      case "due_soon":
        return t(`notices.line.${reason}`, { day: day(detail.dueOn) });
      case "watched":
        if (detail.to !== undefined && subject.kind === "action")
          return t("notices.line.moved", { state: t(`actionState.${detail.to}`) });
        return t(
          detail.fields?.includes("comment") === true
            ? "notices.line.commented"
            : "notices.line.watched",
        );
      case "assigned":
      case "to_verify":
      case "blocked":
      case "commitment":
        return [
          t(`notices.line.${reason}`),
          ...(detail.dueOn === undefined ? [] : [t("notices.due", { day: day(detail.dueOn) })]),
        ].join(" · ");
      default:
        return t(`notices.line.${reason}`);
    }
  };
}

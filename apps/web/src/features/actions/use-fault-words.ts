import { useTranslation } from "react-i18next";
import { titleLength, type DraftFault } from "./action-draft.ts";

/** What is wrong with a field, in the person's language. */
export function useFaultWords(): Record<DraftFault | "refused", string> {
  const { t } = useTranslation();
  return {
    title_required: t("actions.form.titleRequired"),
    title_too_long: t("actions.form.titleTooLong", { max: titleLength }),
    text_too_long: t("actions.form.textTooLong"),
    due_past: t("actions.form.duePast"),
    start_after_due: t("actions.form.startAfterDue"),
    reason_required: t("actions.form.reasonRequired"),
    repeats_without_date: t("actions.form.repeatsWithoutDate"),
    refused: t("actions.form.refused"),
  };
}

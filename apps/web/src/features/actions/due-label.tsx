import type { ActionItem } from "@istmo/contracts";
import { CalendarCheck2, CalendarClock, CalendarX2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { relativeDay, shortDay, urgencyOf } from "./due-date.ts";
import styles from "./due-label.module.css";

interface DueLabelProps {
  readonly item: Pick<ActionItem, "state" | "dueOn" | "isOverdue">;
  /** YYYY-MM-DD in the time zone of the item's centre. */
  readonly today: string;
  /** Cards show both at once; where room is short the exact date alone. */
  readonly compact?: boolean;
}

/** When the item is due: the exact date, how far that is, and "late" in words. */
export function DueLabel({ item, today, compact = false }: DueLabelProps) {
  const { t, i18n } = useTranslation();
  const { dueOn } = item;
  if (dueOn === null) return null;
  const urgency = urgencyOf(item, today);
  const Icon =
    urgency === "late" ? CalendarX2 : urgency === "settled" ? CalendarCheck2 : CalendarClock;
  const exact = shortDay(dueOn, today, i18n.language);
  const relative = relativeDay(dueOn, today, i18n.language);
  const isPressing = urgency === "late" || urgency === "soon" || urgency === "later";
  return (
    <span className={styles.due} data-urgency={urgency}>
      <Icon size={14} aria-hidden className={styles.icon} />
      <span className={styles.words}>
        {urgency === "late" && <strong className={styles.late}>{t("actions.late")}</strong>}{" "}
        <time dateTime={dueOn}>{exact}</time>{" "}
        {isPressing && !compact && <span className={styles.relative}>({relative})</span>}
      </span>
    </span>
  );
}

import type { Priority } from "@istmo/contracts";
import { ChevronDown, ChevronsUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./priority-label.module.css";

/** Only what stands out: a normal priority says nothing. */
export function PriorityLabel({
  priority,
  isShort = false,
}: {
  priority: Priority;
  /** Where room is short: "Alta", and the rest for screen readers. */
  isShort?: boolean;
}) {
  const { t } = useTranslation();
  if (priority === "normal") return null;
  const Icon = priority === "high" ? ChevronsUp : ChevronDown;
  const full = priority === "high" ? t("actions.highPriority") : t("actions.lowPriority");
  const short = priority === "high" ? t("actions.priority.high") : t("actions.priority.low");
  return (
    <span className={styles.priority} data-priority={priority} title={full}>
      <Icon size={14} strokeWidth={2.25} aria-hidden />
      {isShort ? (
        <>
          <span className="visually-hidden">{full}</span>
          <span aria-hidden="true">{short}</span>
        </>
      ) : (
        full
      )}
    </span>
  );
}

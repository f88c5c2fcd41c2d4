import type { Priority } from "@istmo/contracts";
import { ChevronDown, ChevronsUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./priority-label.module.css";

/** Only what stands out: a normal priority says nothing. */
export function PriorityLabel({ priority }: { priority: Priority }) {
  const { t } = useTranslation();
  if (priority === "normal") return null;
  const Icon = priority === "high" ? ChevronsUp : ChevronDown;
  return (
    <span className={styles.priority} data-priority={priority}>
      <Icon size={14} strokeWidth={2.25} aria-hidden />
      {priority === "high" ? t("actions.highPriority") : t("actions.lowPriority")}
    </span>
  );
}

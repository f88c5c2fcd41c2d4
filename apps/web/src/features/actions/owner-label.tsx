import type { ActionItem } from "@istmo/contracts";
import { UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../ui/avatar.tsx";
import styles from "./owner-label.module.css";
import type { ActionSurroundings } from "./use-action-surroundings.ts";

/** Who answers for the item. */
export function OwnerLabel({
  item,
  surroundings,
}: {
  item: Pick<ActionItem, "owner" | "centreId">;
  surroundings: ActionSurroundings;
}) {
  const { t } = useTranslation();
  if (item.owner === null) {
    return (
      <span className={styles.owner} data-missing="true">
        <UserRound size={14} aria-hidden className={styles.icon} />
        {t("actions.noOwner")}
      </span>
    );
  }
  return (
    <span className={styles.owner}>
      <Avatar name={item.owner.name} group={surroundings.codeOf(item.centreId)} size="small" />
      <span className={styles.name}>{item.owner.name}</span>
    </span>
  );
}

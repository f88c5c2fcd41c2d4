import type { ActionItem } from "@istmo/contracts";
import { GripVertical, OctagonPause } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { GridListItem } from "react-aria-components/GridList";
import { useTranslation } from "react-i18next";
import { ActionMenu } from "./action-menu.tsx";
import { useActionWords } from "./action-words.ts";
import styles from "./board-card.module.css";
import type { BoardServices } from "./board-services.ts";
import { CentreChip } from "./centre-chip.tsx";
import { DueLabel } from "./due-label.tsx";
import { OwnerLabel } from "./owner-label.tsx";
import { PresentPeople } from "./present-people.tsx";
import { PriorityLabel } from "./priority-label.tsx";
import { TextFlag } from "./text-flag.tsx";

interface BoardCardProps {
  readonly item: ActionItem;
  /** The cards of its column in order, for "up" and "down". */
  readonly column: readonly ActionItem[];
  readonly services: BoardServices;
}

export function BoardCard({ item, column, services }: BoardCardProps) {
  const { t } = useTranslation();
  const words = useActionWords();
  const title = words.titleOf(item);
  const { surroundings, changedIds } = services;
  return (
    <GridListItem
      id={item.id}
      textValue={title}
      className={styles.card!}
      data-changed={changedIds.has(item.id)}
      data-late={item.isOverdue}
    >
      <div className={styles.top}>
        <CentreChip centreId={item.centreId} surroundings={surroundings} />
        <PriorityLabel priority={item.priority} isShort />
        <PresentPeople actionId={item.id} meId={surroundings.meId} />
        <span className={styles.tools}>
          <Button
            slot="drag"
            className={styles.drag!}
            aria-label={t("actions.card.drag", { title })}
          >
            <GripVertical size={15} aria-hidden />
          </Button>
          <ActionMenu item={item} column={column} services={services} />
        </span>
      </div>
      <p className={styles.title} lang={words.langOf(item)}>
        {title}
      </p>
      {item.state === "blocked" && item.blockedReason !== null && (
        <p className={styles.blocked}>
          <OctagonPause size={13} aria-hidden className={styles.blockedIcon} />
          {item.blockedReason}
        </p>
      )}
      <div className={styles.foot}>
        <OwnerLabel item={item} surroundings={surroundings} />
        <DueLabel item={item} today={surroundings.todayFor(item.centreId)} />
        <TextFlag origin={item.origin} />
      </div>
    </GridListItem>
  );
}

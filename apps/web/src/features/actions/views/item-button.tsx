import type { ActionItem } from "@istmo/contracts";
import type { DragEvent, KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useActionWords } from "../action-words.ts";
import type { BoardServices } from "../board-services.ts";
import { StateIcon } from "../state-icon.tsx";
import styles from "./calendar-view.module.css";
import { dayPlus } from "../../../lib/days.ts";
import { daysOfKey } from "./days.ts";
import type { MoveDate } from "./use-date-moves.ts";

export const itemType = "application/x-istmo-action";

interface ItemButtonProps {
  readonly item: ActionItem;
  readonly services: BoardServices;
  readonly onMove: MoveDate;
  /** Says which keys move it. */
  readonly describedBy: string;
}

/** An item in the calendar: pressed it opens, dragged or with Alt and an arrow it goes to another day. */
export function ItemButton({ item, services, onMove, describedBy }: ItemButtonProps) {
  const { t } = useTranslation();
  const words = useActionWords();
  const title = words.titleOf(item);
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData(itemType, item.id);
    event.dataTransfer.setData("text/plain", title);
    event.dataTransfer.effectAllowed = "move";
  };
  const press = (event: KeyboardEvent) => {
    const days = daysOfKey(event.key);
    if (!event.altKey || days === 0 || item.dueOn === null) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(item, dayPlus(item.dueOn, days));
  };
  return (
    <button
      type="button"
      className={styles.item}
      data-item={item.id}
      data-late={item.isOverdue}
      data-settled={item.state === "verified" || item.state === "cancelled"}
      data-changed={services.changedIds.has(item.id)}
      aria-describedby={describedBy}
      draggable={item.abilities.edit}
      onDragStart={drag}
      onKeyDown={press}
      onClick={() => services.onOpen(item.id)}
    >
      <StateIcon state={item.state} size={13} />
      <span className={styles.itemTitle} lang={words.langOf(item)}>
        {title}
      </span>
      <span className="visually-hidden">
        {words.state[item.state]}
        {item.isOverdue && ` · ${t("views.late")}`}
      </span>
    </button>
  );
}

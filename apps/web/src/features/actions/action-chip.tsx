import type { ActionItem } from "@istmo/contracts";
import { CircleHelp } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { initialsOf } from "../../ui/avatar.tsx";
import styles from "./action-chip.module.css";
import { ActionDetail } from "./action-detail.tsx";
import { ActionTick, onPressKey } from "./action-tick.tsx";
import { useActionWords } from "./action-words.ts";
import { useShownAction } from "./use-shown-actions.ts";

export interface ActionChipProps {
  readonly actionId: string;
  /** Opens the action elsewhere; without it the chip opens the detail itself. */
  readonly onOpen?: (id: string) => void;
  readonly originLink?: (origin: ActionItem["origin"]) => ReactNode;
}

/**
 * An action inside a paper's text: the paper holds its id, this shows how it stands now. No
 * button element, since that cannot break over two lines as the text around it does.
 */
export function ActionChip({ actionId, onOpen, originLink }: ActionChipProps) {
  const { t } = useTranslation();
  const words = useActionWords();
  const { item, isLoading } = useShownAction(actionId);
  const [isOpen, setIsOpen] = useState(false);

  if (item === undefined) {
    return (
      <span className={styles.chip} data-missing="true" contentEditable={false}>
        <CircleHelp size={14} aria-hidden className={styles.mark} />
        <span className={styles.title}>
          {isLoading ? t("actions.chip.loading") : t("actions.chip.unavailable")}
        </span>
      </span>
    );
  }
  const open = () => (onOpen ? onOpen(actionId) : setIsOpen(true));
  const owner = item.owner?.name ?? t("actions.noOwner");
  const title = words.titleOf(item);
  return (
    <>
      <span
        className={styles.chip}
        contentEditable={false}
        suppressContentEditableWarning
        data-state={item.state}
        data-late={item.isOverdue}
      >
        <ActionTick item={item} />
        <span
          role="button"
          tabIndex={0}
          className={styles.open}
          title={owner}
          onClick={open}
          onKeyDown={(event) => onPressKey(event, open)}
        >
          <span className="visually-hidden">{t("actions.chip.label")} </span>
          <span className={styles.state}>
            {words.state[item.state]}
            {item.isOverdue && ` · ${t("actions.late")}`}
          </span>
          <span className={styles.title} lang={words.langOf(item)}>
            {title}
          </span>
          <span className={styles.owner}>
            {/* Last, it would have a line of its own where the chip just fits. */}
            <span className="visually-hidden">{owner}</span>
            <span aria-hidden="true">{item.owner ? initialsOf(item.owner.name) : "–"}</span>
          </span>
        </span>
      </span>
      {isOpen && (
        <ActionDetail
          actionId={actionId}
          onClose={() => setIsOpen(false)}
          {...(originLink ? { originLink } : {})}
        />
      )}
    </>
  );
}

import type { ActionItem } from "@istmo/contracts";
import { ArrowDown, ArrowUp, MoreHorizontal, Pencil } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { useActionWords } from "./action-words.ts";
import type { BoardServices } from "./board-services.ts";
import { placeNextTo } from "./board-order.ts";
import { useStepEntries } from "./use-step-entries.tsx";

interface ActionMenuProps {
  readonly item: ActionItem;
  readonly column: readonly ActionItem[];
  readonly services: Pick<BoardServices, "moves" | "onEdit">;
}

/** Everything that dragging does, one press away: the allowed steps, up and down, and editing. */
export function ActionMenu({ item, column, services }: ActionMenuProps) {
  const { t } = useTranslation();
  const title = useActionWords().titleOf(item);
  const { moves, onEdit } = services;
  const stepsOf = useStepEntries(moves);
  const entries = (): MenuEntry[] => {
    const up = placeNextTo(column, item.id, "up");
    const down = placeNextTo(column, item.id, "down");

    const found: MenuEntry[] = [...stepsOf(item)];
    if (item.abilities.edit) {
      if (up) {
        found.push({
          id: "up",
          label: t("actions.card.up"),
          icon: <ArrowUp />,
          onAction: () => moves.move(item, item.state, { place: up, column }),
        });
      }
      if (down) {
        found.push({
          id: "down",
          label: t("actions.card.down"),
          icon: <ArrowDown />,
          onAction: () => moves.move(item, item.state, { place: down, column }),
        });
      }
      found.push({
        id: "edit",
        label: t("actions.card.edit"),
        icon: <Pencil />,
        onAction: () => onEdit(item),
      });
    }
    if (found.length === 0) {
      found.push({
        id: "none",
        label: t("actions.card.noSteps"),
        isDisabled: true,
        onAction: () => undefined,
      });
    }
    return found;
  };
  return (
    <Menu
      label={t("actions.card.menu", { title })}
      trigger={
        <IconButton
          size="small"
          aria-label={t("actions.card.menu", { title })}
          icon={<MoreHorizontal />}
        />
      }
      entries={entries}
      placement="bottom end"
    />
  );
}

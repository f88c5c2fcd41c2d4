import type { ActionItem } from "@istmo/contracts";
import { ChevronDown } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Menu } from "../../ui/menu.tsx";
import { stateAfter } from "./action-steps.ts";
import { useActionWords } from "./action-words.ts";
import cell from "./cell-editor.module.css";
import { StateBadge } from "./state-badge.tsx";
import styles from "./state-cell.module.css";
import type { ActionMoves } from "./use-action-moves.tsx";
import { useStepEntries } from "./use-step-entries.tsx";

/** The state, with the steps that the person may take from it. */
export function StateCell({ item, moves }: { item: ActionItem; moves: ActionMoves }) {
  const { t } = useTranslation();
  const words = useActionWords();
  const entriesOf = useStepEntries(moves);
  if (!item.abilities.steps.some((step) => stateAfter(item.state, step) !== undefined)) {
    return (
      <span className={cell.still}>
        <StateBadge state={item.state} />
      </span>
    );
  }
  const label = t("actions.table.changeState", { title: words.titleOf(item) });
  return (
    <Menu
      label={label}
      entries={() => entriesOf(item)}
      trigger={
        <Button className={cell.trigger!}>
          <StateBadge state={item.state} />
          <span className="visually-hidden">{label}</span>
          <ChevronDown size={13} aria-hidden className={styles.chevron} />
        </Button>
      }
    />
  );
}

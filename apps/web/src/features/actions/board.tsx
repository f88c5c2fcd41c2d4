import type { ActionState } from "@istmo/domain";
import { useMemo, useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { useTranslation } from "react-i18next";
import { boardStates, decideMove } from "./action-steps.ts";
import { useIsPainted } from "../../lib/use-is-painted.ts";
import { useActionWords } from "./action-words.ts";
import { BoardColumn } from "./board-column.tsx";
import { groupByState } from "./board-order.ts";
import type { BoardServices } from "./board-services.ts";
import styles from "./board.module.css";
import { StateIcon } from "./state-icon.tsx";

interface BoardProps {
  readonly services: BoardServices;
  readonly showCancelled: boolean;
}

/**
 * The columns of the machine. On a phone one column is shown at a time, chosen in the bar above it:
 * all five counts stay in sight and every target is under the thumb.
 */
export function Board({ services, showCancelled }: BoardProps) {
  const { items, surroundings } = services;
  const { t } = useTranslation();
  const words = useActionWords();
  const columns = useMemo(() => groupByState(items), [items]);
  const isPainted = useIsPainted();
  const [chosen, setChosen] = useState<ActionState | null>(null);
  const [draggedId, setDraggedId] = useState<string | null>(null);
  const dragged = items.find(({ id }) => id === draggedId);
  const states: readonly ActionState[] = showCancelled
    ? [...boardStates, "cancelled"]
    : boardStates;
  // Until the person chooses: the work under way, or else the first column that holds something.
  const preferred: readonly ActionState[] = ["in_progress", ...states];
  const onPhone =
    states.find((state) => state === chosen) ??
    preferred.find((state) => columns[state].length > 0) ??
    "in_progress";

  return (
    <div className={styles.board}>
      <ToggleButtonGroup
        className={styles.bar!}
        aria-label={t("actions.field.state")}
        disallowEmptySelection
        selectedKeys={[onPhone]}
        onSelectionChange={(keys) => {
          const next = states.find((state) => keys.has(state));
          if (next) setChosen(next);
        }}
      >
        {states.map((state) => (
          <ToggleButton key={state} id={state} className={styles.segment!}>
            <span className={styles.segmentCount}>
              <StateIcon state={state} size={15} />
              {columns[state].length}
            </span>
            <span className={styles.segmentName}>{words.column[state]}</span>
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <div className={styles.columns} data-dragging={dragged !== undefined}>
        {states.map((state) => (
          <BoardColumn
            key={state}
            state={state}
            items={columns[state]}
            isWhole={isPainted}
            isOnPhone={state === onPhone}
            accepts={
              dragged === undefined ||
              decideMove(dragged, state, surroundings.meId).kind !== "refused"
            }
            services={services}
            onDrag={setDraggedId}
          />
        ))}
      </div>
    </div>
  );
}

import type { ActionState } from "@istmo/domain";
import { useActionWords } from "./action-words.ts";
import styles from "./state-badge.module.css";
import { StateIcon } from "./state-icon.tsx";

/** The state in a shape, a word and a colour. */
export function StateBadge({ state }: { state: ActionState }) {
  const words = useActionWords();
  return (
    <span className={styles.badge} data-state={state}>
      <StateIcon state={state} size={14} />
      {words.state[state]}
    </span>
  );
}

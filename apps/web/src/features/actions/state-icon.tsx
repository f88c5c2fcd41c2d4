import type { ActionState } from "@istmo/domain";
import {
  BadgeCheck,
  Circle,
  CircleCheck,
  CircleDot,
  CircleSlash,
  OctagonPause,
  type LucideIcon,
} from "lucide-react";
import styles from "./state-icon.module.css";

/** One shape per state, so that colour is never alone. */
const icons: Record<ActionState, LucideIcon> = {
  open: Circle,
  in_progress: CircleDot,
  blocked: OctagonPause,
  done: CircleCheck,
  verified: BadgeCheck,
  cancelled: CircleSlash,
};

export function StateIcon({ state, size = 16 }: { state: ActionState; size?: number }) {
  const Icon = icons[state];
  return (
    <Icon className={styles.icon} data-state={state} size={size} strokeWidth={2} aria-hidden />
  );
}

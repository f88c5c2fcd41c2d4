import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components/Tooltip";
import type { ReactNode } from "react";
import styles from "./tooltip.module.css";

/** Shows `text` when its one child, a react-aria button or link, is hovered or focused. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      {children}
      <AriaTooltip className={styles.tooltip!} offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}

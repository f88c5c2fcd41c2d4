import {
  Tooltip as AriaTooltip,
  TooltipTrigger,
  TooltipTriggerStateContext,
} from "react-aria-components/Tooltip";
import { useEffect, useId, useMemo, type ReactNode } from "react";
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

/** Shows `text` at an element that is not drawn by React, as long as it is rendered. */
export function TooltipAt({ text, target }: { text: string; target: Element }) {
  const id = useId();
  const trigger = useMemo(() => ({ current: target }), [target]);
  useEffect(() => {
    target.setAttribute("aria-describedby", id);
    return () => target.removeAttribute("aria-describedby");
  }, [target, id]);
  return (
    <TooltipTriggerStateContext value={shown}>
      <AriaTooltip
        ref={(box) => {
          if (box) box.id = id;
        }}
        triggerRef={trigger}
        className={styles.tooltip!}
        offset={6}
      >
        {text}
      </AriaTooltip>
    </TooltipTriggerStateContext>
  );
}

/** Who renders it says when it goes. */
const shown = {
  isOpen: true,
  shouldSkipAnimation: false,
  open: () => undefined,
  close: () => undefined,
};

import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
} from "react-aria-components/Button";
import type { ReactNode } from "react";
import styles from "./button.module.css";
import { Tooltip } from "./tooltip.tsx";

export interface IconButtonProps extends Omit<
  AriaButtonProps,
  "className" | "style" | "children" | "aria-label"
> {
  /** The name of the button: read aloud, and shown as its tooltip. */
  "aria-label": string;
  icon: ReactNode;
  /** The keys that do the same, shown in the tooltip. */
  keys?: string | undefined;
  variant?: "secondary" | "quiet" | "danger";
  size?: "small" | "medium";
}

export function IconButton({
  icon,
  keys,
  variant = "quiet",
  size = "medium",
  ...rest
}: IconButtonProps) {
  const label = rest["aria-label"];
  return (
    <Tooltip text={keys === undefined ? label : `${label} (${keys})`}>
      <AriaButton
        {...rest}
        className={`${styles.button} ${styles.iconOnly}`}
        data-variant={variant}
        data-size={size}
      >
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      </AriaButton>
    </Tooltip>
  );
}

import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
} from "react-aria-components/Button";
import type { ReactNode } from "react";
import styles from "./button.module.css";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "style" | "children"> {
  /** `primary` once per view; `danger` for what cannot be taken back. */
  variant?: "primary" | "secondary" | "quiet" | "danger";
  size?: "small" | "medium";
  icon?: ReactNode;
  children?: ReactNode;
}

export function Button({
  variant = "secondary",
  size = "medium",
  icon,
  children,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton {...rest} className={styles.button!} data-variant={variant} data-size={size}>
      {icon !== undefined && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      {children}
    </AriaButton>
  );
}

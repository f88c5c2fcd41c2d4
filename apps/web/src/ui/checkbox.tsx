import { Check } from "lucide-react";
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
} from "react-aria-components/Checkbox";
import type { ReactNode } from "react";
import styles from "./field.module.css";

export interface CheckboxProps extends Omit<AriaCheckboxProps, "className" | "style" | "children"> {
  children: ReactNode;
}

export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={styles.checkbox!}>
      <span className={styles.box} aria-hidden="true">
        <Check strokeWidth={3} />
      </span>
      <span>{children}</span>
    </AriaCheckbox>
  );
}

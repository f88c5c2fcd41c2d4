import { useId } from "react";
import type { FieldTexts } from "./field-parts.tsx";
import styles from "./field.module.css";

export interface DateFieldProps extends FieldTexts {
  /** YYYY-MM-DD, or "" for none. */
  value: string;
  onChange: (value: string) => void;
  min?: string;
  max?: string;
  name?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
}

/** The browser's own date field: its calendar is the one the person's device speaks. */
export function DateField({
  label,
  hideLabel = false,
  description,
  errorMessage,
  value,
  onChange,
  isRequired = false,
  isDisabled = false,
  ...rest
}: DateFieldProps) {
  const id = useId();
  const notes = [
    description === undefined ? "" : `${id}-description`,
    errorMessage === undefined ? "" : `${id}-error`,
  ].filter(Boolean);
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label} {...(hideLabel ? { "data-hidden": true } : {})}>
        {label}
        {isRequired && (
          <span className={styles.required} aria-hidden="true">
            {" "}
            *
          </span>
        )}
      </label>
      <input
        {...rest}
        id={id}
        type="date"
        className={styles.input}
        value={value}
        required={isRequired}
        disabled={isDisabled}
        aria-invalid={errorMessage !== undefined}
        {...(notes.length > 0 ? { "aria-describedby": notes.join(" ") } : {})}
        onChange={(event) => onChange(event.target.value)}
      />
      {description !== undefined && (
        <span id={`${id}-description`} className={styles.description}>
          {description}
        </span>
      )}
      {errorMessage !== undefined && (
        <span id={`${id}-error`} className={styles.error}>
          {errorMessage}
        </span>
      )}
    </div>
  );
}

import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import styles from "./field.module.css";

/** What every field shows beside its control. */
export interface FieldTexts {
  label: string;
  /** Keeps the label for screen readers only: where the context says it already. */
  hideLabel?: boolean;
  description?: string | undefined;
  /** Set: the field is invalid, and this says why. */
  errorMessage?: string | undefined;
}

export function FieldLabel({
  label,
  hideLabel = false,
  isRequired = false,
}: {
  label: string;
  hideLabel?: boolean | undefined;
  isRequired?: boolean | undefined;
}) {
  return (
    <Label className={styles.label} {...(hideLabel ? { "data-hidden": true } : {})}>
      {label}
      {isRequired && (
        <span className={styles.required} aria-hidden="true">
          {" "}
          *
        </span>
      )}
    </Label>
  );
}

export function FieldNotes({
  description,
  errorMessage,
}: Pick<FieldTexts, "description" | "errorMessage">) {
  return (
    <>
      {description !== undefined && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error!}>{errorMessage}</FieldError>
    </>
  );
}

import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import type { ReactNode } from "react";
import styles from "./choices.module.css";
import { FieldLabel, FieldNotes, type FieldTexts } from "./field-parts.tsx";

export interface Choice {
  readonly id: string;
  readonly label: ReactNode;
  /** What choosing it means. */
  readonly description?: ReactNode;
  readonly isDisabled?: boolean;
}

/** One of a few, all in sight with what each means. */
export function Choices({
  label,
  hideLabel,
  description,
  errorMessage,
  choices,
  value,
  onChange,
}: FieldTexts & {
  choices: readonly Choice[];
  value: string;
  onChange: (id: string) => void;
}) {
  return (
    <RadioGroup
      className={styles.group!}
      value={value}
      onChange={onChange}
      isInvalid={errorMessage !== undefined}
    >
      <FieldLabel label={label} hideLabel={hideLabel} />
      {choices.map((choice) => (
        <Radio
          key={choice.id}
          value={choice.id}
          className={styles.choice!}
          isDisabled={choice.isDisabled ?? false}
        >
          <span className={styles.dot} aria-hidden="true" />
          <span className={styles.texts}>
            <span className={styles.label}>{choice.label}</span>
            {choice.description !== undefined && (
              <span className={styles.description}>{choice.description}</span>
            )}
          </span>
        </Radio>
      ))}
      <FieldNotes description={description} errorMessage={errorMessage} />
    </RadioGroup>
  );
}

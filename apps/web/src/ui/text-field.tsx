import { Input } from "react-aria-components/Input";
import { TextArea as AriaTextArea } from "react-aria-components/TextArea";
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from "react-aria-components/TextField";
import { FieldLabel, FieldNotes, type FieldTexts } from "./field-parts.tsx";
import styles from "./field.module.css";

type Base = Omit<AriaTextFieldProps, "className" | "style" | "children" | "isInvalid">;

export interface TextFieldProps extends Base, FieldTexts {
  placeholder?: string;
}

export function TextField({
  label,
  hideLabel,
  description,
  errorMessage,
  placeholder,
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField
      validationBehavior="aria"
      {...rest}
      className={styles.field!}
      isInvalid={errorMessage !== undefined}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <Input className={styles.input!} {...(placeholder === undefined ? {} : { placeholder })} />
      <FieldNotes description={description} errorMessage={errorMessage} />
    </AriaTextField>
  );
}

export interface TextAreaProps extends Base, FieldTexts {
  placeholder?: string;
  rows?: number;
}

export function TextArea({
  label,
  hideLabel,
  description,
  errorMessage,
  placeholder,
  rows = 4,
  ...rest
}: TextAreaProps) {
  return (
    <AriaTextField
      validationBehavior="aria"
      {...rest}
      className={styles.field!}
      isInvalid={errorMessage !== undefined}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <AriaTextArea
        className={styles.input!}
        rows={rows}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
      <FieldNotes description={description} errorMessage={errorMessage} />
    </AriaTextField>
  );
}

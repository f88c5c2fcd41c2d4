import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Input } from "react-aria-components/Input";
import { TextField as AriaTextField } from "react-aria-components/TextField";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { useTranslation } from "react-i18next";
import { FieldLabel, FieldNotes } from "./field-parts.tsx";
import type { TextFieldProps } from "./text-field.tsx";
import styles from "./field.module.css";
import passwordStyles from "./password-field.module.css";

/** What is typed is hidden until it is asked for. Pasting and password managers are welcome. */
export function PasswordField({
  label,
  hideLabel,
  description,
  errorMessage,
  placeholder: _placeholder,
  ...rest
}: TextFieldProps & { autoComplete: "current-password" | "new-password" }) {
  const { t } = useTranslation();
  const [isShown, setIsShown] = useState(false);
  return (
    <AriaTextField
      validationBehavior="aria"
      {...rest}
      type={isShown ? "text" : "password"}
      className={styles.field!}
      isInvalid={errorMessage !== undefined}
    >
      <FieldLabel label={label} hideLabel={hideLabel} isRequired={rest.isRequired} />
      <div className={passwordStyles.box}>
        <Input
          className={`${styles.input} ${passwordStyles.input}`}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
        />
        <ToggleButton
          className={passwordStyles.toggle!}
          aria-label={t("ui.showPassword")}
          isSelected={isShown}
          onChange={setIsShown}
        >
          {isShown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </ToggleButton>
      </div>
      <FieldNotes description={description} errorMessage={errorMessage} />
    </AriaTextField>
  );
}

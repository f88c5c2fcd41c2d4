import { Check, Circle } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { PasswordField } from "../../ui/password-field.tsx";
import styles from "./new-password-field.module.css";
import { passwordFaults, shortestPassword } from "./password-strength.ts";

/** A new password, with what is asked of it and whether what is typed meets it. */
export function NewPasswordField({
  label,
  value,
  about = [],
  wasTried,
  errorMessage,
  onChange,
}: {
  label: string;
  value: string;
  /** The owner's name and address, which a password may not contain. */
  about?: readonly string[];
  /** The form was sent with what stands here. */
  wasTried: boolean;
  errorMessage?: string | undefined;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const faults = passwordFaults(value, about);
  const length = [...value].length;
  const rules = [
    {
      id: "length",
      isMet: !faults.includes("too_short") && !faults.includes("too_long"),
      text: faults.includes("too_long")
        ? t("identity.password.tooLong")
        : length === 0
          ? t("identity.password.length", { least: shortestPassword })
          : t("identity.password.lengthNow", { least: shortestPassword, length }),
    },
    {
      id: "own",
      isMet: length > 0 && !faults.includes("names_owner"),
      text: t("identity.password.notOwn"),
    },
  ];
  const fault = wasTried && faults.length > 0 ? t("identity.password.refused") : undefined;
  return (
    <div className={styles.group}>
      <PasswordField
        label={label}
        name="new-password"
        autoComplete="new-password"
        isRequired
        value={value}
        errorMessage={errorMessage ?? fault}
        aria-describedby={id}
        onChange={onChange}
      />
      <ul id={id} className={styles.rules}>
        {rules.map((rule) => (
          <li key={rule.id} data-met={rule.isMet}>
            {rule.isMet ? <Check aria-hidden="true" /> : <Circle aria-hidden="true" />}
            <span>
              {rule.text}
              <span className="visually-hidden">
                {" "}
                {rule.isMet ? t("identity.password.met") : t("identity.password.unmet")}
              </span>
            </span>
          </li>
        ))}
        <li>{t("identity.password.advice")}</li>
      </ul>
    </div>
  );
}

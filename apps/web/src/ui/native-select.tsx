import { ChevronDown } from "lucide-react";
import { useId } from "react";
import type { FieldTexts } from "./field-parts.tsx";
import styles from "./field.module.css";
import selectStyles from "./native-select.module.css";

export interface NativeSelectGroup {
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
}

/** One of hundreds: the browser's own list, which the person's device knows how to search. */
export function NativeSelect({
  label,
  description,
  groups,
  value,
  onChange,
}: Pick<FieldTexts, "label" | "description"> & {
  groups: readonly NativeSelectGroup[];
  value: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={selectStyles.box}>
        <select
          id={id}
          className={`${styles.input} ${selectStyles.select}`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          {...(description === undefined ? {} : { "aria-describedby": `${id}-description` })}
        >
          {groups.map((group) => (
            <optgroup key={group.label} label={group.label}>
              {group.options.map((option) => (
                <option key={option.id} value={option.id}>
                  {option.label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <ChevronDown className={selectStyles.chevron} aria-hidden="true" />
      </div>
      {description !== undefined && (
        <span id={`${id}-description`} className={styles.description}>
          {description}
        </span>
      )}
    </div>
  );
}

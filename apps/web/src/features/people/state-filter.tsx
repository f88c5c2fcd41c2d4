import { Select } from "../../ui/select.tsx";
import styles from "./state-filter.module.css";

/** One choice above a list. */
export function StateFilter({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly { readonly id: string; readonly label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <div className={styles.filter}>
      <Select label={label} size="small" value={value} options={options} onChange={onChange} />
    </div>
  );
}

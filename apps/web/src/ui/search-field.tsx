import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components/Button";
import { Input } from "react-aria-components/Input";
import { SearchField as AriaSearchField } from "react-aria-components/SearchField";
import { FieldLabel } from "./field-parts.tsx";
import fieldStyles from "./field.module.css";
import styles from "./search-field.module.css";

/** How long a hand rests between two words. */
const pause = 250;

/** Searches as one types: `onSearch` hears of a pause, of Enter and of clearing. */
export function SearchField({
  label,
  hideLabel,
  value,
  onSearch,
  placeholder,
}: {
  label: string;
  hideLabel?: boolean;
  value: string;
  onSearch: (value: string) => void;
  placeholder?: string;
}) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // The address may change under the field: by the back button, or by clearing all filters.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    clearTimeout(timer.current);
    setText(value);
  }, [value]);
  const tell = (next: string) => {
    clearTimeout(timer.current);
    if (next.trim() === told.current) return;
    told.current = next.trim();
    onSearch(told.current);
  };
  return (
    <AriaSearchField
      className={`${fieldStyles.field} ${styles.field}`}
      value={text}
      onChange={(next) => {
        setText(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => tell(next), pause);
      }}
      onSubmit={tell}
      onClear={() => tell("")}
    >
      <FieldLabel label={label} hideLabel={hideLabel} />
      <div className={styles.control}>
        <Search className={styles.mark} aria-hidden="true" />
        <Input
          className={`${fieldStyles.input} ${styles.input}`}
          maxLength={200}
          {...(placeholder === undefined ? {} : { placeholder })}
        />
        <Button className={styles.clear!}>
          <X aria-hidden="true" />
        </Button>
      </div>
    </AriaSearchField>
  );
}

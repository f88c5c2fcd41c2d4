import { useRef, type ChangeEvent } from "react";
import styles from "./select-cell.module.css";

/** Chooses a row, or with Shift a range. */
export function SelectBox({
  label,
  isSelected,
  isPartly = false,
  onTurn,
}: {
  label: string;
  isSelected: boolean;
  isPartly?: boolean;
  onTurn: (isRange: boolean) => void;
}) {
  const isShift = useRef(false);
  return (
    <label className={styles.target}>
      <input
        type="checkbox"
        data-row-control="select"
        className={styles.box}
        aria-label={label}
        checked={isSelected}
        ref={(box) => {
          if (box !== null) box.indeterminate = isPartly;
        }}
        onKeyDown={({ shiftKey }) => (isShift.current = shiftKey)}
        onKeyUp={() => (isShift.current = false)}
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          const { shiftKey } = event.nativeEvent as unknown as { readonly shiftKey?: boolean };
          onTurn(shiftKey === true || isShift.current);
        }}
      />
    </label>
  );
}

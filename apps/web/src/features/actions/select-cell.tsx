import { useRef, type ChangeEvent, type KeyboardEvent } from "react";
import styles from "./select-cell.module.css";

/** Chooses a row. With Shift it is a range, by click and by the arrow keys. */
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
  const move = (event: KeyboardEvent<HTMLInputElement>) => {
    isShift.current = event.shiftKey;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const all = [
      ...(event.currentTarget
        .closest("table")
        ?.querySelectorAll<HTMLInputElement>("tbody input[data-row]") ?? []),
    ];
    const at = all.indexOf(event.currentTarget);
    const next = all[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    next.focus();
    if (event.shiftKey && next.checked !== event.currentTarget.checked) next.click();
  };
  return (
    <label className={styles.target}>
      <input
        type="checkbox"
        data-row=""
        className={styles.box}
        aria-label={label}
        checked={isSelected}
        ref={(box) => {
          if (box !== null) box.indeterminate = isPartly;
        }}
        onKeyDown={move}
        onKeyUp={() => (isShift.current = false)}
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          const { shiftKey } = event.nativeEvent as unknown as { readonly shiftKey?: boolean };
          onTurn(shiftKey === true || isShift.current);
        }}
      />
    </label>
  );
}

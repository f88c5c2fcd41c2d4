import { TextField } from "../../ui/text-field.tsx";

const digitsIn = (text: string) => text.replace(/\D/g, "").slice(0, 6);

/** Six digits, typed, pasted or filled in by the device; the sixth says that they are complete. */
export function CodeField({
  label,
  value,
  errorMessage,
  autoFocus = false,
  onChange,
  onComplete,
}: {
  label: string;
  value: string;
  errorMessage?: string | undefined;
  autoFocus?: boolean;
  onChange: (code: string) => void;
  onComplete?: (code: string) => void;
}) {
  return (
    <TextField
      label={label}
      name="one-time-code"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus={autoFocus}
      value={value}
      errorMessage={errorMessage}
      onChange={(text) => {
        const code = digitsIn(text);
        onChange(code);
        if (code.length === 6 && code !== value) onComplete?.(code);
      }}
    />
  );
}

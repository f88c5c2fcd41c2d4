import { useCallback, useState } from "react";

/**
 * A choice of how the page looks that this browser keeps for the next visit. `parse` takes only what
 * is still a choice; where nothing may be stored, it lasts as long as the page.
 */
export function useRemembered<Choice extends string>(
  key: string,
  parse: (written: string | null) => Choice,
): readonly [Choice, (choice: Choice) => void] {
  const [choice, setChoice] = useState(() => parse(read(key)));
  const choose = useCallback(
    (next: Choice) => {
      setChoice(next);
      try {
        localStorage.setItem(key, next);
      } catch {
        // A browser that stores nothing shows the usual choice the next time.
      }
    },
    [key],
  );
  return [choice, choose];
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

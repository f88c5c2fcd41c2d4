import { useEffect } from "react";
import { holdUnsavedWork } from "./unsaved-work.ts";

/** Leaving asks, as long as words are nowhere else. */
export function useUnsavedWords(isHeld: boolean): void {
  useEffect(() => {
    if (!isHeld) return undefined;
    const release = holdUnsavedWork();
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => {
      release();
      window.removeEventListener("beforeunload", ask);
    };
  }, [isHeld]);
}

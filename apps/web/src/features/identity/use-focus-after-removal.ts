import { useCallback, useEffect, useRef, type RefObject } from "react";

/**
 * Where the keyboard goes when the row that it stood in is gone: to the list, and not back to the
 * beginning of the page.
 */
export function useFocusAfterRemoval<Element extends HTMLElement>(
  count: number,
): { ref: RefObject<Element | null>; expectRemoval: () => void } {
  const ref = useRef<Element>(null);
  const isExpected = useRef(false);
  const last = useRef(count);
  useEffect(() => {
    if (count < last.current && isExpected.current) {
      isExpected.current = false;
      ref.current?.focus({ preventScroll: true });
    }
    last.current = count;
  }, [count]);
  const expectRemoval = useCallback(() => {
    isExpected.current = true;
  }, []);
  return { ref, expectRemoval };
}

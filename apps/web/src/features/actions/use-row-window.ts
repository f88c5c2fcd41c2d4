import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Up to as many rows all are there, and the browser's own search finds them. */
export const wholeUpTo = 120;
/** Pixels of a row until it has been seen: on a wide page, and stacked on a phone. */
const usual = { wide: 43, stacked: 118 };

/** A row that is there, with the height of those before it that are not. */
export interface RowInWindow {
  readonly index: number;
  readonly gap: number;
}

/**
 * Which rows of a long list are there: those in sight, some around them, and the one that has the
 * focus, wherever the page is scrolled to.
 */
export function useRowWindow(
  body: RefObject<HTMLElement | null>,
  { ids, isStacked }: { readonly ids: readonly string[]; readonly isStacked: boolean },
) {
  const [keptId, setKeptId] = useState<string | null>(null);
  const [top, setTop] = useState(0);
  // What stands above may grow and shrink, such as a notice or the group before.
  useLayoutEffect(() => {
    const box = body.current?.getBoundingClientRect();
    if (box !== undefined) setTop(Math.round(box.top + window.scrollY));
  }, [body, ids]);
  const kept = keptId === null ? -1 : ids.indexOf(keptId);
  const isWhole = ids.length <= wholeUpTo;
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({
    count: ids.length,
    enabled: !isWhole,
    estimateSize: () => (isStacked ? usual.stacked : usual.wide),
    getItemKey: (index) => ids[index] ?? index,
    overscan: 12,
    scrollMargin: top,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      if (kept < 0 || indexes.includes(kept)) return indexes;
      return [...indexes, kept].sort((a, b) => a - b);
    },
  });

  /** The row whose control shall have the focus once it is there. */
  const wanted = useRef<{ readonly id: string; readonly control: string } | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const { id, control } = wanted.current;
    const row = body.current?.querySelector(`tr[data-id="${CSS.escape(id)}"]`);
    const target = row?.querySelector<HTMLElement>(`[data-row-control="${control}"]`);
    if (target == null) return;
    wanted.current = null;
    target.focus();
  });

  const items = virtualizer.getVirtualItems();
  const rows: RowInWindow[] = isWhole
    ? ids.map((_, index) => ({ index, gap: 0 }))
    : items.map(({ index, start }, at) => ({
        index,
        gap: start - (items[at - 1]?.end ?? top),
      }));
  const after = isWhole ? 0 : virtualizer.getTotalSize() + top - (items.at(-1)?.end ?? top);
  return {
    rows,
    /** The height of the rows after the last one that is there. */
    after,
    measure: isWhole ? null : virtualizer.measureElement,
    /** Keeps a row while it has the focus. */
    keep: setKeptId,
    /** Brings a row into being and gives the focus to one of its controls. */
    focus: (id: string, control: string) => {
      wanted.current = { id, control };
      setKeptId(id);
    },
  };
}

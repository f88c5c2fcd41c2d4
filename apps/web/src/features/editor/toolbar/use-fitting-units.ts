import { useLayoutEffect, useRef, useState, type RefObject } from "react";

/**
 * How many units of a bar have room, the most important first. Each stands in the bar as an element
 * with `data-unit`; what else is in it always stays. Its width is remembered while it is left out.
 */
export function useFittingUnits(bar: RefObject<HTMLElement | null>, units: readonly string[]) {
  const widths = useRef(new Map<string, number>());
  const [fitting, setFitting] = useState(units.length);

  const measure = useRef(() => undefined as void);
  useLayoutEffect(() => {
    measure.current = () => {
      const element = bar.current;
      if (!element || element.clientWidth === 0) return;
      const style = getComputedStyle(element);
      const gap = Number.parseFloat(style.columnGap) || 0;
      let room =
        element.clientWidth -
        Number.parseFloat(style.paddingInlineStart) -
        Number.parseFloat(style.paddingInlineEnd);
      for (const child of element.children) {
        if (!(child instanceof HTMLElement)) continue;
        const { unit, spring } = child.dataset;
        if (unit !== undefined) widths.current.set(unit, child.offsetWidth);
        else if (spring === undefined) room -= child.offsetWidth + gap;
      }
      let count = 0;
      for (const unit of units) {
        room -= (widths.current.get(unit) ?? 0) + gap;
        if (room < 0) break;
        count += 1;
      }
      setFitting(count);
    };
    measure.current();
  });

  useLayoutEffect(() => {
    const element = bar.current;
    if (!element) return;
    const observer = new ResizeObserver(() => measure.current());
    observer.observe(element);
    return () => observer.disconnect();
  }, [bar]);

  return units.slice(0, fitting);
}

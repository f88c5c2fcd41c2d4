import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { flushSync } from "react-dom";

/**
 * How many units of a bar have room, the most important first. Each stands in the bar as an element
 * with `data-unit`; what else is in it always stays. Its width is remembered while it is left out.
 * Measured only when something in the bar takes another size: to ask earlier would lay out the whole
 * paper at each drawing of the bar.
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
  });

  const sizes = useRef<ResizeObserver | null>(null);
  useLayoutEffect(() => {
    // Told after the layout and before the paint: what has no room is never seen.
    const observer = new ResizeObserver(() => flushSync(() => measure.current()));
    sizes.current = observer;
    if (bar.current) observer.observe(bar.current);
    return () => {
      observer.disconnect();
      sizes.current = null;
    };
  }, [bar]);
  const watched = useRef(new WeakSet<Element>());
  useEffect(() => {
    for (const child of bar.current?.children ?? []) {
      if (watched.current.has(child)) continue;
      watched.current.add(child);
      sizes.current?.observe(child);
    }
  });

  return units.slice(0, fitting);
}

import { useEffect, useEffectEvent, type RefObject } from "react";

/** Whether a key is meant for what is written in, or for what lies over the page. */
export function isKeyTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const { target } = event;
  const isField =
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  return isField || document.querySelector("[role=dialog], [role=listbox], [role=menu]") !== null;
}

/**
 * J and K, from anywhere on the page, and the arrows within the list go from one row's link
 * (`data-row-link`) to the next.
 */
export function useRowSteps(list: RefObject<HTMLElement | null>): void {
  const step = useEffectEvent((event: KeyboardEvent) => {
    if (isKeyTaken(event)) return;
    const links = [...(list.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (isArrow && at === -1) return;
    const way = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (way === undefined || links.length === 0) return;
    event.preventDefault();
    const next = at === -1 ? 0 : Math.min(Math.max(at + way, 0), links.length - 1);
    links[next]?.focus();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => step(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

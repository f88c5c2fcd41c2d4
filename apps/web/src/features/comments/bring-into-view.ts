/**
 * Scrolls the list alone until a card is in sight. `scrollIntoView` would move the text as well, from
 * which the person is looking over.
 */
export function bringIntoView(card: HTMLElement): void {
  const list = scrolledAround(card);
  if (list === null) return;
  const { top, bottom } = card.getBoundingClientRect();
  const frame = list.getBoundingClientRect();
  const end = Math.min(frame.bottom, window.innerHeight);
  const margin = 8;
  if (top < frame.top + margin || bottom - top > end - frame.top)
    list.scrollTop += top - frame.top - margin;
  else if (bottom > end - margin) list.scrollTop += bottom - end + margin;
}

function scrolledAround(card: HTMLElement): HTMLElement | null {
  for (let box = card.parentElement; box !== null; box = box.parentElement) {
    if (box === document.documentElement || box === document.body) return null;
    if (/auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return null;
}

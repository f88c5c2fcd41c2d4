/**
 * Keeps two texts at the same place while one of them is scrolled: the block at the top of one
 * stands at the top of the other. Blocks are partners by their ids; one that has no partner is
 * passed over.
 */

/** A text within a box that scrolls. */
export interface ScrolledText {
  readonly box: HTMLElement;
  /** The element whose children are the blocks. */
  readonly text: Element;
}

/** Pixels under the top of the box where a block counts as being at the top: below a toolbar. */
const lineBelowTop = 64;

/** Follows both; gives the way to stop. */
export function scrollTogether(first: ScrolledText, second: ScrolledText): () => void {
  /** Where a box was put by the other one's scrolling, which is no scrolling of its own. */
  const put = new Map<HTMLElement, number>();
  let frame = 0;

  const follow = (leader: ScrolledText, follower: ScrolledText) => () => {
    const expected = put.get(leader.box);
    if (expected !== undefined && Math.abs(leader.box.scrollTop - expected) < 2) return;
    put.delete(leader.box);
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      align(leader, follower);
      put.set(follower.box, follower.box.scrollTop);
    });
  };
  const pairs = [
    [first.box, follow(first, second)],
    [second.box, follow(second, first)],
  ] as const;
  for (const [box, listener] of pairs) box.addEventListener("scroll", listener, { passive: true });
  return () => {
    cancelAnimationFrame(frame);
    for (const [box, listener] of pairs) box.removeEventListener("scroll", listener);
  };
}

/** Scrolls the follower so that the block at the leader's top is at its own. */
export function align(leader: ScrolledText, follower: ScrolledText): void {
  const place = placeAtTop(leader.text, leader.box.getBoundingClientRect().top + lineBelowTop);
  if (place === null) return;
  if (leader.box.scrollTop <= 0) {
    follower.box.scrollTop = 0;
    return;
  }
  const partner = partnerOf(follower.text, place.ids);
  if (partner === null) return;
  const { top, height } = partner.element.getBoundingClientRect();
  const within = partner.isExact ? place.fraction * height : height;
  const line = follower.box.getBoundingClientRect().top + lineBelowTop;
  follower.box.scrollTop += Math.round(top + within - line);
}

export interface PlaceAtTop {
  /** The block at the line and the ones before it, nearest first. */
  readonly ids: readonly string[];
  /** How much of the block is above the line, from 0 to 1. */
  readonly fraction: number;
}

/** What stands at a height of the window. */
export function placeAtTop(text: Element, line: number): PlaceAtTop | null {
  const blocks = text.children;
  // By halves: a long paper has thousands of blocks, and each question about a place may cost layout.
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const bottom = blocks[middle]?.getBoundingClientRect().bottom ?? 0;
    if (bottom <= line) low = middle + 1;
    else high = middle;
  }
  const ids: string[] = [];
  for (let at = low; at >= 0 && ids.length < 30; at -= 1) {
    const id = idOf(blocks[at]);
    if (id !== null) ids.push(id);
  }
  const current = blocks[low];
  if (ids.length === 0 || current === undefined) return null;
  const { top, height } = current.getBoundingClientRect();
  const fraction = height === 0 ? 0 : Math.min(1, Math.max(0, (line - top) / height));
  return { ids, fraction: idOf(current) === ids[0] ? fraction : 1 };
}

/** A table stands in a box of its own that scrolls. */
function idOf(block: Element | undefined): string | null {
  if (block === undefined) return null;
  const own = block.getAttribute("data-block-id");
  return (
    own ?? block.querySelector(":scope > [data-block-id]")?.getAttribute("data-block-id") ?? null
  );
}

/** The block with the first of these ids that is there. */
export function partnerOf(
  text: Element,
  ids: readonly string[],
): { readonly element: Element; readonly isExact: boolean } | null {
  for (const [index, id] of ids.entries()) {
    const element = text.querySelector(`[data-block-id="${CSS.escape(id)}"]`);
    if (element !== null) return { element, isExact: index === 0 };
  }
  return null;
}

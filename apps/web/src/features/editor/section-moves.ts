/**
 * Where sections go when they are moved. A heading goes with all beneath it: what follows up to the
 * next heading of its own level or a higher one. Places are indices of the text's top-level blocks;
 * a place is that of the block before which something stands, the last one the end of the text.
 */

/** A top-level block: the level of a heading, null for anything else. */
export type BlockLevel = number | null;

export interface BlockRange {
  readonly start: number;
  /** Not in the range. */
  readonly end: number;
}

/** A heading with all beneath it. */
export function sectionRange(levels: readonly BlockLevel[], heading: number): BlockRange {
  const own = levels[heading] ?? 1;
  const next = levels.findIndex((level, at) => at > heading && level !== null && level <= own);
  return { start: heading, end: next === -1 ? levels.length : next };
}

/** The place before the preceding section of the same or a higher level; null where there is none. */
export function placeAbove(levels: readonly BlockLevel[], heading: number): number | null {
  const own = levels[heading] ?? 1;
  for (let at = heading - 1; at >= 0; at -= 1) {
    const level = levels[at];
    if (level !== null && level !== undefined && level <= own) return at;
  }
  return null;
}

/**
 * The place after the following section of the same level, or, where a higher heading follows, at
 * the head of that one's subsections; null at the end of the text.
 */
export function placeBelow(levels: readonly BlockLevel[], heading: number): number | null {
  const own = levels[heading] ?? 1;
  const { end } = sectionRange(levels, heading);
  const next = levels[end];
  if (next === undefined || next === null) return null;
  if (next === own) return sectionRange(levels, end).end;
  const firstWithin = levels.findIndex((level, at) => at > end && level !== null);
  return firstWithin === -1 ? levels.length : firstWithin;
}

/** The levels of a section's headings after all of them went up or down; null beyond the four. */
export function shiftedLevels(
  levels: readonly BlockLevel[],
  heading: number,
  by: 1 | -1,
): ReadonlyMap<number, number> | null {
  const { start, end } = sectionRange(levels, heading);
  const shifted = new Map<number, number>();
  for (let at = start; at < end; at += 1) {
    const level = levels[at];
    if (level === null || level === undefined) continue;
    if (level + by < 1 || level + by > 4) return null;
    shifted.set(at, level + by);
  }
  return shifted;
}

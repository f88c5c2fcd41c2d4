/**
 * Which of these places keep their order: the most of them that rise from left to right. What is
 * not among them has moved past the others. (Patience sorting, n log n.)
 */
export function keptOrder(places: readonly number[]): ReadonlySet<number> {
  /** For each length of a rising run, the index by which the lowest such run ends. */
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, place] of places.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[ends[middle] ?? 0] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = index;
  }
  const kept = new Set<number>();
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) kept.add(index);
  return kept;
}

/** Where a key leads from a row of a list of so many; null where it leads nowhere. */
export function rowAfter(key: string, at: number, count: number): number | null {
  const page = 10;
  const to: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: Math.min(at + page, count - 1),
    PageUp: Math.max(at - page, 0),
    Home: 0,
    End: count - 1,
  };
  const next = to[key];
  return next === undefined || next === at || next < 0 || next >= count ? null : next;
}

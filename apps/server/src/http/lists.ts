/** Cuts a list of `limit + 1` rows into a page and says where the next one begins. */
export function toPage<Row extends { id: string }, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? (shown.at(-1)?.id ?? null) : null;
  return { items: shown.map(toItem), nextCursor };
}

/** Prisma's arguments for the page after a cursor; one row more tells whether there is another. */
export function pageAfter(cursor: string | undefined, limit: number) {
  return { take: limit + 1, ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }) };
}

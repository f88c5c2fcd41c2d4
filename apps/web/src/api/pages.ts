import { api, type Query } from "./client.ts";

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Follows the cursor to the end; the lists of this office are hundreds of rows, not millions. */
export async function allPages<Item>(
  path: string,
  query: Query,
  signal: AbortSignal,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.get<Page<Item>>(path, { ...query, cursor }, signal);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && items.length < 2_000);
  return items;
}

/** What belongs to one action item: comments, history, and whom it may name. */
import type { ActionAct, ActionComment, ActionPeople } from "@istmo/contracts";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "./client.ts";
import type { Page } from "./pages.ts";
import { queryKeys } from "./query-keys.ts";

const perPage = 50;

function usePages<Item>(id: string, part: "comments" | "history") {
  const answer = useInfiniteQuery({
    queryKey: [...queryKeys.action(id), part],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Item>>(
        `/actions/${id}/${part}`,
        { limit: perPage, cursor: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const items = answer.data?.pages.flatMap((page) => page.items) ?? [];
  return {
    items,
    isLoading: answer.isPending,
    error: answer.error,
    hasMore: answer.hasNextPage,
    more: () => void answer.fetchNextPage(),
  };
}

/** Newest first. */
export const useActionComments = (id: string) => usePages<ActionComment>(id, "comments");
/** Newest first. */
export const useActionHistory = (id: string) => usePages<ActionAct>(id, "history");

/** People who see the item, by the beginning of their names; null asks for nobody. */
export const useActionPeople = (id: string, typed: string | null, limit = 8) =>
  useQuery({
    queryKey: [...queryKeys.action(id), "people", typed, limit],
    queryFn: async ({ signal }) => {
      const query = { q: typed ?? "", limit };
      return (await api.get<ActionPeople>(`/actions/${id}/people`, query, signal)).items;
    },
    enabled: typed !== null,
    placeholderData: keepPreviousData,
  });

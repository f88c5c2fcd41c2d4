/** Saved views of the action items. */
import type { ChangeView, CreateView, Programme, SavedView } from "@istmo/contracts";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, request } from "./client.ts";
import { allPages } from "./pages.ts";
import { useWrite } from "./use-write.ts";

const all = ["action-views"] as const;

export const useSavedViews = () =>
  useQuery({
    queryKey: all,
    queryFn: ({ signal }) => allPages<SavedView>("/action-views", { limit: 200 }, signal),
  });

export const savedViewQuery = (id: string) =>
  queryOptions({
    queryKey: [...all, id],
    queryFn: ({ signal }) => api.get<SavedView>(`/action-views/${id}`, undefined, signal),
  });

function useRefreshViews() {
  const cache = useQueryClient();
  return () => void cache.invalidateQueries({ queryKey: all });
}

export function useCreateView() {
  const onSuccess = useRefreshViews();
  return useWrite(
    (body: CreateView, key: string) => api.post<SavedView>("/action-views", body, key),
    { onSuccess },
  );
}

export function useChangeView() {
  const onSuccess = useRefreshViews();
  return useWrite(
    ({ id, ...body }: ChangeView & { id: string }, key: string) =>
      api.patch<SavedView>(`/action-views/${id}`, body, key),
    { onSuccess },
  );
}

export function useDeleteView() {
  const onSuccess = useRefreshViews();
  return useWrite(
    (id: string, idempotencyKey: string) =>
      request<object>("DELETE", `/api/v1/action-views/${id}`, { idempotencyKey }),
    { onSuccess },
  );
}

export const useProgrammes = () =>
  useQuery({
    queryKey: ["programmes"],
    queryFn: ({ signal }) => allPages<Programme>("/programmes", {}, signal),
    staleTime: 300_000,
  });

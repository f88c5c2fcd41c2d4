/** My inbox, how I am told, and the rules by which centres escalate. */
import type {
  CentreEscalation,
  MarkedNotices,
  MarkNotices,
  Notice,
  NoticeCount,
  NotificationSettings,
  SetEscalation,
} from "@istmo/contracts";
import type { NoticeReason } from "@istmo/domain";
import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api } from "./client.ts";
import type { Page } from "./pages.ts";
import { queryKeys } from "./query-keys.ts";
import { useWrite } from "./use-write.ts";

export type NoticesShown = "unread" | "all" | "done";
export interface NoticesFilter {
  readonly show: NoticesShown;
  readonly reason?: NoticeReason;
}

export const useNoticeCount = () =>
  useQuery({
    queryKey: [...queryKeys.notices(), "count"],
    queryFn: ({ signal }) => api.get<NoticeCount>("/notifications/count", undefined, signal),
  });

/** Newest first, page by page. */
export function useNotices({ show, reason }: NoticesFilter, limit = 50) {
  const list = useInfiniteQuery({
    queryKey: [...queryKeys.notices(), "list", show, reason, limit],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Notice>>(
        "/notifications",
        {
          ...{ limit, reason, cursor: pageParam },
          ...(show === "unread" ? { unread: true } : {}),
          ...(show === "done" ? { done: true } : {}),
        },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  return {
    items: list.data?.pages.flatMap(({ items }) => items),
    error: list.error,
    refetch: () => void list.refetch(),
    more: list.hasNextPage
      ? { isOnItsWay: list.isFetchingNextPage, load: () => void list.fetchNextPage() }
      : null,
  };
}

export function useMarkNotices() {
  const cache = useQueryClient();
  return useWrite(
    (body: MarkNotices, key: string) => api.post<MarkedNotices>("/notifications/marks", body, key),
    { onSuccess: () => void cache.invalidateQueries({ queryKey: queryKeys.notices() }) },
  );
}

const settingsKey = ["notification-settings"] as const;

export const useNotificationSettings = () =>
  useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) =>
      api.get<NotificationSettings>("/me/notification-settings", undefined, signal),
  });

export function useChangeNotificationSettings() {
  const cache = useQueryClient();
  return useWrite(
    (body: NotificationSettings, key: string) =>
      api.put<NotificationSettings>("/me/notification-settings", body, key),
    {
      onSuccess: (saved) => {
        cache.setQueryData(settingsKey, saved);
        // The time zone is the person's own.
        void cache.invalidateQueries({ queryKey: queryKeys.me() });
      },
    },
  );
}

const escalationKey = (centreId: string) => ["escalation", centreId] as const;

export const useEscalation = (centreId: string) =>
  useQuery({
    queryKey: escalationKey(centreId),
    queryFn: ({ signal }) =>
      api.get<CentreEscalation>(`/centres/${centreId}/escalation`, undefined, signal),
  });

export function useSetEscalation(centreId: string) {
  const cache = useQueryClient();
  return useWrite(
    (body: SetEscalation, key: string) =>
      api.put<CentreEscalation>(`/centres/${centreId}/escalation`, body, key),
    { onSuccess: (saved) => cache.setQueryData(escalationKey(centreId), saved) },
  );
}

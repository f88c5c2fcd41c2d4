/** The audit log, for those who may open it. */
import type { AuditCheck, AuditEntry, ManagedPerson } from "@istmo/contracts";
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { administrationKeys } from "./administration.ts";
import { api } from "./client.ts";
import type { Page } from "./pages.ts";

export interface AuditFilter {
  kind?: string;
  actor?: string;
  subject?: string;
  paper?: string;
  /** Days in the office's time zone. */
  from?: string;
  to?: string;
}

/** Entries in one answer. */
const step = 50;

export function useAudit(filter: AuditFilter) {
  const list = useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ signal, pageParam }) =>
      api.get<Page<AuditEntry>>("/audit", { ...filter, limit: step, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  return {
    items: list.data?.pages.flatMap(({ items }) => [...items]),
    error: list.error,
    isOld: list.isPlaceholderData,
    refetch: () => void list.refetch(),
    more: list.hasNextPage
      ? { isOnItsWay: list.isFetchingNextPage, load: () => void list.fetchNextPage() }
      : null,
  };
}

/** Has the server compute the chain again. */
export const useAuditCheck = () =>
  useMutation({ mutationFn: () => api.get<AuditCheck>("/audit/check") });

/** Where the entries that fit the filter can be downloaded. */
export function auditExportPath(filter: AuditFilter): string {
  const search = new URLSearchParams({ ...filter }).toString();
  return `/api/v1/audit/export${search === "" ? "" : `?${search}`}`;
}

/** The first few people who fit what is being typed, those who have left included. */
export const usePeopleOfLog = (search: string) =>
  useQuery({
    queryKey: [...administrationKeys.people(), "of-log", search],
    queryFn: async ({ signal }) =>
      (await api.get<Page<ManagedPerson>>("/admin/people", { search, limit: 20 }, signal)).items,
    placeholderData: keepPreviousData,
  });

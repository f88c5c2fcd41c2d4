/** The history of an edition. */
import type { EditionVersion, EditionVersions, Restoration, VersionText } from "@istmo/contracts";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import { useWrite } from "./use-write.ts";

const pathOf = (editionId: string) => `/editions/${editionId}/versions`;

/** Newest first, a page at a time. */
export const useVersions = (editionId: string, keptBy: "anybody" | "people") =>
  useInfiniteQuery({
    queryKey: [...queryKeys.versions(editionId), keptBy],
    queryFn: ({ pageParam, signal }) =>
      api.get<EditionVersions>(
        pathOf(editionId),
        { keptBy, limit: 50, ...(pageParam === "" ? {} : { cursor: pageParam }) },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
  });

/** The last version that was kept by an instant; null where there is none. */
export const useVersionAt = (editionId: string, at: string | null) =>
  useQuery({
    queryKey: [...queryKeys.versions(editionId), "until", at],
    queryFn: async ({ signal }) => {
      const query = { until: at ?? "", limit: 1 };
      const { items } = await api.get<EditionVersions>(pathOf(editionId), query, signal);
      return items[0] ?? null;
    },
    enabled: at !== null,
  });

/** A version's text never changes, so it is asked for once. */
export const useVersionText = (versionId: string | null) =>
  useQuery({
    queryKey: ["version-text", versionId],
    queryFn: ({ signal }) =>
      api.get<VersionText>(`/versions/${versionId ?? ""}/text`, undefined, signal),
    enabled: versionId !== null,
    staleTime: Infinity,
  });

function useRefresh(editionId: string) {
  const cache = useQueryClient();
  return () => void cache.invalidateQueries({ queryKey: queryKeys.versions(editionId) });
}

export function useKeepVersion(editionId: string) {
  const refresh = useRefresh(editionId);
  return useWrite(
    (name: string, key: string) => api.post<EditionVersion>(pathOf(editionId), { name }, key),
    { onSuccess: refresh },
  );
}

export function useNameVersion(editionId: string) {
  const refresh = useRefresh(editionId);
  return useWrite(
    (
      { id, name, version }: Pick<EditionVersion, "id" | "version"> & { name: string },
      key: string,
    ) => api.patch<EditionVersion>(`/versions/${id}`, { name, version }, key),
    { onSuccess: refresh },
  );
}

/** Keeps the text that stands, and gives the one to write. */
export function useRestoreVersion(editionId: string) {
  const refresh = useRefresh(editionId);
  return useWrite(
    ({ id, sectionId }: { id: string; sectionId: string | null }, key: string) =>
      api.post<Restoration>(
        `/versions/${id}/restore`,
        sectionId === null ? {} : { sectionId },
        key,
      ),
    { onSuccess: refresh },
  );
}

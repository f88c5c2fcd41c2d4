/** The sources that a paper cites. */
import type {
  AddSource,
  BibliographySource,
  EditSource,
  ImportedSources,
  SourceFormat,
} from "@istmo/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client.ts";
import { downloadFile } from "./download.ts";
import { allPages } from "./pages.ts";
import { queryKeys } from "./query-keys.ts";
import { useWrite } from "./use-write.ts";

/** All of a paper, the removed ones included. */
export const useSources = (paperId: string) =>
  useQuery({
    queryKey: queryKeys.sources(paperId),
    queryFn: ({ signal }) =>
      allPages<BibliographySource>(`/papers/${paperId}/sources`, { limit: 200 }, signal),
    // Events tell of every change.
    staleTime: 5 * 60_000,
  });

/** Puts an answer into the list that is shown, and asks anew for what came with it. */
function useKeepSource(paperId: string) {
  const cache = useQueryClient();
  return (source: BibliographySource) => {
    cache.setQueryData<readonly BibliographySource[]>(queryKeys.sources(paperId), (shown) =>
      shown === undefined
        ? shown
        : shown.some(({ id }) => id === source.id)
          ? shown.map((one) => (one.id === source.id ? source : one))
          : [...shown, source],
    );
  };
}

export function useAddSource(paperId: string) {
  const keep = useKeepSource(paperId);
  return useWrite(
    (body: AddSource, key: string) =>
      api.post<BibliographySource>(`/papers/${paperId}/sources`, body, key),
    { onSuccess: keep },
  );
}

export function useEditSource(paperId: string) {
  const keep = useKeepSource(paperId);
  return useWrite(
    ({ id, ...body }: EditSource & { readonly id: string }, key: string) =>
      api.patch<BibliographySource>(`/sources/${id}`, body, key),
    { onSuccess: keep },
  );
}

/** Takes a source off the list, or puts it back. */
export function useMoveSource(paperId: string) {
  const keep = useKeepSource(paperId);
  return useWrite(
    (
      {
        id,
        version,
        to,
      }: { readonly id: string; readonly version: number; readonly to: "remove" | "restore" },
      key: string,
    ) => api.post<BibliographySource>(`/sources/${id}/${to}`, { version }, key),
    { onSuccess: keep },
  );
}

export function useImportSources(paperId: string) {
  const cache = useQueryClient();
  return useWrite(
    (body: { readonly text: string }, key: string) =>
      api.post<ImportedSources>(`/papers/${paperId}/sources/import`, body, key),
    {
      onSuccess: () => void cache.invalidateQueries({ queryKey: queryKeys.sources(paperId) }),
    },
  );
}

export const downloadSources = (paperId: string, format: SourceFormat): Promise<void> =>
  downloadFile(
    `/papers/${paperId}/sources/export`,
    { format },
    { accept: "*/*", name: format === "bibtex" ? "sources.bib" : "sources.json" },
  );

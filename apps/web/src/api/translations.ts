/** Where the sections of a translation stand, and what is said about them. */
import type { Paper, SectionChangesAnswer, StartTranslation, Translation } from "@istmo/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "./client.ts";
import { isProblem } from "./problem.ts";
import { queryKeys } from "./query-keys.ts";
import { useWrite } from "./use-write.ts";

const pathOf = (editionId: string) => `/editions/${editionId}/translation`;

/** `editionId` is null where what is shown is no translation. */
export const useTranslationStanding = (editionId: string | null) =>
  useQuery({
    queryKey: queryKeys.translation(editionId ?? ""),
    queryFn: ({ signal }) => api.get<Translation>(pathOf(editionId ?? ""), undefined, signal),
    enabled: editionId !== null,
    // Of letters nothing tells but the texts themselves: whoever looks asks again.
    staleTime: 0,
  });

/** Milliseconds between two questions while a text is being written. */
const refreshPause = 2_000;

/**
 * Asks anew where a translation stands while one of the two texts is written. An event tells of a
 * section that stands otherwise; this tells of words, to whoever has both texts before them.
 */
export function useRefreshWhileWritten(
  editionId: string | null,
  texts: readonly {
    on(event: "update", listener: () => void): unknown;
    off(event: "update", listener: () => void): unknown;
  }[],
): void {
  const cache = useQueryClient();
  const [first, second] = texts;
  useEffect(() => {
    if (editionId === null || first === undefined || second === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refreshSoon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void cache.invalidateQueries({ queryKey: queryKeys.translation(editionId), exact: true });
      }, refreshPause);
    };
    for (const text of [first, second]) text.on("update", refreshSoon);
    return () => {
      clearTimeout(timer);
      for (const text of [first, second]) text.off("update", refreshSoon);
    };
  }, [cache, editionId, first, second]);
}

/** Asked anew for each text of the original that was seen, which its hash names. */
export const useSectionChanges = (editionId: string, sectionId: string, sourceSha256: string) =>
  useQuery({
    queryKey: [...queryKeys.translation(editionId), sectionId, sourceSha256],
    queryFn: ({ signal }) =>
      api.get<SectionChangesAnswer>(
        `${pathOf(editionId)}/sections/${sectionId}/changes`,
        undefined,
        signal,
      ),
  });

export interface SectionMark {
  readonly sectionId: string;
  readonly sourceSha256: string;
  readonly end: "translated" | "unchanged-meaning";
}

/** Says what a section renders. Where the original was written on meanwhile, asks what it is now. */
export function useMarkSection(editionId: string) {
  const cache = useQueryClient();
  const write = useWrite(
    ({ sectionId, sourceSha256, end }: SectionMark, key: string) =>
      api
        .post<Translation>(
          `${pathOf(editionId)}/sections/${sectionId}/${end}`,
          { sourceSha256 },
          key,
        )
        .catch((error: unknown) => {
          if (isProblem(error, "stale_version"))
            void cache.invalidateQueries({ queryKey: queryKeys.translation(editionId) });
          throw error;
        }),
    { onSuccess: (answer) => cache.setQueryData(queryKeys.translation(editionId), answer) },
  );
  return write;
}

/** Adds the blocks that a translation, or one section of it, lacks. */
export function useMendTranslation(editionId: string) {
  const cache = useQueryClient();
  return useWrite(
    (sectionId: string | null, key: string) =>
      api.post<Translation>(
        `${pathOf(editionId)}/mend`,
        sectionId === null ? {} : { sectionId },
        key,
      ),
    { onSuccess: (answer) => cache.setQueryData(queryKeys.translation(editionId), answer) },
  );
}

export function useStartTranslation(paperId: string) {
  const cache = useQueryClient();
  return useWrite(
    (wanted: StartTranslation, key: string) =>
      api.post<Paper>(`/papers/${paperId}/editions`, wanted, key),
    {
      onSuccess: (paper) => {
        cache.setQueryData(queryKeys.paper(paperId), paper);
        void cache.invalidateQueries({ queryKey: ["papers"] });
      },
    },
  );
}

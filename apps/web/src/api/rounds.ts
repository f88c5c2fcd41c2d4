/** Review rounds: those that the person may see, what is asked, and what was said. */
import type { DraftComment, OpenRound, Round, RoundComment, RoundText } from "@istmo/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client.ts";
import { allPages } from "./pages.ts";
import { queryKeys, type RoundsFilter } from "./query-keys.ts";
import { useWrite } from "./use-write.ts";

/** Newest first. */
export const useRounds = (filter: RoundsFilter = {}) =>
  useQuery({
    queryKey: queryKeys.rounds(filter),
    queryFn: ({ signal }) => {
      const { paper, ...query } = filter;
      const path = paper === undefined ? "/rounds" : `/papers/${paper}/rounds`;
      return allPages<Round>(path, paper === undefined ? { ...query, limit: 100 } : {}, signal);
    },
  });

export const useRound = (roundId: string) =>
  useQuery({
    queryKey: queryKeys.round(roundId),
    queryFn: ({ signal }) => api.get<Round>(`/rounds/${roundId}`, undefined, signal),
  });

/** Those that the person may read. */
export const useRoundComments = (roundId: string) =>
  useQuery({
    queryKey: [...queryKeys.round(roundId), "comments"],
    queryFn: ({ signal }) =>
      allPages<RoundComment>(`/rounds/${roundId}/comments`, { limit: 200 }, signal),
  });

/** A frozen text never changes, so it is asked for once. */
export const useRoundText = (roundId: string, language: string) =>
  useQuery({
    queryKey: ["round-text", roundId, language],
    queryFn: ({ signal }) => api.get<RoundText>(`/rounds/${roundId}/text`, { language }, signal),
    staleTime: Infinity,
  });

/** After a change: the round itself as the server answers it, and all lists of rounds anew. */
function useKeepRound() {
  const cache = useQueryClient();
  return (round: Round) => {
    cache.setQueryData(queryKeys.round(round.id), round);
    void cache.invalidateQueries({ queryKey: ["rounds"] });
    void cache.invalidateQueries({ queryKey: queryKeys.round(round.id) });
    void cache.invalidateQueries({ queryKey: queryKeys.waiting() });
  };
}

export function useOpenRound(paperId: string) {
  const keep = useKeepRound();
  return useWrite(
    (body: OpenRound, key: string) => api.post<Round>(`/papers/${paperId}/rounds`, body, key),
    { onSuccess: keep },
  );
}

export type RoundStep = "submit" | "extend" | "invite" | "remove" | "reopen" | "close" | "cancel";

/** One of the steps of a round; `body` is what the contract of its path asks for. */
export function useRoundStep(roundId: string) {
  const keep = useKeepRound();
  return useWrite(
    ({ step, body }: { step: RoundStep; body: object }, key: string) =>
      api.post<Round>(`/rounds/${roundId}/${step}`, body, key),
    { onSuccess: keep },
  );
}

/** Puts a comment as the server has it now among those of its round. */
function useKeepComment(roundId: string) {
  const cache = useQueryClient();
  return (comment: RoundComment) => {
    const queryKey = [...queryKeys.round(roundId), "comments"];
    cache.setQueryData<RoundComment[]>(queryKey, (shown) => {
      if (shown === undefined) return undefined;
      const isKnown = shown.some(({ id }) => id === comment.id);
      return isKnown
        ? shown.map((one) => (one.id === comment.id ? comment : one))
        : [...shown, comment];
    });
    void cache.invalidateQueries({ queryKey });
  };
}

export function useDraftComment(roundId: string) {
  const keep = useKeepComment(roundId);
  return useWrite(
    (body: DraftComment, key: string) =>
      api.post<RoundComment>(`/rounds/${roundId}/comments`, body, key),
    { onSuccess: keep },
  );
}

export function useEditComment(roundId: string) {
  const keep = useKeepComment(roundId);
  return useWrite(
    (
      {
        id,
        ...body
      }: Pick<RoundComment, "id" | "version" | "observation" | "proposedText" | "kind">,
      key: string,
    ) => api.patch<RoundComment>(`/round-comments/${id}`, body, key),
    { onSuccess: keep },
  );
}

export function useDropComment(roundId: string) {
  const keep = useKeepComment(roundId);
  return useWrite(
    ({ id, version }: Pick<RoundComment, "id" | "version">, key: string) =>
      api.post<RoundComment>(`/round-comments/${id}/drop`, { version }, key),
    { onSuccess: keep },
  );
}

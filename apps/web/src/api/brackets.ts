/** Which alternatives of unagreed wording are preferred. */
import type { BracketPreferences, PreferAlternative } from "@istmo/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client.ts";
import { queryKeys } from "./query-keys.ts";
import { useWrite } from "./use-write.ts";

export const useBracketPreferences = (paperId: string) =>
  useQuery({
    queryKey: queryKeys.bracketPreferences(paperId),
    queryFn: ({ signal }) =>
      api.get<BracketPreferences>(`/papers/${paperId}/brackets/preferences`, undefined, signal),
  });

/** Says for a centre or an organisation which alternative it prefers, or takes that back. */
export function usePreferAlternative(paperId: string) {
  const cache = useQueryClient();
  return useWrite(
    ({ bracketId, ...body }: PreferAlternative & { readonly bracketId: string }, key: string) =>
      api.post<BracketPreferences>(
        `/papers/${paperId}/brackets/${bracketId}/preference`,
        body,
        key,
      ),
    {
      onSuccess: (answer) => {
        cache.setQueryData(queryKeys.bracketPreferences(paperId), answer);
      },
    },
  );
}

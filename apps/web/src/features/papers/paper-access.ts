import type { PaperAccess } from "@istmo/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { isProblem } from "../../api/problem.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { useWrite } from "../../api/use-write.ts";

/** Below the paper's own key: what refreshes the paper refreshes this. */
const accessKey = (paperId: string) => [...queryKeys.paper(paperId), "access"] as const;

export function usePaperAccess(paperId: string) {
  return useQuery({
    queryKey: accessKey(paperId),
    queryFn: ({ signal }) => api.get<PaperAccess>(`/papers/${paperId}/access`, undefined, signal),
  });
}

/** A change of who may open the paper; the answer is the whole list anew. */
export function useAccessWrite<Input extends { readonly path: string; readonly body: object }>(
  paperId: string,
  onDone?: () => void,
) {
  const queryClient = useQueryClient();
  return useWrite(
    async ({ path, body }: Input, key) => {
      try {
        return await api.post<PaperAccess>(`/papers/${paperId}/shares${path}`, body, key);
      } catch (error) {
        // Somebody else was faster: what is shown is old.
        if (isProblem(error, "stale_version") || isProblem(error, "not_found"))
          void queryClient.invalidateQueries({ queryKey: accessKey(paperId) });
        throw error;
      }
    },
    {
      onSuccess: (access) => {
        queryClient.setQueryData(accessKey(paperId), access);
        onDone?.();
      },
    },
  );
}

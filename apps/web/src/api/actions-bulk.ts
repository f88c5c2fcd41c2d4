/** Doing one thing to many action items, and taking it back. */
import type { BulkAnswer, ChangeInBulk } from "@istmo/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "./client.ts";
import { useWrite } from "./use-write.ts";

function useRefreshActions() {
  const cache = useQueryClient();
  return () => {
    for (const name of ["actions", "action", "waiting", "centres", "centre"])
      void cache.invalidateQueries({ queryKey: [name] });
  };
}

/** What would become of each; nothing is changed. */
export const useLookAtBulk = () =>
  useMutation({
    mutationFn: (body: ChangeInBulk) =>
      api.post<BulkAnswer>("/actions/bulk", { ...body, dryRun: true }),
  });

export function useChangeInBulk() {
  const onSuccess = useRefreshActions();
  return useWrite(
    (body: ChangeInBulk, key: string) => api.post<BulkAnswer>("/actions/bulk", body, key),
    { onSuccess },
  );
}

export function useUndoAct() {
  const onSuccess = useRefreshActions();
  return useWrite(
    (actId: string, key: string) =>
      api.post<BulkAnswer>(`/actions/acts/${encodeURIComponent(actId)}/undo`, {}, key),
    { onSuccess },
  );
}

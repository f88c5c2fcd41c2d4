import type { WholeAction } from "@istmo/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { useWrite } from "../../../api/use-write.ts";
import { useToast } from "../../../ui/toaster.tsx";
import { keep } from "../use-action-writes.ts";

export interface ItemCommand {
  /** Below `/actions/:id`. */
  readonly path: string;
  readonly body?: object;
  readonly isRemoval?: boolean;
}

/** What is done with one action beside its fields and steps; a refusal is told where nobody else does. */
export function useItemCommand(id: string, { isQuiet = false }: { isQuiet?: boolean } = {}) {
  const cache = useQueryClient();
  const toast = useToast();
  const write = useWrite(
    ({ path, body, isRemoval = false }: ItemCommand, key) =>
      isRemoval
        ? api.delete<WholeAction>(`/actions/${id}${path}`, key)
        : api.post<WholeAction>(`/actions/${id}${path}`, body ?? {}, key),
    {
      onSuccess: (item) => {
        keep(cache, item);
        void cache.invalidateQueries({ queryKey: [...queryKeys.action(id), "history"] });
      },
    },
  );
  const run = (command: ItemCommand, onDone?: (item: WholeAction) => void) =>
    write.mutate(command, {
      onSuccess: (item) => onDone?.(item),
      onError: (error) => {
        if (!isQuiet) toast.showProblem(error);
        void cache.invalidateQueries({ queryKey: queryKeys.action(id) });
      },
    });
  return { run, isPending: write.isPending, error: write.error };
}

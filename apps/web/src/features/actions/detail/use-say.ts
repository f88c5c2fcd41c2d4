import type { ActionComment } from "@istmo/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { useWrite } from "../../../api/use-write.ts";
import { useToast } from "../../../ui/toaster.tsx";

interface Said {
  readonly method: "post" | "patch" | "delete";
  readonly path: string;
  readonly body?: object;
}

/** Writes, mends and takes back comments; what was typed stays where it is refused. */
export function useSay(actionId: string) {
  const cache = useQueryClient();
  const toast = useToast();
  const write = useWrite(
    ({ method, path, body }: Said, key) => {
      const address = `/actions/${actionId}/comments${path}`;
      return method === "delete"
        ? api.delete<ActionComment>(address, key)
        : api[method]<ActionComment>(address, body, key);
    },
    { onSuccess: () => void cache.invalidateQueries({ queryKey: queryKeys.action(actionId) }) },
  );
  const say = (said: Said, onDone: () => void) =>
    write.mutate(said, { onSuccess: onDone, onError: (error) => toast.showProblem(error) });
  return { say, isPending: write.isPending };
}

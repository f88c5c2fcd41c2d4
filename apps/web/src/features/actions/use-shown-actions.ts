import type { ActionItem } from "@istmo/contracts";
import { useMemo, useSyncExternalStore } from "react";
import { isProblem } from "../../api/problem.ts";
import { useAction, useActions } from "../../api/queries.ts";
import { matches, type ActionsQuery } from "./action-filters.ts";
import { pendingChanges, withPending } from "./pending-changes.ts";

const usePending = () => useSyncExternalStore(pendingChanges.subscribe, pendingChanges.current);

/** A list of actions with what this page has just changed in them. */
export function useShownActions(query: ActionsQuery) {
  const answer = useActions(query);
  const pending = usePending();
  const { data } = answer;
  const items = useMemo<readonly ActionItem[]>(
    () =>
      (data ?? []).map((item) => withPending(item, pending)).filter((item) => matches(item, query)),
    [data, pending, query],
  );
  return {
    items,
    isLoading: answer.isPending,
    error: answer.error,
    retry: () => void answer.refetch(),
  };
}

/** One action, the same way. What was readable a moment ago and is hidden now is not shown on. */
export function useShownAction(id: string) {
  const answer = useAction(id);
  const pending = usePending();
  const isHidden = isProblem(answer.error, "not_found") || isProblem(answer.error, "not_allowed");
  const data = isHidden ? undefined : answer.data;
  const item = useMemo(
    () => (data === undefined ? undefined : withPending(data, pending)),
    [data, pending],
  );
  return { item, isHidden, isLoading: answer.isPending, error: answer.error };
}

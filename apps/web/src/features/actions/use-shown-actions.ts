import type { ActionItem } from "@istmo/contracts";
import type { ActionState } from "@istmo/domain";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { isProblem } from "../../api/problem.ts";
import { actionColumnsQuery, useAction, useActions } from "../../api/queries.ts";
import { matches, queryFor, type ActionFilters, type ActionsQuery } from "./action-filters.ts";
import { actionStates, boardStates } from "./action-steps.ts";
import { pendingChanges, withPending } from "./pending-changes.ts";

const usePending = () => useSyncExternalStore(pendingChanges.subscribe, pendingChanges.current);

/** A list of actions with what this page has just changed in them. */
export function useShownActions(query: ActionsQuery, isWanted = true) {
  const answer = useActions(query, isWanted);
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

/** What a column of the board shows at first; it doubles when more is asked for. */
const columnStep = 40;
const columnAtMost = 500;

type Wanted = Partial<Record<ActionState, number>>;
const columnsOf = (states: readonly ActionState[], wanted: Wanted = {}) =>
  states.map((state) => ({ state, limit: wanted[state] ?? columnStep }));

/** What a page that opens on the board asks for first; null for the other views. */
export function firstBoardQuery(filters: ActionFilters, meId: string) {
  if ((filters.view ?? "board") !== "board") return null;
  const states = filters.cancelled === true ? actionStates : boardStates;
  return actionColumnsQuery(queryFor({ ...filters, view: "board" }, meId), columnsOf(states));
}

/** The first items of every column, and more of one when it is asked for. */
export function useBoardActions(
  query: ActionsQuery,
  states: readonly ActionState[],
  isOn: boolean,
) {
  const [wanted, setWanted] = useState<Wanted>({});
  const columns = useMemo(() => columnsOf(states, wanted), [states, wanted]);
  const answer = useQuery({
    ...actionColumnsQuery(query, columns),
    placeholderData: keepPreviousData,
    enabled: isOn,
  });
  const pending = usePending();
  const { data } = answer;
  const items = useMemo<readonly ActionItem[]>(() => {
    const newest = new Map<string, ActionItem>();
    // What moved while the columns were being fetched may stand in two of them.
    for (const item of data ?? [])
      if ((newest.get(item.id)?.version ?? 0) < item.version) newest.set(item.id, item);
    return [...newest.values()]
      .map((item) => withPending(item, pending))
      .filter((item) => matches(item, query));
  }, [data, pending, query]);
  const hasMore = useMemo(() => {
    const full = columns.filter(
      ({ state, limit }) =>
        limit < columnAtMost && items.filter((item) => item.state === state).length >= limit,
    );
    return new Set(full.map(({ state }) => state));
  }, [columns, items]);
  const showMore = useCallback(
    (state: ActionState) =>
      setWanted((now) => ({
        ...now,
        [state]: Math.min(columnAtMost, (now[state] ?? columnStep) * 2),
      })),
    [],
  );
  return {
    items,
    hasMore,
    showMore,
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

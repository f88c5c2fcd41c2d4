/** The numbers of the dashboards. */
import type { ActionsSummary } from "@istmo/contracts";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { use, useEffect } from "react";
import { LiveContext } from "../live/live.ts";
import { createRefreshQueue } from "../live/refresh-queue.ts";
import { api } from "./client.ts";

const resource = ["actions-summary"] as const;
/** Numbers of everything cost more than a row: what happens within a second is asked for once. */
const gatherFor = 1_000;

/** Of a centre, of the office itself with "office", or of everything; it follows what happens. */
export function useActionsSummary(centre: string | undefined) {
  const cache = useQueryClient();
  const live = use(LiveContext);
  useEffect(() => {
    const refreshes = createRefreshQueue<readonly string[]>(
      (queryKey) => void cache.invalidateQueries({ queryKey }),
      gatherFor,
    );
    const stop = live?.listen(({ type }) => {
      if (type.startsWith("action.")) refreshes.add(resource);
    });
    return () => {
      stop?.();
      refreshes.stop();
    };
  }, [cache, live]);
  return useQuery({
    queryKey: [...resource, centre ?? null],
    queryFn: ({ signal }) => api.get<ActionsSummary>("/actions/summary", { centre }, signal),
    placeholderData: keepPreviousData,
  });
}

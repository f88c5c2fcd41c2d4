import type { CommentThread } from "@istmo/contracts";
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { use, useEffect } from "react";

import { api } from "../../api/client.ts";
import { dropThread, keepThread } from "../../api/comments.ts";
import { isProblem } from "../../api/problem.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { LiveContext } from "../../live/live.ts";

/** Events that come within so many milliseconds are answered together. */
const together = 60;
/** With more conversations than this it is cheaper to ask for all of them. */
const fewThreads = 6;

/** Asks for the conversations that others have changed, one by one: a list may be long, a line slow. */
export function useLiveThreads(paperId: string): void {
  const cache = useQueryClient();
  const live = use(LiveContext);
  useEffect(() => {
    const changed = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      const ids = [...changed];
      changed.clear();
      void askFor(cache, paperId, ids);
    };
    const stop = live?.listen(({ type, payload }) => {
      const isComment =
        type === "comment.opened" || type === "comment.replied" || type === "comment.changed";
      if (!isComment || payload.paperId !== paperId) return;
      changed.add(payload.threadId);
      timer ??= setTimeout(refresh, together);
    });
    return () => {
      stop?.();
      clearTimeout(timer);
    };
  }, [cache, live, paperId]);
}

async function askFor(cache: QueryClient, paperId: string, ids: readonly string[]): Promise<void> {
  const isAway =
    ids.length > fewThreads ||
    (await Promise.all(ids.map((id) => ask(cache, paperId, id)))).includes(true);
  const key = queryKeys.comments(paperId);
  // A list that is on its way already may be older than the event, and would take its place.
  if (isAway || cache.isFetching({ queryKey: key }) > 0 || !isKnown(cache, paperId))
    await cache.invalidateQueries({ queryKey: key });
}

const isKnown = (cache: QueryClient, paperId: string) =>
  cache
    .getQueriesData({ queryKey: queryKeys.comments(paperId) })
    .every(([, shown]) => shown !== undefined);

/** Whether there was no clear answer. */
async function ask(cache: QueryClient, paperId: string, id: string): Promise<boolean> {
  try {
    keepThread(cache, await api.get<CommentThread>(`/comments/${id}`));
  } catch (error) {
    if (!isProblem(error, "not_found")) return true;
    dropThread(cache, paperId, id);
  }
  return false;
}

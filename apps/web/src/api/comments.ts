/** Conversations about a paper. */
import type {
  ActionItem,
  AssignThread,
  CommentsPage,
  CommentThread,
  CreateAction,
  Mentionable,
  OpenThread,
  SubmitPosition,
} from "@istmo/contracts";
import { queryOptions, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api, newIdempotencyKey } from "./client.ts";
import { isProblem } from "./problem.ts";
import { queryKeys } from "./query-keys.ts";
import { useWrite } from "./use-write.ts";

export type Comments = Pick<CommentsPage, "items" | "circles">;

/** More than this many conversations on one paper are not shown. */
const most = 2_000;

/** Those of one edition and those on the paper as a whole: all, for they are shown in the text. */
export const commentsQuery = (paperId: string, editionId: string) =>
  queryOptions({
    queryKey: [...queryKeys.comments(paperId), editionId],
    queryFn: async ({ signal }): Promise<Comments> => {
      const ask = (cursor?: string) =>
        api.get<CommentsPage>(
          `/papers/${paperId}/comments`,
          { edition: editionId, limit: 200, cursor },
          signal,
        );
      const { nextCursor, circles, items: first } = await ask();
      const items = [...first];
      for (let cursor = nextCursor; cursor !== null && items.length < most;) {
        const page = await ask(cursor);
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return { items, circles };
    },
    // Events are followed while the paper is open; what was missed before is asked for.
    staleTime: 0,
  });

export const useComments = (paperId: string, editionId: string) =>
  useQuery(commentsQuery(paperId, editionId));

/** Whom a message may name, by what has been typed after the @; null asks nothing. */
export const useMentionable = (paperId: string, circle: string, typed: string | null) =>
  useQuery({
    queryKey: ["mentionable", paperId, circle, typed],
    queryFn: async ({ signal }) =>
      (
        await api.get<Mentionable>(
          `/papers/${paperId}/comments/mentionable`,
          { q: typed ?? "", circle, limit: 8 },
          signal,
        )
      ).items,
    enabled: typed !== null,
    placeholderData: (before) => before,
  });

/** Puts a conversation as the server has it now into the lists that it belongs to. */
export function keepThread(cache: QueryClient, thread: CommentThread): void {
  const lists = cache.getQueriesData<Comments>({ queryKey: queryKeys.comments(thread.paperId) });
  for (const [key, shown] of lists) {
    const isOfEdition = thread.editionId === null || key.includes(thread.editionId);
    if (shown === undefined || !isOfEdition) continue;
    const isKnown = shown.items.some(({ id }) => id === thread.id);
    const items = isKnown
      ? shown.items.map((one) => (one.id === thread.id ? thread : one))
      : [thread, ...shown.items];
    cache.setQueryData<Comments>(key, { ...shown, items });
  }
}

/** Takes out what this person may not see any longer. */
export function dropThread(cache: QueryClient, paperId: string, threadId: string): void {
  cache.setQueriesData<Comments>({ queryKey: queryKeys.comments(paperId) }, (shown) =>
    shown === undefined
      ? shown
      : { ...shown, items: shown.items.filter(({ id }) => id !== threadId) },
  );
}

export const sendThread = (paperId: string, body: OpenThread, key: string) =>
  api.post<CommentThread>(`/papers/${paperId}/comments`, body, key);
export const sendMessage = (threadId: string, body: string, key: string) =>
  api.post<CommentThread>(`/comments/${threadId}/messages`, { body }, key);
export const sendEdit = (
  { threadId, messageId, version }: { threadId: string; messageId: string; version: number },
  body: string,
  key: string,
) =>
  api.patch<CommentThread>(`/comments/${threadId}/messages/${messageId}`, { version, body }, key);
export const sendPosition = (paperId: string, position: SubmitPosition, key: string) =>
  api.post<CommentThread>(`/papers/${paperId}/positions`, position, key);
/** Makes an action item of a conversation, and answers the item. */
export async function assignThread(
  cache: QueryClient,
  { id, version }: CommentThread,
  { body, key }: { readonly body: CreateAction; readonly key: string },
): Promise<ActionItem> {
  const { title, language, centreId, ownerId, priority, dueOn } = body;
  const wanted = {
    ...{ title, language, centreId, priority },
    ...(ownerId === undefined ? {} : { ownerId }),
    ...(dueOn === undefined ? {} : { dueOn }),
  };
  const send = (seen: number, sendKey: string) =>
    api.post<CommentThread>(
      `/comments/${id}/assign`,
      { ...wanted, version: seen } satisfies AssignThread,
      sendKey,
    );
  const thread = await send(version, key).catch(async (error: unknown) => {
    if (!isProblem(error, "stale_version")) throw error;
    // Somebody has answered while the form was open, which changes nothing about the action.
    const now = await api.get<CommentThread>(`/comments/${id}`);
    return send(now.version, newIdempotencyKey());
  });
  keepThread(cache, thread);
  return api.get<ActionItem>(`/actions/${thread.action?.id ?? ""}`);
}

/** Resolves a conversation, or opens it again. */
export function useTurnThread() {
  const cache = useQueryClient();
  return useWrite(
    ({ thread, to }: { thread: CommentThread; to: "resolve" | "reopen" }, key: string) =>
      api.post<CommentThread>(`/comments/${thread.id}/${to}`, { version: thread.version }, key),
    { onSuccess: (thread) => keepThread(cache, thread) },
  );
}

/** Says up to which message the person has read, or that everything up to an instant is read. */
export function useReadComments(paperId: string) {
  const cache = useQueryClient();
  const show = (isRead: (thread: CommentThread) => boolean) =>
    cache.setQueriesData<Comments>({ queryKey: queryKeys.comments(paperId) }, (shown) =>
      shown === undefined
        ? shown
        : {
            ...shown,
            items: shown.items.map((one) => (isRead(one) ? { ...one, isUnread: false } : one)),
          },
    );
  return {
    read: async (thread: CommentThread) => {
      const messageId = thread.messages.at(-1)!.id;
      await api.post(`/comments/${thread.id}/read`, { messageId });
      show((one) => one.id === thread.id && one.messages.at(-1)?.id === messageId);
    },
    readAll: async (upTo: string) => {
      await api.post(`/papers/${paperId}/comments/read-all`, { upTo });
      show((one) => one.messages.every(({ createdAt }) => createdAt <= upTo));
    },
  };
}

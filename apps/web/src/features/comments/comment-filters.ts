/** Which conversations the list shows. */
import type { CommentThread, Me } from "@istmo/contracts";
import { regionalOfficeId, isOffice } from "@istmo/domain";

export interface CommentFilters {
  readonly state: "open" | "resolved" | "all";
  /** "" shows every circle. */
  readonly circle: string;
  /** A centre or organisation whose people have written, or that speaks; "" for any. */
  readonly body: string;
  readonly isUnread: boolean;
  readonly isMine: boolean;
  readonly namesMe: boolean;
}

export const noFilters: CommentFilters = {
  state: "open",
  circle: "",
  body: "",
  isUnread: false,
  isMine: false,
  namesMe: false,
};

/** How many filters are set besides the state, which is always in sight. */
export const countFilters = ({ circle, body, isUnread, isMine, namesMe }: CommentFilters) =>
  [circle !== "", body !== "", isUnread, isMine, namesMe].filter(Boolean).length;

/** The subjects by which a message may name somebody: the person, and for whom they work. */
export function subjectsOf(me: Pick<Me, "id" | "posts">): ReadonlySet<string> {
  const subjects = new Set([`person:${me.id}`]);
  for (const { centreId, organisationId } of me.posts) {
    if (centreId !== null) subjects.add(`centre:${centreId}`);
    if (organisationId !== null) subjects.add(`organisation:${organisationId}`);
  }
  if (isOffice(me)) subjects.add(`organisation:${regionalOfficeId}`);
  return subjects;
}

/** The centres and organisations that take part in a conversation, as subjects. */
export function bodiesIn({ messages, onBehalfOf }: CommentThread): string[] {
  const bodies = messages.map(({ centreId, organisationId }) =>
    centreId === null ? `organisation:${organisationId ?? ""}` : `centre:${centreId}`,
  );
  return [...new Set([...(onBehalfOf === null ? [] : [onBehalfOf]), ...bodies])].filter(
    (body) => body !== "organisation:",
  );
}

export function isShown(
  thread: CommentThread,
  filters: CommentFilters,
  me: Pick<Me, "id" | "posts">,
): boolean {
  const { state, circle, body, isUnread, isMine, namesMe } = filters;
  if (state !== "all" && thread.state !== state) return false;
  if (circle !== "" && thread.circle !== circle) return false;
  if (body !== "" && !bodiesIn(thread).includes(body)) return false;
  if (isUnread && !thread.isUnread) return false;
  if (isMine && !thread.messages.some(({ author }) => author.id === me.id)) return false;
  if (!namesMe) return true;
  const mine = subjectsOf(me);
  return thread.messages.some(({ mentions }) => mentions.some(({ subject }) => mine.has(subject)));
}

import type { CommentThread, Edition, Me, Paper } from "@istmo/contracts";
import { isOffice } from "@istmo/domain";
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";

import { useComments, useReadComments, type Comments } from "../../api/comments.ts";
import { isShown, noFilters, type CommentFilters } from "./comment-filters.ts";
import {
  fieldOf,
  type CommentOutbox,
  type CommentTarget,
  type Letter,
  type LetterKind,
} from "./comment-outbox.ts";
import { noWords, type Words } from "../../lib/mention-words.ts";
import { useCommentNames, type CommentNames } from "./use-comment-names.ts";
import { useCommentOutbox } from "./use-comment-outbox.ts";
import { useLiveThreads } from "./use-live-threads.ts";

/** As the editor says it; see `useCommentOrder` there. */
interface Order {
  readonly inText: readonly string[];
  readonly lost: ReadonlyMap<string, boolean>;
}

/** A conversation of the list, or one that is being begun or is on its way. */
export type Entry =
  | { readonly id: string; readonly thread: CommentThread; readonly letter: null }
  | { readonly id: string; readonly thread: null; readonly letter: OpenLetter };
export type OpenLetter = Letter & { readonly kind: LetterKind & { readonly type: "open" } };

export interface CommentsView {
  readonly me: Me;
  readonly paperId: string;
  readonly names: CommentNames;
  readonly comments: Comments | undefined;
  readonly counts: Readonly<Record<"open" | "resolved" | "unread", number>>;
  readonly error: Error | null;
  readonly refetch: () => void;
  readonly letters: readonly Letter[];
  readonly outbox: CommentOutbox | null;
  readonly filters: CommentFilters;
  readonly setFilters: (filters: CommentFilters) => void;
  readonly active: string | null;
  readonly setActive: (id: string | null) => void;
  /** All that has a place in the text, whatever the filters. */
  readonly placed: readonly Entry[];
  /** What the list shows, in its three parts. */
  readonly onPaper: readonly Entry[];
  readonly inText: readonly Entry[];
  readonly lost: readonly Entry[];
  /** Whether the block of one that has lost its words still stands. */
  readonly hasBlock: (id: string) => boolean;
  /** Where a conversation can be opened; null while that is unknown or nowhere. */
  readonly start: ((about: CommentTarget) => void) | null;
  readonly send: (letterId: string) => void;
  readonly readAll: () => void;
}

export const onWholePaper: CommentTarget = {
  ...{ target: "paper", blockId: null, suggestionId: null, anchor: null, quote: "" },
};

/** The conversations of an edition, and what the person is doing with them. */
export function useCommentsView({
  me,
  paper,
  edition,
  order,
  isVisible,
}: {
  me: Me;
  paper: Paper;
  edition: Edition;
  order: Order;
  /** Whether the active conversation is before the person's eyes. */
  isVisible: boolean;
}): CommentsView {
  const names = useCommentNames();
  const { data: comments, error, refetch } = useComments(paper.id, edition.id);
  useLiveThreads(paper.id);
  const [filters, setFilters] = useState(noFilters);
  const [active, setActive] = useState<string | null>(null);
  const { outbox, letters } = useCommentOutbox({
    personId: me.id,
    paperId: paper.id,
    editionId: edition.id,
    keepOffline: paper.classification === "unclassified",
    onSent: (letterId, threadId) => {
      setActive((before) => (before === letterId ? threadId : before));
    },
  });
  useReading({ paperId: paper.id, comments, active: isVisible ? active : null });

  const entries = useMemo<readonly Entry[]>(
    () => [
      ...letters
        .filter((letter): letter is OpenLetter => letter.kind.type === "open")
        .map((letter) => ({ id: letter.id, thread: null, letter })),
      ...(comments?.items ?? []).map((thread) => ({ id: thread.id, thread, letter: null })),
    ],
    [comments, letters],
  );
  const placed = useMemo(() => entries.filter(isPlaced), [entries]);
  const parts = useMemo(() => {
    const shown = entries.filter(
      ({ id, thread }) => thread === null || id === active || isShown(thread, filters, me),
    );
    const byId = new Map(shown.map((entry) => [entry.id, entry]));
    const inText = order.inText.flatMap((id) => byId.get(id) ?? []);
    const isInText = new Set(order.inText);
    return {
      onPaper: shown.filter((entry) => !isPlaced(entry)),
      inText,
      lost: shown.filter((entry) => isPlaced(entry) && !isInText.has(entry.id)),
    };
  }, [entries, order, filters, active, me]);

  const firstCircle = firstCircleOf(me, comments);
  const start = useCallback(
    (about: CommentTarget) => {
      if (outbox === null || firstCircle === null) return;
      for (const { id, kind, words, state } of outbox.getLetters())
        if (kind.type === "open" && state === "draft" && words.text.trim() === "") outbox.drop(id);
      const kind = { type: "open", about, circle: firstCircle } as const;
      const id = fieldOf(kind);
      outbox.write(id, kind, noWords);
      setActive(id);
    },
    [outbox, firstCircle],
  );
  const { readAll } = useReadComments(paper.id);
  return {
    me,
    paperId: paper.id,
    names,
    comments,
    counts: useMemo(() => countsOf(comments?.items ?? []), [comments]),
    error,
    refetch: () => void refetch(),
    letters,
    outbox,
    filters,
    setFilters,
    active,
    setActive,
    placed,
    ...parts,
    hasBlock: (id) => order.lost.get(id) ?? false,
    start: firstCircle === null ? null : start,
    send(letterId) {
      const id = outbox?.send(letterId) ?? null;
      if (id !== null && active === letterId) setActive(id);
    },
    readAll() {
      const moments = comments?.items.flatMap(({ messages }) => messages) ?? [];
      const last = moments
        .map(({ createdAt }) => createdAt)
        .sort()
        .at(-1);
      // By the server's clock: this device's may be slow.
      if (last !== undefined) void readAll(last).catch(() => undefined);
    },
  };
}

function countsOf(threads: readonly CommentThread[]): CommentsView["counts"] {
  const open = threads.filter(({ state }) => state === "open").length;
  const unread = threads.filter(({ isUnread }) => isUnread).length;
  return { open, unread, resolved: threads.length - open };
}

const isPlaced = ({ thread, letter }: Entry) =>
  (thread?.target ?? letter?.kind.about.target) !== "paper";

/** An organisation speaks within itself first; those who write the paper together speak to all. */
function firstCircleOf(me: Me, comments: Comments | undefined): string | null {
  const circles = comments?.circles.map(({ circle }) => circle) ?? [];
  const own = circles.find((circle) => circle.startsWith("organisation:"));
  const isGuest = !isOffice(me) && me.posts.every(({ centreId }) => centreId === null);
  if (isGuest && own !== undefined) return own;
  return circles.includes("paper") ? "paper" : (circles[0] ?? null);
}

/** Tells the server what the person has before them; once for each new message. */
function useReading({
  paperId,
  comments,
  active,
}: {
  paperId: string;
  comments: Comments | undefined;
  active: string | null;
}): void {
  const { read } = useReadComments(paperId);
  const told = useRef("");
  const thread = comments?.items.find(({ id }) => id === active);
  const unread = thread?.isUnread === true ? (thread.messages.at(-1)?.id ?? null) : null;
  const tell = useEffectEvent(() => {
    if (thread === undefined || unread === null || told.current === unread) return;
    told.current = unread;
    void read(thread).catch(() => undefined);
  });
  useEffect(() => {
    if (unread !== null) tell();
  }, [unread]);
}

/** The draft of a field, and the way to change it. */
export function draftIn(
  { letters, outbox }: Pick<CommentsView, "letters" | "outbox">,
  kind: LetterKind,
): { readonly id: string; readonly words: Words; readonly onWords: (words: Words) => void } {
  const id = fieldOf(kind);
  const words = letters.find((letter) => letter.id === id)?.words ?? noWords;
  return { id, words, onWords: (next) => outbox?.write(id, kind, next) };
}

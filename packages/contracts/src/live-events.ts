import type { TypedText } from "./http/common.ts";

/**
 * What the event log records and Socket.IO forwards as `event` with `{ seq, type, payload, … }`.
 * A payload names what changed; whoever shows more asks the API, which decides again.
 */
export interface LiveEventMap {
  "paper.created": { paperId: string; title: TypedText };
  "paper.submitted": { paperId: string; title: TypedText; submissionId: string };
  "paper.returned": { paperId: string; title: TypedText; submissionId: string };
  "paper.accepted": { paperId: string; title: TypedText; submissionId: string };
  "action.created": { actionId: string; title: TypedText };
  "action.changed": {
    actionId: string;
    title: TypedText;
    fields: string[];
    /** The item's version after it, by which its history tells what was changed. */
    version?: number;
  };
  "action.moved": {
    actionId: string;
    title: TypedText;
    from: string;
    to: string;
    /** Why, where the step asks for a reason. */
    reason?: string;
    version?: number;
    /** Where it was no step, but one that was taken back. */
    undone?: boolean;
  };
  /**
   * Somebody wrote about an item, or mended or took back what they wrote. What was said is asked of
   * the API; `mentioned` holds the ids of the people whom the words name and did not before.
   */
  "action.commented": {
    actionId: string;
    title: TypedText;
    commentId: string;
    change: "added" | "edited" | "removed";
    mentioned: string[];
  };
  /** A sheet has made so many items; one event, whatever their number. */
  "actions.imported": { count: number };
  /** A commitment was put forward or moved, or its date or the items that carry it changed. */
  "commitment.changed": {
    commitmentId: string;
    title: TypedText;
    change: "proposed" | "moved" | "date" | "actions";
    from: string;
    to: string;
  };
  "bracket.preferred": { paperId: string; title: TypedText; bracketId: string };
  /**
   * A conversation about a paper. Nobody hears of one that they may not read, and what was said is
   * asked of the API. The title is the paper's.
   */
  "comment.opened": { paperId: string; title: TypedText; threadId: string };
  "comment.replied": { paperId: string; title: TypedText; threadId: string; messageId: string };
  "comment.changed": {
    paperId: string;
    title: TypedText;
    threadId: string;
    change: CommentChange;
  };
  /** Something about a review round; nobody hears of a draft or a position that they may not read. */
  "round.changed": { paperId: string; title: TypedText; roundId: string; change: RoundChange };
  /** A row of a round's comment matrix, or with null any of them; which changed is asked of the API. */
  "matrix.changed": { paperId: string; title: TypedText; roundId: string; rowId: string | null };
  /** A step of the paper from the expert review to its end; who may write in it is decided again. */
  "paper.moved": { paperId: string; title: TypedText; step: string; from: string; to: string };
  /** Something about a clearance; nobody hears of an answer that they may not see. */
  "clearance.changed": { paperId: string; title: TypedText; change: ClearanceChange };
  "figure.added": { paperId: string; title: TypedText; fileId: string };
  /** One source, or those of a file. The title is the paper's. */
  "source.changed": {
    paperId: string;
    title: TypedText;
    change: "added" | "edited" | "removed" | "restored" | "imported";
    sourceId?: string;
    count?: number;
  };
  /** A translation was begun, or somebody said which text a section of one renders. */
  "translation.started": { paperId: string; title: TypedText; editionId: string };
  "translation.marked": {
    paperId: string;
    title: TypedText;
    editionId: string;
    sectionId: string;
  };
  /** Sections of a translation stand otherwise, because one of the two texts was written on. */
  "translation.changed": { paperId: string; title: TypedText; editionId: string };
  /** A section was given to a centre or the office, or what the others may do there has changed. */
  "paper.section_assigned": {
    paperId: string;
    title: TypedText;
    sectionId: string;
    ownerId: string;
  };
  /** A version of a text was kept or named, or is being put back. */
  "version.changed": {
    paperId: string;
    title: TypedText;
    editionId: string;
    versionId: string;
    change: "kept" | "named" | "restored";
  };
  "paper.classified": { paperId: string; title: TypedText; from: string; to: string };
  /**
   * What these subjects may see or do has changed, for one paper or altogether. Their sockets are
   * decided upon again, and their pages ask again for everything and forget what they may not keep.
   */
  "access.changed": {
    subjects: string[];
    paperId: string | null;
    /** The instant, ISO 8601, where it was the calendar and nobody's act that changed it. */
    at?: string;
  };
  /** These people have other notices than before, or have marked some; which is asked of the API. */
  "notifications.changed": Record<string, never>;
  /** A session, or all of a person's, is over. Heard by the server alone, which ends their sockets. */
  "session.ended": { personId: string; sessionId: string | null };
}

/** What has changed about a conversation, besides that somebody has answered. */
export type CommentChange = "edited" | "resolved" | "reopened" | "assigned" | "submitted";

/** What has happened in a round. */
export type RoundChange =
  | "opened"
  | "drafted"
  | "submitted"
  | "reopened"
  | "extended"
  | "invited"
  | "removed"
  | "closed"
  | "answered"
  | "cancelled";

/** What has happened in a clearance. */
export type ClearanceChange =
  "received" | "answered" | "withdrawn" | "delegated" | "silence" | "overridden";

export type LiveEventType = keyof LiveEventMap;

/** Events that make pages and sockets ask again and are nothing to read in a list of what happened. */
export const accessEventTypes = [
  "access.changed",
  "session.ended",
] as const satisfies readonly LiveEventType[];

/** Events that are nothing to read in a list of what happened: of access, and of what is worked out. */
export const quietEventTypes = [
  ...accessEventTypes,
  "translation.changed",
  "round.changed",
  "matrix.changed",
  "commitment.changed",
  "paper.moved",
  "clearance.changed",
  "version.changed",
  "notifications.changed",
] as const satisfies readonly LiveEventType[];

/** One entry of the event log as a person receives it. */
export type LiveEvent = {
  [Type in LiveEventType]: {
    /** Position in the log: rises without gaps, in the order of the commits. */
    readonly seq: number;
    readonly type: Type;
    readonly payload: LiveEventMap[Type];
    readonly actor: { readonly id: string; readonly name: string } | null;
    /** ISO 8601, UTC. */
    readonly at: string;
  };
}[LiveEventType];

/** One that tells people what happened. */
export type ActivityEvent = Exclude<LiveEvent, { type: (typeof quietEventTypes)[number] }>;

/** Whether an event belongs into a list of what happened. */
export function isActivity(event: LiveEvent): event is ActivityEvent {
  return !quietEventTypes.some((type) => type === event.type);
}

/** Client to server, with an acknowledgement: what happened after `seq`, oldest first. */
export interface CatchUpAnswer {
  readonly events: readonly LiveEvent[];
  /** The newest position of the log; where `hasMore` is true ask again from the last event. */
  readonly latestSeq: number;
  readonly hasMore: boolean;
}

/** Somebody who has an item open. The server writes it from the session. */
export interface PresentPerson {
  readonly id: string;
  readonly name: string;
  /** Two-letter code of the person's centre; null for the office and for partners. */
  readonly centre: string | null;
}

/** Server to client as `present`: who has this action item open now; nobody, where the list is empty. */
export interface ItemPresence {
  readonly actionId: string;
  readonly people: readonly PresentPerson[];
}

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
  "action.changed": { actionId: string; title: TypedText; fields: string[] };
  "action.moved": {
    actionId: string;
    title: TypedText;
    from: string;
    to: string;
    /** Why, where the step asks for a reason. */
    reason?: string;
  };
}
export type LiveEventType = keyof LiveEventMap;

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

/** Client to server, with an acknowledgement: what happened after `seq`, oldest first. */
export interface CatchUpAnswer {
  readonly events: readonly LiveEvent[];
  /** The newest position of the log; where `hasMore` is true ask again from the last event. */
  readonly latestSeq: number;
  readonly hasMore: boolean;
}

import type { NewEvent } from "../../platform/event-log.ts";
import { audience } from "../../platform/audience.ts";

/** What these people may see or do has changed. */
export function accessChanged(personIds: readonly string[]): NewEvent {
  const subjects = [...new Set(personIds)].map(audience.person);
  return {
    type: "access.changed",
    payload: { subjects, paperId: null },
    audience: subjects,
    classification: "unclassified",
  };
}

/** All sessions of a person are over. */
export function sessionsEnded(personId: string): NewEvent {
  return {
    type: "session.ended",
    payload: { personId, sessionId: null },
    audience: [],
    classification: "unclassified",
  };
}

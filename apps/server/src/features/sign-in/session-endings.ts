import type { Work } from "../../platform/unit-of-work.ts";

/** Tells every process that a session of a person, or all of them, is over. */
export function recordSessionEnded(
  record: Work["record"],
  personId: string,
  sessionId: string | null,
): void {
  record({
    type: "session.ended",
    payload: { personId, sessionId },
    audience: [],
    classification: "unclassified",
  });
}

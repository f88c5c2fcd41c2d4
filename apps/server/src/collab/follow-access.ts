/** Has the rooms decide again about whoever an event of the log may concern. */
import type { LiveEventMap } from "@istmo/contracts";
import type { EventLog, StoredEvent } from "../platform/event-log.ts";
import type { CollabGateway, CollabLogger, CollabPeer } from "./collab-gateway.ts";

/** Which connections an event may concern; null for none. */
export function concernedBy({
  type,
  payload,
}: Pick<StoredEvent, "type" | "payload">): ((peer: CollabPeer) => boolean) | null {
  if (type === "session.ended") {
    const { personId, sessionId } = payload as LiveEventMap["session.ended"];
    return (peer) =>
      peer.personId === personId && (sessionId === null || peer.sessionId === sessionId);
  }
  if (type === "access.changed") {
    const { subjects, paperId } = payload as LiveEventMap["access.changed"];
    if (paperId !== null) return (peer) => peer.paperId === paperId;
    const named = new Set(subjects);
    return (peer) => peer.subjects.some((subject) => named.has(subject));
  }
  // A paper that moves to another stage may be edited by others from then on.
  if (type.startsWith("paper.")) {
    const { paperId } = payload as { paperId: string };
    return (peer) => peer.paperId === paperId;
  }
  return null;
}

/** Returns a way to stop. The log does not wait: a review may ask a database that is slow. */
export function followAccess(
  log: EventLog,
  gateway: Pick<CollabGateway, "reviewAccess">,
  logger: CollabLogger,
): () => void {
  return log.subscribe((event) => {
    const concerned = concernedBy(event);
    if (concerned === null) return;
    gateway.reviewAccess(concerned).catch((error: unknown) => {
      logger.error({ err: error, seq: event.seq }, "Access to the rooms could not be reviewed");
    });
  });
}

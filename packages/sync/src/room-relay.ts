/**
 * What the nodes of one installation tell each other about the rooms that they hold.
 *
 * Every node has a room and a document of its own for an edition; the database is the truth they
 * share. The relay only makes it quick: what one node has committed, the others show at once.
 *
 *   node A                      relay                         node B
 *    |-- hello(edition) ------>  | ------------------------->  |   A has opened a room
 *    |  <------------------------|<-- presence(who is here) ---|   B's people, to everybody
 *    |  (group commit)           |                             |
 *    |-- content(update) ----->  | ------------------------->  |   after the commit, never before
 *    |-- presence(changes) --->  | ------------------------->  |   once a tick
 *    |  (trouble, and over)      |                             |
 *    |-- resync(editions) ---->  | ------------------------->  |   B reads the database
 *    |  (dies)                   | "node A is gone"            |   its people's presence ends
 *
 * Nothing here is needed for safety. A message that is lost, late or doubled costs time, because
 * whoever notices reads the database: after `missed`, after `resync`, when content does not fit,
 * and every few seconds while the relay is away.
 */
import type { AwarenessEntry } from "./frames.ts";
import type { ClientBinding } from "./paper-store.ts";

/** A presence state on its way to other nodes; the sender has written `user` from the session. */
export interface RelayedPresence extends AwarenessEntry {
  readonly personId: string;
}

/** What one node tells the others. */
export type RelayMessage =
  /** Content that is in the database now, and the clientIDs that it used for the first time. */
  | {
      readonly type: "content";
      readonly editionId: string;
      readonly update: Uint8Array;
      readonly bindings: readonly ClientBinding[];
    }
  /** Presence of people whose connections the sender holds: what changed, or all after a hello. */
  | {
      readonly type: "presence";
      readonly editionId: string;
      readonly entries: readonly RelayedPresence[];
    }
  /** The sender has opened these and asks who is there. */
  | { readonly type: "hello"; readonly editionIds: readonly string[] }
  /**
   * The sender could not tell what it committed to these, or who came and went; null when it no
   * longer knows to which. It says next who is there.
   */
  | { readonly type: "resync"; readonly editionIds: readonly string[] | null };

/** What a node hears. */
export interface RelayListener {
  /** In the order in which each node published; never one's own. */
  message(nodeId: string, message: RelayMessage): void;
  /** A node has stopped or has been silent for too long. It may come back, with a first message. */
  nodeGone(nodeId: string): void;
  /**
   * Messages of others may have been lost, and ours may have: read the database, ask who is here
   * and say it. Told when the relay is connected, the first time too.
   */
  missed(): void;
}

/** The way to the other nodes. Two implementations: in memory for tests, and over Redis. */
export interface RoomRelay {
  /** This node's name: new with every start of a process. */
  readonly nodeId: string;
  /** Whether messages come and go at the moment. */
  readonly isConnected: boolean;
  /**
   * Never throws and never waits. What cannot be sent, content or presence, is dropped, and the
   * others are told `resync` for its edition when they can be reached again; so memory stays bounded.
   */
  publish(message: RelayMessage): void;
  /** Begins to listen; returns a way to stop. One listener at a time. */
  listen(listener: RelayListener): () => void;
  /** Says goodbye, so that the others need not wait for silence, and ends. */
  close(): Promise<void>;
}

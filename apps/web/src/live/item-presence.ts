/** Who has which action item open, and that this page has one open. */
import type { ItemPresence, PresentPerson } from "@istmo/contracts";

const nobody: readonly PresentPerson[] = [];

/** The part of a Socket.IO client that is used here. */
export interface PresenceSocket {
  readonly connected: boolean;
  on(name: string, listener: (payload: unknown) => void): unknown;
  emit(name: "attend", actionId: string | null): unknown;
  emit(name: "presence", answer: (present: readonly ItemPresence[]) => void): unknown;
}

export interface Attendance {
  readonly at: (actionId: string) => readonly PresentPerson[];
  readonly subscribe: (listener: () => void) => () => void;
  /** Says that the page shows an item, until the returned function is called. */
  readonly attend: (actionId: string) => () => void;
  /** Follows a connection from now on. */
  readonly join: (socket: PresenceSocket) => void;
}

/** What is known of who is where; empty while there is no line. */
export function createAttendance(page: Pick<Document, "hidden" | "addEventListener">): Attendance {
  let present = new Map<string, readonly PresentPerson[]>();
  let socket: PresenceSocket | null = null;
  let said: string | null = null;
  /** Items that the page shows, the newest last. */
  const shown: string[] = [];
  const listeners = new Set<() => void>();

  const set = (next: Map<string, readonly PresentPerson[]>) => {
    present = next;
    for (const listener of listeners) listener();
  };
  /** Whoever has turned to another window is not here. */
  const say = () => {
    const now = page.hidden ? null : (shown.at(-1) ?? null);
    if (now === said || socket?.connected !== true) return;
    said = now;
    socket.emit("attend", now);
  };
  page.addEventListener("visibilitychange", say);

  return {
    at: (actionId) => present.get(actionId) ?? nobody,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attend(actionId) {
      shown.push(actionId);
      say();
      return () => {
        shown.splice(shown.lastIndexOf(actionId), 1);
        say();
      };
    },
    join(joined) {
      socket = joined;
      const arrive = () => {
        said = null;
        say();
        joined.emit("presence", (all) =>
          set(new Map(all.map(({ actionId, people }) => [actionId, people]))),
        );
      };
      joined.on("connect", arrive);
      joined.on("disconnect", () => set(new Map()));
      joined.on("present", (payload) => {
        const { actionId, people } = payload as ItemPresence;
        set(new Map(present).set(actionId, people));
      });
      if (joined.connected) arrive();
    },
  };
}

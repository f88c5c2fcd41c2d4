/** Joins the event log to the query cache, and says whether the line stands. */
import { isActivity, type ActivityEvent, type LiveEvent } from "@istmo/contracts";
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { createContext, use, useSyncExternalStore } from "react";
import { api } from "../api/client.ts";
import type { Page } from "../api/queries.ts";
import { queryKeys } from "../api/query-keys.ts";
import { affectedQueries } from "./affected-queries.ts";
import { askAgain } from "./ask-again.ts";
import type { PresenceSocket } from "./item-presence.ts";
import { followLiveEvents, type LiveSocket, type LiveStatus } from "./live-client.ts";
import { createRefreshQueue } from "./refresh-queue.ts";

const shownEvents = 30;

export interface Live {
  /** Begins to follow; resolves when the starting position is known, never rejects. */
  readonly start: () => Promise<void>;
  /** Ends it, for another person who signs in. */
  readonly stop: () => void;
  readonly status: () => LiveStatus;
  readonly subscribe: (listener: () => void) => () => void;
  /** Calls with every event as it arrives; gives the way to stop. */
  readonly listen: (listener: (event: LiveEvent) => void) => () => void;
  /** Calls with the connection that stands, and with each that comes after it. */
  readonly onSocket: (listener: (socket: PresenceSocket) => void) => void;
}

export function createLive(queryClient: QueryClient): Live {
  let status: LiveStatus = "connecting";
  let started: Promise<void> | null = null;
  let stopFollowing: (() => void) | null = null;
  const listeners = new Set<() => void>();
  const eventListeners = new Set<(event: LiveEvent) => void>();
  let currentSocket: PresenceSocket | null = null;
  const socketListeners = new Set<(socket: PresenceSocket) => void>();

  const setStatus = (next: LiveStatus) => {
    if (next === status) return;
    status = next;
    for (const listener of listeners) listener();
  };
  const refreshes = createRefreshQueue<QueryKey>((queryKey) => askAgain(queryClient, queryKey));
  const onEvent = (event: LiveEvent) => {
    if (isActivity(event)) {
      queryClient.setQueryData<readonly ActivityEvent[]>(queryKeys.events(), (shown) =>
        shown === undefined || shown.some((one) => one.seq === event.seq)
          ? shown
          : [event, ...shown].sort((a, b) => b.seq - a.seq).slice(0, shownEvents),
      );
    }
    for (const key of affectedQueries(event)) refreshes.add(key);
    for (const listener of eventListeners) listener(event);
  };

  async function follow(turn: { isOver: boolean }): Promise<void> {
    // Known before the first list is fetched, so that no event can fall between the two.
    const newest = await api.get<Page<LiveEvent>>("/events", { limit: 1, order: "desc" });
    // The transport is not part of the first load.
    void import("socket.io-client").then(
      ({ io }) => {
        if (turn.isOver) return;
        const socket: LiveSocket & PresenceSocket = io({
          path: "/socket.io",
          autoConnect: false,
          // A WebSocket stays with the node that took it; polling needs a balancer that remembers.
          transports: ["websocket", "polling"],
          tryAllTransports: true,
        });
        currentSocket = socket;
        for (const listener of socketListeners) listener(socket);
        stopFollowing = followLiveEvents(socket, {
          startAt: newest.items[0]?.seq ?? 0,
          onEvent,
          onStatus: setStatus,
          // Where nobody is signed in any more, the answer itself says so to the page.
          onTurnedAway: () => void api.get("/me").catch(() => undefined),
        });
      },
      () => setStatus("away"),
    );
  }

  let turn = { isOver: false };
  return {
    start() {
      started ??= follow(turn).catch(() => {
        started = null;
        setStatus("away");
      });
      return started;
    },
    stop() {
      turn.isOver = true;
      turn = { isOver: false };
      started = null;
      stopFollowing?.();
      stopFollowing = null;
      currentSocket = null;
      refreshes.stop();
      setStatus("connecting");
    },
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listen(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    onSocket(listener) {
      socketListeners.add(listener);
      if (currentSocket !== null) listener(currentSocket);
    },
  };
}

export const LiveContext = createContext<Live | null>(null);

/** Whether what is shown follows the server at this moment. */
export function useLiveStatus(): LiveStatus {
  const live = use(LiveContext);
  if (live === null) throw new Error("useLiveStatus needs a LiveContext above it");
  return useSyncExternalStore(live.subscribe, live.status);
}

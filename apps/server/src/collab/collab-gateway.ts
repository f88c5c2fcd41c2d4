/**
 * The way into the rooms: WebSockets at `/collab/<editionId>`, and plain HTTP below it where those
 * do not get through. collab-sessions.ts says who may, for both.
 */
import type { Server } from "node:http";
import type { Router } from "express";
import { collabRoutes } from "./collab.routes.ts";
import { type CollabPeer, CollabSessions, type CollabSessionsOptions } from "./collab-sessions.ts";
import { HttpLines } from "./http-lines.ts";
import { openWebSocketLines } from "./websocket-lines.ts";

export type { CollabAsker, CollabGrant, CollabLogger, CollabPeer } from "./collab-sessions.ts";

export interface CollabGatewayOptions extends CollabSessionsOptions {
  readonly server: Server;
  /** Milliseconds between two pings. */
  readonly heartbeatEvery?: number;
  /** HTTP connections that one person may have. */
  readonly httpPerPerson?: number;
}

export interface CollabGateway {
  /** The HTTP path, with its whole addresses. */
  readonly router: Router;
  /**
   * Decides again for the connections that the predicate picks: changes their role, or ends them.
   * Call it after every event that gives or takes access, and when a session is ended.
   */
  reviewAccess(affects: (peer: CollabPeer) => boolean): Promise<void>;
  /** Refuses newcomers, saves, closes everybody with `shuttingDown`. True when all is saved. */
  drain(options?: { deadline?: number }): Promise<boolean>;
  stats(): {
    connections: number;
    rooms: number;
    pendingBytes: number;
    failedAppends: number;
    /** Bytes that wait for slow receivers. */
    waitingBytes: number;
  };
}

/** Attaches to the server's upgrades of `/collab/…`; the router is mounted by whoever has one. */
export function openCollabGateway(options: CollabGatewayOptions): CollabGateway {
  const { server, registry, logger, resolveGrant, heartbeatEvery, httpPerPerson } = options;
  const sessions = new CollabSessions(options);
  const sockets = openWebSocketLines({
    ...{ server, sessions, logger },
    ...(heartbeatEvery !== undefined && { heartbeatEvery }),
  });
  const lines = new HttpLines(httpPerPerson === undefined ? {} : { perPerson: httpPerPerson });
  const stopSweeping = lines.start();
  return {
    router: collabRoutes({ sessions, lines, resolveGrant }),
    reviewAccess: (affects) => sessions.reviewAccess(affects),
    async drain({ deadline = 8_000 } = {}) {
      const isSaved = await sessions.drain({ deadline });
      stopSweeping();
      sockets.stop();
      return isSaved;
    },
    stats() {
      const { rooms, pendingBytes, failedAppends } = registry.stats();
      const { count: connections } = sessions;
      const waitingBytes = sessions.waitingBytes();
      return { connections, rooms, pendingBytes, failedAppends, waitingBytes };
    },
  };
}

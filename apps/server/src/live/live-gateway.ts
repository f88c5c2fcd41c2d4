/**
 * Forwards the event log to the pages that may hear it.
 *
 * A page connects with its session's cookie and is put into one room for each of its person's
 * audiences and classifications. Every event of the log goes to the rooms of its audience at its
 * classification, as `event` with { seq, type, payload, actor, at }. A page that was away asks
 * `since` with the last position that it saw and gets what it missed from the log itself.
 */
import type { Server as HttpServer } from "node:http";
import type { CatchUpAnswer, LiveEvent } from "@istmo/contracts";
import { Server } from "socket.io";
import { z } from "zod";
import { isOwnOrigin } from "../http/security.ts";
import type { ReadSession, SignedIn } from "../http/session-reader.ts";
import { audiencesOf, levelsOf } from "../platform/audience.ts";
import type { EventLog, StoredEvent } from "../platform/event-log.ts";

interface ServerToClient {
  event(event: LiveEvent): void;
}
interface ClientToServer {
  since(seq: unknown, answer: unknown): void;
}
interface SocketData {
  me: SignedIn;
}

export interface LiveGatewayNeeds {
  readonly server: HttpServer;
  readonly readSession: ReadSession;
  readonly log: EventLog;
  readonly publicOrigin: string | null;
  readonly toLive: (events: readonly StoredEvent[]) => Promise<LiveEvent[]>;
  readonly catchUp: (me: SignedIn, since: number) => Promise<CatchUpAnswer>;
  readonly logger: { error(details: object, message: string): void };
}

export interface LiveGateway {
  readonly connections: () => number;
  /** Ends the connections of a session that has ended. */
  endSession(sessionId: string): void;
  close(): Promise<void>;
}

const roomOf = (audience: string, level: string) => `${audience}|${level}`;
const sessionRoom = (sessionId: string) => `session:${sessionId}`;
const position = z.int().min(0);
/** Questions of one connection in flight at once. */
const questionsAtOnce = 2;

export function openLiveGateway(needs: LiveGatewayNeeds): LiveGateway {
  const { server, readSession, log, toLive, catchUp, logger } = needs;
  const io = new Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>(server, {
    path: "/socket.io",
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: 16 * 1024,
    allowRequest: (request, allow) => allow(null, isOwnOrigin(request, needs.publicOrigin)),
  });

  io.use((socket, next) => {
    readSession(socket.request.headers).then(
      (me) => {
        if (me === null) return next(new Error("not_signed_in"));
        socket.data.me = me;
        next();
      },
      (error: unknown) => {
        logger.error({ err: error }, "a live connection could not be admitted");
        next(new Error("internal_error"));
      },
    );
  });

  io.on("connection", (socket) => {
    const { me } = socket.data;
    const levels = levelsOf(me.actor);
    void socket.join([
      sessionRoom(me.sessionId),
      ...audiencesOf(me.actor).flatMap((it) => levels.map((level) => roomOf(it, level))),
    ]);
    const expiry = setTimeout(
      () => socket.disconnect(true),
      Math.min(me.expiresAt.getTime() - Date.now(), 2 ** 31 - 1),
    );
    socket.on("disconnect", () => clearTimeout(expiry));
    let asking = 0;
    socket.on("since", (seq, answer) => {
      if (typeof answer !== "function" || asking >= questionsAtOnce) return;
      const since = position.safeParse(seq);
      asking++;
      catchUp(me, since.success ? since.data : log.latestSeq)
        .then((caughtUp) => (answer as (it: CatchUpAnswer) => void)(caughtUp))
        .catch((error: unknown) => logger.error({ err: error }, "a catch-up failed"))
        .finally(() => asking--);
    });
  });

  const stop = log.subscribe(async (event) => {
    const rooms = event.audience.map((it) => roomOf(it, event.classification));
    if (rooms.length === 0) return;
    const [live] = await toLive([event]);
    if (live !== undefined) io.to(rooms).emit("event", live);
  });

  return {
    connections: () => io.of("/").sockets.size,
    endSession: (sessionId) => io.in(sessionRoom(sessionId)).disconnectSockets(true),
    async close() {
      stop();
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}

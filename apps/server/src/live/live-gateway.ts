/**
 * Forwards the event log to the pages that may hear it.
 *
 * A page connects with its session's cookie and is put into one room for each of its person's
 * audiences and classifications. Every event of the log goes to the rooms of its audience at its
 * classification, as `event` with { seq, type, payload, actor, at }. A page that was away asks
 * `since` with the last position that it saw and gets what it missed from the log itself.
 *
 * `access.changed` reaches its audience first; then the rooms of the connections whose person it
 * names are decided again from the session. `session.ended` is heard here alone and ends them.
 *
 * A page says `attend` with the action item that it shows, or null. Those who may hear of the item
 * get `present` with whoever has it open; a page that comes asks `presence` for all of that.
 */
import type { Server as HttpServer } from "node:http";
import type {
  CatchUpAnswer,
  ItemPresence,
  LiveEvent,
  LiveEventMap,
  PresentPerson,
} from "@istmo/contracts";
import { Server, type Socket } from "socket.io";
import { z } from "zod";
import { isOwnOrigin } from "../http/security.ts";
import type { ReadSession, SignedIn } from "../http/session-reader.ts";
import { audiencesOf, levelsOf } from "../platform/audience.ts";
import type { EventLog, StoredEvent } from "../platform/event-log.ts";
import type { NodeBus } from "../platform/node-bus.ts";
import { ItemAttendance, type Attended, type Hearing } from "./item-presence.ts";

interface ServerToClient {
  event(event: LiveEvent): void;
  present(presence: ItemPresence): void;
}
interface ClientToServer {
  since(seq: unknown, answer: unknown): void;
  attend(actionId: unknown): void;
  presence(answer: unknown): void;
}
interface SocketData {
  me: SignedIn;
  /** How often access had changed when the session was read. */
  asOf: number;
  expiry?: NodeJS.Timeout;
  deciding?: Promise<void> | null;
  isStale?: boolean;
  /** The item that the page says it shows. */
  shows?: string | null;
  hasMoved?: boolean;
  moving?: Promise<void> | null;
}
type Page = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

export interface LiveGatewayNeeds {
  readonly server: HttpServer;
  readonly readSession: ReadSession;
  readonly log: EventLog;
  readonly publicOrigin: string | null;
  readonly toLive: (events: readonly StoredEvent[]) => Promise<LiveEvent[]>;
  readonly catchUp: (me: SignedIn, since: number) => Promise<CatchUpAnswer>;
  readonly bus: NodeBus | null;
  /** The person as others see them at an item, and who hears of it; null where they may not see it. */
  readonly findAttendance: (
    me: SignedIn,
    actionId: string,
  ) => Promise<{ readonly person: PresentPerson; readonly hearing: Hearing } | null>;
  readonly logger: { error(details: object, message: string): void };
}

export interface LiveGateway {
  readonly connections: () => number;
  close(): Promise<void>;
}

const roomOf = (audience: string, level: string) => `${audience}|${level}`;
/** The rooms in which a person hears what they may hear. */
function roomsFor({ actor }: SignedIn): string[] {
  const levels = levelsOf(actor);
  return audiencesOf(actor).flatMap((it) => levels.map((level) => roomOf(it, level)));
}
/** The longest wait that a timer can take; what lasts longer is looked at again then. */
const longestTimer = 2 ** 31 - 1;
const position = z.int().min(0);
const itemShown = z.string().min(1).max(64).nullable();
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

  const roomsOf = ({ audience, classification }: Hearing) =>
    audience.map((it) => roomOf(it, classification));
  const toPresence = ({ actionId, people }: Attended): ItemPresence => ({ actionId, people });
  const attendance = new ItemAttendance(needs.bus, (attended) => {
    io.to(roomsOf(attended.hearing)).emit("present", toPresence(attended));
  });

  /** Takes somebody to the item that their page shows, if they may see it. */
  function move(socket: Page): void {
    socket.data.hasMoved = true;
    socket.data.moving ??= moveWhileMoved(socket);
  }

  async function moveWhileMoved(socket: Page): Promise<void> {
    try {
      while (socket.data.hasMoved) {
        socket.data.hasMoved = false;
        const actionId = socket.data.shows ?? null;
        const found = actionId && (await needs.findAttendance(socket.data.me, actionId));
        if (actionId && found && socket.connected)
          attendance.enter(socket.id, { actionId, ...found });
        else attendance.leave(socket.id);
      }
    } catch (error) {
      attendance.leave(socket.id);
      logger.error({ err: error }, "who has an item open could not be decided");
    } finally {
      socket.data.moving = null;
    }
  }

  /** Decides again about those who have items open that may have come into other hands. */
  function moveAgain(showsSuch: (actionId: string) => boolean): void {
    for (const socket of io.of("/").sockets.values()) {
      const { shows } = socket.data;
      if (shows != null && showsSuch(shows)) move(socket);
    }
  }

  /** Rises with every change of access, so that whoever was connecting meanwhile is decided again. */
  let changes = 0;

  function watchExpiry(socket: Page): void {
    clearTimeout(socket.data.expiry);
    const left = socket.data.me.expiresAt.getTime() - Date.now();
    socket.data.expiry = setTimeout(
      () => void review(socket),
      Math.min(Math.max(left, 0), longestTimer),
    );
    socket.data.expiry.unref();
  }

  /** Reads the session again and leaves and joins rooms by it. One at a time for a connection. */
  function review(socket: Page): Promise<void> {
    socket.data.isStale = true;
    socket.data.deciding ??= reviewWhileStale(socket);
    return socket.data.deciding;
  }

  async function reviewWhileStale(socket: Page): Promise<void> {
    try {
      while (socket.data.isStale && socket.connected) {
        socket.data.isStale = false;
        await decideAgain(socket);
      }
    } catch (error) {
      // Not knowing is no reason to tell more; the page connects again and is decided upon then.
      logger.error({ err: error }, "a live connection could not be reviewed");
      socket.disconnect(true);
    } finally {
      socket.data.deciding = null;
    }
  }

  async function decideAgain(socket: Page): Promise<void> {
    const before = socket.data.me;
    const me = await readSession(socket.request.headers);
    if (
      me === null ||
      me.mustAddFactor ||
      me.sessionId !== before.sessionId ||
      me.person.id !== before.person.id ||
      me.expiresAt.getTime() <= Date.now()
    ) {
      socket.disconnect(true);
      return;
    }
    socket.data.me = me;
    const rooms = new Set(roomsFor(me));
    for (const room of socket.rooms) {
      if (room !== socket.id && !rooms.has(room)) await socket.leave(room);
    }
    await socket.join([...rooms]);
    watchExpiry(socket);
    if (socket.data.shows != null) move(socket);
  }

  function sockets(affects: (me: SignedIn) => boolean): Page[] {
    return [...io.of("/").sockets.values()].filter((socket) => affects(socket.data.me));
  }

  function endSessions(hasEnded: (me: SignedIn) => boolean): void {
    changes++;
    for (const socket of sockets(hasEnded)) socket.disconnect(true);
  }

  /** A share opens one paper and no room, so only changes of what people are matter here. */
  async function changeAccess({ subjects, paperId }: LiveEventMap["access.changed"]) {
    if (paperId !== null) return;
    changes++;
    const named = new Set(subjects);
    const affected = sockets(({ actor }) => audiencesOf(actor).some((it) => named.has(it)));
    await Promise.all(affected.map(review));
  }

  io.use((socket, next) => {
    const asOf = changes;
    readSession(socket.request.headers).then(
      (me) => {
        if (me === null) return next(new Error("not_signed_in"));
        if (me.mustAddFactor) return next(new Error("second_factor_required"));
        socket.data.me = me;
        socket.data.asOf = asOf;
        next();
      },
      (error: unknown) => {
        logger.error({ err: error }, "a live connection could not be admitted");
        next(new Error("internal_error"));
      },
    );
  });

  io.on("connection", (socket) => {
    void socket.join(roomsFor(socket.data.me));
    watchExpiry(socket);
    socket.on("disconnect", () => {
      clearTimeout(socket.data.expiry);
      attendance.leave(socket.id);
    });
    socket.on("attend", (actionId) => {
      const shown = itemShown.safeParse(actionId);
      if (!shown.success) return;
      socket.data.shows = shown.data;
      move(socket);
    });
    socket.on("presence", (answer) => {
      if (typeof answer !== "function") return;
      const isHeard = ({ hearing }: Attended) =>
        roomsOf(hearing).some((it) => socket.rooms.has(it));
      const present = attendance.all().filter(isHeard).map(toPresence);
      (answer as (it: ItemPresence[]) => void)(present);
    });
    let asking = 0;
    socket.on("since", (seq, answer) => {
      if (typeof answer !== "function" || asking >= questionsAtOnce) return;
      const since = position.safeParse(seq);
      asking++;
      catchUp(socket.data.me, since.success ? since.data : log.latestSeq)
        .then((caughtUp) => (answer as (it: CatchUpAnswer) => void)(caughtUp))
        .catch((error: unknown) => logger.error({ err: error }, "a catch-up failed"))
        .finally(() => asking--);
    });
    if (changes !== socket.data.asOf) void review(socket);
  });

  const stop = log.subscribe(async (event) => {
    const rooms = event.audience.map((it) => roomOf(it, event.classification));
    if (rooms.length > 0) {
      const [live] = await toLive([event]);
      if (live !== undefined) io.to(rooms).emit("event", live);
    }
    const { actionId } = event.payload as { actionId?: string };
    if (actionId !== undefined) moveAgain((shown) => shown === actionId);
    if (event.type === "paper.classified") moveAgain(() => true);
    if (event.type === "session.ended") {
      const { personId, sessionId } = event.payload as LiveEventMap["session.ended"];
      endSessions(
        (me) => me.person.id === personId && (sessionId === null || me.sessionId === sessionId),
      );
    }
    if (event.type === "access.changed")
      await changeAccess(event.payload as LiveEventMap["access.changed"]);
  });

  return {
    connections: () => io.of("/").sockets.size,
    async close() {
      stop();
      attendance.close();
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}

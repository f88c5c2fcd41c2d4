/**
 * The event log and everything that listens to it. A change and its events are written in one
 * transaction; after the commit the log is read on from the last position delivered, so that
 * listeners hear every event once, in the order of the commits, and none of a rolled-back change.
 */
import type { LiveEventMap, LiveEventType } from "@istmo/contracts";
import type { Prisma, PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

/** An event as a service records it. */
export type NewEvent = {
  [Type in LiveEventType]: {
    readonly type: Type;
    readonly payload: LiveEventMap[Type];
    /** Who may hear it: "staff", "office", or one of the domain's `subjectsOf`. */
    readonly audience: readonly string[];
    readonly classification: string;
  };
}[LiveEventType];

/** An event as the log holds it. */
export interface StoredEvent {
  readonly seq: number;
  readonly type: string;
  readonly payload: unknown;
  readonly actorId: string | null;
  readonly audience: readonly string[];
  readonly classification: string;
  readonly createdAt: Date;
}

/**
 * Appends events as the last statement of a transaction: the counter's row stays locked until the
 * commit, so the order of the numbers is the order of the commits (docs/decisions/0001).
 */
export async function appendEvents(
  tx: PrismaTransaction,
  actorId: string | null,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = await tx.$queryRaw<{ seq: bigint }[]>`
    INSERT INTO "EventCounter" (id, seq) VALUES (1, ${events.length})
    ON CONFLICT (id) DO UPDATE SET seq = "EventCounter".seq + ${events.length}
    RETURNING seq`;
  const last = Number(rows[0]?.seq);
  await tx.event.createMany({
    data: events.map((event, index) => ({
      seq: last - events.length + 1 + index,
      type: event.type,
      payload: event.payload,
      actorId,
      audience: [...event.audience],
      classification: event.classification,
      paperId: "paperId" in event.payload ? event.payload.paperId : null,
    })),
  });
}

type Listener = (event: StoredEvent) => void | Promise<void>;
type Logger = { error(object: object, message: string): void };

const batchSize = 500;
/** Milliseconds between two looks for what others committed, at least. */
const shortestPause = 250;

function toStored(row: Prisma.EventGetPayload<object>): StoredEvent {
  return { ...row, seq: Number(row.seq) };
}

/** Reads the log on and hands every new event to the listeners. */
export class EventLog {
  readonly #client: PrismaClient;
  readonly #logger: Logger;
  readonly #listeners = new Set<Listener>();
  #delivered = 0;
  #reading: Promise<void> | null = null;
  #tellOthers: () => void = () => undefined;
  #isTelling = false;
  #isWoken = false;

  constructor(client: PrismaClient, logger: Logger) {
    this.#client = client;
    this.#logger = logger;
  }

  /** Position of the newest event that listeners have heard. */
  get latestSeq(): number {
    return this.#delivered;
  }

  /** Begins after what the log already holds. */
  async start(): Promise<void> {
    const counter = await this.#client.eventCounter.findUnique({ where: { id: 1 } });
    this.#delivered = Number(counter?.seq ?? 0);
  }

  /** Returns a way to stop listening. A listener that throws is logged and keeps its place. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Has other processes told that the log has moved, after each commit of this one. */
  tellWith(tellOthers: () => void): void {
    this.#tellOthers = tellOthers;
  }

  /** Call after a commit that wrote events. Calls while reading are folded into one more read. */
  wake(): void {
    this.hear();
    if (this.#isTelling) return;
    this.#isTelling = true;
    // Once for all that committed in this tick.
    setImmediate(() => {
      this.#isTelling = false;
      this.#tellOthers();
    });
  }

  /** Call when another process has committed events, or may have. */
  hear(): void {
    this.#isWoken = true;
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = null;
      if (this.#isWoken) this.hear();
    });
  }

  /**
   * Looks from time to time for what other processes have committed to the same database; `pause`
   * is asked for the milliseconds between two looks. Returns a way to stop.
   */
  watch(pause: () => number): () => void {
    let timer: NodeJS.Timeout;
    let isStopped = false;
    let lookedAt = performance.now();
    const look = async () => {
      try {
        const counter = await this.#client.eventCounter.findUnique({ where: { id: 1 } });
        if (Number(counter?.seq ?? 0) > this.#delivered) this.hear();
      } catch {
        // The database is away, which whoever needs it reports; the next look finds what was missed.
      }
      lookedAt = performance.now();
    };
    // A short step, so that a pause that becomes shorter is not slept through.
    const step = async () => {
      if (performance.now() - lookedAt >= pause()) await look();
      if (!isStopped) timer = setTimeout(() => void step(), shortestPause).unref();
    };
    timer = setTimeout(() => void step(), shortestPause).unref();
    return () => {
      isStopped = true;
      clearTimeout(timer);
    };
  }

  /** Settles when everything committed so far has been delivered. */
  async settle(): Promise<void> {
    while (this.#reading !== null) await this.#reading;
  }

  async #readOn(): Promise<void> {
    try {
      while (this.#isWoken) {
        this.#isWoken = false;
        const rows = await this.#client.event.findMany({
          where: { seq: { gt: this.#delivered } },
          orderBy: { seq: "asc" },
          take: batchSize,
        });
        for (const row of rows) await this.#deliver(toStored(row));
        if (rows.length === batchSize) this.#isWoken = true;
      }
    } catch (error) {
      // The events are safe in the log; the next commit, or a client's catch-up, brings them.
      this.#logger.error({ err: error }, "the event log could not be read");
    }
  }

  async #deliver(event: StoredEvent): Promise<void> {
    this.#delivered = event.seq;
    // Side by side: whoever ends sockets does not wait for whoever tells people about it.
    const hear = async (listener: Listener) => {
      try {
        await listener(event);
      } catch (error) {
        this.#logger.error({ err: error, seq: event.seq }, "a listener failed on an event");
      }
    };
    await Promise.all([...this.#listeners].map(hear));
  }
}

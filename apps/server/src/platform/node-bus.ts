/**
 * What the processes of one installation tell each other, over one Redis Stream.
 *
 *   this node                       Redis                        other nodes
 *    |-- XADD (number, sealed) -->  | stream, trimmed |  <-- XREAD BLOCK --|   each reads all of it
 *    |-- "here" every 2 s ------->  |                                      |   silent for 7 s: gone
 *    |-- "bye" ------------------>  |                                      |   gone at once
 *
 * Redis is not the truth about anything. Every node numbers its messages; a number that is missing
 * (trimmed, lost with Redis, never sent because Redis was away) tells the others that they missed
 * something, and they look into the database. So nothing is kept for sending later.
 *
 * Papers are classified, and Redis is a neighbour. Messages are sealed (AES-256-GCM) under a key of
 * the secret that all nodes share: whoever reaches Redis can neither read nor write as a node. They
 * can hold messages back, which is a trouble like others. The stream keeps a minute.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomUUID } from "node:crypto";
import type { Logger } from "./logger.ts";
import { RedisConnection, type RedisCommand } from "./redis.ts";

/** Whom messages concern; each has one listener on a node. */
export type BusTopic = "rooms" | "log" | "presence";

export interface BusListener {
  /** From another node, in the order in which it sent. */
  message?(nodeId: string, payload: Uint8Array): void;
  nodeGone?(nodeId: string): void;
  /** Messages may have been lost. */
  missed?(): void;
}

/** The way to the other processes. */
export interface NodeBus {
  /** New with every start. */
  readonly nodeId: string;
  /** Whether messages come and go at the moment. */
  readonly isConnected: boolean;
  /** False when the message was dropped; the others will notice. Never throws, never waits. */
  send(topic: BusTopic, payload: Uint8Array): boolean;
  subscribe(topic: BusTopic, listener: BusListener): () => void;
  /** Other nodes that were heard lately. */
  readonly others: number;
  /** Messages that could not be sent since the start. */
  readonly dropped: number;
  /** Says goodbye and ends. */
  close(): Promise<void>;
}

export interface RedisNodeBusOptions {
  readonly url: string;
  /** The secret that all nodes share. */
  readonly secret: string;
  readonly logger: Pick<Logger, "info" | "warn">;
  /** Milliseconds; for tests. */
  readonly beatEvery?: number;
  readonly goneAfter?: number;
}

/** Messages that the stream holds at most, and for how long: a minute without reading is a restart. */
const longestStream = 10_000;
const keepFor = 60_000;
/** Bytes on their way to Redis, beyond which it counts as away. */
const mostInFlight = 16 * 1024 * 1024;
/** Milliseconds that a goodbye may take. */
const longestGoodbye = 500;
const tagBytes = 16;

interface KnownNode {
  number: number;
  /** The stream's time of its last message, in milliseconds: no clock of ours is compared. */
  seenAt: number;
  readonly key: Buffer;
}

type StreamEntry = readonly [id: Buffer, fields: readonly Buffer[]];

const timeOf = (id: string): number => Number(id.split("-")[0]);

/** Whether one id of the stream comes before another. */
function isBefore(id: string, other: string): boolean {
  const [time = 0, order = 0] = id.split("-").map(Number);
  const [otherTime = 0, otherOrder = 0] = other.split("-").map(Number);
  return time < otherTime || (time === otherTime && order < otherOrder);
}

/** A node never uses a number twice, and each node has a key of its own. */
function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number), 4);
  return nonce;
}

/** See the head of this file. */
export class RedisNodeBus implements NodeBus {
  readonly nodeId = randomUUID();
  readonly #options: RedisNodeBusOptions;
  readonly #stream: string;
  readonly #key: Buffer;
  readonly #listeners = new Map<BusTopic, BusListener>();
  readonly #nodes = new Map<string, KnownNode>();
  readonly #writer: RedisConnection;
  readonly #reader: RedisConnection;
  readonly #beat: NodeJS.Timeout;
  readonly #goneAfter: number;
  #number = 0;
  #inFlight = 0;
  #dropped = 0;
  /** Where reading stands; null before the first connection. */
  #position: string | null = null;
  #isReading = false;
  #ownSeenAt: number | null = null;
  #isTroubled = false;
  #isClosed = false;
  /** The last message to Redis that was answered was taken. */
  #isHeard = false;
  /** When the heart-beat went out that has no answer yet. */
  #beatSince: number | null = null;
  #forgetting: NodeJS.Timeout | undefined;
  #warnedOf = new Set<string>();

  constructor(options: RedisNodeBusOptions) {
    this.#options = options;
    this.#goneAfter = options.goneAfter ?? 7_000;
    const beatEvery = options.beatEvery ?? 2_000;
    // The name follows from the secret: installations side by side do not meet.
    const name = hkdfSync("sha256", options.secret, "", "istmo node bus name", 8);
    this.#stream = `istmo:${Buffer.from(name).toString("hex")}:nodes`;
    this.#key = this.#keyOf(this.nodeId);
    const shared = { url: options.url, onAway: (error: unknown) => this.#away(error) };
    this.#writer = new RedisConnection({
      ...shared,
      name: "istmo-writer",
      silence: 3 * this.#goneAfter,
      onReady: () => this.#sayHere(),
    });
    this.#reader = new RedisConnection({
      ...shared,
      name: "istmo-reader",
      // Something comes every few seconds: an answer, or that there is nothing.
      silence: 2 * this.#goneAfter,
      onReady: (command) => void this.#read(command),
    });
    this.#beat = setInterval(() => this.#sayHere(), beatEvery);
    this.#beat.unref();
  }

  get isConnected(): boolean {
    return this.#isReading && this.#isHeard && this.#writer.isReady;
  }

  get others(): number {
    return this.#nodes.size;
  }

  get dropped(): number {
    return this.#dropped;
  }

  send(topic: BusTopic, payload: Uint8Array): boolean {
    return this.#send(topic, payload);
  }

  subscribe(topic: BusTopic, listener: BusListener): () => void {
    this.#listeners.set(topic, listener);
    if (this.#position !== null) listener.missed?.();
    return () => this.#listeners.delete(topic);
  }

  async close(): Promise<void> {
    clearInterval(this.#beat);
    clearTimeout(this.#forgetting);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, longestGoodbye)));
    const said = this.#add("bye", new Uint8Array()).then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([said, late]);
    clearTimeout(timer);
    this.#isClosed = true;
    this.#writer.close();
    this.#reader.close();
  }

  #keyOf(nodeId: string): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#options.secret, nodeId, "istmo node bus", 32));
  }

  #send(kind: string, payload: Uint8Array): boolean {
    if (!this.#writer.isReady || this.#inFlight > mostInFlight) {
      this.#number++;
      this.#dropped++;
      return false;
    }
    this.#inFlight += payload.byteLength;
    this.#add(kind, payload)
      .catch((error: unknown) => {
        // Its number is spent: whoever did not get it notices.
        this.#dropped++;
        this.#away(error);
      })
      .finally(() => (this.#inFlight -= payload.byteLength));
    return true;
  }

  #add(kind: string, payload: Uint8Array): Promise<unknown> {
    const number = ++this.#number;
    const sealing = createCipheriv("aes-256-gcm", this.#key, nonceOf(number));
    const sealed = Buffer.concat([
      sealing.update(`${kind}\n`),
      sealing.update(payload),
      sealing.final(),
      sealing.getAuthTag(),
    ]);
    const limit = ["MAXLEN", "~", String(longestStream)];
    const fields = ["node", this.nodeId, "number", String(number), "sealed", sealed];
    return this.#writer.command(["XADD", this.#stream, ...limit, "*", ...fields]);
  }

  /** The heart-beat: also drops what is old from the stream, and the stream when all have left. */
  #sayHere(): void {
    if (!this.#writer.isReady) return;
    if (this.#beatSince !== null) return this.#awaitBeat(this.#beatSince);
    this.#beatSince = performance.now();
    const oldest = Math.max(0, timeOf(this.#position ?? "0-0") - keepFor);
    Promise.all([
      this.#add("here", new Uint8Array()),
      this.#writer.command(["XTRIM", this.#stream, "MINID", String(oldest)]),
      this.#writer.command(["PEXPIRE", this.#stream, String(2 * keepFor)]),
    ])
      .then(
        () => {
          this.#isHeard = true;
          this.#settle();
        },
        (error: unknown) => this.#away(error),
      )
      .finally(() => (this.#beatSince = null));
  }

  /** Half of a connection looks like a whole one, but for the answers. */
  #awaitBeat(since: number): void {
    if (performance.now() - since < this.#goneAfter / 2) return;
    this.#writer.renew(new Error("Redis did not answer"));
  }

  /** Reads on for as long as this connection lasts. */
  async #read(command: RedisCommand): Promise<void> {
    try {
      await this.#findPosition(command);
      this.#isReading = true;
      this.#settle();
      while (!this.#isClosed) {
        const answer = await command([
          ...["XREAD", "COUNT", "500", "BLOCK", String(this.#goneAfter)],
          ...["STREAMS", this.#stream, this.#position ?? "0-0"],
        ]);
        const [stream] = (answer ?? []) as [Buffer, StreamEntry[]][];
        if (stream !== undefined) this.#takeAll(stream[1]);
      }
    } catch (error) {
      if (!this.#isClosed) this.#reader.renew(error);
    } finally {
      this.#isReading = false;
    }
  }

  /**
   * The first time from now on; later from where reading stood, unless the stream ends before that:
   * then Redis lost it, and what it holds now is all new.
   */
  async #findPosition(command: RedisCommand): Promise<void> {
    const newest = (await command([
      "XREVRANGE",
      this.#stream,
      "+",
      "-",
      "COUNT",
      "1",
    ])) as StreamEntry[];
    const end = newest[0]?.[0].toString() ?? "0-0";
    const isFirst = this.#position === null;
    if (isFirst) this.#position = end;
    else if (isBefore(end, this.#position ?? end)) this.#position = "0-0";
    if (isFirst) this.#tellMissed();
  }

  #takeAll(entries: readonly StreamEntry[]): void {
    let hasMissed = false;
    for (const [id, fields] of entries) {
      this.#position = id.toString();
      if (this.#take(timeOf(this.#position), fields)) hasMissed = true;
    }
    const now = timeOf(this.#position ?? "0-0");
    for (const [nodeId, { seenAt }] of this.#nodes) {
      if (now - seenAt > this.#goneAfter) this.#forget(nodeId);
    }
    if (hasMissed) this.#tellMissed();
  }

  /** Returns whether something that came before it is missing. */
  #take(at: number, fields: readonly Buffer[]): boolean {
    const [, node, , number, , sealed] = fields;
    if (node === undefined || number === undefined || sealed === undefined) return false;
    return this.#hear(at, { nodeId: node.toString(), number: Number(number), sealed });
  }

  #hear(
    at: number,
    { nodeId, number, sealed }: { nodeId: string; number: number; sealed: Buffer },
  ): boolean {
    if (nodeId === this.nodeId) return this.#hearMyself(at);
    const known = this.#nodes.get(nodeId);
    if (known !== undefined && number <= known.number) return false;
    const key = known?.key ?? this.#keyOf(nodeId);
    const opened = this.#open(nodeId, key, number, sealed);
    if (opened === null) return false;
    if (opened.kind === "bye") {
      this.#forget(nodeId);
      return false;
    }
    this.#nodes.set(nodeId, { key, number, seenAt: at });
    this.#deliver(nodeId, opened);
    return number !== (known?.number ?? 0) + 1;
  }

  #deliver(nodeId: string, { kind, payload }: { kind: string; payload: Uint8Array }): void {
    try {
      this.#listeners.get(kind as BusTopic)?.message?.(nodeId, payload);
    } catch (error) {
      this.#options.logger.warn(
        { err: error, kind },
        "a message of another node was not understood",
      );
    }
  }

  /** Whoever was silent for too long is gone to the others, and has to tell them again. */
  #hearMyself(at: number): boolean {
    const before = this.#ownSeenAt ?? at;
    this.#ownSeenAt = at;
    return at - before > this.#goneAfter;
  }

  #open(
    nodeId: string,
    key: Buffer,
    number: number,
    sealed: Buffer,
  ): { kind: string; payload: Uint8Array } | null {
    try {
      const opening = createDecipheriv("aes-256-gcm", key, nonceOf(number), {
        authTagLength: tagBytes,
      });
      opening.setAuthTag(sealed.subarray(-tagBytes));
      const plain = Buffer.concat([opening.update(sealed.subarray(0, -tagBytes)), opening.final()]);
      const end = plain.indexOf(10);
      return { kind: plain.subarray(0, end).toString(), payload: plain.subarray(end + 1) };
    } catch {
      if (this.#warnedOf.size < 100 && !this.#warnedOf.has(nodeId)) {
        this.#warnedOf.add(nodeId);
        this.#options.logger.warn({ nodeId }, "a message of no node of ours stands in Redis");
      }
      return null;
    }
  }

  #forget(nodeId: string): void {
    this.#nodes.delete(nodeId);
    for (const listener of this.#listeners.values()) listener.nodeGone?.(nodeId);
  }

  #tellMissed(): void {
    for (const listener of this.#listeners.values()) listener.missed?.();
  }

  /** Told once for a trouble, however many attempts it takes. */
  #away(error: unknown): void {
    this.#isHeard = false;
    if (this.#isTroubled || this.#isClosed) return;
    this.#isTroubled = true;
    this.#options.logger.warn(
      { err: error },
      "Redis is away: nodes meet in the database meanwhile",
    );
    // Who is here is known from Redis alone.
    this.#forgetting = setTimeout(() => {
      for (const nodeId of [...this.#nodes.keys()]) this.#forget(nodeId);
    }, this.#goneAfter);
    this.#forgetting.unref();
  }

  #settle(): void {
    if (!this.isConnected) return;
    clearTimeout(this.#forgetting);
    if (!this.#isTroubled) return;
    this.#isTroubled = false;
    this.#options.logger.info({}, "Redis is back");
  }
}

/**
 * One connection to Redis that comes back by itself. Nothing waits in it: a command that cannot be
 * sent now fails now, so that no memory grows while Redis is away.
 */
import { randomInt } from "node:crypto";
import { createClient, RESP_TYPES } from "@redis/client";

/** What Redis is told and answers, as bytes. */
export type RedisCommand = (args: readonly (string | Buffer)[]) => Promise<unknown>;

export interface RedisConnectionOptions {
  /** `redis://` or, encrypted, `rediss://`, with user, password and database number as needed. */
  readonly url: string;
  /** What `CLIENT LIST` shows. */
  readonly name: string;
  /** Milliseconds without a byte after which the connection counts as broken. */
  readonly silence: number;
  /** Called on every connection, the first and those after a trouble. */
  readonly onReady: (command: RedisCommand) => void;
  /** Called when a connection broke or could not be made; another attempt follows. */
  readonly onAway: (error: unknown) => void;
}

/** Milliseconds until the first attempt after a trouble, doubled with each one that fails. */
const firstPause = 100;
const longestPause = 5_000;
/** Milliseconds until a new connection must have been welcomed: a frozen Redis takes it and is mute. */
const longestWelcome = 3_000;

/** Between half and the whole of a pause: nodes do not come back all at once. */
function pauseAfter(failures: number): number {
  const pause = Math.min(longestPause, firstPause * 2 ** failures);
  return pause / 2 + randomInt(Math.ceil(pause / 2));
}

function makeClient({ url, name, silence }: RedisConnectionOptions) {
  return createClient({
    url,
    name,
    // Version 2 is spoken by every Redis, and its raw answers have one shape.
    RESP: 2,
    disableClientInfo: true,
    maintNotifications: "disabled",
    disableOfflineQueue: true,
    socket: { reconnectStrategy: false, connectTimeout: longestWelcome, socketTimeout: silence },
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
  });
}
type Client = ReturnType<typeof makeClient>;

function destroy(client: Client): void {
  try {
    client.destroy();
  } catch {
    // It was not open.
  }
}

/** See the head of this file. */
export class RedisConnection {
  readonly #options: RedisConnectionOptions;
  #client: Client | null = null;
  #isReady = false;
  /** Attempts since Redis last answered a command: one that refuses each is as good as away. */
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: RedisConnectionOptions) {
    this.#options = options;
    this.#connect();
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Sends one command; rejects when it cannot be sent or the connection breaks before the answer. */
  readonly command: RedisCommand = async (args) => {
    if (!this.#isReady || this.#client === null) throw new Error("Redis is away");
    const answer = await this.#client.sendCommand([...args]);
    this.#failures = 0;
    return answer;
  };

  /** Gives up the connection as it is, and makes another: it did not answer as it should. */
  renew(error: unknown): void {
    if (this.#client !== null) this.#lose(this.#client, error);
  }

  close(): void {
    this.#isClosed = true;
    this.#isReady = false;
    clearTimeout(this.#timer);
    if (this.#client !== null) destroy(this.#client);
    this.#client = null;
  }

  #connect(): void {
    const client = makeClient(this.#options);
    this.#client = client;
    client.on("error", (error) => this.#lose(client, error));
    this.#timer = setTimeout(
      () => this.#lose(client, new Error("Redis did not answer")),
      longestWelcome,
    ).unref();
    client.connect().then(
      () => this.#welcome(client),
      (error: unknown) => this.#lose(client, error),
    );
  }

  #welcome(client: Client): void {
    if (client !== this.#client) return destroy(client);
    clearTimeout(this.#timer);
    this.#isReady = true;
    this.#options.onReady(this.command);
  }

  #lose(client: Client, error: unknown): void {
    if (client !== this.#client || this.#isClosed) return;
    this.#client = null;
    this.#isReady = false;
    destroy(client);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), pauseAfter(this.#failures++)).unref();
    this.#options.onAway(error);
  }
}

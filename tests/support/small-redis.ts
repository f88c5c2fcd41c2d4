/**
 * Stands in for Redis where there is none: the few commands of streams that nodes use, and troubles
 * on demand. What runs on it runs on the real one too, wherever that answers.
 */
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

type Entry = { id: string; time: number; order: number; fields: Buffer[] };
type Reply = string | number | null | Buffer | Error | Reply[];

function encode(reply: Reply): Buffer {
  if (reply === null) return Buffer.from("*-1\r\n");
  if (reply instanceof Error) return Buffer.from(`-${reply.message}\r\n`);
  if (typeof reply === "number") return Buffer.from(`:${reply}\r\n`);
  if (typeof reply === "string") return Buffer.from(`+${reply}\r\n`);
  if (Buffer.isBuffer(reply))
    return Buffer.concat([Buffer.from(`$${reply.byteLength}\r\n`), reply, Buffer.from("\r\n")]);
  return Buffer.concat([Buffer.from(`*${reply.length}\r\n`), ...reply.map(encode)]);
}

/** Takes one whole command from the front of what has arrived; null when it is not whole yet. */
function takeCommand(bytes: Buffer): { args: Buffer[]; rest: Buffer } | null {
  let at = 0;
  const line = (): number | null => {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0) return null;
    const value = Number(bytes.subarray(at + 1, end).toString());
    at = end + 2;
    return value;
  };
  const count = line();
  if (count === null) return null;
  const args: Buffer[] = [];
  for (let i = 0; i < count; i++) {
    const length = line();
    if (length === null || bytes.byteLength < at + length + 2) return null;
    args.push(bytes.subarray(at, at + length));
    at += length + 2;
  }
  return { args, rest: bytes.subarray(at) };
}

function placeOf(id: string): [time: number, order: number] {
  const [time = "0", order = "0"] = id.split("-");
  return [Number(time), Number(order)];
}

function isAfter({ time, order }: Entry, id: string): boolean {
  const [otherTime, otherOrder] = placeOf(id);
  return time > otherTime || (time === otherTime && order > otherOrder);
}

const asReply = ({ id, fields }: Entry): Reply => [Buffer.from(id), fields];

/** See the head of this file. */
export class SmallRedis {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #streams = new Map<string, Entry[]>();
  #waiting: (() => void)[] = [];
  /** Answers nothing any more, as a machine does whose cable was pulled. */
  isMute = false;
  /** Refuses to store anything, as when its memory is full. */
  isFull = false;
  /** Refuses what holds this text, as if whoever sends it could not get through. */
  refused: string | null = null;

  constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      let bytes: Buffer = Buffer.alloc(0);
      let turn = Promise.resolve();
      socket.on("error", () => undefined);
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("data", (chunk) => {
        bytes = Buffer.concat([bytes, chunk]);
        for (let found = takeCommand(bytes); found !== null; found = takeCommand(bytes)) {
          const { args } = found;
          bytes = found.rest;
          turn = turn.then(async () => {
            if (this.isMute) return;
            const reply = await this.#answer(args);
            if (!socket.destroyed && !this.isMute) socket.write(encode(reply));
          });
        }
      });
    });
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Forgets everything, as a restart without a file does. */
  forget(): void {
    this.#streams.clear();
  }

  /** What it holds, as whoever reaches it sees it. */
  dump(): string {
    return [...this.#streams.values()]
      .flat()
      .map(({ fields }) => Buffer.concat(fields).toString("latin1"))
      .join("\n");
  }

  /** Adds an entry as a stranger would. */
  forge(fields: readonly (string | Buffer)[]): void {
    const [key] = this.#streams.keys();
    const args = [Buffer.from("XADD"), Buffer.from(key ?? ""), Buffer.from("*")];
    this.#add([...args, ...fields.map((it) => Buffer.from(it))]);
  }

  /** Every entry once more, as if somebody had kept and repeated them. */
  repeat(): void {
    for (const entries of this.#streams.values())
      for (const { fields } of [...entries]) this.forge(fields);
  }

  async close(): Promise<void> {
    this.cut();
    for (const go of this.#waiting) go();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(args: Buffer[]): Promise<Reply> {
    switch (args[0]?.toString().toUpperCase()) {
      case "XADD":
        return this.#refuses(args) ? new Error("OOM command not allowed") : this.#add(args);
      case "XREAD":
        return this.#read(args.map(String));
      case "XREVRANGE": {
        const newest = this.#streams.get(String(args[1]))?.at(-1);
        return newest === undefined ? [] : [asReply(newest)];
      }
      case "XTRIM":
        return this.#trim(String(args[1]), String(args[3]));
      case "PEXPIRE":
        return 1;
      case "CLIENT":
      case "SELECT":
      case "AUTH":
        return "OK";
      default:
        return new Error(`ERR unknown command '${String(args[0])}'`);
    }
  }

  #refuses(args: Buffer[]): boolean {
    const { refused } = this;
    return this.isFull || (refused !== null && args.some((it) => it.toString() === refused));
  }

  #add(args: Buffer[]): Reply {
    const key = String(args[1]);
    const star = args.findIndex((it, index) => index > 1 && it.toString() === "*");
    const entries = this.#streams.get(key) ?? [];
    this.#streams.set(key, entries);
    const last = entries.at(-1);
    const time = Math.max(Date.now(), last?.time ?? 0);
    const order = last?.time === time ? last.order + 1 : 0;
    const id = `${time}-${order}`;
    entries.push({ id, time, order, fields: args.slice(star + 1) });
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
    return Buffer.from(id);
  }

  async #read(args: string[]): Promise<Reply> {
    const block = Number(args[args.indexOf("BLOCK") + 1]);
    const [key = "", id = ""] = args.slice(args.indexOf("STREAMS") + 1);
    const find = () => (this.#streams.get(key) ?? []).filter((entry) => isAfter(entry, id));
    if (find().length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, block).unref();
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    const found = find();
    return found.length === 0 ? null : [[Buffer.from(key), found.map(asReply)]];
  }

  #trim(key: string, oldest: string): Reply {
    const entries = this.#streams.get(key) ?? [];
    const kept = entries.filter(({ time }) => time >= placeOf(oldest)[0]);
    this.#streams.set(key, kept);
    return entries.length - kept.length;
  }
}

/**
 * People who type into one paper. Each owns a document with only their own text, so that the
 * generator's work is the same for both servers and small: what others typed is read from the
 * update's clocks, not applied.
 */
import { once } from "node:events";
import { WebSocket } from "ws";
import * as Y from "yjs";
import type { Dialect } from "./dialects.ts";

export interface LoadOptions {
  readonly address: string;
  readonly dialect: Dialect;
  readonly editors: number;
  /** Edits a second, of each. */
  readonly rate: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Called when the warm-up is over, and when the last edit has been sent and delivered. */
  readonly onMeasure: (phase: "begin" | "end") => Promise<void>;
}

export interface LoadResult {
  readonly edits: number;
  /** Milliseconds from an edit to its arrival at another editor; one per edit and receiver. */
  readonly deliveries: Float64Array;
  /** Milliseconds from an edit to the server's word for it. */
  readonly accepted: Float64Array;
  /** WebSocket messages received by all editors, and bytes in them. */
  readonly messages: number;
  readonly bytes: number;
}

const word = "twelve chars";

class Editor {
  readonly doc = new Y.Doc();
  /** When each edit was sent; its content begins at clock `index * word.length`. */
  readonly sentAt: number[] = [];
  /** For each other editor, how many of their edits have arrived here. */
  readonly arrived = new Map<number, number>();
  readonly socket: WebSocket;
  acceptedEdits = 0;
  /** The number of content frames that were sent before the first edit: the answer to step 1. */
  framesBefore = 0;

  constructor(address: string, personId: string) {
    this.socket = new WebSocket(address, { headers: { cookie: personId } });
    this.socket.binaryType = "nodebuffer";
  }
}

export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { dialect, editors: count, rate } = options;
  const editors: Editor[] = [];
  const byClient = new Map<number, Editor>();
  const deliveries: number[] = [];
  const accepted: number[] = [];
  let isMeasuring = false;
  let measureFrom = Infinity;
  let messages = 0;
  let bytes = 0;
  let edits = 0;

  function arrive(at: Editor, update: Uint8Array, now: number): void {
    for (const [client, clock] of Y.parseUpdateMeta(update).to) {
      const author = byClient.get(client);
      if (author === undefined || author === at) continue;
      const until = Math.floor(clock / word.length);
      for (let i = at.arrived.get(client) ?? 0; i < until; i++) {
        const sentAt = author.sentAt[i];
        if (sentAt !== undefined && sentAt >= measureFrom) deliveries.push(now - sentAt);
      }
      at.arrived.set(client, Math.max(until, at.arrived.get(client) ?? 0));
    }
  }

  async function join(index: number): Promise<void> {
    const personId = `editor-${index}`;
    const editor = new Editor(options.address, personId);
    const listen = dialect.listener();
    let isIn: () => void = () => undefined;
    const joined = new Promise<void>((resolve) => (isIn = resolve));
    editor.doc.on("update", (update: Uint8Array) => {
      editor.socket.send(dialect.content(2, update));
    });
    editor.socket.on("message", (data: Buffer) => {
      const now = performance.now();
      if (isMeasuring) {
        messages++;
        bytes += data.byteLength;
      }
      const heard = listen(data);
      if (heard.type === "step1") {
        const missing = Y.encodeStateAsUpdate(editor.doc, heard.stateVector);
        editor.framesBefore++;
        editor.socket.send(dialect.content(1, missing));
        isIn();
      } else if (heard.type === "update") {
        arrive(editor, heard.update, now);
      } else if (heard.type === "accepted") {
        const until = Math.min(heard.frames - editor.framesBefore, editor.sentAt.length);
        for (; editor.acceptedEdits < until; editor.acceptedEdits++) {
          const sentAt = editor.sentAt[editor.acceptedEdits];
          if (sentAt !== undefined && sentAt >= measureFrom) accepted.push(now - sentAt);
        }
      }
    });
    await once(editor.socket, "open");
    for (const frame of dialect.greet(personId)) editor.socket.send(frame);
    await joined;
    editors.push(editor);
    byClient.set(editor.doc.clientID, editor);
  }

  for (let i = 0; i < count; i++) await join(i);

  const period = 1_000 / rate;
  const start = performance.now();
  // Evenly spread over the period: neither all at once nor in step with anybody's tick.
  const dueAt = editors.map((_, i) => start + ((i * 0.618_034) % 1) * period);
  const warmUntil = start + options.warmUpSeconds * 1_000;
  const endAt = warmUntil + options.seconds * 1_000;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now();
      if (!isMeasuring && now >= warmUntil) {
        isMeasuring = true;
        measureFrom = now;
        void options.onMeasure("begin");
      }
      if (now >= endAt) {
        clearInterval(timer);
        resolve();
        return;
      }
      editors.forEach((editor, i) => {
        if (now < (dueAt[i] ?? 0)) return;
        dueAt[i] = (dueAt[i] ?? 0) + period;
        const sentAt = performance.now();
        editor.sentAt.push(sentAt);
        if (sentAt >= measureFrom) edits++;
        const text = editor.doc.getText("text");
        text.insert(text.length, word);
      });
    }, 1);
  });
  const expected = edits * (count - 1);
  const giveUpAt = performance.now() + 10_000;
  while (deliveries.length < expected && performance.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await options.onMeasure("end");
  if (deliveries.length < expected) {
    throw new Error(`${dialect.name}: ${deliveries.length} of ${expected} deliveries arrived`);
  }
  for (const { socket } of editors) socket.terminate();
  return {
    edits,
    deliveries: Float64Array.from(deliveries).sort(),
    accepted: Float64Array.from(accepted).sort(),
    messages,
    bytes,
  };
}

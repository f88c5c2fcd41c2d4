/** One connection of the load: speaks its server's dialect and keeps what others need to know. */
import * as Y from "yjs";
import { type Dialect, type DialectName, dialects, type Heard } from "./dialects.ts";
import { connectWire, type WireClient } from "./wire-client.ts";

/** ClientIDs as long on the wire as Yjs's random ones, and known to all processes of the load. */
const firstClientId = 2_000_000_000;
export const clientIdOf = (index: number): number => firstClientId + index;
export const indexOf = (clientId: number): number => clientId - firstClientId;

/** A frame, read. */
export interface Reading {
  readonly heard: Heard;
  /** Of an update: up to which clock it brings whom. */
  readonly clocks: ReadonlyMap<number, number>;
}

const noClocks: ReadonlyMap<number, number> = new Map();

/**
 * Reads frames. The same bytes come to everybody of a paper; in life each reads them on a machine
 * of their own, here they are read once.
 */
function frameReader(dialect: Dialect): (frame: Buffer) => Reading {
  let last: { frame: Buffer; reading: Reading } | null = null;
  return (frame) => {
    if (last?.frame.equals(frame)) return last.reading;
    const heard = dialect.read(frame);
    const isContent = heard.type === "update" || heard.type === "step2";
    const reading = { heard, clocks: isContent ? Y.parseUpdateMeta(heard.update).to : noClocks };
    last = { frame, reading };
    return reading;
  };
}

const readers = new Map<Dialect, (frame: Buffer) => Reading>();

function readerOf(dialect: Dialect): (frame: Buffer) => Reading {
  const reader = readers.get(dialect) ?? frameReader(dialect);
  readers.set(dialect, reader);
  return reader;
}

export interface MemberOptions {
  readonly dialect: DialectName;
  readonly address: string;
  readonly paper: string;
  readonly index: number;
  /** What it holds already, for a server that asks. */
  readonly state?: Uint8Array;
  readonly onReading?: (reading: Reading, bytes: number) => void;
}

export interface Member {
  readonly index: number;
  readonly paper: string;
  /** Sends an update. */
  send(update: Uint8Array): void;
  /** Sends updates, each a message, in one write. */
  sendAll(updates: readonly Uint8Array[]): void;
  /** How many of the updates sent the server has accepted in its sense of the word. */
  readonly accepted: number;
  /** Whether the connection stands. */
  readonly isOpen: boolean;
  /** Why it ended: the close code, or null without one. */
  readonly closeCode: number | null;
  drop(): void;
}

/** An update without content. */
const emptyUpdate = Uint8Array.of(0, 0);

/** Joins a paper; resolves when the server has asked what the newcomer has, if it does that. */
export async function joinPaper(options: MemberOptions): Promise<Member> {
  const dialect = dialects[options.dialect];
  const { address, paper, index, state = emptyUpdate, onReading } = options;
  const personId = `person-${index}`;
  const read = readerOf(dialect);
  let wire: WireClient | null = null;
  let answers = 0;
  let accepted = 0;
  let isOpen = true;
  let closeCode: number | null = null;
  let settle: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (settle = resolve));
  wire = await connectWire(dialect.url(address, paper), personId, {
    onFrame(frame) {
      const reading = read(frame);
      if (reading.heard.type === "step1") {
        answers++;
        // The first frames may come with the handshake, before this function has its client.
        queueMicrotask(() => wire?.send(dialect.content(paper, 1, state)));
        settle();
      } else if (reading.heard.type === "accepted") {
        accepted = reading.heard.frames ?? accepted + 1;
      }
      onReading?.(reading, frame.byteLength);
    },
    onEnd(code) {
      isOpen = false;
      closeCode = code;
      settle();
    },
  });
  wire.send(...dialect.greet(paper, personId));
  if (dialect.asks) await asked;
  if (!isOpen) throw new Error(`${options.dialect} closed a newcomer's connection: ${closeCode}`);
  const { send, drop } = wire;
  return {
    index,
    paper,
    send: (update) => send(dialect.content(paper, 2, update)),
    sendAll: (updates) => send(...updates.map((it) => dialect.content(paper, 2, it))),
    get accepted() {
      return Math.max(0, accepted - answers);
    },
    get isOpen() {
      return isOpen;
    },
    get closeCode() {
      return closeCode;
    },
    drop,
  };
}

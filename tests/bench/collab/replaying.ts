/**
 * A long history goes through a server: one client sends its updates as fast as the server takes
 * them, another receives them. So many are under way at once; where the server says what it has
 * accepted that counts, elsewhere what has come out at the other end.
 */
import * as Y from "yjs";
import type { DialectName } from "./dialects.ts";
import { clientIdOf, joinPaper, type Member } from "./member.ts";
import { sharedNow } from "./statistics.ts";
import { churn, type History, historyOf, readPatches } from "./trace.ts";

export interface ReplayOptions {
  readonly dialect: DialectName;
  readonly address: string;
  readonly paper: string;
  readonly seed: number;
  readonly operations: number;
  /** So many operations become one update; 1 for a replay of what happened. */
  readonly merged?: number;
  /** Makes the history so many times as long, ending in the same text. */
  readonly times?: number;
}

export interface ReplayResult {
  readonly operations: number;
  /** Milliseconds until the other client had all. */
  readonly delivered: number;
  /** Milliseconds until the server had accepted all; null for one that says nothing of the kind. */
  readonly accepted: number | null;
  readonly text: string;
}

const underWay = 5_000;
const sentTogether = 50;
const patience = 120_000;

const histories = new Map<string, History>();

function history({ seed, operations, merged = 1, times = 1 }: ReplayOptions): History {
  const key = `${seed} ${operations} ${merged} ${times}`;
  const known = histories.get(key);
  if (known !== undefined) return known;
  const made = historyOf(churn(seed, readPatches(seed, operations), times), clientIdOf(0));
  const updates: Uint8Array[] = [];
  for (let i = 0; i < made.updates.length; i += merged) {
    const [first, ...more] = made.updates.slice(i, i + merged);
    if (first !== undefined)
      updates.push(more.length === 0 ? first : Y.mergeUpdates([first, ...more]));
  }
  histories.set(key, { ...made, updates });
  return { ...made, updates };
}

/** Resolves when the condition holds; it is asked again after every turn of the event loop. */
async function until(condition: () => boolean, members: readonly Member[]): Promise<void> {
  const giveUpAt = sharedNow() + patience;
  while (!condition()) {
    const closed = members.find((it) => !it.isOpen);
    if (closed !== undefined) throw new Error(`A replay was closed with ${closed.closeCode}`);
    if (sharedNow() > giveUpAt) throw new Error("A replay did not come to its end");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What a process of the load can be asked about histories. */
export const replayingDuties = {
  /** Makes the history, so that it does not count. */
  async prepareReplay(options: ReplayOptions): Promise<void> {
    history(options);
  },

  async replay(options: ReplayOptions): Promise<ReplayResult> {
    const { dialect, address, paper, operations } = options;
    const { updates, text } = history(options);
    const lastClock = [...Y.parseUpdateMeta(updates.at(-1) ?? new Uint8Array()).to.values()][0];
    const accepts = dialect === "istmo" || dialect === "hocuspocus";
    const came = { messages: 0, clock: 0 };
    const receiver = await joinPaper({
      dialect,
      address,
      paper,
      index: 1,
      onReading({ heard, clocks }) {
        if (heard.type !== "update") return;
        came.messages++;
        came.clock = Math.max(came.clock, clocks.get(clientIdOf(0)) ?? 0);
      },
    });
    const sender = await joinPaper({ dialect, address, paper, index: 0 });
    const members = [sender, receiver];
    const done = () => (accepts ? sender.accepted : came.messages);
    const startedAt = sharedNow();
    for (let sent = 0; sent < updates.length; sent += sentTogether) {
      await until(() => sent - done() < underWay, members);
      sender.sendAll(updates.slice(sent, sent + sentTogether));
    }
    await until(() => came.clock === lastClock, members);
    const delivered = sharedNow() - startedAt;
    if (accepts) await until(() => sender.accepted === updates.length, members);
    const accepted = accepts ? sharedNow() - startedAt : null;
    members.forEach((it) => it.drop());
    return { operations, delivered, accepted, text };
  },
};

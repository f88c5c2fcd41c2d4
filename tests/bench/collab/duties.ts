/**
 * A process of the bench, seen from inside: what its parent may ask of it over Node's IPC channel.
 *
 *   parent                    process
 *    |  <---- ready, address ---|   once it serves
 *    |-- id, duty, input ---->  |
 *    |  <---- id, output -------|   or an error
 */
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { sharedNow } from "./statistics.ts";

/** What a process has used since it began. */
export interface Usage {
  /** When that was so, in milliseconds of the shared clock: a busy process answers late. */
  readonly at: number;
  /** Microseconds of CPU. */
  readonly cpu: number;
  /** Bytes that the system has given it. */
  readonly rss: number;
  /** Bytes that it really holds: V8's heap in use and what lies outside of it. */
  readonly held: number;
}

export interface Ask {
  readonly id: number;
  readonly duty: string;
  readonly input: unknown;
}

export type Say =
  | { readonly ready: string }
  | { readonly id: number; readonly output: unknown }
  | { readonly id: number; readonly error: string };

export type Duty = (input: never) => unknown;

/** What every process can be asked. */
const commonDuties = {
  usage(): Usage {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { at: sharedNow(), cpu: user + system, rss, held: heapUsed + external };
  },

  /** Twice, because finalisers of the first round free more. */
  async collectGarbage(): Promise<void> {
    for (let i = 0; i < 2; i++) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  },

  async startProfile(): Promise<void> {
    profiler = new Session();
    profiler.connect();
    await profiler.post("Profiler.enable");
    await profiler.post("Profiler.start");
  },

  async stopProfile(path: string): Promise<void> {
    const result = await profiler?.post("Profiler.stop");
    profiler?.disconnect();
    if (result !== undefined) writeFileSync(path, JSON.stringify(result.profile));
  },
};

let profiler: Session | undefined;

/** Share of one core that a process used between two answers. */
export function shareBetween(before: Usage, after: Usage): number {
  return (after.cpu - before.cpu) / 1_000 / (after.at - before.at);
}

export type CommonDuties = typeof commonDuties & { stop(): void };

/** Tells the parent where to connect, answers its questions, and stops when told. */
export function answerParent(
  address: string,
  stop: () => Promise<unknown>,
  ownDuties: Readonly<Record<string, Duty>> = {},
): void {
  const say = (message: Say) => process.send?.(message);
  // Pools and timers of a library may outlive its server; nothing here is worth waiting for.
  const ending = { stop: () => void stop().finally(() => process.exit()) };
  const duties: Readonly<Record<string, Duty>> = { ...commonDuties, ...ending, ...ownDuties };
  async function answer({ id, duty, input }: Ask): Promise<void> {
    try {
      const perform = duties[duty] as ((input: unknown) => unknown) | undefined;
      if (perform === undefined) throw new Error(`This process has no duty "${duty}"`);
      say({ id, output: await perform(input) });
    } catch (error) {
      say({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  process.on("message", (message: Ask) => void answer(message));
  // Whoever stops the bench by Ctrl-C wants no process left behind.
  process.on("disconnect", () => process.exit());
  say({ ready: address });
}

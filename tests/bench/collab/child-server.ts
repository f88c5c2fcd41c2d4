/** What parent and measured processes say to each other over Node's IPC channel. */

export type ToChild = { ask: "usage" } | { ask: "stop" };

/** Microseconds of CPU since the process began, and bytes that it occupies. */
export interface Usage {
  readonly cpu: number;
  readonly rss: number;
}
export type FromChild = { say: "ready"; address: string } | ({ say: "usage" } & Usage);

/** Tells the parent where to connect, answers its questions, and stops when told. */
export function answerParent(address: string, stop: () => Promise<unknown>): void {
  const say = (message: FromChild) => process.send?.(message);
  process.on("message", (message: ToChild) => {
    if (message.ask === "usage") {
      const { user, system } = process.cpuUsage();
      say({ say: "usage", cpu: user + system, rss: process.memoryUsage().rss });
    } else {
      // Pools and timers of a library may outlive its server; nothing here is worth waiting for.
      void stop().finally(() => process.exit());
    }
  });
  say({ say: "ready", address });
}

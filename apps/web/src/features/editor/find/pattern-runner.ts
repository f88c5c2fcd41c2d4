import type { PatternTask } from "./pattern-worker.ts";
import type { FoundText } from "./search-text.ts";

/** How long an expression may take over the whole paper, in milliseconds. */
const patience = 1_500;

export interface RunningPattern {
  /** What was found in each text, or null when it took too long. */
  readonly found: Promise<readonly (readonly FoundText[])[] | null>;
  readonly stop: () => void;
}

/** Looks for a pattern in a worker that is ended when it takes too long, or is no longer wanted. */
export function runPattern(task: PatternTask): RunningPattern {
  const worker = new Worker(new URL("./pattern-worker.ts", import.meta.url), { type: "module" });
  let stop = () => worker.terminate();
  const found = new Promise<readonly (readonly FoundText[])[] | null>((resolve) => {
    const timer = setTimeout(() => end(null), patience);
    function end(result: readonly (readonly FoundText[])[] | null): void {
      clearTimeout(timer);
      worker.terminate();
      resolve(result);
    }
    stop = () => end(null);
    worker.addEventListener("message", ({ data }: MessageEvent<FoundText[][]>) => end(data));
    worker.addEventListener("error", () => end(null));
    worker.postMessage(task);
  });
  return { found, stop: () => stop() };
}

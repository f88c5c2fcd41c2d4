import type { PaperDocumentJson, TextDiff } from "@istmo/paper-schema";
import { useEffect, useState } from "react";
import type { DiffQuestion } from "./diff-worker.ts";

export type ComparedText = string | PaperDocumentJson;

interface DiffAnswer {
  readonly diff: TextDiff;
  /** Milliseconds. */
  readonly took: number;
}

/**
 * The difference between two texts, worked out beside the page; null until it is. While somebody
 * writes on, what was worked out before stays until it is worked out anew: `key` says that it is
 * still the same two that are compared.
 */
export function useTextDiff(
  key: string,
  before: ComparedText | null,
  after: ComparedText | null,
): DiffAnswer | null {
  const [answer, setAnswer] = useState<(DiffAnswer & { readonly key: string }) | null>(null);
  useEffect(() => {
    if (before === null || after === null) return;
    const worker = new Worker(new URL("./diff-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<DiffAnswer>) => {
      setAnswer({ ...data, key });
      worker.terminate();
    };
    worker.postMessage({ before, after } satisfies DiffQuestion);
    return () => worker.terminate();
  }, [key, before, after]);
  return answer?.key === key ? answer : null;
}

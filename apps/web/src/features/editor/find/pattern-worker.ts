/** Runs a regular expression where it can be ended: one that never comes back freezes no page. */
import { findPattern, type PatternQuery } from "./pattern-search.ts";

export interface PatternTask {
  readonly texts: readonly string[];
  readonly query: PatternQuery;
  readonly most: number;
}

addEventListener("message", ({ data }: MessageEvent<PatternTask>) => {
  postMessage(findPattern(data.texts, data.query, data.most));
});

/// <reference lib="webworker" />
/** Compares two texts beside the page, so that nobody's typing waits for it. */
import { textDiff, type PaperDocumentJson } from "@istmo/paper-schema";

export interface DiffQuestion {
  /** Canonical JSON, or the document itself. */
  readonly before: string | PaperDocumentJson;
  readonly after: string | PaperDocumentJson;
}

const read = (text: string | PaperDocumentJson) =>
  typeof text === "string" ? (JSON.parse(text) as PaperDocumentJson) : text;

self.onmessage = ({ data }: MessageEvent<DiffQuestion>) => {
  const began = performance.now();
  const diff = textDiff(read(data.before), read(data.after));
  self.postMessage({ diff, took: performance.now() - began });
};

import * as Y from "yjs";

import type { UnsavedCopy } from "../../lib/device-copies.ts";

import { unsavedText } from "./unsaved-text.ts";

/** The words of a copy on this device that the server never confirmed, and nothing else of it. */
export function wordsOfCopy({ updates, acknowledged }: UnsavedCopy): string {
  const doc = new Y.Doc();
  try {
    for (const update of updates) Y.applyUpdate(doc, update);
    return unsavedText(doc, acknowledged);
  } finally {
    doc.destroy();
  }
}

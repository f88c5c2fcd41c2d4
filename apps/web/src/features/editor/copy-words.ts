import * as Y from "yjs";

import type { PlainCopy } from "../../lib/plain-copies.ts";

import { unsavedText } from "./unsaved-text.ts";

/** The words of an unencrypted copy that the server never confirmed, and nothing else of it. */
export async function wordsOfPlainCopy({ updates, acknowledged }: PlainCopy): Promise<string> {
  if (acknowledged === null) return "";
  const doc = new Y.Doc();
  try {
    for (const update of updates) Y.applyUpdate(doc, update);
    return unsavedText(doc, acknowledged);
  } finally {
    doc.destroy();
  }
}

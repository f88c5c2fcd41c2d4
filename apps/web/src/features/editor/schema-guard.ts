/**
 * Keeps a page that was loaded before an update of the server from destroying what newer pages
 * write; `unknownIn` in the paper's schema says why an editor would. From the moment at which
 * something unknown is here, no editor is bound to the document: the text is read from a copy, in
 * which the editor may leave out what it does not know and from which nothing is sent.
 */
import { bodyFragment, unknownInChange } from "@istmo/paper-schema";
import * as Y from "yjs";

export interface SchemaGuard {
  /** The document holds what this page does not know. Stays so until the page is loaded anew. */
  readonly isBeyond: boolean;
  /** The text as far as this page knows it, following the document. */
  readonly readingCopy: () => Y.XmlFragment;
  readonly dispose: () => void;
}

/** Watches a document from its beginning. `onBeyond` is called before any editor is told of the change. */
export function guardSchema(doc: Y.Doc, onBeyond: () => void): SchemaGuard {
  const body = doc.getXmlFragment(bodyFragment);
  let isBeyond = false;
  let copy: Y.Doc | null = null;

  function look(transaction: Y.Transaction): void {
    if (isBeyond || unknownInChange(body, transaction) === null) return;
    isBeyond = true;
    onBeyond();
  }
  function follow(update: Uint8Array): void {
    if (copy !== null) Y.applyUpdate(copy, update);
  }
  doc.on("beforeObserverCalls", look);
  doc.on("update", follow);

  return {
    get isBeyond() {
      return isBeyond;
    },
    readingCopy() {
      if (copy === null) {
        copy = new Y.Doc();
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
      }
      return copy.getXmlFragment(bodyFragment);
    },
    dispose() {
      doc.off("beforeObserverCalls", look);
      doc.off("update", follow);
      copy?.destroy();
    },
  };
}

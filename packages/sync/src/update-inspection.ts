import * as Y from "yjs";
import type { Deletion } from "./plain-update.ts";

type Decoded = ReturnType<typeof Y.decodeUpdate>;

/** What an update would bring to a document, known before anything is applied. */
export interface UpdateContent {
  /** Clients of which it holds structs that the document lacks: the authors of what is new. */
  readonly newClients: ReadonlySet<number>;
  /** Whether it inserts or deletes anything that the document does not know yet. */
  readonly bringsNews: boolean;
}

/** Of an update that repeats what the document has. */
export const nothingNew: UpdateContent = { newClients: new Set(), bringsNews: false };

/** Whether it is the update of an empty document. */
export const holdsNothing = (update: Uint8Array): boolean =>
  update.byteLength === 2 && update[0] === 0 && update[1] === 0;

const isLength = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

/** A struct without length, or beyond exact numbers, would break searches in the whole document. */
function refuseImpossible({ structs, ds }: Decoded): void {
  for (const { id, length } of structs) {
    if (!isLength(length) || !Number.isSafeInteger(id.clock + length)) {
      throw new Error("A struct has an impossible length");
    }
  }
  for (const ranges of ds.clients.values()) {
    for (const { clock, len } of ranges) {
      if (!isLength(len) || !Number.isSafeInteger(clock + len)) {
        throw new Error("A deletion has an impossible length");
      }
    }
  }
}

function deletesAnything(doc: Y.Doc, { ds }: Decoded): boolean {
  for (const [client, ranges] of ds.clients) {
    const structs = doc.store.clients.get(client) ?? [];
    const known = Y.getState(doc.store, client);
    for (const { clock, len } of ranges) {
      if (clock + len > known) return true;
      for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
        const struct = structs[i];
        if (struct === undefined || struct.id.clock >= clock + len) break;
        if (!struct.deleted) return true;
      }
    }
  }
  return false;
}

/** Whether the document holds none of these units deleted; they must be in it. */
export function isAlive(doc: Y.Doc, { client, clock, length }: Deletion): boolean {
  const structs = doc.store.clients.get(client);
  if (structs === undefined) return false;
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const struct = structs[i];
    if (struct === undefined || struct.id.clock >= clock + length) break;
    if (struct.deleted) return false;
  }
  return true;
}

/**
 * Reads an update without applying it; throws when it cannot be decoded. Structs that the document
 * already has do not count: a client may repeat what it was told by others.
 */
export function inspectUpdate(doc: Y.Doc, update: Uint8Array): UpdateContent {
  const decoded = Y.decodeUpdate(update);
  refuseImpossible(decoded);
  const newClients = new Set<number>();
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id;
    if (struct instanceof Y.Skip) continue;
    if (clock + struct.length > Y.getState(doc.store, client)) newClients.add(client);
  }
  return { newClients, bringsNews: newClients.size > 0 || deletesAnything(doc, decoded) };
}

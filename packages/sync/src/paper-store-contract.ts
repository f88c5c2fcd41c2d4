/**
 * What every PaperStore owes the rooms, as sentences with checks. No test runner is imported, so
 * that the suite runs wherever a store lives:
 *
 *   for (const { title, check } of paperStoreContract) it(title, () => check(aStore()));
 */
import * as Y from "yjs";
import type { PaperStore, PaperWrite } from "./paper-store.ts";

export interface StoreRule {
  readonly title: string;
  /** Rejects with a sentence when the store breaks the rule. Each check uses editions of its own. */
  readonly check: (this: void, store: PaperStore) => Promise<void>;
}

function must(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(sentence);
}

let editions = 0;
const anEdition = (): string => `contract-${Date.now()}-${++editions}`;

function documentOf(state: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of state) Y.applyUpdate(doc, update);
  return doc;
}

async function textIn(store: PaperStore, editionId: string): Promise<string> {
  const { state } = await store.load(editionId);
  return documentOf(state).getText("t").toJSON();
}

/** A document that writes every change down as it happens. */
function anAuthor(editionId: string, personId: string) {
  const doc = new Y.Doc();
  const writes: PaperWrite[] = [];
  doc.on("update", (update: Uint8Array) => {
    const bindings = writes.length === 0 ? [{ clientId: doc.clientID, personId }] : [];
    writes.push({ editionId, personId, update, bindings });
  });
  const type = (text: string) => {
    doc.getText("t").insert(doc.getText("t").length, text);
    return writes.splice(0);
  };
  return { doc, type };
}

/** The rules, in the order of a paper's life. */
export const paperStoreContract: readonly StoreRule[] = [
  {
    title: "an edition that was never written is empty",
    async check(store) {
      const { state, bindings } = await store.load(anEdition());
      must(documentOf(state).getText("t").length === 0, "It has content.");
      must(bindings.size === 0, "It has bindings.");
    },
  },
  {
    title: "an appended update and its author are loaded again",
    async check(store) {
      const editionId = anEdition();
      const ana = anAuthor(editionId, "ana");
      await store.append(ana.type("hola"));
      await store.append(ana.type(" y adiós"));
      must((await textIn(store, editionId)) === "hola y adiós", "The text differs.");
      const { bindings } = await store.load(editionId);
      must(bindings.get(ana.doc.clientID) === "ana", "The author is not known.");
    },
  },
  {
    title: "a batch of several editions is kept apart",
    async check(store) {
      const [one, two] = [anEdition(), anEdition()];
      await store.append([
        ...anAuthor(one, "ana").type("one"),
        ...anAuthor(two, "bea").type("two"),
      ]);
      must((await textIn(store, one)) === "one", "The first edition differs.");
      must((await textIn(store, two)) === "two", "The second edition differs.");
    },
  },
  {
    title: "a clientID stays bound to the person who used it first",
    async check(store) {
      const editionId = anEdition();
      const ana = anAuthor(editionId, "ana");
      const clientId = ana.doc.clientID;
      await store.append(ana.type("a"));
      const [stolen] = ana.type("b");
      if (stolen === undefined) throw new Error("Nothing was typed.");
      const bindings = [{ clientId, personId: "bea" }];
      await store.append([{ ...stolen, personId: "bea", bindings }]);
      must((await store.load(editionId)).bindings.get(clientId) === "ana", "It changed hands.");
    },
  },
  {
    title: "clientIDs beyond 32 bits and empty bindings are kept exactly",
    async check(store) {
      const editionId = anEdition();
      const [write] = anAuthor(editionId, "ana").type("a");
      if (write === undefined) throw new Error("Nothing was typed.");
      const clientId = Number.MAX_SAFE_INTEGER;
      await store.append([{ ...write, bindings: [{ clientId, personId: "ana" }] }]);
      await store.append([{ ...write, personId: null, bindings: [] }]);
      must((await store.load(editionId)).bindings.get(clientId) === "ana", "It was rounded.");
    },
  },
  {
    title: "an empty batch is no work",
    async check(store) {
      await store.append([]);
    },
  },
  {
    title: "an update stored twice changes nothing",
    async check(store) {
      const editionId = anEdition();
      const writes = anAuthor(editionId, "ana").type("once");
      await store.append(writes);
      await store.append(writes);
      must((await textIn(store, editionId)) === "once", "It was doubled.");
    },
  },
  {
    title: "compaction keeps the text and the authors, and shortens the log",
    async check(store) {
      const editionId = anEdition();
      const ana = anAuthor(editionId, "ana");
      for (let i = 0; i < 30; i++) await store.append(ana.type(`${i} `));
      const before = await textIn(store, editionId);
      await store.compact(editionId);
      const { state, bindings } = await store.load(editionId);
      must(state.length === 1, `The log still has ${state.length} entries.`);
      must((await textIn(store, editionId)) === before, "The text changed.");
      must(bindings.get(ana.doc.clientID) === "ana", "The author is lost.");
      await store.append(ana.type("after"));
      await store.compact(editionId);
      await store.compact(editionId);
      must((await textIn(store, editionId)) === `${before}after`, "A later edit is lost.");
    },
  },
  {
    title: "compaction of an empty edition is no work",
    async check(store) {
      await store.compact(anEdition());
    },
  },
  {
    title: "appends during compactions lose nothing",
    async check(store) {
      const editionId = anEdition();
      const ana = anAuthor(editionId, "ana");
      let written = "";
      const work: Promise<void>[] = [];
      for (let i = 0; i < 40; i++) {
        written += `${i} `;
        work.push(store.append(ana.type(`${i} `)));
        if (i % 4 === 0) work.push(store.compact(editionId));
        if (i % 10 === 0) work.push(store.load(editionId).then(() => undefined));
      }
      await Promise.all(work);
      await store.compact(editionId);
      must((await textIn(store, editionId)) === written, "Something is lost.");
    },
  },
];

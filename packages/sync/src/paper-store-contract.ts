/**
 * What every PaperStore owes the rooms, as sentences with checks. No test runner is imported, so
 * that the suite runs wherever a store lives:
 *
 *   for (const { title, check } of paperStoreContract) it(title, () => check(store, store));
 */
import * as Y from "yjs";
import {
  type DeletionRecord,
  type Deletions,
  type PaperStore,
  type PaperWrite,
  serverAuthor,
} from "./paper-store.ts";

export interface StoreRule {
  readonly title: string;
  /**
   * Rejects with a sentence when the store breaks the rule. Each check uses editions of its own.
   * `other` is a second node on the same database.
   */
  readonly check: (this: void, store: WholeStore, other: WholeStore) => Promise<void>;
}

type WholeStore = PaperStore & DeletionRecord;

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

function only(writes: readonly PaperWrite[]): PaperWrite {
  const [write] = writes;
  if (write === undefined || writes.length > 1) throw new Error("One write was expected.");
  return write;
}

/** Repeatable chance, for schedules (the generator of Park and Miller). */
function seededChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

function lettersDeleted(deletions: Deletions, personId: string): number {
  return (deletions.get(personId) ?? []).reduce((sum, { length }) => sum + length, 0);
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
    title: "a write whose clientID is somebody else's is refused, and the clientID stays theirs",
    async check(store, other) {
      const editionId = anEdition();
      const ana = anAuthor(editionId, "ana");
      const clientId = ana.doc.clientID;
      must((await store.append(ana.type("a"))).length === 0, "The first write was refused.");
      const stolen = only(ana.type("b"));
      const bindings = [{ clientId, personId: "bea" }];
      const theft = { ...stolen, personId: "bea", bindings };
      const cleo = anAuthor(editionId, "cleo").type("c");
      const refused = await other.append([...cleo, theft]);
      must(refused.length === 1 && refused[0] === theft, "It was not refused, or not it alone.");
      const { bindings: known } = await store.load(editionId);
      must(known.get(clientId) === "ana", "It changed hands.");
      must(/^(ac|ca)$/.test(await textIn(store, editionId)), "The wrong writes were stored.");
    },
  },
  {
    title: "what follows a refused write in its edition is refused too, other editions are not",
    async check(store) {
      const [editionId, elsewhere] = [anEdition(), anEdition()];
      const ana = anAuthor(editionId, "ana");
      await store.append(ana.type("a"));
      const bindings = [{ clientId: ana.doc.clientID, personId: "bea" }];
      const theft = { ...only(ana.type("b")), personId: "bea", bindings };
      const after = only(ana.type("c"));
      const aside = only(anAuthor(elsewhere, "bea").type("aside"));
      const refused = await store.append([theft, aside, after]);
      must(refused.length === 2 && !refused.includes(aside), "The wrong writes were refused.");
      must((await textIn(store, editionId)) === "a", "A refused write was stored.");
      must((await textIn(store, elsewhere)) === "aside", "The other edition lacks its write.");
      must((await store.append([aside])).length === 0, "Refusals linger.");
    },
  },
  {
    title: "of two who bind one clientID in one batch the first has it",
    async check(store) {
      const editionId = anEdition();
      const ana = anAuthor(editionId, "ana");
      const first = only(ana.type("a"));
      const bindings = [{ clientId: ana.doc.clientID, personId: "bea" }];
      const second = { ...only(ana.type("b")), personId: "bea", bindings };
      const repeated = { ...first, bindings: [...first.bindings, ...first.bindings] };
      const refused = await store.append([repeated, second]);
      must(refused.length === 1 && refused[0] === second, "The second was not refused.");
      must((await textIn(store, editionId)) === "a", "The wrong write was stored.");
    },
  },
  {
    title: "of two nodes that bind one clientID at once exactly one is refused",
    async check(store, other) {
      for (let round = 0; round < 10; round++) {
        const editionId = anEdition();
        const update = only(anAuthor(editionId, "ana").type("a")).update;
        const claim = (personId: string, clientIds: readonly number[]): PaperWrite => ({
          ...{ editionId, personId, update },
          bindings: clientIds.map((clientId) => ({ clientId, personId })),
        });
        // In opposite orders: a store that locked as they come would let them wait for each other.
        const [ofAna, ofBea] = await Promise.all([
          store.append([claim("ana", [1, 2, 3])]),
          other.append([claim("bea", [3, 2, 1])]),
        ]);
        must(ofAna.length + ofBea.length === 1, "Both were refused, or neither.");
        const winner = ofAna.length === 0 ? "ana" : "bea";
        const { bindings } = await store.load(editionId);
        must(
          [1, 2, 3].every((it) => bindings.get(it) === winner),
          "The bindings are mixed.",
        );
      }
    },
  },
  {
    title: "clientIDs beyond 32 bits and empty bindings are kept exactly",
    async check(store) {
      const editionId = anEdition();
      const write = only(anAuthor(editionId, "ana").type("a"));
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
      const work: Promise<unknown>[] = [];
      for (let i = 0; i < 40; i++) {
        written += `${i} `;
        work.push(store.append(ana.type(`${i} `)));
        if (i % 4 === 0) work.push(store.compact(editionId));
        if (i % 10 === 0) work.push(store.load(editionId));
      }
      await Promise.all(work);
      await store.compact(editionId);
      must((await textIn(store, editionId)) === written, "Something is lost.");
    },
  },
  {
    title: "every byte of an update comes back, zeros too, and an empty one",
    async check(store) {
      const editionId = anEdition();
      const bytes = Uint8Array.from({ length: 1024 }, (_, index) => index);
      // A view into something larger: only its own bytes count.
      const view = new Uint8Array(Uint8Array.of(9, 0, 0, 0, 9).buffer, 1, 3);
      const updates = [bytes, view, new Uint8Array()];
      await store.append(
        updates.map((update) => ({ editionId, personId: "ana", update, bindings: [] })),
      );
      const { state } = await store.load(editionId);
      const asText = (it: readonly Uint8Array[]) => it.map((one) => one.join()).join(";");
      must(asText(state) === asText(updates), "The bytes differ.");
    },
  },
  {
    title: "a batch of ten thousand writes with a binding each is stored whole",
    async check(store) {
      const editionId = anEdition();
      const update = Y.encodeStateAsUpdate(new Y.Doc());
      const batch = Array.from({ length: 10_000 }, (_, index) => ({
        ...{ editionId, personId: "ana", update },
        bindings: [{ clientId: 2 ** 40 + index, personId: index % 2 === 0 ? "ana" : "bea" }],
      }));
      must((await store.append(batch)).length === 0, "Some were refused.");
      const { bindings } = await store.load(editionId);
      must(bindings.size === 10_000, `There are ${bindings.size} bindings.`);
      must(bindings.get(2 ** 40 + 9_999) === "bea", "A binding differs.");
    },
  },
  {
    title: "who deleted what is known before and after compaction",
    async check(store) {
      const editionId = anEdition();
      const ana = anAuthor(editionId, "ana");
      await store.append(ana.type("one two three"));
      const cut = async (personId: string | null, index: number, length: number) => {
        ana.doc.getText("t").delete(index, length);
        await store.append(ana.type("").map((it) => ({ ...it, personId, bindings: [] })));
      };
      const check = async (figures: Record<string, number>) => {
        const deletions = await store.deletions(editionId);
        for (const [personId, figure] of Object.entries(figures)) {
          const found = lettersDeleted(deletions, personId);
          must(found === figure, `${personId} deleted ${found} letters, not ${figure}.`);
        }
      };
      await cut("bea", 0, 4);
      await check({ bea: 4, ana: 0 });
      await store.compact(editionId);
      await check({ bea: 4, ana: 0 });
      await cut("bea", 0, 1);
      await cut(null, 0, 2);
      await check({ bea: 5, ana: 0, [serverAuthor]: 2 });
      await store.compact(editionId);
      await check({ bea: 5, ana: 0, [serverAuthor]: 2 });
      must((await textIn(store, editionId)) === " three", "The text differs.");
    },
  },
  {
    title: "two nodes append, load and compact by a seeded schedule, and lose nothing",
    async check(store, other) {
      const nodes = [store, other];
      for (const seed of [1, 2, 3]) {
        const editionId = anEdition();
        const authors = ["ana", "bea", "cleo"].map((it) => anAuthor(editionId, it));
        const write = async ({ type }: (typeof authors)[number], index: number) => {
          const chance = seededChance(seed * 10 + index);
          for (let i = 0; i < 16; i++) await nodes[chance(2)]?.append(type(`${i} `));
        };
        const tidy = async (node: PaperStore, index: number) => {
          const chance = seededChance(seed * 10 + 5 + index);
          for (let i = 0; i < 8; i++) {
            await (chance(2) === 0 ? node.compact(editionId) : mustLoadWhole(node, editionId));
          }
        };
        await Promise.all([...authors.map(write), ...nodes.map(tidy)]);
        await Promise.all(nodes.map((node) => node.compact(editionId)));
        const length = authors.reduce((sum, { doc }) => sum + doc.getText("t").length, 0);
        const found = (await textIn(other, editionId)).length;
        must(found === length, `Seed ${seed}: ${found} letters of ${length}.`);
      }
    },
  },
];

/** At any moment what is loaded is a whole document: nothing in it waits for what is missing. */
async function mustLoadWhole(store: PaperStore, editionId: string): Promise<void> {
  const { state } = await store.load(editionId);
  const { pendingStructs } = documentOf(state).store;
  must(pendingStructs === null, "A load during compaction lacks what others build on.");
}

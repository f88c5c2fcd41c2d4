import type { Node } from "prosemirror-model";
import { updateYFragment, yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import { bodyFragment } from "../paper-document.ts";
import { paperSchema } from "../schema.ts";
import { TextGuard } from "../text-guard/text-guard.ts";

import { acceptSuggestions, differencesOf, rejectSuggestions } from "./decide.ts";
import { listSuggestions } from "./list-suggestions.ts";
import { documentOf, randomEdit, seeded, withIds, type Random } from "./random-edits.ts";
import { finalView, holdsSuggestions, originalView } from "./settle.ts";
import { suggested } from "./suggested.ts";

/** `SUGGESTION_RUNS=10000` runs more; `SUGGESTION_SEED=…` runs one. */
const runs = Number(process.env["SUGGESTION_RUNS"] ?? 100);
const onlySeed = process.env["SUGGESTION_SEED"];
const seeds =
  onlySeed === undefined ? Array.from({ length: runs }, (_, seed) => seed) : [Number(onlySeed)];
const timeout = 20_000 + runs * 200;

/** Seeds that once found something. */
const regressions: readonly number[] = [];

function ids(prefix: string): () => string {
  let count = 0;
  return () => `${prefix}${++count}`;
}

interface Author {
  readonly by: string;
  readonly newId: () => string;
}

let clock = 0;

function suggest(before: Node, after: ReturnType<typeof randomEdit>, { by, newId }: Author): Node {
  clock += 20_000;
  const now = new Date(1_790_000_000_000 + clock).toISOString();
  const edit = { before, after: after.doc, maps: after.mapping.maps };
  const made = suggested(edit, {
    by,
    now,
    newSuggestionId: () => `s-${newId()}`,
    newBlockId: newId,
  });
  if (made === null) throw new Error("An edit that cannot be suggested");
  return made.doc;
}

/** What a text says, without ids and without the marks of what is no text, which Yjs does not keep. */
const said = (node: Node): unknown =>
  JSON.parse(
    JSON.stringify(node.toJSON(), (key, value: unknown) => {
      if (key === "id" || key === "of" || value === null) return undefined;
      if (typeof value !== "object" || !("marks" in value) || "text" in value) return value;
      return { ...value, marks: undefined };
    }),
  );

/** The marks of a run in an order of their own: Yjs gives them in none. */
const inOrder = (node: Node): unknown =>
  JSON.parse(
    JSON.stringify(node.toJSON(), (key, value: unknown) =>
      key === "marks" && Array.isArray(value)
        ? value.map((mark) => JSON.stringify(mark)).sort()
        : value,
    ),
  );

/**
 * Whether an edit changes a block in which something is suggested to go already: plainly done, it
 * would double or drop such a suggestion, which nobody means.
 */
function touchesWhatGoes(before: Node, after: Node): boolean {
  const goesIn = (one: Node, other: Node) =>
    differencesOf(one, other).some(({ from, to }) => {
      const blocks = JSON.stringify(one.slice(from, to).content.toJSON());
      return blocks.includes('"deletion"') || blocks.includes('"removed":{');
    });
  return goesIn(before, after) || goesIn(after, before);
}

function reading(seed: number, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`Seed ${seed}: ${String(error)}`, { cause: error });
  }
}

describe("one who suggests", () => {
  it(
    "has meant what accepting makes of it, and rejecting leaves the text as it was",
    () => {
      for (const seed of [...regressions, ...seeds]) {
        const random = seeded(seed);
        const author = { by: "ana", newId: ids("a") };
        const original = documentOf(random, ids("o"));
        let doc = original;
        reading(seed, () => {
          for (let step = 0; step < 6; step++) {
            const edit = randomEdit(doc, random);
            const before = doc;
            doc = suggest(before, edit, author);
            if (!touchesWhatGoes(before, edit.doc))
              expect(said(finalView(doc))).toEqual(said(finalView(edit.doc)));
            expect(originalView(doc).toJSON()).toEqual(original.toJSON());
            expectUniqueIds(doc);
          }
          finalView(doc).check();
          originalView(doc).check();
          const keys = "all";
          expect(holdsSuggestions(acceptSuggestions(doc, keys))).toBe(false);
          expect(listSuggestions(doc).length > 0).toBe(holdsSuggestions(doc));
        });
      }
    },
    timeout,
  );

  it(
    "is let through by the guard of the room, whatever they do",
    () => {
      for (const seed of seeds) {
        const random = seeded(seed + 7_000_000);
        reading(seed, () => {
          const server = replica(1, documentOf(random, ids("o")));
          const guard = new TextGuard(server.ydoc, bodyFragment);
          const authors = ["ana", "eva"].map((by, at) => ({ by, newId: ids(`${by}${at}`) }));
          for (let step = 0; step < 5; step++) {
            const author = authors[random(2)]!;
            const before = server.read();
            guard.prepare();
            server.write(suggest(before, randomEdit(before, random), author));
            const limits = { personId: author.by, suggestsIn: "everywhere" } as const;
            expect(guard.settle(limits, (client) => client + 100)).toBe("kept");
          }
          guard.close();
        });
      }
    },
    timeout,
  );
});

describe("two who suggest and a third who edits, all at once", () => {
  it(
    "end with one valid text in which accepting or rejecting all leaves no suggestion",
    () => {
      for (const seed of seeds) {
        const random = seeded(seed + 1_000_000);
        reading(seed, () => {
          const all = together(documentOf(random, ids("o")));
          for (let step = 0; step < 12; step++) {
            act(all, random(3), random);
            deliver(all, () => random(2) === 0);
          }
          deliverAll(all);
          const [doc, ...others] = all.replicas.map((it) => it.read());
          for (const other of others) expect(inOrder(other)).toEqual(inOrder(doc!));
          if (doc!.childCount === 0) return;
          doc!.check();
          for (const settled of [finalView(doc!), originalView(doc!)]) {
            settled.check();
            expect(holdsSuggestions(settled)).toBe(false);
          }
          const byPerson = rejectSuggestions(doc!, { people: new Set(["ana"]) });
          expect(listSuggestions(byPerson).some(({ by }) => by === "ana")).toBe(false);
        });
      }
    },
    timeout,
  );

  it(
    "lose nothing of the third one's words when all suggestions elsewhere are rejected",
    () => {
      for (const seed of seeds) {
        const random = seeded(seed + 2_000_000);
        reading(seed, () => {
          // Each in a block of their own, between blocks that nobody touches.
          const block = (words: string) =>
            paperSchema.nodes.paragraph.create(null, paperSchema.text(words));
          const fields = ["Norte claro", "–", "Centro ancho", "–", "Sur lejano"].map(block);
          const start = withIds(paperSchema.nodes.doc.create(null, fields), ids("o"));
          const all = together(start);
          let plain = start.child(4).textContent;
          for (let step = 0; step < 12; step++) {
            const who = random(3);
            const it = all.replicas[who]!;
            const before = it.read();
            const index = before.children.findIndex(
              (node) => node.attrs["id"] === `o${[1, 3, 5][who]!}`,
            );
            const at = before.children
              .slice(0, index)
              .reduce((sum, { nodeSize }) => sum + nodeSize, 1);
            const edit = lineEdit(before, at, random);
            it.write(who === 2 ? edit.doc : suggest(before, edit, it.author));
            if (who === 2) plain = edit.doc.child(edit.doc.childCount - 1).textContent;
            deliver(all, () => random(2) === 0);
          }
          deliverAll(all);
          const doc = all.replicas[0]!.read();
          const rejected = originalView(doc);
          expect(rejected.children.map(({ textContent }) => textContent)).toEqual([
            "Norte claro",
            "–",
            "Centro ancho",
            "–",
            plain,
          ]);
        });
      }
    },
    timeout,
  );
});

/** An edit of letters within one block that begins here. */
function lineEdit(doc: Node, start: number, random: Random) {
  const edit = randomEdit(doc.type.create(null, paperSchema.nodes.paragraph.create()), () => 0);
  const tr = new (edit.constructor as new (doc: Node) => typeof edit)(doc);
  const { size } = doc.resolve(start).parent.content;
  const at = start + random(size + 1);
  if (random(2) === 0) tr.insert(at, paperSchema.text("más "));
  else tr.delete(at, Math.min(start + size, at + 2));
  return tr;
}

function expectUniqueIds(doc: Node): void {
  const seen = new Set<unknown>();
  doc.descendants((node) => {
    const id: unknown = node.attrs["id"];
    if (typeof id !== "string") return;
    expect(seen.has(id), `id ${id} twice`).toBe(false);
    seen.add(id);
  });
}

interface Replica {
  readonly ydoc: Y.Doc;
  readonly author: Author;
  readonly read: () => Node;
  readonly write: (doc: Node) => void;
  /** Updates of its own that the server has not had. */
  readonly outbox: Uint8Array[];
  /** How far it has read what the server relays. */
  heard: number;
}

/** Three pages at one server, which brings what it hears in one order. */
interface Together {
  readonly replicas: readonly Replica[];
  readonly relayed: { readonly from: Replica; readonly update: Uint8Array }[];
}

function replica(client: number, start: Node | null): Replica {
  const ydoc = new Y.Doc();
  ydoc.clientID = client;
  const fragment = ydoc.getXmlFragment(bodyFragment);
  const read = () => yXmlFragmentToProseMirrorRootNode(fragment, paperSchema);
  const write = (doc: Node) => {
    const meta = { mapping: new Map(), isOMark: new Map() };
    ydoc.transact(() => updateYFragment(ydoc, fragment, doc, meta), "own");
  };
  const outbox: Uint8Array[] = [];
  if (start !== null) write(start);
  ydoc.on("update", (update: Uint8Array, origin: unknown) => {
    // What y-tiptap takes out because it does not fit goes to the others as well.
    if (origin !== "other" && origin !== "start") outbox.push(update);
  });
  const by = ["", "ana", "eva", "iris"][client] ?? "ana";
  return { ydoc, author: { by, newId: ids(by) }, read, write, outbox, heard: 0 };
}

function together(start: Node): Together {
  const first = replica(9, start);
  const state = Y.encodeStateAsUpdate(first.ydoc);
  const replicas = [1, 2, 3].map((client) => {
    const it = replica(client, null);
    Y.applyUpdate(it.ydoc, state, "start");
    return it;
  });
  return { replicas, relayed: [] };
}

function act({ replicas }: Together, who: number, random: Random): void {
  const it = replicas[who]!;
  const before = it.read();
  // Those who delete each other's last block leave none; the page then opens with an empty one.
  if (before.childCount === 0) return;
  const edit = randomEdit(before, random);
  it.write(who === 2 ? withIds(edit.doc, it.author.newId) : suggest(before, edit, it.author));
}

/** Brings on some of what is under way, sooner or later for each. */
function deliver({ replicas, relayed }: Together, isDelivered: () => boolean): void {
  for (const from of replicas)
    while (from.outbox.length > 0 && isDelivered())
      relayed.push({ from, update: from.outbox.shift()! });
  for (const it of replicas)
    while (it.heard < relayed.length && isDelivered()) {
      const { from, update } = relayed[it.heard++]!;
      if (from !== it) Y.applyUpdate(it.ydoc, update, "other");
    }
}

function deliverAll(all: Together): void {
  const isWaiting = () =>
    all.replicas.some(({ outbox, heard }) => outbox.length > 0 || heard < all.relayed.length);
  do {
    deliver(all, () => true);
    for (const { read } of all.replicas) read();
  } while (isWaiting());
}

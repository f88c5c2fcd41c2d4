import { getSchema } from "@tiptap/core";
import { Node, type Schema } from "@tiptap/pm/model";
import { initProseMirrorDoc, updateYFragment } from "@tiptap/y-tiptap";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import {
  anchorOf,
  placesOf,
  quoteOf,
  type AnchoredThread,
  type CommentPlace,
  type TextBinding,
} from "./comment-places.ts";
import { schemaExtensions } from "./paper-extensions.ts";

const schema: Schema = getSchema(schemaExtensions);
const runs = Number((import.meta.env["COMMENT_RUNS"] as string | undefined) ?? 120);
const firstSeed = Number((import.meta.env["COMMENT_SEED"] as string | undefined) ?? 1);

const text = (words: string) => ({ type: "text", text: words });
const paragraph = (id: string, ...content: object[]) => ({
  type: "paragraph",
  attrs: { id },
  content,
});
const aDoc = (...content: object[]) => Node.fromJSON(schema, { type: "doc", content });

/** An editor without a window: the document, and the text as an editor shows it. */
class Replica {
  readonly ydoc = new Y.Doc();
  readonly body = this.ydoc.getXmlFragment("body");

  constructor(clientId: number, state?: Uint8Array) {
    this.ydoc.clientID = clientId;
    if (state !== undefined) Y.applyUpdate(this.ydoc, state);
  }

  /** The text, with what y-tiptap knows of it. */
  read(): { doc: Node; binding: TextBinding } {
    const { doc, mapping } = initProseMirrorDoc(this.body, schema) as {
      doc: Node;
      mapping: TextBinding["mapping"];
    };
    return { doc, binding: { doc: this.ydoc, type: this.body, mapping } };
  }

  /** What y-tiptap has already shown stays the same node, by which it knows what has moved. */
  write(change: Node | ((doc: Node) => Node)): void {
    const { doc, binding } = this.read();
    const { mapping } = binding;
    const after = change instanceof Node ? change : change(doc);
    this.ydoc.transact(() =>
      updateYFragment(this.ydoc, this.body, after, { mapping, isOMark: new Map() }),
    );
  }

  get state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.ydoc);
  }

  place(thread: AnchoredThread): CommentPlace {
    const { doc, binding } = this.read();
    return placesOf(doc, [thread], { binding }).get(thread.id)!;
  }

  /** The words at the place of a conversation; null where it is lost. */
  words(thread: AnchoredThread): string | null {
    const place = this.place(thread);
    const { doc } = this.read();
    return place.kind === "lost" ? null : doc.textBetween(place.from, place.to, "|", "*");
  }
}

function replicaOf(...content: object[]): Replica {
  const replica = new Replica(1);
  replica.write(aDoc(...content));
  return replica;
}

function threadOn(replica: Replica, words: string): AnchoredThread {
  const { doc, binding } = replica.read();
  let from = -1;
  let blockId: string | null = null;
  doc.descendants((node, pos) => {
    const at = node.isText ? node.text!.indexOf(words) : -1;
    if (at !== -1) {
      from = pos + at;
      blockId = doc.resolve(from).parent.attrs["id"] as string;
    }
  });
  const to = from + words.length;
  return {
    ...{ id: "t", target: "text", blockId, suggestionId: null },
    anchor: anchorOf(binding, from, to),
    quote: quoteOf(doc, { from, to, length: 500 }),
  };
}

/** mulberry32, as the other seeded tests use it. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe("places of conversations", () => {
  it("are the same after any stretch of any text has been written down and read again", () => {
    const replica = replicaOf(
      paragraph("a", text("uno"), { type: "footnote", content: [text("nota")] }, text("dos")),
      paragraph("empty"),
      {
        type: "bulletList",
        content: [{ type: "listItem", content: [paragraph("b", text("tres"))] }],
      },
      paragraph("c", text("cuatro"), { type: "hardBreak" }, text("cinco")),
    );
    const { doc, binding } = replica.read();
    for (let from = 1; from < doc.content.size; from += 1)
      for (let to = from + 1; to <= doc.content.size; to += 1) {
        if (!doc.resolve(from).parent.isTextblock || !doc.resolve(to).parent.isTextblock) continue;
        if (doc.textBetween(from, to).trim() === "") continue;
        const anchor = anchorOf(binding, from, to);
        const thread: AnchoredThread = {
          ...{ id: "t", target: "text", blockId: null, suggestionId: null, anchor, quote: "" },
        };
        expect(replica.place(thread), `${from}–${to}`).toEqual({ kind: "words", from, to });
      }
  });

  it("follow their words when others write before, within and after them", () => {
    const replica = replicaOf(paragraph("a", text("El puerto recibe carga.")));
    const thread = threadOn(replica, "recibe carga");
    const edits = [
      "El puerto recibe más carga.",
      "Un puerto recibe más carga.",
      "Un puerto recibe más carga ya.",
    ];
    for (const words of edits) replica.write(aDoc(paragraph("a", text(words))));
    const fresh = Node.fromJSON(schema, paragraph("z", text("Nuevo.")));
    replica.write((doc) => doc.copy(doc.content.addToStart(fresh)));
    expect(replica.words(thread)).toBe("recibe más carga");
  });

  it("are found by the quote where Enter or Backspace has put the words into another block", () => {
    const replica = replicaOf(paragraph("a", text("Antes. Las palabras citadas.")));
    const thread = threadOn(replica, "palabras citadas");
    replica.write(
      aDoc(paragraph("a", text("Antes. ")), paragraph("b", text("Las palabras citadas."))),
    );
    expect(replica.words(thread)).toBe("palabras citadas");
    replica.write(aDoc(paragraph("x", text("Otra. Las palabras citadas."))));
    expect(replica.words(thread)).toBe("palabras citadas");
  });

  it("are lost with their words, and say whether the block still stands", () => {
    const replica = replicaOf(
      paragraph("a", text("Se quita esto aquí.")),
      paragraph("b", text("Fin.")),
    );
    const thread = threadOn(replica, "esto");
    replica.write(aDoc(paragraph("a", text("Se quita aquí.")), paragraph("b", text("Fin."))));
    expect(replica.place(thread)).toEqual({ kind: "lost", at: 0 });
    replica.write(aDoc(paragraph("b", text("Fin."))));
    expect(replica.place(thread)).toEqual({ kind: "lost", at: null });
  });

  it("are not guessed where the quote stands in several places", () => {
    const replica = replicaOf(
      paragraph("a", text("carga")),
      paragraph("b", text("La carga.")),
      paragraph("c", text("Más carga.")),
    );
    const thread = {
      ...threadOn(replica, "Más carga"),
      quote: "carga",
      blockId: "gone",
      anchor: null,
    };
    expect(replica.place(thread)).toEqual({ kind: "lost", at: null });
  });

  it("are the whole figure, cell or block where the conversation is about that, and every piece of a suggestion", () => {
    const insertion = { type: "insertion", attrs: { id: "s1", by: "p", at: "2026-01-01" } };
    const replica = replicaOf(
      { type: "figure", attrs: { id: "fig", fileId: "f" }, content: [text("Mapa")] },
      {
        type: "table",
        attrs: { id: "t" },
        content: [
          {
            type: "tableRow",
            attrs: { id: "r" },
            content: [
              { type: "tableCell", attrs: { id: "cell" }, content: [paragraph("p", text("1"))] },
            ],
          },
        ],
      },
      paragraph("s", text("a "), { ...text("b"), marks: [insertion] }, text(" c ")),
      paragraph("u", { ...text("d"), marks: [insertion] }),
    );
    const { doc, binding } = replica.read();
    const about = (target: AnchoredThread["target"], id: string): AnchoredThread => ({
      ...{ id: target, target, anchor: null, quote: "" },
      ...(target === "suggestion"
        ? { blockId: null, suggestionId: id }
        : { blockId: id, suggestionId: null }),
    });
    const threads = [about("figure", "fig"), about("cell", "cell"), about("suggestion", "s1")];
    const places = placesOf(doc, threads, { binding });
    const nodeAt = (id: string) => {
      const place = places.get(id)!;
      return place.kind === "node" ? doc.nodeAt(place.from)?.type.name : place.kind;
    };
    expect(nodeAt("figure")).toBe("figure");
    expect(nodeAt("cell")).toBe("tableCell");
    const suggestion = places.get("suggestion")!;
    expect(suggestion.kind).toBe("words");
    if (suggestion.kind === "words")
      expect(doc.textBetween(suggestion.from, suggestion.to, "|")).toBe("b c |d");
  });

  it("ignore an anchor that is no position", () => {
    const replica = replicaOf(paragraph("a", text("Texto citado.")));
    const anchor = { start: "AAAA", end: "//8=" };
    const thread = { ...threadOn(replica, "citado"), anchor };
    expect(replica.words(thread)).toBe("citado");
  });

  it(`hold exactly what is left of their letters, on both sides, after edits at the same time (seeds ${firstSeed}…)`, () => {
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      const random = randomOf(seed);
      // Each letter occurs once, so that what becomes of it can be told.
      let next = 0x4e00;
      const letters = (count: number) =>
        String.fromCharCode(...Array.from({ length: count }, () => next++));
      const blocks = [letters(12), letters(12), letters(12)];
      const ana = replicaOf(...blocks.map((words, at) => paragraph(`b${at}`, text(words))));
      const luis = new Replica(2, ana.state);
      const block = blocks[random(3)]!;
      const start = random(10);
      const quoted = block.slice(start, start + 1 + random(12 - start));
      const thread = threadOn(ana, quoted);

      for (let round = 0; round < 4; round += 1) {
        for (const replica of [ana, luis])
          for (let edit = random(3); edit >= 0; edit -= 1) editAtRandom(replica, random, letters);
        Y.applyUpdate(luis.ydoc, ana.state);
        Y.applyUpdate(ana.ydoc, luis.state);
      }
      const [atAna, atLuis] = [ana.words(thread), luis.words(thread)];
      expect(atLuis, `seed ${seed}: both sides agree`).toBe(atAna);
      const whole = ana.read().doc.textContent;
      const left = [...quoted].filter((letter) => whole.includes(letter)).join("");
      const original = blocks.join("");
      const held = [...(atAna ?? "")].filter((letter) => original.includes(letter)).join("");
      expect(held, `seed ${seed}: what is left of ${quoted} in ${atAna}`).toBe(left);
    }
  });
});

/** Writes or deletes a few letters somewhere, as typing does. */
function editAtRandom(
  replica: Replica,
  random: (below: number) => number,
  letters: (count: number) => string,
): void {
  const { doc } = replica.read();
  const blocks = doc.content.content.map((node) => ({
    id: node.attrs["id"] as string,
    words: node.textContent,
  }));
  const at = random(blocks.length);
  const { words } = blocks[at]!;
  const place = random(words.length + 1);
  const isDeletion = random(2) === 0;
  const rest = words.slice(isDeletion ? place + 1 + random(4) : place);
  blocks[at]!.words = words.slice(0, place) + (isDeletion ? "" : letters(1 + random(3))) + rest;
  replica.write(
    aDoc(
      ...blocks.map((block) => paragraph(block.id, ...(block.words ? [text(block.words)] : []))),
    ),
  );
}

/**
 * Pages at one server whose people all write in the very same words, and what each of them meant:
 * told letter by letter, from what was done and what its doer had heard, without a look at any mark.
 */
import { updateYFragment, yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import type { Node } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import * as Y from "yjs";

import { bodyFragment } from "../paper-document.ts";
import { paperSchema } from "../schema.ts";

import { acceptSuggestions, rejectSuggestions } from "./decide.ts";
import { MarksAsMeant } from "./marks-as-meant.ts";
import { withIds, type Random } from "./random-edits.ts";
import { suggested } from "./suggested.ts";
import { writeExactly } from "./write-exactly.ts";

/** One thing that somebody meant. No two letters are the same sign, so each can be told. */
export interface Meaning {
  readonly kind:
    | "writes"
    | "takesAway"
    | "strikes"
    /** Letters of this person's suggestions count as written plainly now. */
    | "takesOver"
    /** Letters are no longer struck by this person. */
    | "spares";
  readonly by: string;
  readonly letters: string;
}

/** What of a letter is meant by what somebody knows. */
interface Fate {
  readonly suggestedBy: string | null;
  readonly isGone: boolean;
  readonly struckBy: ReadonlySet<string>;
}

const untouched: Fate = { suggestedBy: null, isGone: false, struckBy: new Set() };

/** The one who edits plainly and decides; the others suggest. */
export const direct = "iris";

export function fatesOf(meanings: Iterable<Meaning>): Map<string, Fate> {
  const fates = new Map<string, Fate>();
  for (const { kind, by, letters } of meanings)
    for (const letter of letters) {
      const fate = fates.get(letter) ?? untouched;
      const struckBy = new Set(fate.struckBy);
      if (kind === "strikes") struckBy.add(by);
      if (kind === "spares") struckBy.delete(by);
      const isSuggested = kind === "writes" && by !== direct;
      const suggestedBy = isSuggested ? by : kind === "takesOver" ? null : fate.suggestedBy;
      const isGone = fate.isGone || kind === "takesAway";
      fates.set(letter, { suggestedBy, isGone, struckBy });
    }
  return fates;
}

interface Sent {
  /** Null for what the server deletes to clean up. */
  readonly from: Page | null;
  readonly update: Uint8Array;
  readonly meanings: readonly Meaning[];
}

/** A page as the editor has it: writes through y-tiptap, hears of its own changes that they arrived. */
export class Page {
  readonly doc = new Y.Doc();
  readonly by: string;
  readonly marks: MarksAsMeant;
  /** What has not left yet. */
  readonly outbox: Sent[] = [];
  readonly knows: Meaning[] = [];
  /** How far it has read what the server relays. */
  heard = 0;
  #unsaved = 0;
  #saying: readonly Meaning[] = [];
  #ids = 0;

  constructor(
    client: number,
    by: string,
    { start, personOf }: { start: Uint8Array; personOf: (client: number) => string | null },
  ) {
    this.by = by;
    this.doc.clientID = client;
    Y.applyUpdate(this.doc, start);
    this.marks = new MarksAsMeant(this.doc, { personOf });
    this.doc.on("update", (update: Uint8Array, _origin, _doc, { local }: Y.Transaction) => {
      if (!local) return;
      this.#unsaved += 1;
      this.outbox.push({ from: this, update, meanings: this.#saying });
      this.#saying = [];
    });
  }

  get #body(): Y.XmlFragment {
    return this.doc.getXmlFragment(bodyFragment);
  }

  read(): Node {
    return yXmlFragmentToProseMirrorRootNode(this.#body, paperSchema);
  }

  write(node: Node, meanings: readonly Meaning[] = []): void {
    this.knows.push(...meanings);
    this.#saying = meanings;
    const meta = { mapping: new Map(), isOMark: new Map() };
    this.doc.transact(() => {
      writeExactly(this.#body, node, meta.mapping);
      updateYFragment(this.doc, this.#body, node, meta);
    });
  }

  /** An edit as this person makes it. */
  edit(tr: Transform, at: number, meanings: readonly Meaning[] = []): void {
    if (this.by === direct) {
      this.write(tr.doc, meanings);
      return;
    }
    const edit = { before: tr.before, after: tr.doc, maps: tr.mapping.maps };
    const made = suggested(edit, {
      by: this.by,
      now: new Date(1_790_000_000_000 + at).toISOString(),
      newSuggestionId: () => `s-${this.#newId()}`,
      newBlockId: () => this.#newId(),
    });
    if (made === null) throw new Error("An edit that cannot be suggested");
    this.write(made.doc, meanings);
  }

  hear({ from, update, meanings }: Sent): void {
    if (from === this) {
      this.#unsaved -= 1;
      this.marks.acknowledge(this.#unsaved);
      return;
    }
    this.knows.push(...meanings);
    this.marks.hear(update);
    Y.applyUpdate(this.doc, update, "server");
  }

  #newId(): string {
    return `${this.by}${++this.#ids}`;
  }
}

export class World {
  readonly pages: readonly Page[];
  readonly original: string;
  /** All that was meant, in the order in which it was done. */
  readonly meanings: Meaning[] = [];
  /** How often somebody took away or decided letters that were not shown to them as they were meant. */
  misled = 0;
  readonly #server = new Y.Doc();
  /** What the server has, in its one order. */
  readonly #relayed: Sent[] = [];
  #letters = 0x4e00;
  #now = 0;

  /** Blocks of so many letters; the clients decide what comes first where two write at one place. */
  constructor(blocks: readonly number[], clients: readonly number[]) {
    const { paragraph, doc } = paperSchema.nodes;
    const texts = blocks.map((count) => paperSchema.text(this.newLetters(count)));
    let id = 0;
    const start = withIds(
      doc.create(
        null,
        texts.map((text) => paragraph.create(null, text)),
      ),
      () => `o${++id}`,
    );
    this.original = start.textContent;
    this.#server.clientID = 9;
    const body = this.#server.getXmlFragment(bodyFragment);
    updateYFragment(this.#server, body, start, { mapping: new Map(), isOMark: new Map() });
    const people = ["ana", "eva", direct];
    const options = {
      start: Y.encodeStateAsUpdate(this.#server),
      personOf: (client: number) => people[clients.indexOf(client)] ?? null,
    };
    this.pages = people.map((by, at) => new Page(clients[at]!, by, options));
    this.#server.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "page") this.#relayed.push({ from: null, update, meanings: [] });
    });
  }

  newLetters(count: number): string {
    return Array.from({ length: count }, () => String.fromCharCode(this.#letters++)).join("");
  }

  /** Brings on some of what is under way. */
  deliver(isDelivered: () => boolean): void {
    for (const { outbox } of this.pages)
      while (outbox.length > 0 && isDelivered()) this.#relay(outbox.shift()!);
    for (const page of this.pages)
      while (page.heard < this.#relayed.length && isDelivered())
        page.hear(this.#relayed[page.heard++]!);
  }

  /** Brings on all that is under way, and what is made of it; tells how many rounds that took. */
  calm(mostRounds: number): number {
    for (let round = 0; ; round++) {
      const isCalm = this.pages.every(
        ({ outbox, heard }) => outbox.length === 0 && heard === this.#relayed.length,
      );
      if (isCalm) return round;
      if (round === mostRounds) throw new Error(`Not calm after ${mostRounds} rounds`);
      this.deliver(() => true);
    }
  }

  /** What a page has written reaches the server. */
  send({ outbox }: Page): void {
    for (const sent of outbox.splice(0)) this.#relay(sent);
  }

  #relay(sent: Sent): void {
    this.#relayed.push(sent);
    Y.applyUpdate(this.#server, sent.update, "page");
  }

  /** Somebody does something in the words that all have before them. */
  act(page: Page, random: Random): void {
    const isDeciding = page.by === direct && random(8) === 0;
    if (isDeciding) this.#decide(page, random);
    else this.#edit(page, random);
  }

  #edit(page: Page, random: Random): void {
    const doc = page.read();
    const { by } = page;
    const index = random(doc.childCount);
    const block = doc.child(index);
    const start = doc.children.slice(0, index).reduce((sum, { nodeSize }) => sum + nodeSize, 1);
    const place = random(block.content.size + 1);
    const tr = new Transform(doc);
    const meanings: Meaning[] = [];
    const choice = random(5);
    if (choice >= 2) {
      const end = Math.min(block.content.size, place + 1 + random(4));
      const letters = block.textContent.slice(place, end);
      if (isShownWrong(page, doc, letters)) this.misled += 1;
      meanings.push(...deletionOf(page, letters));
      tr.delete(start + place, start + end);
    }
    if (choice <= 2) {
      const letters = this.newLetters(1 + random(3));
      meanings.push({ kind: "writes", by, letters });
      tr.insert(start + place, paperSchema.text(letters));
    }
    if (!tr.docChanged) return;
    this.#now += 20_000;
    this.meanings.push(...meanings);
    page.edit(tr, this.#now, meanings);
  }

  /** Accepts or rejects all that one person has suggested, as far as it is known here. */
  #decide(page: Page, random: Random): void {
    const by = random(2) === 0 ? "ana" : "eva";
    const isAccepted = random(2) === 0;
    const doc = page.read();
    const fates = fatesOf(page.knows);
    const visible = [...doc.textContent];
    const written = visible.filter((it) => fates.get(it)?.suggestedBy === by).join("");
    const struck = visible.filter((it) => fates.get(it)?.struckBy.has(by)).join("");
    if (written === "" && struck === "") return;
    if (isShownWrong(page, doc, doc.textContent)) this.misled += 1;
    const meanings: Meaning[] = [
      { kind: isAccepted ? "takesOver" : "takesAway", by, letters: written },
      { kind: isAccepted ? "takesAway" : "spares", by, letters: struck },
    ];
    this.meanings.push(...meanings);
    const settle = isAccepted ? acceptSuggestions : rejectSuggestions;
    page.write(settle(doc, { people: new Set([by]) }), meanings);
  }
}

/** Who deletes letters takes away what is theirs to take away, and strikes what nobody has struck. */
function deletionOf({ by, knows }: Page, letters: string): Meaning[] {
  if (by === direct) return [{ kind: "takesAway", by, letters }];
  const fates = fatesOf(knows);
  const own = [...letters].filter((it) => fates.get(it)?.suggestedBy === by);
  const struck = [...letters].filter(
    (it) => !own.includes(it) && (fates.get(it)?.struckBy.size ?? 0) === 0,
  );
  return [
    { kind: "takesAway", by, letters: own.join("") },
    { kind: "strikes", by, letters: struck.join("") },
  ];
}

/** Whether any of these letters is shown to somebody otherwise than what they know was meant. */
function isShownWrong({ knows }: Page, doc: Node, letters: string): boolean {
  const fates = fatesOf(knows);
  let isWrong = false;
  doc.descendants((node) => {
    if (!node.isText) return;
    const by = (name: string) =>
      node.marks.filter(({ type }) => type.name === name).map(({ attrs }) => String(attrs["by"]));
    for (const letter of node.text ?? "") {
      if (!letters.includes(letter)) continue;
      const { suggestedBy, struckBy } = fates.get(letter) ?? untouched;
      isWrong ||= by("insertion").join() !== (suggestedBy ?? "");
      isWrong ||= by("deletion").sort().join() !== [...struckBy].sort().join();
    }
  });
  return isWrong;
}

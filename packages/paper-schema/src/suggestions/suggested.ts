/**
 * Turns an ordinary edit into one that only suggests it.
 *
 *   before --- the edit, as plain steps ---> after
 *      \                                       |
 *       `------------ suggested ---------------'   what was deleted is kept and marked,
 *                                                  what was inserted is marked
 *
 * The steps tell what of the text before is still there; the two texts are laid side by side, row by
 * row (rows.ts), and merged. So any edit can be suggested, whatever command made it: what cannot be
 * told by borders and letters goes as a whole and comes as a whole.
 *
 * - Letters that were inserted are marked as an insertion, those that were deleted as a deletion and
 *   kept; one's own suggested letters really vanish, and what is already suggested to go is left.
 * - A split is a border that is suggested, a join one that is suggested to go (`inserted`, `removed`
 *   of the block after it). Of the parts of a block the first keeps its id.
 * - Words that are set otherwise remember how they were set. Where somebody else has suggested other
 *   formatting, the words go and come again, since a run has only one such suggestion.
 * - A block that becomes another remembers what it was (`changed`). Where somebody else has suggested
 *   to change it, it stays as that suggestion has it.
 * - Tables, rows, cells, lists, figures, quotations and breaks come and go whole. A table whose cells
 *   are merged or split, or whose rows would not stay equally long with what goes and what comes, and
 *   blocks that are put into a list or taken out, go and come anew.
 * - What one does within a whole that oneself suggests belongs to that suggestion: its words come
 *   with it, and what one takes out of it again is gone.
 *
 * **One suggestion** is what one edit changes, and what the same person goes on to change beside it
 * within a few minutes. Replacements in several places at once are one suggestion each.
 */
import type { Mark, Node } from "prosemirror-model";
import type { Mappable, StepMap } from "prosemirror-transform";

import { assemble, type Out, type Place } from "./assemble.ts";
import { isFlow, isList, rowsOf } from "./rows.ts";
import { acceptedNode, marksBefore } from "./settle.ts";
import {
  insertedOf,
  isSame,
  isSuggestionMark,
  plainMarks,
  readSuggestion,
  removedOf,
  changedOf,
  saidAttributes,
  type ChangedBlock,
  type Suggestion,
} from "./suggestion.ts";
import { inlineTokens, Kept, tokensOf, type Token } from "./tokens.ts";

/** An edit: the text before and after it, and the maps of its steps. */
export interface PlainEdit {
  readonly before: Node;
  readonly after: Node;
  readonly maps: readonly (StepMap | Mappable)[];
}

export interface Suggester {
  /** The person. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly newSuggestionId: () => string;
  readonly newBlockId: (nodeName: string) => string;
  /** Each place that the edit changes is a suggestion of its own. */
  readonly isApart?: boolean;
}

export interface SuggestedEdit {
  readonly doc: Node;
  /**
   * Where a cursor of the text after the edit belongs; `forward` puts it behind what was deleted
   * there, as the Delete key does.
   */
  readonly place: (pos: number, forward: boolean) => number;
}

/** Who goes on within so many milliseconds goes on with the same suggestion. */
export const burst = 5 * 60_000;

/** The edit as a suggestion; null when it cannot be one. */
export function suggested(edit: PlainEdit, suggester: Suggester): SuggestedEdit | null {
  const merge = new Merge(edit, suggester);
  const { node: doc, places, gone } = merge.documents();
  try {
    doc.check();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  return { doc, place: (pos, forward) => placeOf(pos, forward, { places, gone, doc }) };
}

function placeOf(
  pos: number,
  forward: boolean,
  { places, gone, doc }: { places: readonly Place[]; gone: ReadonlyMap<number, number>; doc: Node },
): number {
  let best: Place | null = null;
  for (const place of places) {
    if (place.from >= pos || place.to < pos) continue;
    if (best === null || place.to - place.from <= best.to - best.from) best = place;
  }
  let at: number;
  if (best !== null) at = best.to === pos ? best.end : best.at + pos - best.from;
  else at = places.find(({ from }) => from === pos)?.at ?? pos;
  if (forward && best?.isNew !== true)
    for (let next = gone.get(at); next !== undefined && next > at; next = gone.get(at)) at = next;
  return Math.max(0, Math.min(at, doc.content.size));
}

const idsIn = new WeakMap<Node, readonly string[]>();

function idsOf(node: Node): readonly string[] {
  const known = idsIn.get(node);
  if (known !== undefined) return known;
  const ids: string[] = [];
  const id: unknown = node.attrs["id"];
  if (typeof id === "string") ids.push(id);
  for (const child of node.children) if (!child.isText) ids.push(...idsOf(child));
  idsIn.set(node, ids);
  return ids;
}

interface Merged {
  readonly node: Node;
  readonly places: readonly Place[];
  readonly gone: ReadonlyMap<number, number>;
}

type Inner = Omit<Merged, "node"> & { readonly children: readonly Node[] };

class Merge {
  readonly #edit: PlainEdit;
  readonly #who: Suggester;
  readonly #kept: Kept;
  /** The ids of the text before, and those given since: nothing new may have one of them. */
  #taken: Set<string> | null = null;
  #current: Suggestion | null = null;
  /** One's own suggestion of the whole in which the merge is: what changes in it belongs to it. */
  #within: Suggestion | null = null;

  constructor(edit: PlainEdit, who: Suggester) {
    this.#edit = edit;
    this.#who = who;
    this.#kept = new Kept(edit.before.content.size + 1, edit.maps);
  }

  documents(): Merged {
    const { before, after } = this.#edit;
    const { children, ...rest } = this.#children(
      { node: before, start: 0 },
      { node: after, start: 0 },
    );
    return { node: before.type.create(before.attrs, children), ...rest };
  }

  /** What stands in a container, merged. */
  #children(was: At, now: At): Inner {
    if (was.node.inlineContent) {
      const outs = this.#tokens(
        inlineTokens(was.node, was.start),
        inlineTokens(now.node, now.start),
      );
      return assemble(was.node, outs, 0);
    }
    const [old, fresh] = [was.node.children, now.node.children];
    let first = 0;
    let offset = 0;
    while (first < old.length && first < fresh.length && old[first] === fresh[first])
      offset += old[first++]!.nodeSize;
    let last = 0;
    const most = Math.min(old.length, fresh.length) - first;
    while (last < most && old[old.length - 1 - last] === fresh[fresh.length - 1 - last]) last++;
    const outs = this.#tokens(
      tokensOf(rowsOf(was.node, old.slice(first, old.length - last), was.start + offset)),
      tokensOf(rowsOf(now.node, fresh.slice(first, fresh.length - last), now.start + offset)),
    );
    const middle = assemble(now.node, outs, offset);
    const rest = fresh.slice(fresh.length - last);
    const size = middle.children.reduce((sum, child) => sum + child.nodeSize, offset);
    const restSize = rest.reduce((sum, child) => sum + child.nodeSize, 0);
    const end = now.start + now.node.content.size;
    const places: Place[] = [...middle.places];
    if (offset > 0)
      places.push({ from: now.start, to: now.start + offset, at: 0, end: offset, isNew: false });
    if (restSize > 0)
      places.push({ from: end - restSize, to: end, at: size, end: size + restSize, isNew: false });
    return {
      children: [...old.slice(0, first), ...middle.children, ...rest],
      places,
      gone: middle.gone,
    };
  }

  #tokens(was: readonly Token[], now: readonly Token[]): Out[] {
    const outs: Out[] = [];
    let [i, j] = [0, 0];
    for (const [nextI, nextJ] of [...this.#anchors(was, now), [was.length, now.length] as const]) {
      this.#gap(outs, was.slice(i, nextI), now.slice(j, nextJ), was[nextI]);
      const [one, other] = [was[nextI], now[nextJ]];
      if (one !== undefined && other !== undefined) outs.push(this.#keep(one, other));
      [i, j] = [nextI + 1, nextJ + 1];
    }
    return outs;
  }

  /** Which token of before is which of now. */
  #anchors(was: readonly Token[], now: readonly Token[]): (readonly [number, number])[] {
    const byPos = new Map(now.map((token, index) => [token.pos, index]));
    const anchors: (readonly [number, number])[] = [];
    let next = 0;
    for (const [i, token] of was.entries()) {
      const pos = this.#kept.at(token.pos);
      const j = pos === null ? undefined : byPos.get(pos);
      if (j === undefined || j < next || !this.#isSameToken(token, now[j]!)) continue;
      anchors.push([i, j]);
      next = j + 1;
    }
    return this.#withIds(anchors, was, now);
  }

  /** A node that was written anew with its id is the same node. */
  #withIds(
    anchors: readonly (readonly [number, number])[],
    was: readonly Token[],
    now: readonly Token[],
  ): (readonly [number, number])[] {
    const all: (readonly [number, number])[] = [];
    let [i, j] = [0, 0];
    for (const anchor of [...anchors, [was.length, now.length] as const]) {
      for (; i < anchor[0]; i++) {
        const id = idOf(was[i]!);
        if (id === null) continue;
        for (let at = j; at < anchor[1]; at++) {
          if (idOf(now[at]!) !== id || !this.#isSameToken(was[i]!, now[at]!)) continue;
          all.push([i, at]);
          j = at + 1;
          break;
        }
      }
      if (anchor[0] < was.length || anchor[1] < now.length) all.push(anchor);
      [i, j] = [anchor[0] + 1, anchor[1] + 1];
    }
    return all;
  }

  #isSameToken(was: Token, now: Token): boolean {
    if (was.kind === "open")
      return now.kind === "open" && (was.row.item === null) === (now.row.item === null);
    if (was.kind === "letter")
      return (
        now.kind === "letter" &&
        was.text === now.text &&
        this.#keptMarks(was.marks, now.marks, false) !== null
      );
    if (was.kind !== now.kind) return false;
    if (was.kind === "inline")
      return was.node.type === now.node.type && isSaidSame(was.node, now.node);
    if (!areKin(was.node, now.node)) return false;
    return now.kind !== "whole" || !this.#isOtherTable(was, now);
  }

  /**
   * Whether a table is better told as a whole: cells were merged or split, or what goes and what
   * comes would stand together in rows of different lengths.
   */
  #isOtherTable({ node: was, pos }: WholeToken, { node: now }: WholeToken): boolean {
    if (was.type.spec.tableRole !== "table") return false;
    const rows = byId(now.children);
    const cells = byId(now.children.flatMap((row) => row.children));
    const growth = new Set<number>();
    let kept = 0;
    let isOther = false;
    was.forEach((row, rowOffset) => {
      const rowPos = pos + 1 + rowOffset;
      const still = this.#found(row, rowPos, rows);
      if (still === null) return;
      kept += 1;
      let width = widthOf(still);
      row.forEach((cell, offset) => {
        const same = this.#found(cell, rowPos + 1 + offset, cells);
        if (same === null) return;
        width -= Number(same.attrs["colspan"]);
        isOther ||= ["colspan", "rowspan"].some((name) => same.attrs[name] !== cell.attrs[name]);
      });
      growth.add(width);
    });
    const [grown = 0] = growth;
    const isUneven =
      growth.size > 1 ||
      (kept < was.childCount && grown > 0) ||
      (kept < now.childCount && kept > 0 && tableWidth(now) !== tableWidth(was) + grown);
    return isOther || isUneven;
  }

  /** What a row or cell is after the edit; null when it is gone. */
  #found(node: Node, pos: number, after: ReadonlyMap<string, Node>): Node | null {
    const at = this.#kept.at(pos);
    const same = at === null ? null : this.#edit.after.nodeAt(at);
    if (same?.type.spec.tableRole !== undefined) return same;
    const id: unknown = node.attrs["id"];
    return typeof id === "string" ? (after.get(id) ?? null) : null;
  }

  /** What was deleted, kept and marked; then what was inserted, marked. */
  #gap(outs: Out[], was: readonly Token[], now: readonly Token[], next: Token | undefined): void {
    if (was.length === 0 && now.length === 0) return;
    const sign = () => this.#sign(outs.at(-1), was, next);
    const come = (tokens: readonly Token[]) => {
      for (const token of tokens) {
        const added = this.#comes(token, sign);
        if (added !== null) outs.push(added);
      }
    };
    // Letters that come stand in a block of text: before a whole that goes, not behind it.
    const isLine = ({ kind }: Token) => kind === "letter" || kind === "inline";
    const line = now.findIndex((token) => !isLine(token));
    let waiting = line === -1 ? now : now.slice(0, line);
    for (const [index, token] of was.entries()) {
      if (token.kind === "whole") {
        come(waiting);
        waiting = [];
      }
      const rest = was.slice(index + 1);
      const follows = [...rest, ...(next === undefined ? [] : [next])];
      const last = outs.at(-1);
      const isBare = last === undefined || last.kind === "whole";
      const isLost = isBare && this.#leads(follows, rest.length);
      const kept = this.#goes(token, { sign, isNeeded: isLost || this.#leavesAnything(rest) });
      if (kept !== null) outs.push(kept);
    }
    come(waiting);
    come(line === -1 ? [] : now.slice(line));
    if (this.#who.isApart === true) this.#current = null;
  }

  /** The suggestion under which something is added or taken away here. */
  #sign(last: Out | undefined, was: readonly Token[], next: Token | undefined): Suggestion {
    if (this.#within !== null) return this.#within;
    if (this.#current !== null) return this.#current;
    const { by, now, newSuggestionId } = this.#who;
    const [before, after] = [ownOfOut(last, by), next === undefined ? null : ownOf(next, by)];
    const near = [before, ...was.map((token) => ownOf(token, by)), after];
    const isInside = before !== null && before.id === after?.id;
    const going = near.find(
      (it) => it !== null && (isInside || Date.parse(now) - Date.parse(it.at) < burst),
    );
    this.#current = going ?? { id: newSuggestionId(), by, at: now };
    return this.#current;
  }

  #goes(
    token: Token,
    {
      sign,
      isNeeded,
    }: {
      readonly sign: () => Suggestion;
      /** Letters that stay would stand in no block without this border. */
      readonly isNeeded: boolean;
    },
  ): Out | null {
    if (token.kind === "letter") {
      if (this.#isNew(insertionOf(token.marks))) return null;
      const isGoing = token.marks.some(({ type }) => type.name === "deletion");
      const marks = isGoing ? token.marks : this.#mark("deletion", sign()).addToSet(token.marks);
      return { kind: "letter", text: token.text, marks, place: null };
    }
    if (token.kind === "open") {
      const { node, item } = token.row;
      const border = item ?? node;
      if (this.#isNew(insertedOf(border)) && !isNeeded) return null;
      const attrs = removedOf(border) === null ? { removed: { ...sign() } } : {};
      return {
        kind: "open",
        type: node.type,
        attrs: item === null ? { ...node.attrs, ...attrs } : node.attrs,
        item: item === null ? null : { type: item.type, attrs: { ...item.attrs, ...attrs } },
        place: null,
      };
    }
    const { node } = token;
    if (this.#isNew(insertedOf(node))) return null;
    const kept = removedOf(node) === null ? withAttributes(node, { removed: { ...sign() } }) : node;
    return { kind: token.kind, node: kept, place: null, inner: null };
  }

  /** Whether what follows these tokens that go is a letter of the block which they begin. */
  #leads(tokens: readonly Token[], gone: number): boolean {
    const first = tokens.findIndex(({ kind }) => kind === "open" || kind === "whole");
    return first === -1 && tokens.length > gone;
  }

  /** Whether any letter or node of a block whose border goes is kept. */
  #leavesAnything(rest: readonly Token[]): boolean {
    for (const token of rest) {
      if (token.kind === "open" || token.kind === "whole") return false;
      const inserted = token.kind === "letter" ? insertionOf(token.marks) : insertedOf(token.node);
      if (!this.#isNew(inserted)) return true;
    }
    return false;
  }

  #comes(token: Token, sign: () => Suggestion): Out | null {
    const place = { from: token.from, to: token.to, isNew: true };
    if (token.kind === "letter") {
      if (token.marks.some(({ type }) => type.name === "deletion")) return null;
      const marks = this.#mark("insertion", sign()).addToSet(plainMarks(token.marks));
      return { kind: "letter", text: token.text, marks, place };
    }
    if (token.kind === "open") {
      const { node, item } = token.row;
      return {
        kind: "open",
        type: node.type,
        attrs: this.#newAttributes(node, item === null ? sign() : null),
        item: item === null ? null : { type: item.type, attrs: this.#newAttributes(item, sign()) },
        place,
      };
    }
    // What is suggested to go already is not brought back by moving it.
    const settled = removedOf(token.node) === null ? acceptedNode(token.node) : null;
    if (settled === null) return null;
    const node = withAttributes(this.#copied(settled), this.#newAttributes(settled, sign()));
    return { kind: token.kind, node, place, inner: null };
  }

  #newAttributes(node: Node, sign: Suggestion | null): Record<string, unknown> {
    const { id, ...said } = { ...saidAttributes(node.attrs), id: node.attrs["id"] as unknown };
    if (!("id" in node.attrs)) return { ...said, inserted: sign && { ...sign } };
    const given = this.#freshId(node);
    const of = typeof id === "string" && given !== id ? { of: id } : {};
    return { ...said, id: given, inserted: sign && { ...sign, ...of } };
  }

  /** The node's own id where it is new to the text, else one that is. */
  #freshId(node: Node): string {
    this.#taken ??= new Set(idsOf(this.#edit.before));
    const own: unknown = node.attrs["id"];
    let id = typeof own === "string" ? own : this.#who.newBlockId(node.type.name);
    while (this.#taken.has(id)) id = this.#who.newBlockId(node.type.name);
    this.#taken.add(id);
    return id;
  }

  /** What stands in a node that comes, with ids of its own. */
  #copied(node: Node): Node {
    const children = node.children.map((child) => {
      if (child.isText) return child;
      const copy = this.#copied(child);
      return "id" in copy.attrs ? withAttributes(copy, { id: this.#freshId(copy) }) : copy;
    });
    return node.isLeaf ? node : node.type.create(node.attrs, children, node.marks);
  }

  /** What is there before and after. */
  #keep(was: Token, now: Token): Out {
    const place = { from: now.from, to: now.to, isNew: false };
    if (was.kind === "letter" && now.kind === "letter") {
      const marks = this.#keptMarks(was.marks, now.marks, true) ?? was.marks;
      return { kind: "letter", text: was.text, marks, place };
    }
    if (was.kind === "open" && now.kind === "open") {
      const isNew = this.#isNew(insertedOf(was.row.item ?? was.row.node));
      return {
        kind: "open",
        ...this.#changed(was.row.node, now.row.node, isNew),
        item: was.row.item && { type: was.row.item.type, attrs: was.row.item.attrs },
        place,
      };
    }
    if (!("node" in was) || !("node" in now)) throw new Error("Two tokens that are not the same");
    if (was.node === now.node) return { kind: was.kind, node: was.node, place, inner: null };
    const { type, attrs } = this.#changed(was.node, now.node, this.#isNew(insertedOf(was.node)));
    if (was.node.isLeaf)
      return { kind: was.kind, node: type.create(attrs, null), place, inner: null };
    const outside = this.#within;
    const inserted = insertedOf(was.node);
    if (isOwn(inserted, this.#who.by)) this.#within ??= inserted;
    const inner = this.#children(
      { node: was.node, start: was.pos + 1 },
      { node: now.node, start: now.pos + 1 },
    );
    this.#within = outside;
    return { kind: was.kind, node: type.create(attrs, inner.children), place, inner };
  }

  /** Whether something is one's own suggestion already, by itself or with what it stands in. */
  #isNew(inserted: Suggestion | null): boolean {
    return isOwn(inserted, this.#who.by) || (inserted === null && this.#within !== null);
  }

  /** Kind and attributes of a node that may have become another. */
  #changed(was: Node, now: Node, isNew: boolean) {
    const { id, inserted, removed, changed } = was.attrs as Record<string, unknown>;
    if (was.type === now.type && isSaidSame(was, now)) return { type: was.type, attrs: was.attrs };
    const said = saidAttributes(now.attrs);
    const kept = {
      ...said,
      ...("id" in was.attrs ? { id } : {}),
      inserted,
      removed,
    };
    if (isNew || !("changed" in was.attrs)) return { type: now.type, attrs: kept };
    const before = changedOf(was);
    if (before !== null && before.by !== this.#who.by) return { type: was.type, attrs: was.attrs };
    const earlier = before === null ? null : (changed as ChangedBlock);
    const original = earlier?.was ?? {
      type: was.type.name,
      attrs: spoken(saidAttributes(was.attrs)),
    };
    const isBack = original.type === now.type.name && isSame(original.attrs, spoken(said));
    const sign = isBack ? null : (before ?? this.#alone());
    return {
      type: now.type,
      attrs: { ...kept, changed: sign === null ? null : { ...sign, was: original } },
    };
  }

  /** The suggestion of a change that goes on with none beside it. */
  #alone(): Suggestion {
    if (this.#within !== null) return this.#within;
    const { by, now, newSuggestionId } = this.#who;
    this.#current ??= { id: newSuggestionId(), by, at: now };
    return this.#current;
  }

  /** The marks of letters that may be set otherwise; null when that cannot be suggested on them. */
  #keptMarks(was: readonly Mark[], now: readonly Mark[], isFinal: boolean): readonly Mark[] | null {
    if (was === now) return was;
    const [before, after] = [plainMarks(was), plainMarks(now)];
    if (areSameMarks(before, after)) return was;
    const { by } = this.#who;
    let suggestions = was.filter(isSuggestionMark);
    const formatting = suggestions.find(({ type }) => type.name === "formatting");
    const isNew = this.#isNew(insertionOf(was));
    if (formatting !== undefined) {
      if (!isOwn(readSuggestion(formatting.attrs), by)) return null;
      if (areSameMarks([...marksBefore(formatting)], after))
        suggestions = suggestions.filter((mark) => mark !== formatting);
    } else if (!isNew && isFinal) {
      const json = before.map((mark) => mark.toJSON() as unknown);
      const mark = this.#mark("formatting", { ...this.#alone(), was: json });
      suggestions = [...mark.addToSet(suggestions)];
    }
    let marks: readonly Mark[] = suggestions;
    for (const mark of after) marks = mark.addToSet(marks);
    return marks;
  }

  #mark(name: string, attrs: Suggestion & { readonly was?: unknown }): Mark {
    return this.#edit.before.type.schema.mark(name, { ...attrs });
  }
}

type WholeToken = Extract<Token, { readonly node: Node }>;

function byId(nodes: readonly Node[]): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  for (const node of nodes) {
    const id: unknown = node.attrs["id"];
    if (typeof id === "string") found.set(id, node);
  }
  return found;
}

const widthOf = (row: Node): number =>
  row.children.reduce((sum, { attrs }) => sum + Number(attrs["colspan"]), 0);

/** Columns of a table: those of its first row, into which no cell from above reaches. */
const tableWidth = (table: Node): number => (table.firstChild ? widthOf(table.firstChild) : 0);

interface At {
  readonly node: Node;
  /** Where its content begins. */
  readonly start: number;
}

const isOwn = (suggestion: Suggestion | null, by: string): boolean => suggestion?.by === by;

function insertionOf(marks: readonly Mark[]): Suggestion | null {
  const mark = marks.find(({ type }) => type.name === "insertion");
  return mark === undefined ? null : readSuggestion(mark.attrs);
}

/** One's own suggestion that adds or takes away a token. */
function ownOf(token: Token, by: string): Suggestion | null {
  if (token.kind === "letter") return ownOfMarks(token.marks, by);
  const node = token.kind === "open" ? (token.row.item ?? token.row.node) : token.node;
  return [insertedOf(node), removedOf(node)].find((it) => isOwn(it, by)) ?? null;
}

function ownOfOut(out: Out | undefined, by: string): Suggestion | null {
  if (out === undefined) return null;
  if (out.kind === "letter") return ownOfMarks(out.marks, by);
  const attrs = out.kind === "open" ? (out.item ?? out).attrs : out.node.attrs;
  const all = [readSuggestion(attrs["inserted"]), readSuggestion(attrs["removed"])];
  return all.find((it) => isOwn(it, by)) ?? null;
}

function ownOfMarks(marks: readonly Mark[], by: string): Suggestion | null {
  for (const { type, attrs } of marks) {
    if (type.name !== "insertion" && type.name !== "deletion") continue;
    const suggestion = readSuggestion(attrs);
    if (isOwn(suggestion, by)) return suggestion;
  }
  return null;
}

function idOf(token: Token): string | null {
  if (token.kind === "letter") return null;
  const id: unknown = (token.kind === "open" ? token.row.node : token.node).attrs["id"];
  return typeof id === "string" ? id : null;
}

const withAttributes = (node: Node, attrs: Readonly<Record<string, unknown>>): Node =>
  node.type.create({ ...node.attrs, ...attrs }, node.content, node.marks);

const isSaidSame = (one: Node, other: Node): boolean =>
  one.attrs === other.attrs ||
  isSame(spoken(saidAttributes(one.attrs)), spoken(saidAttributes(other.attrs)));

/** Without what says nothing. */
const spoken = (attrs: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(attrs).filter(([, value]) => value !== null && value !== undefined),
  );

/** Kinds of block that can become each other and remain the same block. */
function areKin(one: Node, other: Node): boolean {
  if (one.type === other.type) return true;
  if (isFlow(one) || isFlow(other)) return false;
  if (isList(one) && isList(other)) return true;
  const isCell = ({ type }: Node) =>
    type.spec.tableRole === "cell" || type.spec.tableRole === "header_cell";
  return isCell(one) && isCell(other);
}

function areSameMarks(one: readonly Mark[], other: readonly Mark[]): boolean {
  return one.length === other.length && one.every((mark) => other.some((it) => it.eq(mark)));
}

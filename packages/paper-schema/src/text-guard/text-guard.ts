/**
 * Holds people in a shared text to what they may do there: somebody who may only suggest in a
 * section leaves its accepted text as it is.
 *
 *   room                                guard
 *    |-- prepare() ------------------->   | knows how the text stands
 *    |   an update is applied             |   it notes what changes
 *    |-- settle(limits, writeAs) ----->   | the same accepted text as before? then nothing
 *    |<- "kept", "mended", "takenBack" -  | else: writes back what is not theirs to change
 *
 * **What is compared.** The text as it would be with this person's own suggestions rejected
 * (accepted-view.ts), in the sections in which they may only suggest: before and after the update it
 * is the same. So they may add suggestions of their own, and withdraw them; all else shows. Besides,
 * no suggestion may appear that bears somebody else's name, or the id of somebody else's.
 *
 * **Sections** are those of the accepted text: a heading that is only suggested, by whomever, opens
 * none, and one that is suggested to become something else still does. What a section may be made of
 * is told before and after alike, so that nobody gains text by moving or renaming a heading.
 *
 * **What is written back** are the blocks that differ, as they stood, by edits that merge, and what
 * the person suggests in them stays where letters can tell its place (mend-text.ts). When that does
 * not restore the text (a section changed its extent), everything of the update is taken back. Where
 * only marks have slipped, which nobody has moved, the text is mended and nobody need be told.
 */
import * as Y from "yjs";

import {
  groupBlocks,
  holdsAnything,
  isInsertedBy,
  readWas,
  viewOf,
  type Group,
  type IdOf,
} from "./accepted-view.ts";
import { MarkChanges } from "./mark-changes.ts";
import { ReturnedLetters, type Restoring, type WriteAs } from "./mend-text.ts";
import { CopyCache, suggesterOf, type NodeCopy } from "./node-copy.ts";
import { insertCopy, insertInPlaceOf, rawOf, rewriteElement } from "./rewrite.ts";

/** Where a person may only suggest: in the whole text, or in the sections with these ids. */
export interface SuggestOnly {
  readonly personId: string;
  readonly suggestsIn: "everywhere" | ReadonlySet<string>;
}

/** What became of an update: nothing was written back, marks that had slipped, or what it forbids. */
type Settled = "kept" | "mended" | "takenBack";

type Top = ReturnType<Y.XmlFragment["toArray"]>[number];

/** A block at the top of the text, as it stood at one moment. */
interface Block {
  readonly element: Top;
  readonly copy: NodeCopy;
}

/** The text at one moment. */
interface Moment {
  readonly blocks: readonly Block[];
  /** The section of each block, null before the first. */
  readonly sections: readonly (string | null)[];
}

/** What is compared of one group of blocks in a section in which somebody may only suggest. */
interface Unit {
  readonly view: string;
  /** Null where the whole text is compared. */
  readonly section: string | null;
  readonly group: Group<Block>;
  readonly blocks: readonly Block[];
}

/** What stands now for a block that is gone though its text is there. */
interface StandIn {
  readonly first: Top;
  readonly last: Top;
}

/** The units that differ, and in order those around them that do not. */
interface Differences {
  readonly was: readonly Unit[];
  readonly is: readonly Unit[];
  readonly wereSame: readonly Unit[];
  readonly stoodThen: readonly Unit[];
}

const noDifferences: Differences = { was: [], is: [], wereSame: [], stoodThen: [] };

/** The origin of the edits by which a guard takes something back. */
const takingBack = Symbol("taking back");

/** See the head of this file. One for each document; `close` when nobody with limits is left. */
export class TextGuard {
  readonly doc: Y.Doc;
  readonly #body: Y.XmlFragment;
  readonly #copies = new CopyCache();
  /** The text when `prepare` was last called. */
  #before: Moment = { blocks: [], sections: [] };
  #indexOf = new Map<Top, number>();
  /** What has changed since. */
  readonly #touched = new Set<Y.XmlElement>();
  #isReordered = true;
  /** Between `prepare` and what is taken for the text after it. */
  #isAwaited = false;
  readonly #markChanges = new MarkChanges();
  readonly #returned = new ReturnedLetters();
  readonly #units = new Map<string, { readonly of: Moment; readonly units: readonly Unit[] }>();

  constructor(doc: Y.Doc, bodyName: string) {
    this.doc = doc;
    this.#body = doc.getXmlFragment(bodyName);
    doc.on("afterTransaction", this.#note);
  }

  close(): void {
    this.doc.off("afterTransaction", this.#note);
  }

  /** Knows how the text stands now. */
  prepare(): void {
    if (this.#touched.size > 0 || this.#isReordered) this.#take(this.#read());
    this.#isAwaited = true;
  }

  /** Takes back what these limits forbid of all that has changed since `prepare`. */
  settle(limits: SuggestOnly, writeAs: WriteAs): Settled {
    this.#isAwaited = false;
    if (this.#touched.size === 0 && !this.#isReordered) return "kept";
    const before = this.#before;
    const quick = this.#quickly(limits);
    if (quick !== null) {
      this.#take(quick);
      return "kept";
    }
    let after = this.#read();
    if (this.#keeps(limits, before, after)) {
      this.#take(after);
      return "kept";
    }
    let settled: Settled = "mended";
    const takesBack = () => {
      settled = "takenBack";
    };
    const forged = forgedKeys(limits, before, after);
    const restoring: Restoring = {
      writeAs,
      suggester: { personId: limits.personId, forged },
      takesBack,
      markChanges: this.#markChanges,
      returned: this.#returned,
    };
    this.doc.transact(
      () => this.#restore(limits, { before, after, forged, restoring }),
      takingBack,
    );
    after = this.#read();
    if (!this.#keeps(limits, before, after)) {
      takesBack();
      const everything = { ...restoring, suggester: null };
      this.doc.transact(() => this.#restoreAll(before, everything), takingBack);
      after = this.#read();
      if (!this.#keeps(limits, before, after))
        throw new Error("What somebody may not change could not be restored");
    }
    this.#take(after);
    return settled;
  }

  readonly #note = (transaction: Y.Transaction): void => {
    for (const type of transaction.changed.keys()) {
      if ((type as unknown) === this.#body) {
        this.#isReordered = true;
        continue;
      }
      this.#copies.forget(type);
      if (this.#isAwaited && isText(type)) this.#markChanges.note(type, transaction);
      const top = this.#topOf(type);
      if (top !== null) this.#touched.add(top);
    }
  };

  #topOf(type: unknown): Y.XmlElement | null {
    for (let it = type; it instanceof Y.AbstractType; it = it._item?.parent) {
      if (it._item?.parent === this.#body) return it instanceof Y.XmlElement ? it : null;
    }
    return null;
  }

  #take(moment: Moment): void {
    if (moment.blocks !== this.#before.blocks && this.#isReordered)
      this.#indexOf = new Map(moment.blocks.map(({ element }, index) => [element, index]));
    this.#before = moment;
    this.#touched.clear();
    this.#isReordered = false;
    this.#markChanges.clear();
  }

  #read(): Moment {
    const blocks = this.#body
      .toArray()
      .map((element) => ({ element, copy: this.#copyOfTop(element) }));
    return { blocks, sections: sectionsOf(blocks) };
  }

  #copyOfTop(element: Top): NodeCopy {
    return element instanceof Y.XmlElement ? this.#copies.of(element) : strayCopy;
  }

  /**
   * The usual key: blocks have changed, and neither their order nor where sections begin. Gives the
   * text as it is now when all is well; null when it has to be looked at as a whole.
   */
  #quickly({ personId, suggestsIn }: SuggestOnly): Moment | null {
    if (this.#isReordered) return null;
    const { blocks, sections } = this.#before;
    const next = [...blocks];
    for (const element of this.#touched) {
      const index = this.#indexOf.get(element);
      const before = index === undefined ? undefined : blocks[index];
      if (index === undefined || before === undefined) return null;
      const after = { element, copy: this.#copies.of(element) };
      next[index] = after;
      const opens = openedBy(after.copy);
      const opened = openedBy(before.copy);
      if (opens.isSection !== opened.isSection || opens.id !== opened.id) return null;
      const [from, to] = groupAround(blocks, index, personId);
      if (suggestsIn !== "everywhere" && !isWithin(suggestsIn, sections[from] ?? null)) continue;
      if (isInsertedBy(before.copy, personId) !== isInsertedBy(after.copy, personId)) return null;
      if (hasNewKeys(before.copy, after.copy)) return null;
      const seen = (all: readonly Block[]) =>
        groupBlocks(all.slice(from, to), personId).map((it) => viewOf(it, { by: personId }));
      const was = seen(blocks);
      const is = seen(next);
      if (was.length !== is.length || was.some((view, at) => view !== is[at])) return null;
    }
    return { blocks: next, sections };
  }

  /** Whether what the limits protect is the same at both moments. */
  #keeps(limits: SuggestOnly, before: Moment, after: Moment): boolean {
    if (forgedKeys(limits, before, after).size > 0) return false;
    const { was, is } = this.#differences(limits, before, after);
    return areEqual(was, is);
  }

  /**
   * What differs, between the blocks at the beginning and at the end that are the same. Ids may be
   * given to blocks that have none, and move with their text: there they are looked at so.
   */
  #differences(limits: SuggestOnly, before: Moment, after: Moment): Differences {
    const allWas = this.#unitsOf(limits, before);
    const allIs = this.#unitsOf(limits, after);
    let start = 0;
    while (start < allWas.length && start < allIs.length && isSame(allWas[start], allIs[start]))
      start++;
    let end = allWas.length;
    let endIs = allIs.length;
    while (end > start && endIs > start && isSame(allWas[end - 1], allIs[endIs - 1])) {
      end--;
      endIs--;
    }
    if (start === allWas.length && start === allIs.length) return noDifferences;
    const wereSame = [...allWas.slice(0, start), ...allWas.slice(end)];
    const stoodThen = [...allIs.slice(0, start), ...allIs.slice(endIs)];
    const was = allWas.slice(start, end);
    const is = allIs.slice(start, endIs);
    const known = idsOf(before.blocks);
    const elsewhere = idsOf(wereSame.flatMap(({ blocks }) => blocks));
    const seen = (units: readonly Unit[]) => {
      const idOf = knownOnly(known, elsewhere);
      return units.map((unit) => ({ ...unit, view: viewUnit(unit, limits, idOf) }));
    };
    return { was: seen(was), is: seen(is), wereSame, stoodThen };
  }

  #unitsOf(limits: SuggestOnly, moment: Moment): readonly Unit[] {
    const { personId, suggestsIn } = limits;
    const key = suggestsIn === "everywhere" ? personId : `${personId} ${[...suggestsIn].join(" ")}`;
    const known = this.#units.get(key);
    if (known?.of === moment) return known.units;
    const units = unitsIn(moment, limits);
    this.#units.set(key, { of: moment, units });
    return units;
  }

  /** Writes the blocks that differ as they stood. */
  #restore(
    limits: SuggestOnly,
    {
      before,
      after,
      forged,
      restoring,
    }: {
      readonly before: Moment;
      readonly after: Moment;
      readonly forged: ReadonlySet<string>;
      readonly restoring: Restoring;
    },
  ): void {
    const { was, is, wereSame, stoodThen } = this.#differences(limits, before, after);
    const pairs = pairUp(
      was.map(({ view }) => view),
      is.map(({ view, blocks }) =>
        blocks.some(({ copy }) => holdsAny(copy, forged)) ? "forged" : view,
      ),
    );
    const isPaired = new Set(pairs.values());
    const known = new Map(before.blocks.map((block) => [block.element, block]));
    const toRewrite = new Set<Top>();
    const toWrite = new Set<Top>();
    const toDelete = new Set<Top>();
    const standsFor = new Map<Top, StandIn>();
    const stays = (unit: Unit, now: Unit) => {
      const [first, last] = [now.blocks[0], now.blocks.at(-1)];
      if (first === undefined || last === undefined) return;
      const standIn = { first: first.element, last: last.element };
      for (const { element } of unit.blocks) standsFor.set(element, standIn);
    };
    for (const [index, unit] of wereSame.entries()) stays(unit, stoodThen[index]!);
    for (const [index, unit] of was.entries()) {
      const now = pairs.get(index);
      if (now !== undefined) stays(unit, is[now]!);
      else for (const { element } of unit.blocks) toWrite.add(element);
    }
    for (const [index, unit] of is.entries()) {
      if (isPaired.has(index)) continue;
      for (const { element, copy } of unit.blocks) {
        if (known.has(element)) toRewrite.add(element);
        else if (!isOnlyOf(limits, copy, forged)) toDelete.add(element);
      }
    }
    // A forged suggestion may lie in a block that this view does not have.
    for (const { element, copy } of after.blocks) {
      if (!holdsAny(copy, forged)) continue;
      if (known.has(element)) toRewrite.add(element);
      else toDelete.add(element);
    }
    this.#write(before, {
      writes: (element) => toWrite.has(element),
      rewrites: (element) => toWrite.has(element) || toRewrite.has(element),
      deletes: (element) => toDelete.has(element),
      standsFor,
      restoring,
    });
  }

  /** Takes the whole update back. */
  #restoreAll(before: Moment, restoring: Restoring): void {
    const known = new Set(before.blocks.map(({ element }) => element));
    this.#write(before, {
      writes: () => true,
      rewrites: () => true,
      deletes: (element) => !known.has(element),
      standsFor: new Map(),
      restoring,
    });
  }

  #write(
    before: Moment,
    what: {
      /** Of what is gone, what is written anew. */
      readonly writes: (element: Top) => boolean;
      /** Of what is there, what is made as it was. */
      readonly rewrites: (element: Top) => boolean;
      readonly deletes: (element: Top) => boolean;
      readonly standsFor: ReadonlyMap<Top, StandIn>;
      readonly restoring: Restoring;
    },
  ): void {
    const { writeAs, takesBack } = what.restoring;
    const body = this.#body;
    const places = body.toArray();
    const isHere = new Set(places);
    /** Of each block, what stands next behind it of those that are there. */
    const nexts: (Top | undefined)[] = [];
    for (let index = before.blocks.length - 1, next: Top | undefined; index >= 0; index--) {
      nexts[index] = next;
      const { element } = before.blocks[index]!;
      next = isHere.has(element) ? element : (what.standsFor.get(element)?.first ?? next);
    }
    let at = 0;
    for (const [index, { element, copy }] of before.blocks.entries()) {
      if (isHere.has(element)) {
        at = places.indexOf(element) + 1;
        if (!(element instanceof Y.XmlElement) || !what.rewrites(element)) continue;
        if (rawOf(this.#copies.of(element)) !== rawOf(copy))
          rewriteElement(element, copy, what.restoring);
      } else if (copy !== strayCopy && element instanceof Y.XmlElement && what.writes(element)) {
        takesBack();
        const next = nexts[index];
        const place = places.indexOf(liveBefore(element)!) + 1;
        if (place >= at && (next === undefined || place <= places.indexOf(next))) {
          insertInPlaceOf(element, body, { copy, writeAs });
          at = place;
        } else insertCopy(body, at, { copy, writeAs });
        places.splice(at, 0, body.get(at));
        at++;
      } else {
        const now = what.standsFor.get(element);
        if (now !== undefined) at = Math.max(at, places.indexOf(now.last) + 1);
      }
    }
    for (let index = places.length - 1; index >= 0; index--) {
      const place = places[index];
      if (place === undefined || !isHere.has(place) || !what.deletes(place)) continue;
      takesBack();
      body.delete(index);
    }
  }
}

/** The nearest block before one that is gone. */
function liveBefore({ doc, _item: gone }: Y.XmlElement): Top | null {
  let item = doc === null || gone === null ? null : Y.getItem(doc.store, gone.id);
  while (item !== null && item.deleted) item = item.left;
  return item === null ? null : ((item.content as Y.ContentType).type as Top);
}

/** Of what no text of a paper has at its top. */
const strayCopy: NodeCopy = { name: "?", attrs: {}, children: [], suggestions: new Set() };

const isText = (type: unknown): type is Y.XmlText => type instanceof Y.XmlText;

/** Whether a block is suggested by this person, with all that it holds, and changes nothing else. */
const isOnlyOf = (
  { personId }: SuggestOnly,
  copy: NodeCopy,
  forged: ReadonlySet<string>,
): boolean =>
  isInsertedBy(copy, personId) && !holdsAnything(copy, personId) && !holdsAny(copy, forged);

/** Whether a block opens a section in the accepted text, and which. */
function openedBy({ name, attrs }: NodeCopy): { isSection: boolean; id: string | null } {
  const { changed, inserted } = attrs;
  const was = suggesterOf(changed) === null ? null : readWas(changed);
  const type = was?.type ?? name;
  const level: unknown = (was?.attrs ?? attrs)["level"] ?? 1;
  const isSection = type === "heading" && Number(level) === 1 && suggesterOf(inserted) === null;
  const { id } = attrs;
  return { isSection, id: isSection && typeof id === "string" ? id : null };
}

/** The blocks around one that this person's suggested borders join with it: from, and up to. */
function groupAround(
  blocks: readonly Block[],
  index: number,
  personId: string,
): [from: number, to: number] {
  let from = index;
  while (from > 0 && isInsertedBy(blocks[from]!.copy, personId)) from--;
  let to = index + 1;
  while (to < blocks.length && isInsertedBy(blocks[to]!.copy, personId)) to++;
  return [from, to];
}

function sectionsOf(blocks: readonly Block[]): (string | null)[] {
  let section: string | null = null;
  return blocks.map(({ copy }) => {
    if (copy.name === "heading" || copy.attrs["changed"] != null) {
      const { isSection, id } = openedBy(copy);
      if (isSection) section = id;
    }
    return section;
  });
}

const isWithin = (sections: ReadonlySet<string>, section: string | null): boolean =>
  section !== null && sections.has(section);

function unitsIn({ blocks, sections }: Moment, limits: SuggestOnly): Unit[] {
  const { personId, suggestsIn } = limits;
  const units: Unit[] = [];
  let index = 0;
  for (const group of groupBlocks(blocks, personId)) {
    while (blocks[index] !== group.first) index++;
    const section = suggestsIn === "everywhere" ? null : (sections[index] ?? null);
    if (suggestsIn !== "everywhere" && !isWithin(suggestsIn, section)) continue;
    const unit = { section, group, blocks: [group.first, ...group.joined] };
    units.push({ ...unit, view: viewUnit(unit, limits) });
  }
  return units;
}

function viewUnit(
  { section, group }: Pick<Unit, "section" | "group">,
  { personId }: SuggestOnly,
  idOf?: IdOf,
): string {
  const view = viewOf(group, { by: personId, ...(idOf === undefined ? {} : { idOf }) });
  return section === null ? view : `${section} ${view}`;
}

const isSame = (one: Unit | undefined, other: Unit | undefined): boolean =>
  one?.view === other?.view;

const areEqual = (some: readonly Unit[], others: readonly Unit[]): boolean =>
  some.length === others.length && some.every((unit, index) => isSame(unit, others[index]));

/** The ids of blocks and of all that stands in them. */
function idsOf(blocks: readonly Block[]): ReadonlySet<string> {
  const ids = new Set<string>();
  const add = ({ attrs, children }: NodeCopy): void => {
    const { id } = attrs;
    if (typeof id === "string") ids.add(id);
    for (const child of children) if ("name" in child) add(child);
  };
  for (const { copy } of blocks) add(copy);
  return ids;
}

/** The first of a unit's ids that was known, and was not met before in the same text. */
function knownOnly(known: ReadonlySet<string>, elsewhere: ReadonlySet<string>): IdOf {
  const met = new Set(elsewhere);
  return (ids) => {
    const id = ids.find((it) => known.has(it) && !met.has(it)) ?? null;
    if (id !== null) met.add(id);
    return id;
  };
}

function hasNewKeys(before: NodeCopy, after: NodeCopy): boolean {
  for (const key of after.suggestions) if (!before.suggestions.has(key)) return true;
  return false;
}

function holdsAny({ suggestions }: NodeCopy, keys: ReadonlySet<string>): boolean {
  if (keys.size === 0) return false;
  for (const key of suggestions) if (keys.has(key)) return true;
  return false;
}

/**
 * Suggestions that are new, where the person may only suggest, and bear another's name, or the id of
 * another's suggestion.
 */
function forgedKeys(
  { personId, suggestsIn }: SuggestOnly,
  before: Moment,
  after: Moment,
): ReadonlySet<string> {
  const forged = new Set<string>();
  let known: Set<string> | null = null;
  let owners: Map<string, string> | null = null;
  for (const [index, { copy }] of after.blocks.entries()) {
    if (copy.suggestions.size === 0) continue;
    if (suggestsIn !== "everywhere" && !isWithin(suggestsIn, after.sections[index] ?? null))
      continue;
    for (const key of copy.suggestions) {
      known ??= new Set(before.blocks.flatMap((block) => [...block.copy.suggestions]));
      if (known.has(key)) continue;
      const [id, by] = JSON.parse(key) as [unknown, unknown];
      owners ??= new Map([...known].map((it) => JSON.parse(it) as [string, string]));
      const owner = owners.get(id as string) ?? personId;
      if (by !== personId || owner !== personId) forged.add(key);
    }
  }
  return forged;
}

const mostCompared = 1_000_000;

/** Which of the one list are which of the other, in order: as many as can be. */
function pairUp(some: readonly string[], others: readonly string[]): Map<number, number> {
  const pairs = new Map<number, number>();
  let start = 0;
  while (start < some.length && start < others.length && some[start] === others[start]) {
    pairs.set(start, start);
    start++;
  }
  let end = some.length;
  let othersEnd = others.length;
  while (end > start && othersEnd > start && some[end - 1] === others[othersEnd - 1])
    pairs.set(--end, --othersEnd);
  const [rows, columns] = [end - start, othersEnd - start];
  if (rows * columns === 0 || rows * columns > mostCompared) return pairs;
  const longest = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      longest[row]![column] =
        some[start + row] === others[start + column]
          ? longest[row + 1]![column + 1]! + 1
          : Math.max(longest[row + 1]![column]!, longest[row]![column + 1]!);
    }
  }
  for (let row = 0, column = 0; row < rows && column < columns;) {
    if (some[start + row] === others[start + column]) pairs.set(start + row++, start + column++);
    else if (longest[row + 1]![column]! >= longest[row]![column + 1]!) row++;
    else column++;
  }
  return pairs;
}

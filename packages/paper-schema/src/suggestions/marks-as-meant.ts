/**
 * Keeps the marks of suggestions on the letters that their authors meant, when several people write
 * in the same words before they have heard of each other.
 *
 * In Yjs a mark holds from one marker between letters to the next. What somebody types into a passage
 * that another strikes at that moment is struck as well; and when the end of a mark goes with
 * somebody's words, the mark runs on over the text behind. Yjs cannot tell: the letters are all there,
 * and so are the markers.
 *
 *   this page                              the server                            another page
 *     | strikes "the old rule"                |            types "very " into it    |
 *     |  (a change that nobody has heard of)  |<----------------------------------- |
 *     |<----------------- "very " ----------- |                                     |
 *     | both were made without the other:     |                                     |
 *     | "very " was not struck                |                                     |
 *     | ---- the strike, and its correction ->| ----------------------------------->|
 *
 * **Who corrects.** Of two changes one reaches the server first. The page of the second hears of the
 * first while its own is not acknowledged, so it knows of both that neither was made in sight of the
 * other; the page of the first cannot know that, and does nothing. So each meeting has one corrector.
 *
 * **What is right** is told from the markers of four texts, in one walk over the letters: without
 * either change (`base`), with this page's alone (`mine`), with theirs alone (`theirs`), with both.
 * Letters of this page have the marks of `mine`; letters of theirs those of `theirs`; of all others
 * those of `theirs` where their change has set or taken away a mark there, else those of `mine`.
 * What is only spread already in `theirs` has a corrector of its own, and is left to it.
 *
 * **What every page keeps of its own.** Each person's own page knows the letters that they have
 * struck, whoever was first. A letter that gets their strike by a change of others, and is none of
 * those, loses it again; and one that lost it, though nobody can have heard of the strike, has it back.
 *
 * **Why it ends.** A correction sets markers before and behind letters: it brings no letter, takes
 * none away, and deletes no marker of anybody's. A page may correct a text `mostInARow` times; only
 * an edit of its own person there, or letters that come or go, allow it as many again. So once nobody
 * writes, each page makes a bounded number of corrections in all, whatever the others make. Correcting
 * again whenever a mark looks wrong would have no end: each of two pages takes the other's correction,
 * which moves the ends of its own marks, for a new fault.
 */
import * as Y from "yjs";

import { leaveTidyingToRoom } from "../leave-tidying.ts";
import { isSuggestionMark, markOf, spell, suggesterOf } from "../text-guard/node-copy.ts";

interface Marker {
  readonly key: string;
  readonly value: unknown;
}

interface DeletedMarker extends Marker {
  readonly id: Y.ID;
  readonly text: unknown;
}

/** What one transaction of this page did. */
interface OwnChange {
  /** Milliseconds, when it was made. */
  readonly at: number;
  readonly texts: ReadonlySet<unknown>;
  /** Yjs client → the first clock that it wrote. */
  readonly begins: ReadonlyMap<number, number>;
  /** The markers that it deleted, which Yjs forgets. */
  readonly markers: readonly DeletedMarker[];
  /** The how manieth it is. */
  readonly order: number;
}

/** A strike that this person gave a letter, and by the how manieth change. */
interface OwnStrike {
  readonly value: unknown;
  readonly order: number;
}

/** The marks in effect at a place: what is said, and the client that wrote the marker. */
type Effect = Map<string, { readonly value: unknown; readonly client: number }>;

/** Letters of one item whose marks are not what they should be. */
interface Wrong {
  readonly text: Y.XmlText;
  readonly first: Y.ID;
  readonly last: Y.ID;
  readonly now: Effect;
  /** The marks that they should have, null for none. */
  readonly meant: Readonly<Record<string, unknown>>;
}

type Deletions = Y.Transaction["deleteSet"];

/** The origin of corrections. */
const correcting = Symbol("marks as meant");

const mostInARow = 8;

/**
 * A line that is open for so long has brought to everybody what was written before, though the
 * database may be away and nothing be acknowledged. Milliseconds; a dead line is found out earlier.
 */
const heardAfter = 15_000;

export interface MarksAsMeantOptions {
  /** Who writes as a Yjs client, as far as this page knows. */
  readonly personOf: (client: number) => string | null;
  /** Whether this page may set marks of others; by default it may. */
  readonly mayCorrect?: () => boolean;
  readonly now?: () => number;
}

/** See the head of this file. One for each document that its person may write in. */
export class MarksAsMeant {
  readonly #doc: Y.Doc;
  readonly #personOf: (client: number) => string | null;
  readonly #mayCorrect: () => boolean;
  readonly #now: () => number;
  readonly #stopLeaving: () => void;
  /** What nobody is known to have heard of, in order. */
  #changes: OwnChange[] = [];
  #lineSince: number | null = null;
  /** What the update deletes that is being applied, also of what this page has deleted already. */
  #theyDelete: Deletions | null = null;
  /** How often a text may still be corrected before somebody writes in it. */
  readonly #left = new WeakMap<Y.XmlText, number>();
  /** By letter and key. */
  readonly #strikes = new Map<string, Map<string, OwnStrike>>();
  #made = 0;
  #corrections = 0;

  constructor(
    doc: Y.Doc,
    { personOf, mayCorrect = () => true, now = Date.now }: MarksAsMeantOptions,
  ) {
    this.#doc = doc;
    this.#personOf = personOf;
    this.#mayCorrect = mayCorrect;
    this.#now = now;
    this.#stopLeaving = leaveTidyingToRoom(doc);
    doc.on("afterTransaction", this.#note);
  }

  close(): void {
    this.#stopLeaving();
    this.#doc.off("afterTransaction", this.#note);
    this.#changes = [];
  }

  /** How many corrections it has made. */
  get corrections(): number {
    return this.#corrections;
  }

  /** Of this page's changes only so many, the last, are not known to be with the server. */
  acknowledge(unsaved: number): void {
    const heard = this.#changes.length - unsaved;
    if (heard > 0) this.#changes = this.#changes.slice(heard);
  }

  lineOpened(): void {
    this.#lineSince = this.#now();
  }

  lineLost(): void {
    this.#lineSince = null;
  }

  /** An update of the server's is about to be applied. */
  hear(update: Uint8Array): void {
    this.#theyDelete = this.#changes.length === 0 ? null : Y.decodeUpdate(update).ds;
  }

  readonly #note = (transaction: Y.Transaction): void => {
    if (transaction.local) {
      this.#noteOwn(transaction);
      return;
    }
    const theyDelete = this.#theyDelete ?? transaction.deleteSet;
    this.#theyDelete = null;
    this.#forgetHeard(transaction);
    if (!this.#mayCorrect()) return;
    if (this.#changes.length > 0) this.#meet(transaction, theyDelete);
    this.#keepStrikes(transaction);
  };

  #noteOwn(transaction: Y.Transaction): void {
    const { beforeState, afterState, deleteSet, changed } = transaction;
    const begins = new Map<number, number>();
    for (const [client, clock] of afterState) {
      const before = beforeState.get(client) ?? 0;
      if (clock > before) begins.set(client, before);
    }
    if (begins.size === 0 && deleteSet.clients.size === 0) return;
    const markers: DeletedMarker[] = [];
    Y.iterateDeletedStructs(transaction, deleteSet, (item) => {
      if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentFormat)) return;
      const { key, value } = item.content as Marker;
      if (isOfSuggestion(key)) markers.push({ id: item.id, key, value, text: item.parent });
    });
    const texts = new Set<unknown>(changed.keys());
    const order = ++this.#made;
    this.#changes.push({ at: this.#now(), texts, begins, markers, order });
    if (transaction.origin === correcting) return;
    for (const text of texts) if (text instanceof Y.XmlText) this.#noteStrikes(text, order);
    for (const text of texts) if (text instanceof Y.XmlText) this.#left.set(text, mostInARow);
  }

  #noteStrikes(text: Y.XmlText, order: number): void {
    const person = this.#personOf(this.#doc.clientID);
    const now: Effect = new Map();
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted) continue;
      if (item.content instanceof Y.ContentFormat) putStrike(now, item);
      else
        for (const { letter } of lettersOf(item)) {
          const known = this.#strikes.get(letter);
          const strikes = new Map<string, OwnStrike>();
          for (const [key, { value }] of now)
            if (suggesterOf(value) === person)
              strikes.set(key, known?.get(key) ?? { value, order });
          if (strikes.size > 0) this.#strikes.set(letter, strikes);
          else if (known !== undefined) this.#strikes.delete(letter);
        }
    }
  }

  /** What this page knows for sure of the strikes of its own person: see the head of this file. */
  #keepStrikes(transaction: Y.Transaction): void {
    const wrong: Wrong[] = [];
    for (const text of transaction.changed.keys() as Iterable<unknown>) {
      if (!(text instanceof Y.XmlText) || text._item?.deleted !== false) continue;
      const left = this.#left.get(text) ?? mostInARow;
      if (left === 0) continue;
      const found = this.#wrongStrikesIn(text, transaction);
      if (found.length > 0) this.#left.set(text, left - 1);
      wrong.push(...found);
    }
    this.#correct(wrong);
  }

  #wrongStrikesIn(text: Y.XmlText, { beforeState, deleteSet }: Y.Transaction): Wrong[] {
    const person = this.#personOf(this.#doc.clientID);
    const unheard = this.#changes[0]?.order ?? Infinity;
    const isNew = ({ client, clock }: Y.ID) => clock >= (beforeState.get(client) ?? 0);
    const was: Effect = new Map();
    const now: Effect = new Map();
    const begun = new Map<string, Y.Item>();
    const wrong: Wrong[] = [];
    for (let item = text._start; item !== null; item = item.right) {
      if (item.content instanceof Y.ContentFormat) {
        const goesNow = item.deleted && Y.isDeleted(deleteSet, item.id);
        if (!isNew(item.id) && (!item.deleted || goesNow)) putStrike(was, item);
        if (item.deleted) continue;
        putStrike(now, item);
        begun.set(item.content.key, item);
        continue;
      }
      if (item.deleted) continue;
      const meant: Record<string, unknown> = {};
      for (const [key, { value }] of now) {
        const wasThere = !isNew(item.id) && isSame(was.get(key)?.value, value);
        if (wasThere || suggesterOf(value) !== person) continue;
        if (!this.#isMeant(item, { key, begin: begun.get(key)!, isNew })) meant[key] = null;
      }
      for (const { letter, id } of lettersOf(item)) {
        const all = { ...meant };
        for (const [key, { value, order }] of this.#strikes.get(letter) ?? []) {
          delete all[key];
          if (order >= unheard && !isSame(value, now.get(key)?.value)) all[key] = value;
        }
        if (Object.keys(all).length > 0)
          wrong.push({ text, first: id, last: id, now: new Map(now), meant: all });
      }
    }
    return wrong;
  }

  /** Whether a strike of this person that letters have got from others is one that somebody gave them. */
  #isMeant(
    { id }: Y.Item,
    {
      key,
      begin,
      isNew,
    }: { readonly key: string; readonly begin: Y.Item; readonly isNew: (id: Y.ID) => boolean },
  ): boolean {
    const { client, clock } = begin.id;
    const { clientID } = this.#doc;
    if (client !== clientID && this.#personOf(client) === this.#personOf(clientID)) return true;
    // Words that somebody moves bear their marks from the beginning.
    if (isNew(id)) return client === id.client && clock < id.clock;
    const end = nextMarker(begin, key);
    return isNew(begin.id) && end !== null && isNew(end.id);
  }

  #correct(wrong: readonly Wrong[]): void {
    if (wrong.length === 0) return;
    this.#corrections += 1;
    this.#doc.transact((correction) => {
      for (const it of wrong) correct(correction, it);
    }, correcting);
  }

  /** Forgets the changes that others have heard of by now. */
  #forgetHeard(transaction: Y.Transaction): void {
    if (this.#changes.length === 0) return;
    const since = this.#lineSince;
    if (since !== null) {
      const then = this.#now() - heardAfter;
      this.#changes = this.#changes.filter(({ at }) => Math.max(at, since) > then);
    }
    const seen = seenBy(transaction, this.#doc, this.#begins());
    if (seen.size === 0) return;
    const last = this.#changes.findLastIndex(({ begins }) =>
      [...begins].some(([client, clock]) => clock <= (seen.get(client) ?? -1)),
    );
    this.#changes = this.#changes.slice(last + 1);
  }

  /** Where in each client's clocks the changes begin that nobody has heard of. */
  #begins(): Map<number, number> {
    const begins = new Map<number, number>();
    for (const change of this.#changes)
      for (const [client, clock] of change.begins)
        if (!begins.has(client)) begins.set(client, clock);
    return begins;
  }

  #meet(transaction: Y.Transaction, theyDelete: Deletions): void {
    const own = new Set(this.#changes.flatMap(({ texts }) => [...texts]));
    const texts = new Set<unknown>(transaction.changed.keys());
    // Of what both have deleted, the transaction tells nothing.
    for (const { markers } of this.#changes)
      for (const { id, text } of markers) if (Y.isDeleted(theyDelete, id)) texts.add(text);
    const wrong: Wrong[] = [];
    for (const text of texts) {
      if (!(text instanceof Y.XmlText) || text._item?.deleted !== false || !own.has(text)) continue;
      if (movesLetters(text, transaction)) this.#left.set(text, mostInARow);
      const left = this.#left.get(text) ?? 0;
      if (left === 0) continue;
      const found = this.#wrongIn(text, transaction, theyDelete);
      if (found.length > 0) this.#left.set(text, left - 1);
      wrong.push(...found);
    }
    this.#correct(wrong);
  }

  #wrongIn(text: Y.XmlText, transaction: Y.Transaction, theyDelete: Deletions): Wrong[] {
    const meeting = new Meeting(text, {
      isNew: ({ client, clock }) => clock >= (transaction.beforeState.get(client) ?? 0),
      deletesNow: (id) => Y.isDeleted(transaction.deleteSet, id),
      deletes: (id) => Y.isDeleted(theyDelete, id),
      begins: this.#begins(),
      markers: this.#changes.flatMap(({ markers }) => markers.filter((it) => it.text === text)),
      personOf: this.#personOf,
    });
    return meeting.wrong();
  }
}

const lettersOf = ({ id: { client, clock }, length }: Y.Item): { letter: string; id: Y.ID }[] =>
  Array.from({ length }, (_, at) => {
    const id = Y.createID(client, clock + at);
    return { letter: nameOf(id), id };
  });

function putStrike(effect: Effect, { id, content }: Y.Item): void {
  const { key, value } = content as unknown as Marker;
  if (markOf(key) !== "deletion") return;
  if (value === null) effect.delete(key);
  else effect.set(key, { value, client: id.client });
}

function nextMarker(from: Y.Item, key: string): Y.Item | null {
  for (let item = from.right; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentFormat && item.content.key === key)
      return item;
  return null;
}

interface Sides {
  /** Whether their change brings it. */
  readonly isNew: (id: Y.ID) => boolean;
  readonly deletesNow: (id: Y.ID) => boolean;
  /** Also what this page had deleted before. */
  readonly deletes: (id: Y.ID) => boolean;
  readonly begins: ReadonlyMap<number, number>;
  readonly markers: readonly DeletedMarker[];
  readonly personOf: (client: number) => string | null;
}

/** In which of the four texts a marker stands, and whether their change has brought or deleted it. */
interface Standing extends Marker {
  readonly client: number;
  readonly inBase: boolean;
  readonly inMine: boolean;
  readonly inTheirs: boolean;
  readonly inBoth: boolean;
  readonly isTouched: boolean;
}

/** Two changes that met in one text. */
class Meeting {
  readonly #text: Y.XmlText;
  readonly #sides: Sides;
  readonly #deletedHere: ReadonlyMap<string, Marker>;

  constructor(text: Y.XmlText, sides: Sides) {
    this.#text = text;
    this.#sides = sides;
    this.#deletedHere = new Map(sides.markers.map((it) => [nameOf(it.id), it]));
  }

  wrong(): Wrong[] {
    const [base, mine, theirs, both] = [0, 0, 0, 0].map((): Effect => new Map());
    const passed: string[] = [];
    const touched = this.#touched();
    const wrong: Wrong[] = [];
    for (let item = this.#text._start; item !== null; item = item.right) {
      for (const marker of this.#markersOf(item)) {
        if (marker.inBase) put(base!, marker);
        if (marker.inMine) put(mine!, marker);
        if (marker.inTheirs) put(theirs!, marker);
        if (marker.inBoth) put(both!, marker);
        if (!isOwnAlone(marker)) passed.push(marker.key);
      }
      if (item.deleted || item.content instanceof Y.ContentFormat) continue;
      for (const [first, last, side] of this.#partsOf(item)) {
        const meant: Record<string, unknown> = {};
        for (const key of new Set([...mine!.keys(), ...theirs!.keys(), ...both!.keys()])) {
          const marks: Marks = {
            key,
            base: base!.get(key)?.value ?? null,
            mine: mine!.get(key)?.value ?? null,
            theirs: theirs!.get(key)?.value ?? null,
            both: both!.get(key)?.value ?? null,
            writer: theirs!.get(key)?.client ?? null,
            isNextTouched: () =>
              touched.get(key)?.[passed.filter((it) => it === key).length] === true,
          };
          const value = this.#meant(marks, side, item.id.client);
          if (!isSame(value, marks.both)) meant[key] = value;
        }
        if (Object.keys(meant).length > 0)
          wrong.push({ text: this.#text, first, last, now: new Map(both), meant });
      }
    }
    return wrong;
  }

  #meant(marks: Marks, side: "old" | "mine" | "theirs", client: number): unknown {
    const { key, base, mine, theirs, both, writer, isNextTouched } = marks;
    if (side === "mine") return mine;
    if (side === "old") {
      if (isSame(base, theirs)) return mine;
      return isNextTouched() ? theirs : both;
    }
    // Who writes on within their own suggestion stands in it by whoever's marker it was opened again.
    const author = this.#sides.personOf(client);
    const isOwn = author !== null && author === suggesterOf(theirs ?? both);
    if (theirs === null) return isOwn && markOf(key) === "insertion" ? both : null;
    return isOwn || writer === client || both !== null ? theirs : null;
  }

  /** By key, of each marker in their text or the base whether their change has touched it. */
  #touched(): Map<string, boolean[]> {
    const touched = new Map<string, boolean[]>();
    for (let item = this.#text._start; item !== null; item = item.right)
      for (const marker of this.#markersOf(item)) {
        if (isOwnAlone(marker)) continue;
        const known = touched.get(marker.key);
        if (known === undefined) touched.set(marker.key, [marker.isTouched]);
        else known.push(marker.isTouched);
      }
    return touched;
  }

  /** The markers of suggestions that an item is, or was before this page deleted it. */
  #markersOf({ id, content, deleted, length }: Y.Item): Standing[] {
    const { isNew, deletesNow, deletes } = this.#sides;
    if (content instanceof Y.ContentFormat) {
      const { key, value } = content as Marker;
      const byThem = deleted && deletesNow(id);
      if (!isOfSuggestion(key) || (deleted && !byThem)) return [];
      const [isTheirs, isMine] = [isNew(id), this.#isMine(id)];
      return [
        {
          key,
          value,
          client: id.client,
          inBase: !isTheirs && !isMine,
          inMine: !isTheirs,
          inTheirs: !isMine && !byThem,
          inBoth: !deleted,
          isTouched: isTheirs || byThem,
        },
      ];
    }
    if (!(content instanceof Y.ContentDeleted) || this.#deletedHere.size === 0) return [];
    const found: Standing[] = [];
    for (let clock = id.clock; clock < id.clock + length; clock++) {
      const it = Y.createID(id.client, clock);
      const marker = this.#deletedHere.get(nameOf(it));
      if (marker === undefined || this.#isMine(it)) continue;
      const isTouched = deletes(it);
      const { key, value } = marker;
      const inTheirs = !isTouched;
      found.push({
        key,
        value,
        client: id.client,
        inBase: true,
        inMine: false,
        inTheirs,
        inBoth: false,
        isTouched,
      });
    }
    return found;
  }

  /** An item may hold letters that were heard of, and later ones that were not. */
  #partsOf({ id, length }: Y.Item): [first: Y.ID, last: Y.ID, side: "old" | "mine" | "theirs"][] {
    const { client, clock } = id;
    const end = Y.createID(client, clock + length - 1);
    if (this.#sides.isNew(id)) return [[id, end, "theirs"]];
    const begin = this.#sides.begins.get(client) ?? Infinity;
    if (begin <= clock) return [[id, end, "mine"]];
    if (begin > end.clock) return [[id, end, "old"]];
    return [
      [id, Y.createID(client, begin - 1), "old"],
      [Y.createID(client, begin), end, "mine"],
    ];
  }

  #isMine(id: Y.ID): boolean {
    return !this.#sides.isNew(id) && id.clock >= (this.#sides.begins.get(id.client) ?? Infinity);
  }
}

/** What a letter bears under one key in each of the four texts. */
interface Marks {
  readonly key: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
  readonly both: unknown;
  /** The client that wrote the marker in effect in theirs. */
  readonly writer: number | null;
  /** Whether their change has brought or deleted the next marker: a stretch that they set ends so. */
  readonly isNextTouched: () => boolean;
}

const isOwnAlone = ({ inBase, inTheirs, isTouched }: Standing): boolean =>
  !inBase && !inTheirs && !isTouched;

const isOfSuggestion = (key: string): boolean => isSuggestionMark(markOf(key));

const nameOf = ({ client, clock }: Y.ID): string => `${client} ${clock}`;

const isSame = (one: unknown, other: unknown): boolean =>
  one === other || spell(one) === spell(other);

function put(effect: Effect, { key, value, client }: Standing): void {
  if (value === null) effect.delete(key);
  else effect.set(key, { value, client });
}

/** Up to which clock of this page's clients a change of others refers to: they have heard so far. */
function seenBy(
  { beforeState, afterState, deleteSet }: Y.Transaction,
  { store }: Y.Doc,
  begins: ReadonlyMap<number, number>,
): Map<number, number> {
  const seen = new Map<number, number>();
  const see = (id: Y.ID | null) => {
    if (id === null || id.clock < (begins.get(id.client) ?? Infinity)) return;
    seen.set(id.client, Math.max(id.clock, seen.get(id.client) ?? 0));
  };
  for (const [client, clock] of afterState) {
    const before = beforeState.get(client) ?? 0;
    const structs = store.clients.get(client);
    if (clock === before || structs === undefined) continue;
    for (let index = Y.findIndexSS(structs, before); index < structs.length; index++) {
      const item = structs[index];
      if (!(item instanceof Y.Item)) continue;
      see(item.origin);
      see(item.rightOrigin);
    }
  }
  for (const client of begins.keys())
    for (const { clock, len } of deleteSet.clients.get(client) ?? [])
      see(Y.createID(client, clock + len - 1));
  return seen;
}

function movesLetters(text: Y.XmlText, { beforeState, deleteSet }: Y.Transaction): boolean {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentFormat) continue;
    const isNew = item.id.clock >= (beforeState.get(item.id.client) ?? 0);
    if (isNew ? !item.deleted : item.deleted && Y.isDeleted(deleteSet, item.id)) return true;
  }
  return false;
}

/**
 * Sets marks by markers right before and right behind the letters. `Y.Text.format` would delete the
 * markers between and move those behind, which others may be changing.
 */
function correct(transaction: Y.Transaction, { text, first, last, now, meant }: Wrong): void {
  const { doc } = transaction;
  const write = (left: Y.Item | null, right: Y.Item | null, key: string, value: unknown) => {
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID));
    const content = new Y.ContentFormat(key, value as object);
    const [before, after] = [left?.lastId ?? null, right?.id ?? null];
    const item = new Y.Item(id, left, before, right, after, text, null, content);
    item.integrate(transaction, 0);
    return item;
  };
  const start = Y.getItemCleanStart(transaction, first);
  let { left } = start;
  for (const [key, value] of Object.entries(meant)) left = write(left, start, key, value);
  let end: Y.Item = Y.getItemCleanEnd(transaction, doc.store, last);
  const { right } = end;
  for (const key of Object.keys(meant)) end = write(end, right, key, now.get(key)?.value ?? null);
}

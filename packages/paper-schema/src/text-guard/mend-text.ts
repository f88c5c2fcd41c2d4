/**
 * Makes a text again what it was, letter by letter, and leaves in it what one person has suggested
 * there. Yjs tells which letter is which, so nobody's typing is moved; what is written anew is
 * written under a client of whoever wrote it first.
 *
 * **Marks that slip.** In Yjs a mark begins and ends at places between letters. Who suggests words
 * within another's marks closes those marks before and opens them again behind; whose own words go
 * takes their marks' ends along. When at that very moment somebody takes the surrounding marks or
 * letters away, or writes between, such an end is missing or too many, and letters that its author
 * never touched bear another mark. Nobody has done that: it is mended, and nothing is taken back.
 */
import * as Y from "yjs";

import { isHidden, marksView } from "./accepted-view.ts";
import type { MarkChanges } from "./mark-changes.ts";
import {
  copyText,
  markOf,
  spell,
  suggesterOf,
  suggestionKey,
  type Formats,
  type TextCopy,
} from "./node-copy.ts";

/** The client under which letters are written anew that the given client wrote first. */
export type WriteAs = (client: number) => number;

/** Whose suggestions stay in what is written back. */
interface Suggester {
  readonly personId: string;
  /** Suggestions that bear another's name, or id: they never stay. */
  readonly forged: ReadonlySet<string>;
}

/** How something is written back. */
export interface Restoring {
  readonly writeAs: WriteAs;
  /** Null where nothing of anybody's stays. */
  readonly suggester: Suggester | null;
  /** Called when something of what was done is taken back: more than marks that have slipped. */
  readonly takesBack: () => void;
  readonly markChanges: MarkChanges;
  /** The marks of letters that were written anew, by which they were before. */
  readonly returned: ReturnedLetters;
}

/**
 * Letters that were written anew, with the marks that they had. Who types on within words of their
 * own, which somebody else deletes at that moment, writes behind letters that are gone, where no mark
 * of theirs is any longer: of those that were written anew it is known what they bore.
 */
export class ReturnedLetters {
  readonly #formats = new Map<string, Formats>();

  add({ id, formats }: Letter): void {
    this.#formats.set(id, formats);
    const [oldest] = this.#formats.keys();
    if (this.#formats.size > mostReturned && oldest !== undefined) this.#formats.delete(oldest);
  }

  of(id: string): Formats | undefined {
    return this.#formats.get(id);
  }
}

const mostReturned = 10_000;

/** A letter of a text, and which it is. */
interface Letter {
  readonly char: string;
  readonly client: number;
  readonly clock: number;
  readonly id: string;
  readonly formats: Formats;
}

/** What becomes of a letter: it stays, with these marks, or goes, or is written anew. */
type Fate =
  | { readonly kind: "stays"; readonly formats: Formats }
  | { readonly kind: "goes" }
  | { readonly kind: "returns"; readonly letter: Letter };

const lettersOf = ({ runs }: TextCopy): Letter[] =>
  runs.flatMap(({ text, client, clock, formats }) =>
    Array.from({ length: text.length }, (_, index) => ({
      char: text[index]!,
      client,
      clock: clock + index,
      id: `${client} ${clock + index}`,
      formats,
    })),
  );

/** Makes the text what its copy says, but for what the suggester suggests in it. */
export function mendText(text: Y.XmlText, copy: TextCopy, restoring: Restoring): void {
  const { doc } = text;
  if (doc === null) return;
  const is = withTheirMarks(lettersOf(copyText(text)), doc, restoring);
  const fates = fatesOf(lettersOf(copy), is, restoring);
  const own = doc.clientID;
  doc.clientID = restoring.writeAs(0);
  try {
    writeLetters(text, fates, restoring);
    writeMarks(text, fates, restoring);
    dropVoidMarkers(text, doc);
  } finally {
    doc.clientID = own;
  }
}

/** The letters, with the marks of those behind which they were written where those are gone. */
function withTheirMarks(
  letters: readonly Letter[],
  doc: Y.Doc,
  { suggester, returned }: Restoring,
): Letter[] {
  if (suggester === null) return [...letters];
  const marked: Letter[] = [];
  for (const letter of letters) {
    const before = marked.at(-1);
    const origin = isOwnWord(letter.formats, suggester) ? null : originOf(letter, doc);
    const gone = origin === null ? undefined : returned.of(origin);
    const formats = before !== undefined && origin === before.id ? before.formats : gone;
    const isTheirs = formats !== undefined && isOwnWord(formats, suggester);
    marked.push(isTheirs && letter.formats !== formats ? { ...letter, formats } : letter);
  }
  return marked;
}

/** The letter behind which this one was written. */
function originOf({ client, clock }: Letter, { store }: Y.Doc): string | null {
  const item = Y.getItem(store, Y.createID(client, clock));
  if (!(item instanceof Y.Item)) return null;
  if (clock > item.id.clock) return `${client} ${clock - 1}`;
  return item.origin === null ? null : `${item.origin.client} ${item.origin.clock}`;
}

function fatesOf(was: readonly Letter[], is: readonly Letter[], restoring: Restoring): Fate[] {
  const { suggester } = restoring;
  const stillHere = new Set(is.map(({ id }) => id));
  const fates: Fate[] = [];
  let next = 0;
  /** Letters that are new stay when they are the suggester's own suggestion. */
  const passNew = (until: string | null) => {
    for (; next < is.length && is[next]!.id !== until; next++) {
      const { formats } = is[next]!;
      fates.push(isOwnWord(formats, suggester) ? { kind: "stays", formats } : { kind: "goes" });
    }
  };
  for (const letter of was) {
    if (stillHere.has(letter.id)) {
      passNew(letter.id);
      const formats = formatsOf(letter.formats, is[next]!.formats, suggester);
      fates.push({ kind: "stays", formats });
      next++;
    } else if (!isOwnWord(letter.formats, suggester)) {
      restoring.returned.add(letter);
      fates.push({ kind: "returns", letter });
    }
  }
  passNew(null);
  return fates;
}

function isOwnWord(formats: Formats, suggester: Suggester | null): boolean {
  if (suggester === null || !isHidden(formats, suggester.personId)) return false;
  return !holdsForged(formats, suggester);
}

function holdsForged(formats: Formats, { forged }: Suggester): boolean {
  if (forged.size === 0) return false;
  return Object.values(formats).some(
    (value) => suggesterOf(value) !== null && forged.has(suggestionKey(value)),
  );
}

/** The marks of a letter that was there and is: as they were, with what is suggested about it. */
function formatsOf(was: Formats, is: Formats, suggester: Suggester | null): Formats {
  if (suggester === null) return was;
  const { personId } = suggester;
  const isForged = holdsForged(is, suggester);
  const [hidden, hides] = [isHidden(was, personId), isHidden(is, personId)];
  if (
    !isForged &&
    hidden === hides &&
    (hidden || marksView(was, personId) === marksView(is, personId))
  )
    return is;
  if (hidden) return was;
  const isOwnDeletion = ([name, value]: [string, unknown]) =>
    markOf(name) === "deletion" &&
    suggesterOf(value) === personId &&
    !suggester.forged.has(suggestionKey(value));
  return Object.fromEntries([
    ...Object.entries(was).filter((format) => !isOwnDeletion(format)),
    ...Object.entries(is).filter(isOwnDeletion),
  ]);
}

function writeLetters(text: Y.XmlText, fates: readonly Fate[], restoring: Restoring): void {
  const { doc } = text;
  if (doc === null) return;
  let at = 0;
  for (let index = 0; index < fates.length;) {
    const fate = fates[index]!;
    let end = index + 1;
    if (fate.kind === "stays") {
      at++;
    } else if (fate.kind === "goes") {
      while (fates[end]?.kind === "goes") end++;
      restoring.takesBack();
      text.delete(at, end - index);
    } else {
      const { client, formats } = fate.letter;
      let letters = fate.letter.char;
      for (; end < fates.length; end++) {
        const more = fates[end]!;
        if (more.kind !== "returns" || more.letter.client !== client) break;
        if (more.letter.formats !== formats) break;
        letters += more.letter.char;
      }
      restoring.takesBack();
      doc.clientID = restoring.writeAs(client);
      text.insert(at, letters, { ...formats });
      doc.clientID = restoring.writeAs(0);
      at += letters.length;
    }
    index = end;
  }
}

/** The letters are right by now. */
function writeMarks(
  text: Y.XmlText,
  fates: readonly Fate[],
  { markChanges, takesBack }: Restoring,
): void {
  const wanted = fates.flatMap((fate) => {
    if (fate.kind === "goes") return [];
    return [fate.kind === "stays" ? fate.formats : fate.letter.formats];
  });
  const is = lettersOf(copyText(text)).map(({ formats }) => formats);
  for (let from = 0; from < wanted.length;) {
    const [formats, now] = [wanted[from]!, is[from]!];
    let to = from + 1;
    while (to < wanted.length && areSame(wanted[to]!, formats) && areSame(is[to]!, now)) to++;
    if (!areSame(formats, now)) {
      if (markChanges.isOnPurpose(text, formats, now)) takesBack();
      text.format(from, to - from, exactly(formats, now));
    }
    from = to;
  }
}

/**
 * A mark that was taken off all letters may still begin and end somewhere between two: it would hold
 * for what somebody is just typing there.
 */
function dropVoidMarkers(text: Y.XmlText, doc: Y.Doc): void {
  doc.transact((transaction) => {
    const since = new Map<string, Y.Item>();
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted) continue;
      if (item.content instanceof Y.ContentFormat) {
        since.get(item.content.key)?.delete(transaction);
        since.set(item.content.key, item);
      } else since.clear();
    }
  });
}

const areSame = (one: Formats, other: Formats): boolean =>
  one === other || spell(one) === spell(other);

/** The formats, and null for each other one that the letters have. */
function exactly(formats: Formats, now: Formats): Record<string, unknown> {
  return { ...Object.fromEntries(Object.keys(now).map((name) => [name, null])), ...formats };
}

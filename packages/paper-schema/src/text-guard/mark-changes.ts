/**
 * Which marks of letters somebody has set or taken away on purpose, and which have only slipped (see
 * mend-text.ts). Told of the items of a Yjs text, while those that were deleted are still known.
 *
 * On purpose is a mark that begins before letters which stood there, but for one that opens again
 * behind words just written; and a mark whose beginning and end are both taken away, with letters
 * between them that all stay.
 */
import * as Y from "yjs";

import { spell, type Formats } from "./node-copy.ts";

/** The names of marks, as Yjs has them. */
interface Names {
  /** Of those that begin before letters, or end there. */
  readonly set: Set<string>;
  /** Of those that are taken away as a whole. */
  readonly takenAway: Set<string>;
}

export class MarkChanges {
  readonly #names = new Map<Y.XmlText, Names>();

  clear(): void {
    this.#names.clear();
  }

  /** Whether a mark in which these formats differ was set or taken away on purpose in this text. */
  isOnPurpose(text: Y.XmlText, before: Formats, now: Formats): boolean {
    const names = this.#names.get(text);
    if (names === undefined) return false;
    return [...names.set, ...names.takenAway].some(
      (name) => spell(before[name]) !== spell(now[name]),
    );
  }

  /** Whether a mark was taken away as a whole somewhere in this text. */
  isTakenAway(text: Y.XmlText, name: string): boolean {
    return this.#names.get(text)?.takenAway.has(name) === true;
  }

  /** Notes what a transaction has done to a text, before Yjs forgets what it deleted. */
  note(text: Y.XmlText, { beforeState, deleteSet }: Y.Transaction): void {
    const isNew = ({ id }: Y.Item) => id.clock >= (beforeState.get(id.client) ?? 0);
    const names = this.#names.get(text) ?? { set: new Set(), takenAway: new Set() };
    /** Marks that begin here. */
    let beginning: string[] = [];
    /** Marks whose beginning was taken away, and whether letters have come since that stay. */
    const open = new Map<string, boolean>();
    let isBehindNew = false;
    const close = (name: string) => {
      if (open.get(name) === true) names.takenAway.add(name);
      open.delete(name);
    };
    for (let item = text._start; item !== null; item = item.right) {
      const { content } = item;
      const goesNow = item.deleted && !isNew(item) && Y.isDeleted(deleteSet, item.id);
      if (content instanceof Y.ContentFormat) {
        if (item.deleted && !goesNow) continue;
        close(content.key);
        if (goesNow && content.value !== null) open.set(content.key, false);
        else if (!item.deleted && isNew(item) && !isBehindNew) beginning.push(content.key);
      } else if (goesNow) {
        open.clear();
      } else if (!item.deleted) {
        isBehindNew = isNew(item);
        if (!isBehindNew) {
          for (const name of beginning) names.set.add(name);
          for (const name of open.keys()) open.set(name, true);
        }
        beginning = [];
      }
    }
    for (const name of [...open.keys()]) close(name);
    if (names.set.size + names.takenAway.size > 0) this.#names.set(text, names);
  }
}

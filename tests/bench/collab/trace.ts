/**
 * A long history of one text: what one author did to it, one keystroke after the other.
 *
 * The model, seeded and so the same each time. The author has a cursor and is doing one of these,
 * for some keystrokes, then another:
 *   types (a run of 40 letters on average), takes back with the backspace (6), or moves elsewhere
 *   (near by two times in three) and goes on typing; now and then pastes (some 120 letters) or
 *   deletes a selection (some 60). The text grows until it has `longest` letters; from then on more
 *   is taken away than written whenever it is longer.
 * Of 250,000 operations about seven in ten insert and three in ten delete, as in the recorded
 * histories of papers that other benches use.
 *
 * BENCH_TRACE names a JSON file with a recorded one instead: [[position, deleted, inserted], …].
 */
import { readFileSync } from "node:fs";
import * as Y from "yjs";
import { type Random, seededRandom } from "../../sync/seeded-random.ts";

/** At this position so many letters go and these come. */
export type Patch = readonly [position: number, deleted: number, inserted: string];

const letters = "etaoin shrdlu cmfwyp vbgkjq xz";
const longest = 100_000;

function word(random: Random, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += letters[random.below(letters.length)] ?? " ";
  return text;
}

/** Geometric, at least 1. */
function about(random: Random, mean: number): number {
  return 1 + Math.floor(-Math.log(1 - random.below(2 ** 30) / 2 ** 30) * (mean - 1));
}

/** See the head of this file. */
export function modelPatches(seed: number, operations: number): Patch[] {
  const random = seededRandom(seed);
  const patches: Patch[] = [];
  let length = 0;
  let cursor = 0;
  const patch = (deleted: number, inserted: string) => {
    patches.push([cursor, deleted, inserted]);
    length += inserted.length - deleted;
    cursor += inserted.length;
  };
  const takeBack = (times: number) => {
    for (let i = 0; i < times && cursor > 0; i++) {
      cursor--;
      patch(1, "");
    }
  };
  while (patches.length < operations) {
    const isFull = length > longest;
    for (let run = about(random, isFull ? 8 : 40); run > 0; run--) patch(0, word(random, 1));
    const choice = random.below(100);
    if (choice < 55) takeBack(about(random, isFull ? 12 : 24));
    else if (choice < 58) patch(0, word(random, about(random, 120)));
    else if (choice < 62) patch(Math.min(length - cursor, about(random, 60)), "");
    if (random.oneIn(2)) continue;
    const isNear = random.below(3) > 0;
    const from = isNear ? Math.max(0, cursor - 400) : 0;
    const until = isNear ? Math.min(length, cursor + 400) : length;
    cursor = from + random.below(until - from + 1);
  }
  return patches.slice(0, operations);
}

/**
 * Writes `times` as long a history that ends in the same text: runs of letters (40 on average) that
 * are written somewhere and taken back to the last one.
 */
export function churn(seed: number, base: readonly Patch[], times: number): Patch[] {
  const random = seededRandom(seed);
  const patches = [...base];
  const length = base.reduce((sum, [, deleted, { length }]) => sum + length - deleted, 0);
  while (patches.length < base.length * times) {
    const start = random.below(length + 1);
    const run = about(random, 40);
    for (let i = 0; i < run; i++) patches.push([start + i, 0, word(random, 1)]);
    for (let i = run - 1; i >= 0; i--) patches.push([start + i, 1, ""]);
  }
  return patches;
}

/** The patches of the recorded trace that the environment names, or of the model. */
export function readPatches(seed: number, operations: number): readonly Patch[] {
  const path = process.env["BENCH_TRACE"];
  if (path === undefined) return modelPatches(seed, operations);
  return (JSON.parse(readFileSync(path, "utf8")) as Patch[]).slice(0, operations);
}

export interface History {
  /** One for each patch, as an editor on Yjs sends them. */
  readonly updates: readonly Uint8Array[];
  readonly text: string;
}

/** Does to a document what the patches say; the last update adds a letter, so that clocks tell it. */
export function historyOf(patches: readonly Patch[], clientId: number): History {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const text = doc.getText("text");
  const apply = ([position, deleted, inserted]: Patch) =>
    doc.transact(() => {
      if (deleted > 0) text.delete(position, deleted);
      if (inserted !== "") text.insert(position, inserted);
    });
  patches.forEach(apply);
  apply([text.length, 0, "."]);
  return { updates, text: text.toJSON() };
}

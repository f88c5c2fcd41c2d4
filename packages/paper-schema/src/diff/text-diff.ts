/**
 * What is other in one version of a text than in another, block by block and word by word.
 *
 * Blocks are the same when their ids are; what has no partner by its id finds one with the very same
 * words. A block that stands between others than before has moved: it is told where it went from and
 * where it went to. The rows, read for their `before` alone, are the earlier text in its order; read
 * for their `after`, the later one.
 */
import { diffArrays } from "diff";
import type { JsonValue, PaperDocumentJson, PaperNodeJson } from "../paper-document.ts";
import { canonicalJson } from "../paper-document.ts";
import { sectionsOf } from "../outline.ts";
import type { PaperNodeName } from "../schema.ts";
import { keptOrder } from "./kept-order.ts";
import {
  isWord,
  textBlocksOf,
  tokensOf,
  type BlockPlace,
  type Enclosure,
  type InlineAtom,
  type TextBlock,
  type Token,
} from "./text-blocks.ts";

/** Words that have the same marks and the same fate. */
export interface DiffRun {
  /** "format": the same words with other marks. */
  readonly change: "same" | "added" | "removed" | "format";
  readonly text: string;
  /** Canonical JSON of the marks, as the side has them that the run is of. */
  readonly marks: string;
  /** Of a run of other marks: how they were. */
  readonly marksBefore?: string;
  readonly within: Enclosure | null;
  readonly atom?: InlineAtom;
}

/** An attribute of a block that is other: level, alternative text, what it stands in. */
export interface DiffDetail {
  readonly name: string;
  readonly before: JsonValue | null;
  readonly after: JsonValue | null;
}

export interface DiffRow {
  /**
   * "format": the same words, otherwise marked or laid out. "moved": it stands here now;
   * "moved_away": it stood here. A block that moved may have changed besides.
   */
  readonly change: "same" | "added" | "removed" | "changed" | "format" | "moved" | "moved_away";
  readonly blockId: string | null;
  readonly type: PaperNodeName;
  readonly place: BlockPlace;
  readonly attrs: { readonly [name: string]: JsonValue };
  /** What stood there; null where nothing did. */
  readonly before: readonly DiffRun[] | null;
  /** What stands there now; null where nothing does. */
  readonly after: readonly DiffRun[] | null;
  /** Both in one line: what went stands before what came. */
  readonly inline: readonly DiffRun[];
  readonly details: readonly DiffDetail[];
}

export interface DiffSection {
  readonly sectionId: string | null;
  readonly heading: string;
  readonly changes: number;
}

export interface TextDiff {
  readonly rows: readonly DiffRow[];
  /** Rows that are other; a block that moved counts once. */
  readonly changes: number;
  readonly wordsAdded: number;
  readonly wordsRemoved: number;
  /** All of the later text, and those that are gone, with how much is other in each. */
  readonly sections: readonly DiffSection[];
}

/** Beyond this many edits two blocks have little in common: they are shown whole. */
const mostEdits = 1_000;

/** See the head of this file. */
export function textDiff(before: PaperDocumentJson, after: PaperDocumentJson): TextDiff {
  const pairs = alignBlocks(textBlocksOf(before), textBlocksOf(after));
  const rows = pairs.map(toRow);
  const counted = rows.filter(isCounted);
  const words = (change: "added" | "removed") =>
    rows.reduce((sum, row) => sum + wordsOf(row, change), 0);
  return {
    rows,
    changes: counted.length,
    wordsAdded: words("added"),
    wordsRemoved: words("removed"),
    sections: sectionsWithChanges(before, after, counted),
  };
}

/** How many words came and went; cheaper than the whole difference. */
export function changedWords(
  before: PaperDocumentJson,
  after: PaperDocumentJson,
): Pick<TextDiff, "wordsAdded" | "wordsRemoved"> {
  const rows = alignBlocks(textBlocksOf(before), textBlocksOf(after))
    .filter(({ fate }) => fate !== "same")
    .map(toRow);
  const words = (change: "added" | "removed") =>
    rows.reduce((sum, row) => sum + wordsOf(row, change), 0);
  return { wordsAdded: words("added"), wordsRemoved: words("removed") };
}

/** Whether somebody who goes from change to change stops at this row. */
export const isCounted = ({ change }: Pick<DiffRow, "change">): boolean =>
  change !== "same" && change !== "moved_away";

interface Pair {
  readonly fate: "same" | "added" | "removed" | "other" | "moved" | "moved_away";
  readonly before: TextBlock | null;
  readonly after: TextBlock | null;
}

/** The blocks of both texts in one order: that of the later, and what went where it stood. */
function alignBlocks(old: readonly TextBlock[], now: readonly TextBlock[]): Pair[] {
  const partners = findPartners(old, now);
  const places = new Map(old.map((block, place) => [block, place]));
  const shared = now.filter((block) => partners.has(block));
  const placeOf = (block: TextBlock) => places.get(partners.get(block) ?? block) ?? 0;
  const kept = keptOrder(shared.map(placeOf));
  const inOrder = new Set(shared.filter((_, index) => kept.has(index)));
  const stays = new Set([...inOrder].map((block) => partners.get(block)));
  const moved = new Map(
    shared.filter((block) => !inOrder.has(block)).map((block) => [partners.get(block), block]),
  );

  const pairs: Pair[] = [];
  let reached = 0;
  const passGone = (until: number) => {
    for (; reached < until; reached += 1) {
      const block = old[reached];
      if (block === undefined || stays.has(block)) continue;
      const fate = moved.has(block) ? "moved_away" : "removed";
      pairs.push({ fate, before: block, after: moved.get(block) ?? null });
    }
  };
  for (const block of now) {
    const partner = partners.get(block) ?? null;
    if (partner === null) pairs.push({ fate: "added", before: null, after: block });
    else if (!inOrder.has(block)) pairs.push({ fate: "moved", before: partner, after: block });
    else {
      passGone(places.get(partner) ?? 0);
      reached += 1;
      const fate = areSame(partner, block) ? "same" : "other";
      pairs.push({ fate, before: partner, after: block });
    }
  }
  passGone(old.length);
  return pairs;
}

function findPartners(
  old: readonly TextBlock[],
  now: readonly TextBlock[],
): ReadonlyMap<TextBlock, TextBlock> {
  const partners = new Map<TextBlock, TextBlock>();
  const byKey = new Map(old.flatMap((block) => (block.key === "" ? [] : [[block.key, block]])));
  for (const block of now) {
    const partner = byKey.get(block.key);
    if (partner !== undefined) partners.set(block, partner);
  }
  // Blocks that were given another id, or never had one: by the very same words, in order.
  const taken = new Set(partners.values());
  const byWords = new Map<string, TextBlock[]>();
  for (const block of old) {
    if (taken.has(block)) continue;
    const words = spelling(block);
    byWords.set(words, [...(byWords.get(words) ?? []), block]);
  }
  if (byWords.size === 0) return partners;
  for (const block of now) {
    const partner = partners.has(block) ? undefined : byWords.get(spelling(block))?.shift();
    if (partner !== undefined) partners.set(block, partner);
  }
  return partners;
}

const spelling = (block: TextBlock): string =>
  `${block.type} ${tokensOf(block)
    .map(({ key }) => key)
    .join("\n")}`;

function areSame(one: TextBlock, other: TextBlock): boolean {
  return (
    one.type === other.type &&
    one.around === other.around &&
    areEqual(one.attrs, other.attrs) &&
    areSameNodes(one.node.content ?? [], other.node.content ?? [])
  );
}

/** Equal but for the ids of what is within. */
function areSameNodes(one: readonly PaperNodeJson[], other: readonly PaperNodeJson[]): boolean {
  return (
    one.length === other.length &&
    one.every((node, index) => {
      const partner = other[index];
      return (
        partner !== undefined &&
        node.type === partner.type &&
        node.text === partner.text &&
        areEqual(node.marks ?? [], partner.marks ?? []) &&
        areEqual({ ...node.attrs, id: null }, { ...partner.attrs, id: null }) &&
        areSameNodes(node.content ?? [], partner.content ?? [])
      );
    })
  );
}

function areEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) =>
      areEqual((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
    )
  );
}

function toRow({ fate, before, after }: Pair): DiffRow {
  const shown = (fate === "moved_away" ? before : (after ?? before)) as TextBlock;
  const face = {
    blockId: shown.blockId,
    type: shown.type,
    place: shown.place,
    attrs: shown.attrs,
  };
  if (before === null || after === null) {
    const change = before === null ? "added" : "removed";
    const runs = toRuns(tokensOf(shown).map((token) => ({ change, token })));
    const side = runs.length === 0 ? [] : runs;
    return {
      ...{ ...face, change, inline: runs, details: [] },
      before: before === null ? null : side,
      after: after === null ? null : side,
    };
  }
  if (fate === "same") {
    const runs = toRuns(tokensOf(after).map((token) => ({ change: "same", token })));
    return { ...face, change: "same", before: runs, after: runs, inline: runs, details: [] };
  }
  const steps = stepsBetween(tokensOf(before), tokensOf(after));
  const details = detailsBetween(before, after);
  const old = toRuns(steps.filter(({ change }) => change !== "added").map(asBefore));
  const now = toRuns(steps.filter(({ change }) => change !== "removed"));
  if (fate === "moved_away")
    return { ...face, change: fate, before: old, after: null, inline: old, details: [] };
  const inline = toRuns(steps);
  if (fate === "moved") return { ...face, change: fate, before: null, after: now, inline, details };
  const hasOtherWords = steps.some(({ change }) => change === "added" || change === "removed");
  return {
    ...{ ...face, change: hasOtherWords ? "changed" : "format", details },
    ...{ before: old, after: now, inline },
  };
}

interface Step {
  readonly change: DiffRun["change"];
  readonly token: Token;
  /** Of a token that both have: how it was. */
  readonly was?: Token;
}

const asBefore = ({ change, token, was = token }: Step): Step => ({ change, token: was });

function stepsBetween(old: readonly Token[], now: readonly Token[]): Step[] {
  const keys = (tokens: readonly Token[]) => tokens.map(({ key }) => key);
  const parts = diffArrays(keys(old), keys(now), { maxEditLength: mostEdits }) ?? [
    { value: keys(old), removed: true, added: false },
    { value: keys(now), removed: false, added: true },
  ];
  const steps: Step[] = [];
  let left = 0;
  let right = 0;
  for (const { value, added, removed } of parts) {
    for (let count = 0; count < value.length; count += 1) {
      const was = old[left];
      const token = now[right];
      if (removed && was !== undefined) steps.push({ change: "removed", token: was });
      else if (added && token !== undefined) steps.push({ change: "added", token });
      else if (was !== undefined && token !== undefined)
        steps.push({ change: was.marks === token.marks ? "same" : "format", token, was });
      if (!added) left += 1;
      if (!removed) right += 1;
    }
  }
  return steps;
}

/** Neighbours of one fate and the same marks are one run; atoms stand alone. */
function toRuns(steps: readonly Step[]): DiffRun[] {
  const runs: { -readonly [Key in keyof DiffRun]: DiffRun[Key] }[] = [];
  for (const { change, token, was } of steps) {
    const { text, marks, within, atom } = token;
    const marksBefore = change === "format" ? was?.marks : undefined;
    const last = runs.at(-1);
    if (
      last !== undefined &&
      last.atom === undefined &&
      atom === undefined &&
      last.change === change &&
      last.marks === marks &&
      last.marksBefore === marksBefore &&
      last.within === within
    )
      last.text += text;
    else
      runs.push({
        ...{ change, text, marks, within },
        ...(marksBefore === undefined ? {} : { marksBefore }),
        ...(atom === undefined ? {} : { atom }),
      });
  }
  return runs;
}

function detailsBetween(before: TextBlock, after: TextBlock): DiffDetail[] {
  const details: DiffDetail[] = [];
  if (before.type !== after.type)
    details.push({ name: "type", before: before.type, after: after.type });
  if (before.around !== after.around)
    details.push({ name: "around", before: before.around, after: after.around });
  const names = new Set([...Object.keys(before.attrs), ...Object.keys(after.attrs)]);
  for (const name of [...names].sort()) {
    const was = before.attrs[name] ?? null;
    const is = after.attrs[name] ?? null;
    if (canonicalJson(was) !== canonicalJson(is)) details.push({ name, before: was, after: is });
  }
  return details;
}

function wordsOf({ change, inline }: DiffRow, kind: "added" | "removed"): number {
  if (change === "moved_away") return 0;
  return inline.reduce((sum, run) => (run.change === kind ? sum + wordsIn(run.text) : sum), 0);
}

const wordsIn = (text: string): number =>
  text.split(/\s+/).filter((part) => isWord({ text: part })).length;

function sectionsWithChanges(
  before: PaperDocumentJson,
  after: PaperDocumentJson,
  counted: readonly DiffRow[],
): DiffSection[] {
  const counts = new Map<string | null, number>();
  for (const { place } of counted)
    counts.set(place.sectionId, (counts.get(place.sectionId) ?? 0) + 1);
  const all = new Map<string | null, string>();
  if (counts.has(null)) all.set(null, "");
  for (const { id, heading } of [...sectionsOf(after), ...sectionsOf(before)])
    if (!all.has(id)) all.set(id, heading);
  return [...all].map(([sectionId, heading]) => ({
    ...{ sectionId, heading },
    changes: counts.get(sectionId) ?? 0,
  }));
}

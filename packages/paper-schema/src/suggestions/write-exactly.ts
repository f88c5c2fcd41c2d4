/**
 * Writes what an edit changes in blocks of text into Yjs, letter by letter and mark by mark, before
 * y-tiptap compares texts.
 *
 * y-tiptap tells only where the text of a block begins and ends to differ, and writes anew all that
 * lies between: an edit in two places of a block (a word withdrawn and another typed behind words
 * that stay, a rejected suggestion with somebody's words in it) makes the letters between them
 * others, and whoever strikes or deletes those at that moment misses them. Of two equal letters side
 * by side it takes the first for the older, whatever is suggested about them. And with each key it
 * sets the marks of the whole block anew, which moves the ends of everybody's.
 */
import { updateYFragment } from "@tiptap/y-tiptap";
import type { Mark, Node } from "prosemirror-model";
import * as Y from "yjs";

import { isElement, spell } from "../text-guard/node-copy.ts";

/** What y-tiptap knows each Yjs type to be in the editor. */
type Mapping = Map<unknown, unknown>;

type Formats = Readonly<Record<string, unknown>>;

/** Beyond so many comparisons of letters a text is left to y-tiptap. */
const mostComparisons = 1_000_000;

/**
 * Makes the blocks that differ what they are in this text, as far as their structure is the same,
 * and tells y-tiptap so. What is left over is for y-tiptap to write.
 */
export function writeExactly(body: Y.XmlFragment, doc: Node, mapping: Mapping): void {
  writeChildren(body, doc, mapping);
}

/** Whether the children are wholly the same now. */
function writeChildren(parent: Y.XmlFragment, node: Node, mapping: Mapping): boolean {
  const children = parent.toArray() as unknown[];
  const groups = groupsOf(node);
  if (children.length !== groups.length) return false;
  let isSame = true;
  for (const [index, child] of children.entries()) {
    const group = groups[index]!;
    if (child instanceof Y.XmlText && Array.isArray(group)) {
      if (writeText(child, group)) mapping.set(child, group);
      else isSame = false;
    } else if (isElement(child) && !Array.isArray(group)) {
      isSame = writeElement(child, group, mapping) && isSame;
    } else isSame = false;
  }
  return isSame;
}

/** Whether it is wholly the same now. One with another id is another block, moved here or new. */
function writeElement(element: Y.XmlElement, node: Node, mapping: Mapping): boolean {
  if (mapping.get(element) === node) return true;
  if (element.nodeName !== node.type.name || !hasAttributes(element, node)) return false;
  if (!writeChildren(element, node, mapping)) return false;
  mapping.set(element, node);
  return true;
}

function hasAttributes(element: Y.XmlElement, { attrs }: Node): boolean {
  const now: Record<string, unknown> = element.getAttributes();
  const names = new Set([...Object.keys(now), ...Object.keys(attrs)]);
  return [...names].every((name) => isSame(now[name] ?? null, (attrs[name] as unknown) ?? null));
}

const isSame = (one: unknown, other: unknown): boolean =>
  one === other || spell(one) === spell(other);

/** The children of a node as Yjs has them: neighbouring runs of text are one. */
function groupsOf(node: Node): (Node | Node[])[] {
  const groups: (Node | Node[])[] = [];
  for (const child of node.children) {
    const last = groups.at(-1);
    if (!child.isText) groups.push(child);
    else if (Array.isArray(last)) last.push(child);
    else groups.push([child]);
  }
  return groups;
}

interface Run {
  readonly letters: string;
  readonly formats: Formats;
}

/** A letter; those of one run share their formats. */
interface Letter {
  readonly char: string;
  readonly formats: Formats;
}

function writeText(text: Y.XmlText, nodes: readonly Node[]): boolean {
  const is = runsIn(text);
  if (is === null) return false;
  const wanted = nodes.map((node) => ({ letters: node.text ?? "", formats: formatsOf(node) }));
  if (!writeLetters(text, lettersOf(is), lettersOf(wanted))) return false;
  writeFormats(text, wanted);
  return true;
}

/** Null when it holds what no text of a paper holds. */
function runsIn(text: Y.XmlText): Run[] | null {
  const runs: Run[] = [];
  for (const { insert, attributes = {} } of text.toDelta() as {
    readonly insert: unknown;
    readonly attributes?: Formats;
  }[]) {
    if (typeof insert !== "string") return null;
    runs.push({ letters: insert, formats: attributes });
  }
  return runs;
}

const lettersOf = (runs: readonly Run[]): Letter[] =>
  runs.flatMap(({ letters, formats }) =>
    Array.from({ length: letters.length }, (_, index) => ({ char: letters[index]!, formats })),
  );

function writeLetters(text: Y.XmlText, was: readonly Letter[], is: readonly Letter[]): boolean {
  const areSame = alike();
  let start = 0;
  while (start < was.length && start < is.length && areSame(was[start]!, is[start]!)) start++;
  let [end, endIs] = [was.length, is.length];
  while (end > start && endIs > start && areSame(was[end - 1]!, is[endIs - 1]!)) {
    end--;
    endIs--;
  }
  const kept = keptOf(was.slice(start, end), is.slice(start, endIs), areSame);
  if (kept === null) return false;
  // From behind, so that what stands before keeps its place.
  let [next, nextIs] = [end - start, endIs - start];
  for (const [i, j] of [...kept.reverse(), [-1, -1] as const]) {
    if (next - i > 1) text.delete(start + i + 1, next - i - 1);
    for (let to = nextIs; to > j + 1;) {
      let from = to - 1;
      const { formats } = is[start + from]!;
      while (from > j + 1 && is[start + from - 1]!.formats === formats) from--;
      const letters = is.slice(start + from, start + to).map(({ char }) => char);
      text.insert(start + i + 1, letters.join(""), { ...formats });
      to = from;
    }
    [next, nextIs] = [i, j];
  }
  return true;
}

/** Compares letters with their formats; each pair of runs once. */
function alike(): (one: Letter, other: Letter) => boolean {
  const known = new Map<Formats, Map<Formats, boolean>>();
  return (one, other) => {
    if (one.char !== other.char) return false;
    if (one.formats === other.formats) return true;
    let of = known.get(one.formats);
    if (of === undefined) known.set(one.formats, (of = new Map<Formats, boolean>()));
    let same = of.get(other.formats);
    if (same === undefined) of.set(other.formats, (same = isSame(one.formats, other.formats)));
    return same;
  };
}

/**
 * Which letters stay, by their indices before and after: as many as can, and of equal ones those
 * with the same formats. Null when it is too much to compare.
 */
function keptOf(
  was: readonly Letter[],
  is: readonly Letter[],
  areSame: (one: Letter, other: Letter) => boolean,
): (readonly [number, number])[] | null {
  const areEqual = was.length === is.length && was.every(({ char }, at) => char === is[at]!.char);
  if (areEqual) return was.map((_, at) => [at, at] as const);
  if (was.length * is.length > mostComparisons) return null;
  const width = is.length + 1;
  const best = new Uint32Array((was.length + 1) * width);
  const worth = (i: number, j: number) =>
    was[i]!.char !== is[j]!.char ? 0 : areSame(was[i]!, is[j]!) ? 3 : 2;
  for (let i = was.length - 1; i >= 0; i--)
    for (let j = is.length - 1; j >= 0; j--) {
      const kept = worth(i, j);
      const skipped = Math.max(best[(i + 1) * width + j]!, best[i * width + j + 1]!);
      const taken = kept === 0 ? 0 : kept + best[(i + 1) * width + j + 1]!;
      best[i * width + j] = Math.max(skipped, taken);
    }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < was.length && j < is.length;) {
    const kept = worth(i, j);
    if (kept > 0 && best[i * width + j] === kept + best[(i + 1) * width + j + 1]!)
      pairs.push([i++, j++]);
    else if (best[i * width + j] === best[(i + 1) * width + j]) i++;
    else j++;
  }
  return pairs;
}

/** The letters are right by now. */
function writeFormats(text: Y.XmlText, wanted: readonly Run[]): void {
  const is = runsIn(text) ?? [];
  let [at, index, offset] = [0, 0, 0];
  for (const { letters, formats } of wanted) {
    for (let left = letters.length; left > 0;) {
      const run = is[index]!;
      const length = Math.min(left, run.letters.length - offset);
      const changes: Record<string, unknown> = {};
      for (const name of new Set([...Object.keys(formats), ...Object.keys(run.formats)])) {
        const value = formats[name] ?? null;
        if (!isSame(value, run.formats[name] ?? null)) changes[name] = value;
      }
      if (Object.keys(changes).length > 0) text.format(at, length, changes);
      at += length;
      left -= length;
      offset += length;
      if (offset === run.letters.length) [index, offset] = [index + 1, 0];
    }
  }
}

const formatsOf = ({ marks }: Node): Formats =>
  Object.fromEntries(marks.map((mark) => [nameOf(mark), mark.attrs]));

const names = new Map<string, string>();

/** What y-tiptap calls a mark in Yjs: asked of it, since those of which there can be several have a hash. */
function nameOf(mark: Mark): string {
  if (mark.type.excludes(mark.type)) return mark.type.name;
  const json = JSON.stringify(mark.toJSON());
  const known = names.get(json);
  if (known !== undefined) return known;
  const { schema } = mark.type;
  const paragraph = schema.nodes["paragraph"]!.create(null, schema.text("x", [mark]));
  const doc = new Y.Doc();
  const body = doc.getXmlFragment("body");
  const meta = { mapping: new Map(), isOMark: new Map() };
  updateYFragment(doc, body, schema.topNodeType.create(null, paragraph), meta);
  const [first] = body.toArray();
  const [text] = first instanceof Y.XmlElement ? (first.toArray() as unknown[]) : [];
  const [run] = text instanceof Y.XmlText ? (text.toDelta() as { attributes?: Formats }[]) : [];
  const [name = mark.type.name] = Object.keys(run?.attributes ?? {});
  doc.destroy();
  if (names.size > mostNames) names.clear();
  names.set(json, name);
  return name;
}

const mostNames = 5_000;

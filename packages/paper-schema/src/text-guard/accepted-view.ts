/**
 * A text as it would be if one person's own suggestions were rejected, block by block, as strings to
 * compare: whatever this person does while only suggesting leaves it the same.
 *
 * - Words that they suggest to insert are not there; words that they suggest to delete, or to set
 *   otherwise, stand as they were.
 * - A paragraph, heading or list item whose border they suggest continues the one before it; any
 *   other node that they suggest to insert is not there, with all that it holds.
 * - Everything of everybody else is there, their suggestions included.
 */
import {
  isSuggestionMark,
  isText,
  markOf,
  saidAttributes,
  spell,
  suggesterOf,
  type Copy,
  type Formats,
  type NodeCopy,
  type TextCopy,
} from "./node-copy.ts";

/** Blocks whose suggested insertion is that of the border before them. */
const joins: ReadonlySet<string> = new Set(["paragraph", "heading", "listItem"]);
const textblocks: ReadonlySet<string> = new Set(["paragraph", "heading"]);
/** Nodes that hold blocks. */
const containers: ReadonlySet<string> = new Set([
  "bulletList",
  "orderedList",
  "listItem",
  "blockquote",
  "callout",
  "table",
  "tableRow",
  "tableHeader",
  "tableCell",
]);

/** A block, and those which only go on with it. */
export interface Group<Block extends { readonly copy: Copy }> {
  readonly first: Block;
  readonly joined: Block[];
  /** Somebody else has written into what this person suggests to insert, and nothing precedes it. */
  readonly isLoose: boolean;
}

/** Which id of a unit's blocks is the one that it has; null for none. */
export type IdOf = (ids: readonly string[]) => string | null;

const firstId: IdOf = ([id = null]) => id;

export interface ViewOptions {
  /** Whose suggestions are seen as rejected. */
  readonly by: string;
  readonly idOf?: IdOf;
}

export const isInsertedBy = ({ attrs }: NodeCopy, by: string): boolean =>
  suggesterOf(attrs["inserted"]) === by;

const holdsOf = (copy: Copy, by: string): boolean => {
  if (copy.suggestions.size === 0) return false;
  const end = `,${JSON.stringify(by)}]`;
  for (const key of copy.suggestions) if (key.endsWith(end)) return true;
  return false;
};

/** The blocks as this view has them: without those that are not there, with those that go on joined. */
export function groupBlocks<Block extends { readonly copy: Copy }>(
  blocks: readonly Block[],
  by: string,
): Group<Block>[] {
  const groups: Group<Block>[] = [];
  for (const block of blocks) {
    const { copy } = block;
    if (isText(copy) || copy.suggestions.size === 0 || !isInsertedBy(copy, by)) {
      groups.push({ first: block, joined: [], isLoose: false });
      continue;
    }
    if (!joins.has(copy.name)) continue;
    const before = groups.at(-1);
    if (before !== undefined && continues(copy, before.first.copy)) before.joined.push(block);
    else if (holdsAnything(copy, by)) groups.push({ first: block, joined: [], isLoose: true });
  }
  return groups;
}

function continues(copy: NodeCopy, before: Copy): boolean {
  if (isText(before)) return false;
  return textblocks.has(copy.name) ? textblocks.has(before.name) : before.name === copy.name;
}

/** Whether anything in it would remain. */
export function holdsAnything(copy: Copy, by: string): boolean {
  if (isText(copy)) return copy.runs.some((run) => !isHidden(run.formats, by));
  return copy.children.some(
    (child) =>
      (isText(child) || !isInsertedBy(child, by) || joins.has(child.name)) &&
      (isText(child) || containers.has(child.name) || textblocks.has(child.name)
        ? holdsAnything(child, by)
        : true),
  );
}

/** Whether words are their suggested insertion. */
export function isHidden(formats: Formats, by: string): boolean {
  const value = formats["insertion"];
  return value !== undefined && suggesterOf(value) === by;
}

const plainViews = new WeakMap<NodeCopy, string>();
const ownViews = new WeakMap<NodeCopy, Map<string, string>>();

/** One group as a string. */
export function viewOf<Block extends { readonly copy: Copy }>(
  { first, joined, isLoose }: Group<Block>,
  options: ViewOptions,
): string {
  const { copy } = first;
  if (isText(copy)) return inlineView([copy], options);
  const copies = joined.map((it) => it.copy as NodeCopy);
  if (joined.length > 0 || isLoose || options.idOf !== undefined)
    return makeView(copy, copies, { ...options, isLoose });
  const isOthers = !holdsOf(copy, options.by);
  const known = isOthers ? plainViews.get(copy) : ownViews.get(copy)?.get(options.by);
  if (known !== undefined) return known;
  const view = makeView(copy, [], options);
  if (isOthers) plainViews.set(copy, view);
  else {
    const views = ownViews.get(copy);
    if (views === undefined) ownViews.set(copy, new Map([[options.by, view]]));
    else views.set(options.by, view);
  }
  return view;
}

function makeView(
  node: NodeCopy,
  joined: readonly NodeCopy[],
  options: ViewOptions & { readonly isLoose?: boolean },
): string {
  const head = options.isLoose === true ? '"loose"' : headOf(node, joined, options);
  if (!containers.has(node.name)) {
    const children = [node, ...joined].flatMap((it) => it.children);
    return `[${head},${inlineView(children, options)}]`;
  }
  const blocks = node.children.map((copy) => ({ copy }));
  for (const it of joined) blocks.push(...goingOn(it));
  const groups = groupBlocks(blocks, options.by);
  return `[${head},[${groups.map((group) => viewOf(group, options)).join(",")}]]`;
}

/** The blocks of a list item that goes on with the one before: so does its first paragraph. */
function goingOn({ attrs, children, suggestions }: NodeCopy): { copy: Copy }[] {
  return children.map((copy, index) => {
    if (index > 0 || isText(copy)) return { copy };
    return {
      copy: { ...copy, attrs: { ...copy.attrs, inserted: attrs["inserted"] }, suggestions },
    };
  });
}

/** What is compared of a node itself. */
export function headOf(
  node: NodeCopy,
  joined: readonly NodeCopy[],
  { by, idOf }: ViewOptions,
): string {
  const { inserted, removed, changed, id, ...attrs } = node.attrs;
  const was = suggesterOf(changed) === by ? readWas(changed) : null;
  const said = saidAttributes(was?.type ?? node.name, was?.attrs ?? attrs);
  const ids = [id, ...joined.map((it) => it.attrs["id"])].filter((it) => typeof it === "string");
  const isOthers = (value: unknown) => suggesterOf(value) !== null && suggesterOf(value) !== by;
  return spell([
    was?.type ?? node.name,
    said,
    (idOf ?? firstId)(ids),
    isOthers(inserted) ? inserted : null,
    isOthers(removed) ? removed : null,
    isOthers(changed) ? changed : null,
  ]);
}

/** What a block was before somebody suggested to change it. */
export function readWas(
  changed: unknown,
): { readonly type: string; readonly attrs: Record<string, unknown> } | null {
  const { was } = changed as { was?: unknown };
  if (typeof was !== "object" || was === null) return { type: "?", attrs: {} };
  const { type, attrs } = was as { type?: unknown; attrs?: unknown };
  const read = typeof attrs === "object" && attrs !== null ? { ...attrs } : {};
  for (const name of ["id", "inserted", "removed", "changed"])
    delete (read as Record<string, unknown>)[name];
  return { type: typeof type === "string" ? type : "?", attrs: read };
}

/** Text and what stands in it. Neighbouring runs that look the same are one. */
function inlineView(children: readonly Copy[], options: ViewOptions): string {
  const { by } = options;
  const parts: string[] = [];
  let text = "";
  let marks = "";
  const flush = () => {
    if (text !== "") parts.push(JSON.stringify(text) + marks);
    text = "";
  };
  const add = ({ runs }: TextCopy) => {
    for (const run of runs) {
      if (isHidden(run.formats, by)) continue;
      const theirs = marksView(run.formats, by);
      if (theirs !== marks) flush();
      marks = theirs;
      text += run.text;
    }
  };
  for (const child of children) {
    if (isText(child)) {
      add(child);
      continue;
    }
    if (isInsertedBy(child, by)) continue;
    flush();
    parts.push(viewOf({ first: { copy: child }, joined: [], isLoose: false }, options));
  }
  flush();
  return `[${parts.join(",")}]`;
}

const markViews = new WeakMap<Formats, string>();

/** The marks of a run as this view has them, in an order of their own. */
export function marksView(formats: Formats, by: string): string {
  const names = Object.keys(formats);
  if (names.length === 0) return "";
  const isSuggestion = names.some((name) => isSuggestionMark(markOf(name)));
  const known = isSuggestion ? undefined : markViews.get(formats);
  if (known !== undefined) return known;
  let seen: string[] = [];
  let suggestions: string[] = [];
  let was: string[] | null = null;
  for (const name of names) {
    const mark = markOf(name);
    const value = formats[name];
    if (!isSuggestionMark(mark)) seen.push(markView(mark, value));
    else if (suggesterOf(value) !== by) suggestions.push(markView(mark, value));
    else if (mark === "formatting") was = marksBefore(value);
  }
  seen = (was ?? seen).sort();
  suggestions = suggestions.sort();
  const view = [...seen, ...suggestions].join("");
  if (!isSuggestion) markViews.set(formats, view);
  return view;
}

function markView(mark: string, value: unknown): string {
  const attrs = typeof value === "object" && value !== null ? value : {};
  return spell([mark, attrs]);
}

/** The marks that words had before somebody suggested others. */
function marksBefore(value: unknown): string[] {
  const { was } = value as { was?: unknown };
  if (!Array.isArray(was)) return ["?"];
  return was.flatMap((mark: unknown) => {
    if (typeof mark !== "object" || mark === null) return ["?"];
    const { type, attrs } = mark as { type?: unknown; attrs?: unknown };
    if (typeof type !== "string") return ["?"];
    return isSuggestionMark(type) ? [] : [markView(type, attrs)];
  });
}

/** Edits that the tests of suggestions draw: all that people do to a text, at random places. */
import { Fragment, Slice, type Node } from "prosemirror-model";
import { canJoin, canSplit, findWrapping, liftTarget, Transform } from "prosemirror-transform";

import { paperSchema } from "../schema.ts";

export type Random = (below: number) => number;

/** A small generator of numbers that a seed repeats. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const { nodes } = paperSchema;
const words = ["uno ", "dos ", "red", "mar", "x", "paso ", "ñ", "año "];
const text = (random: Random) => paperSchema.text(words[random(words.length)]!);
const paragraph = (random: Random) => nodes.paragraph.create(null, text(random));

function table(random: Random): Node {
  const cell = () => nodes.tableCell.create(null, paragraph(random));
  const row = () => nodes.tableRow.create(null, [cell(), cell()]);
  return nodes.table.create(null, [row(), row()]);
}

function list(random: Random): Node {
  const item = () => nodes.listItem.create(null, paragraph(random));
  const type = random(2) === 0 ? nodes.bulletList : nodes.orderedList;
  return type.create(null, [item(), item(), item()]);
}

export function blockOf(random: Random): Node {
  const makers = [
    () => paragraph(random),
    () => paragraph(random),
    () => nodes.heading.create({ level: 1 + random(4) }, text(random)),
    () => list(random),
    () => table(random),
    () => nodes.blockquote.create(null, [paragraph(random), paragraph(random)]),
    () => nodes.callout.create(null, paragraph(random)),
    () => nodes.figure.create({ alt: "Mapa" }, text(random)),
    () => nodes.horizontalRule.create(),
  ];
  return makers[random(makers.length)]!();
}

/** A text of some blocks, each with an id. */
export function documentOf(random: Random, newId: () => string, size = 6): Node {
  const blocks = Array.from({ length: 1 + random(size) }, () => blockOf(random));
  return withIds(nodes.doc.create(null, blocks), newId);
}

export function withIds(node: Node, newId: () => string): Node {
  if (node.isText) return node;
  const hasId = "id" in node.attrs && node.attrs["id"] == null;
  const attrs = hasId ? { ...node.attrs, id: newId() } : node.attrs;
  return node.type.create(
    attrs,
    node.children.map((child) => withIds(child, newId)),
    node.marks,
  );
}

function textPlaces(doc: Node): { pos: number; node: Node }[] {
  const places: { pos: number; node: Node }[] = [];
  doc.descendants((node, pos) => {
    if (node.isTextblock) places.push({ pos, node });
  });
  return places;
}

function placeIn(doc: Node, random: Random): number | null {
  const places = textPlaces(doc);
  const place = places[random(Math.max(1, places.length))];
  return place === undefined ? null : place.pos + 1 + random(place.node.content.size + 1);
}

function nodesOf(doc: Node, isOne: (node: Node) => boolean): { pos: number; node: Node }[] {
  const found: { pos: number; node: Node }[] = [];
  doc.descendants((node, pos) => {
    if (isOne(node)) found.push({ pos, node });
  });
  return found;
}

type Edit = (tr: Transform, random: Random) => void;

const insertText: Edit = (tr, random) => {
  const at = placeIn(tr.doc, random);
  if (at !== null) tr.insert(at, text(random));
};

const deleteText: Edit = (tr, random) => {
  const at = placeIn(tr.doc, random);
  if (at === null) return;
  const end = tr.doc.resolve(at).end();
  tr.delete(at, Math.min(end, at + 1 + random(4)));
};

const deleteRange: Edit = (tr, random) => {
  const [one, other] = [placeIn(tr.doc, random), placeIn(tr.doc, random)];
  if (one !== null && other !== null) tr.deleteRange(Math.min(one, other), Math.max(one, other));
};

const replaceText: Edit = (tr, random) => {
  const at = placeIn(tr.doc, random);
  if (at === null) return;
  tr.replaceWith(at, Math.min(tr.doc.resolve(at).end(), at + 3), text(random));
};

const split: Edit = (tr, random) => {
  const at = placeIn(tr.doc, random);
  if (at === null) return;
  const depth = tr.doc.resolve(at).node(-1).type === nodes.listItem && random(3) > 0 ? 2 : 1;
  if (canSplit(tr.doc, at, depth)) tr.split(at, depth, depth === 1 ? withoutId(tr.doc, at) : []);
};

function withoutId(doc: Node, at: number) {
  const { parent } = doc.resolve(at);
  return [{ type: parent.type, attrs: { ...parent.attrs, id: null } }];
}

const join: Edit = (tr, random) => {
  const places = nodesOf(tr.doc, ({ isBlock }) => isBlock).filter(({ pos }) =>
    canJoin(tr.doc, pos),
  );
  const place = places[random(Math.max(1, places.length))];
  if (place !== undefined) tr.join(place.pos);
};

const otherBlock: Edit = (tr, random) => {
  const at = placeIn(tr.doc, random);
  if (at === null) return;
  const type = random(2) === 0 ? nodes.heading : nodes.paragraph;
  const { id } = tr.doc.resolve(at).parent.attrs;
  tr.setBlockType(at, at, type, {
    id: id as unknown,
    ...(type === nodes.heading ? { level: 2 } : {}),
  });
};

const format: Edit = (tr, random) => {
  const at = placeIn(tr.doc, random);
  if (at === null) return;
  const end = Math.min(tr.doc.resolve(at).end(), at + 1 + random(6));
  const mark = paperSchema.mark(random(2) === 0 ? "bold" : "italic");
  if (random(3) === 0) tr.removeMark(at, end, mark);
  else tr.addMark(at, end, mark);
};

const insertInline: Edit = (tr, random) => {
  const at = placeIn(tr.doc, random);
  if (at === null) return;
  const node =
    random(2) === 0 ? nodes.hardBreak.create() : nodes.footnote.create({ id: null }, text(random));
  if (tr.doc.resolve(at).parent.type.contentMatch.matchType(node.type)) tr.insert(at, node);
};

const insertBlock: Edit = (tr, random) => {
  const index = random(tr.doc.childCount + 1);
  let pos = 0;
  for (let it = 0; it < index; it++) pos += tr.doc.child(it).nodeSize;
  tr.insert(pos, blockOf(random));
};

const deleteBlock: Edit = (tr, random) => {
  if (tr.doc.childCount < 2) return;
  const index = random(tr.doc.childCount);
  let pos = 0;
  for (let it = 0; it < index; it++) pos += tr.doc.child(it).nodeSize;
  tr.delete(pos, pos + tr.doc.child(index).nodeSize);
};

const moveBlock: Edit = (tr, random) => {
  if (tr.doc.childCount < 2) return;
  const index = random(tr.doc.childCount);
  const node = tr.doc.child(index);
  let pos = 0;
  for (let it = 0; it < index; it++) pos += tr.doc.child(it).nodeSize;
  tr.delete(pos, pos + node.nodeSize);
  let to = 0;
  const place = random(tr.doc.childCount + 1);
  for (let it = 0; it < place; it++) to += tr.doc.child(it).nodeSize;
  tr.insert(to, node);
};

const paste: Edit = (tr, random) => {
  const at = placeIn(tr.doc, random);
  if (at === null) return;
  const content = Fragment.fromArray([paragraph(random), paragraph(random)]);
  tr.replaceRange(at, at, new Slice(content, 1, 1));
};

const wrap: Edit = (tr, random) => {
  const at = placeIn(tr.doc, random);
  const range = at === null ? null : tr.doc.resolve(at).blockRange();
  if (!range) return;
  const type = [nodes.bulletList, nodes.blockquote, nodes.callout][random(3)]!;
  const wrapping = findWrapping(range, type);
  if (wrapping) tr.wrap(range, wrapping);
};

const lift: Edit = (tr, random) => {
  const at = placeIn(tr.doc, random);
  const range = at === null ? null : tr.doc.resolve(at).blockRange();
  const target = range && liftTarget(range);
  if (range && target != null) tr.lift(range, target);
};

const tableRow: Edit = (tr, random) => {
  const rows = nodesOf(tr.doc, ({ type }) => type === nodes.tableRow);
  const row = rows[random(Math.max(1, rows.length))];
  if (row === undefined) return;
  if (random(3) === 0 && tr.doc.resolve(row.pos).parent.childCount > 1)
    tr.delete(row.pos, row.pos + row.node.nodeSize);
  else {
    const cells = row.node.children.map(() => nodes.tableCell.create(null, paragraph(random)));
    tr.insert(row.pos, nodes.tableRow.create(null, cells));
  }
};

const tableColumn: Edit = (tr, random) => {
  const tables = nodesOf(tr.doc, ({ type }) => type === nodes.table);
  const found = tables[random(Math.max(1, tables.length))];
  if (found === undefined) return;
  const isGone = random(3) === 0 && found.node.firstChild!.childCount > 1;
  const rows: number[] = [];
  found.node.forEach((_, offset) => rows.push(found.pos + 1 + offset));
  for (const pos of rows.reverse()) {
    const row = tr.doc.nodeAt(pos)!;
    if (isGone) tr.delete(pos + 1, pos + 1 + row.firstChild!.nodeSize);
    else tr.insert(pos + 1, nodes.tableCell.create(null, paragraph(random)));
  }
};

const otherList: Edit = (tr, random) => {
  const lists = nodesOf(tr.doc, ({ type }) => type.name.endsWith("List"));
  const list = lists[random(Math.max(1, lists.length))];
  if (list === undefined) return;
  const type = list.node.type === nodes.bulletList ? nodes.orderedList : nodes.bulletList;
  tr.setNodeMarkup(list.pos, type, { id: list.node.attrs["id"] as unknown });
};

const edits: readonly Edit[] = [
  insertText,
  insertText,
  insertText,
  deleteText,
  deleteText,
  deleteRange,
  replaceText,
  split,
  split,
  join,
  otherBlock,
  format,
  format,
  insertInline,
  insertBlock,
  deleteBlock,
  moveBlock,
  paste,
  wrap,
  lift,
  tableRow,
  tableColumn,
  otherList,
];

/** An edit of some kind; one that does nothing where its kind finds no place. */
export function randomEdit(doc: Node, random: Random): Transform {
  const tr = new Transform(doc);
  try {
    edits[random(edits.length)]!(tr, random);
  } catch (error) {
    // Some steps do not fit the place that was drawn.
    if (!(error instanceof Error && error.name === "TransformError")) throw error;
  }
  return tr;
}

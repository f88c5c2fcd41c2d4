/**
 * What stands in a container, as a flat sequence of rows: a paragraph or heading is a border and the
 * text after it, which a suggested split or join adds or takes away; everything else is one whole.
 * The items of a list are flattened with it: an item's border is that of its first paragraph.
 */
import { Fragment, type Node, type NodeType } from "prosemirror-model";

export interface Row {
  readonly node: Node;
  /** Before the node. */
  readonly pos: number;
  /** The list item that begins with this row. */
  readonly item: Node | null;
}

const flowNames: ReadonlySet<string> = new Set(["paragraph", "heading"]);
const listNames: ReadonlySet<string> = new Set(["bulletList", "orderedList"]);

/** A block of running text, which can be split and joined. */
export const isFlow = (node: Node): boolean => flowNames.has(node.type.name);
export const isList = (node: Node): boolean => listNames.has(node.type.name);

/** The rows of some children of a container, of which the first stands at `start`. */
export function rowsOf(container: Node, children: readonly Node[], start: number): Row[] {
  const rows: Row[] = [];
  let pos = start;
  for (const child of children) {
    if (isList(container)) {
      let inner = pos + 1;
      child.forEach((node, _, index) => {
        rows.push({ node, pos: inner, item: index === 0 ? child : null });
        inner += node.nodeSize;
      });
    } else rows.push({ node: child, pos, item: null });
    pos += child.nodeSize;
  }
  return rows;
}

/** A row that is being written. */
export interface NewRow {
  readonly type: NodeType;
  readonly attrs: Readonly<Record<string, unknown>>;
  /** Of text, what stands in it; a whole brings its node. */
  readonly inline: Node[];
  readonly whole: Node | null;
  /** The node that it was: it stays the same where nothing in it has changed. */
  readonly source?: Node;
  readonly item: {
    readonly type: NodeType;
    readonly attrs: Readonly<Record<string, unknown>>;
  } | null;
}

export function nodeOfRow({ whole, type, attrs, inline, source }: NewRow): Node {
  if (whole !== null) return whole;
  const node = type.create(attrs, Fragment.fromArray(joinText(inline)));
  return source?.eq(node) === true ? source : node;
}

/** The children of a container of this type that these rows make. */
export function childrenOf(container: Node, rows: readonly NewRow[]): Node[] {
  if (!isList(container)) return rows.map(nodeOfRow);
  const itemType = container.type.schema.nodes["listItem"]!;
  const paragraph = container.type.schema.nodes["paragraph"]!;
  const items: { attrs: Readonly<Record<string, unknown>>; content: Node[] }[] = [];
  for (const row of rows) {
    const node = nodeOfRow(row);
    const last = items.at(-1);
    if (row.item !== null || last === undefined)
      items.push({ attrs: row.item?.attrs ?? {}, content: [node] });
    else last.content.push(node);
  }
  return items.map(({ attrs, content }) => {
    const isFitting = content[0]?.type === paragraph;
    return itemType.create(attrs, isFitting ? content : [paragraph.create(), ...content]);
  });
}

/** Neighbouring runs with the same marks are one. */
export function joinText(nodes: readonly Node[]): Node[] {
  const joined: Node[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (last?.isText === true && node.isText && last.sameMarkup(node))
      joined[joined.length - 1] = node.type.schema.text(last.text! + node.text!, last.marks);
    else joined.push(node);
  }
  return joined;
}

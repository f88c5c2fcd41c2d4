/** What people do to a document, at random: text, formats, paragraphs, tables, maps and lists. */
import * as Y from "yjs";
import type { Random } from "./seeded-random.ts";

/** For JSON: keys in order, since replicas fill their maps in the order in which they learn. */
function spell(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** An element as text, its attributes in order and its formats as Yjs keeps them. */
function treeOf(node: Y.XmlElement | Y.XmlText | Y.XmlHook): unknown {
  if (node instanceof Y.XmlText) return runsOf(node);
  if (!(node instanceof Y.XmlElement)) return null;
  return [node.nodeName, node.getAttributes(), childrenOf(node)];
}

/** The runs of a text; where a superfluous mark lies between two that look the same, they are one. */
function runsOf(text: Y.Text): unknown[] {
  const runs: { insert: unknown; attributes: string }[] = [];
  for (const { insert, attributes } of text.toDelta() as Run[]) {
    const marks = JSON.stringify(attributes ?? {}, spell);
    const last = runs.at(-1);
    if (typeof insert === "string" && typeof last?.insert === "string" && last.attributes === marks)
      last.insert += insert;
    else runs.push({ insert, attributes: marks });
  }
  return runs;
}

interface Run {
  readonly insert: unknown;
  readonly attributes?: object;
}

function childrenOf(parent: Y.XmlElement | Y.XmlFragment): unknown[] {
  return parent.toArray().map((child) => treeOf(child as Y.XmlElement | Y.XmlText));
}

/**
 * All that a document shows, and whose words it knows, comparable. Not what it knows as deleted:
 * each replica takes superfluous marks out of its formats, in its own time.
 */
export function contentOf(doc: Y.Doc): unknown {
  const vector = Y.decodeStateVector(Y.encodeStateVector(doc));
  const shown = {
    body: childrenOf(doc.getXmlFragment("body")),
    text: runsOf(doc.getText("text")),
    map: doc.getMap("map"),
    list: doc.getArray("list"),
  };
  const known = [...vector].sort(([a], [b]) => a - b);
  return { known, shown: JSON.stringify(shown, spell) };
}

function aParagraph(words: string): Y.XmlElement {
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText(words)]);
  return paragraph;
}

function aTable(random: Random): Y.XmlElement {
  const table = new Y.XmlElement("table");
  const rows = Array.from({ length: 1 + random.below(2) }, () => {
    const row = new Y.XmlElement("tableRow");
    row.insert(0, [aCell("a"), aCell("b")]);
    return row;
  });
  table.insert(0, rows);
  return table;
}

function aCell(words: string): Y.XmlElement {
  const cell = new Y.XmlElement("tableCell");
  cell.insert(0, [aParagraph(words)]);
  return cell;
}

function editText(text: Y.Text, random: Random): void {
  const at = random.below(text.length + 1);
  const some = Math.min(random.below(5), text.length - at);
  switch (random.below(4)) {
    case 0:
      return text.delete(at, some);
    case 1:
      return text.format(at, some, {
        [random.pick(["bold", "italic"])]: random.pick([true, null]),
      });
    default:
      // No character beyond 16 bits: an editor never cuts those in half, random places would.
      return text.insert(at, random.pick(["a", "ñ", "word ", "a longer sentence. "]));
  }
}

/** Goes down the tree to somewhere, and changes that. */
export function editTree(parent: Y.XmlElement | Y.XmlFragment, random: Random): void {
  const child = parent.length > 0 ? parent.get(random.below(parent.length)) : null;
  if (child instanceof Y.XmlText) return editText(child, random);
  if (child instanceof Y.XmlElement && !random.oneIn(3)) return editTree(child, random);
  switch (random.below(4)) {
    case 0:
      if (parent.length > 0) parent.delete(random.below(parent.length), 1);
      return;
    case 1:
      if (child instanceof Y.XmlElement) child.setAttribute("id", `b${random.below(9)}`);
      return;
    case 2:
      return parent.insert(random.below(parent.length + 1), [aTable(random)]);
    default:
      return parent.insert(random.below(parent.length + 1), [aParagraph("p")]);
  }
}

/** One thing that somebody does. */
export function editAtRandom(doc: Y.Doc, random: Random): void {
  const map = doc.getMap("map");
  switch (random.below(8)) {
    case 0:
    case 1:
    case 2:
      return editText(doc.getText("text"), random);
    case 3:
    case 4:
      return editTree(doc.getXmlFragment("body"), random);
    case 5:
      map.set(random.pick(["title", "date"]), random.below(100));
      return;
    case 6:
      map.set("nested", new Y.Map([["k", random.below(100)]]));
      return;
    default:
      return doc.transact(() => {
        doc.getArray("list").push([random.below(10)]);
        map.delete("date");
        doc.getText("text").insert(0, "t");
      });
  }
}

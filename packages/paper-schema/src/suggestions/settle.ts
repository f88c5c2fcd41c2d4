/**
 * Accepts and rejects suggestions in a text.
 *
 * **The rules.**
 * - Words go when their insertion is rejected or any one of their deletions is accepted; else they
 *   stay, without the marks that are decided. So when somebody's insertion is rejected, what another
 *   has written into it stays, as that person's suggestion; and when a deletion is accepted, what
 *   another has inserted between the deleted words stays where it stood.
 * - Formatting that is rejected sets the words as they were; that of everybody else is not touched.
 * - A border that goes (a suggested paragraph that is rejected, a suggested join that is accepted)
 *   joins what is left of its block to the block of text before it, whose kind, id and suggestions
 *   remain. Where no block of text precedes it, an empty block goes and any other stays as it is.
 * - A table, row, cell, list, figure, quotation, note or break goes whole, and with it whatever
 *   anybody has suggested inside. A list, table, row or quotation that loses all it held goes too.
 * - A changed block that is rejected is again what it was, with the text that it has now.
 * - A moved block is one that goes and a copy that comes: the copy takes the id over when the
 *   original has gone.
 */
import { Fragment, type Mark, type Node, type Schema } from "prosemirror-model";

import { childrenOf, isFlow, joinText, rowsOf, type NewRow, type Row } from "./rows.ts";
import {
  changedOf,
  insertedOf,
  isSuggestionMark,
  plainMarks,
  readSuggestion,
  removedOf,
  saidAttributes,
  type ChangedBlock,
  type InsertedNode,
  type Suggestion,
} from "./suggestion.ts";

/** What becomes of a suggestion; null leaves it. */
export type Decide = (suggestion: Suggestion) => "accept" | "reject" | null;

/** The text with these suggestions decided. Blocks in which nothing is decided are the same nodes. */
export function settle(doc: Node, decide: Decide): Node {
  const settling = new Settling(decide);
  const settled = settling.node(doc) ?? emptyText(doc);
  return settling.moved.size > 0 ? withTakenIds(settled, settling.moved) : settled;
}

/** A node as if all that is suggested in it were accepted; null when nothing of it would be left. */
export const acceptedNode = (node: Node): Node | null => new Settling(() => "accept").node(node);

function emptyText(doc: Node): Node {
  return doc.type.create(doc.attrs, doc.type.schema.nodes["paragraph"]!.create());
}

const holding = new WeakMap<Node, boolean>();

/** Whether anything is suggested in a node or about it. Told once: nodes never change. */
export function holdsSuggestions(node: Node): boolean {
  const known = holding.get(node);
  if (known !== undefined) return known;
  let holds =
    node.attrs["inserted"] != null ||
    node.attrs["removed"] != null ||
    node.attrs["changed"] != null ||
    node.marks.some(isSuggestionMark);
  for (let index = 0; !holds && index < node.childCount; index++)
    holds = holdsSuggestions(node.child(index));
  holding.set(node, holds);
  return holds;
}

class Settling {
  readonly #decide: Decide;
  /** By the id of an accepted copy, the id of the block that it stands for. */
  readonly moved = new Map<string, string>();

  constructor(decide: Decide) {
    this.#decide = decide;
  }

  /** A node that stays, settled inside; null when nothing of it is left. */
  node(node: Node): Node | null {
    if (!holdsSuggestions(node)) return node;
    const settled = this.#settled(node);
    return settled?.eq(node) === true ? node : settled;
  }

  #settled(node: Node): Node | null {
    const shape = this.#shapeOf(node);
    if (node.isLeaf) return shape.type.create(shape.attrs, null, node.marks);
    if (node.inlineContent) {
      const inline = joinText(this.inline(node));
      if (inline.length === 0 && node.childCount > 0 && node.type.contentMatch.validEnd === false)
        return null;
      return shape.type.create(shape.attrs, inline, node.marks);
    }
    const rows = this.#rows(node);
    if (rows.length === 0 && node.childCount > 0) {
      if (node.type.spec.tableRole !== "cell" && node.type.spec.tableRole !== "header_cell")
        return null;
      return shape.type.createAndFill(shape.attrs);
    }
    const content = Fragment.fromArray(childrenOf(node, rows));
    const type = shape.type.validContent(content) ? shape.type : node.type;
    return type.create(shape.attrs, content, node.marks);
  }

  inline(parent: Node): Node[] {
    const kept: Node[] = [];
    parent.forEach((child) => {
      if (!holdsSuggestions(child)) kept.push(child);
      else if (child.isText) {
        const marks = this.#marksOf(child);
        if (marks !== null) kept.push(child.mark(marks));
      } else if (!this.#goes(child)) {
        const settled = this.node(child);
        if (settled !== null) kept.push(settled);
      }
    });
    return kept;
  }

  #rows(container: Node): NewRow[] {
    const rows: NewRow[] = [];
    for (const row of rowsOf(container, container.children, 0)) {
      if (isFlow(row.node)) this.#addFlow(rows, row);
      else if (!this.#goes(row.node)) {
        const whole = this.node(row.node);
        if (whole !== null)
          rows.push({ type: whole.type, attrs: whole.attrs, inline: [], whole, item: null });
      }
    }
    return rows;
  }

  #addFlow(rows: NewRow[], { node, item }: Row): void {
    const goes = this.#goes(node) || (item !== null && this.#goes(item));
    const inline = holdsSuggestions(node) ? this.inline(node) : [...node.children];
    if (goes) {
      const before = rows.at(-1);
      if (before?.whole === null) {
        before.inline.push(...inline);
        return;
      }
      if (inline.length === 0) return;
    }
    const itemShape = item === null ? null : this.#shapeOf(item);
    rows.push({ ...this.#shapeOf(node), inline, whole: null, item: itemShape, source: node });
  }

  #goes(node: Node): boolean {
    const inserted = insertedOf(node);
    if (inserted !== null && this.#decide(inserted) === "reject") return true;
    const removed = removedOf(node);
    return removed !== null && this.#decide(removed) === "accept";
  }

  /** Kind and attributes of a node that stays. */
  #shapeOf(node: Node) {
    if (!hasAttributes(node)) return { type: node.type, attrs: node.attrs };
    let { type } = node;
    const attrs: Record<string, unknown> = { ...node.attrs };
    const inserted = insertedOf(node);
    if (inserted !== null && this.#decide(inserted) !== null) {
      attrs["inserted"] = null;
      const { of } = node.attrs["inserted"] as InsertedNode;
      const id: unknown = attrs["id"];
      if (typeof of === "string" && typeof id === "string") this.moved.set(id, of);
    }
    const removed = removedOf(node);
    if (removed !== null && this.#decide(removed) !== null) attrs["removed"] = null;
    const changed = changedOf(node);
    const decision = changed === null ? null : this.#decide(changed);
    if (decision !== null) attrs["changed"] = null;
    if (decision === "reject") {
      const { was } = node.attrs["changed"] as Partial<ChangedBlock>;
      type = typeNamed(type.schema, was?.type) ?? type;
      const { id, inserted: added, removed: gone } = attrs;
      const before = saidAttributes(was?.attrs ?? {});
      return { type, attrs: { ...before, id, inserted: added, removed: gone, changed: null } };
    }
    return { type, attrs };
  }

  /** The marks of words that stay; null when they go. */
  #marksOf(text: Node): readonly Mark[] | null {
    let marks: readonly Mark[] = text.marks;
    for (const mark of text.marks) {
      if (!isSuggestionMark(mark)) continue;
      const suggestion = readSuggestion(mark.attrs);
      const decision = suggestion === null ? null : this.#decide(suggestion);
      if (decision === null) continue;
      const { name } = mark.type;
      if (name === "insertion" && decision === "reject") return null;
      if (name === "deletion" && decision === "accept") return null;
      marks = mark.removeFromSet(marks);
      if (name === "formatting" && decision === "reject") {
        const suggested = marks.filter(isSuggestionMark);
        marks = suggested;
        for (const was of marksBefore(mark)) marks = was.addToSet(marks);
      }
    }
    return marks;
  }
}

const hasAttributes = ({ attrs }: Node): boolean =>
  attrs["inserted"] != null || attrs["removed"] != null || attrs["changed"] != null;

function typeNamed(schema: Schema, name: unknown) {
  return typeof name === "string" && Object.hasOwn(schema.nodes, name) ? schema.nodes[name] : null;
}

/** The marks that words had before somebody suggested others. */
export function marksBefore(formatting: Mark): readonly Mark[] {
  const was: unknown = formatting.attrs["was"];
  if (!Array.isArray(was)) return [];
  const { schema } = formatting.type;
  const marks: Mark[] = [];
  for (const json of was as unknown[]) {
    try {
      marks.push(schema.markFromJSON(json));
    } catch (error) {
      // Written by a client: a mark that the schema does not have is none.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return plainMarks(marks);
}

/** Gives accepted copies the ids of the blocks that they stand for, where those have gone. */
function withTakenIds(doc: Node, moved: ReadonlyMap<string, string>): Node {
  const present = new Set<unknown>();
  doc.descendants((node) => {
    if (!node.isText) present.add(node.attrs["id"]);
  });
  const rename = (node: Node): Node => {
    if (node.isText) return node;
    const id: unknown = node.attrs["id"];
    const of = typeof id === "string" ? moved.get(id) : undefined;
    const children = node.children.map(rename);
    const isRenamed = of !== undefined && !present.has(of);
    if (!isRenamed && children.every((child, index) => child === node.child(index))) return node;
    if (isRenamed) present.add(of);
    const attrs = isRenamed ? { ...node.attrs, id: of } : node.attrs;
    return node.type.create(attrs, children, node.marks);
  };
  return rename(doc);
}

/** The text as if all suggestions were accepted. */
export const finalView = (doc: Node): Node => settle(doc, () => "accept");

/** The text as if all suggestions were rejected. */
export const originalView = (doc: Node): Node => settle(doc, () => "reject");

/** The citations of a text, in the order in which it is read. */
import type { Node } from "prosemirror-model";
import type { PaperDocumentJson, PaperNodeJson } from "../paper-document.ts";

export interface FoundCitation {
  readonly sourceId: string | null;
  readonly locator: string | null;
  readonly prefix: string | null;
  /** The note that it stands in; null in the text itself. */
  readonly noteId: string | null;
  /** Another citation stands right before it, so that the two share their brackets. */
  readonly followsAnother: boolean;
  readonly isFollowed: boolean;
}

type AnyNode = Node | PaperDocumentJson | PaperNodeJson;

const isJson = (node: AnyNode): node is PaperDocumentJson | PaperNodeJson =>
  typeof node.type === "string";
const nameOf = (node: AnyNode | undefined): string | null =>
  node === undefined ? null : isJson(node) ? node.type : node.type.name;
const childrenOf = (node: AnyNode): readonly AnyNode[] =>
  isJson(node) ? (node.content ?? []) : node.children;
const textAttribute = (node: AnyNode, name: string): string | null => {
  const value: unknown = node.attrs?.[name];
  return typeof value === "string" ? value : null;
};

const lists = new WeakMap<Node, AnyNode | null>();

/** The first list of sources in a node, or the node itself. Found once: nodes never change. */
function listIn(node: AnyNode): AnyNode | null {
  if (nameOf(node) === "bibliography") return node;
  const before = isJson(node) ? undefined : lists.get(node);
  if (before !== undefined) return before;
  let list: AnyNode | null = null;
  for (const child of childrenOf(node)) {
    list = listIn(child);
    if (list !== null) break;
  }
  if (!isJson(node)) lists.set(node, list);
  return list;
}

/** The style that the list of sources of a text names; null where there is no list. */
export function bibliographyStyleIn(document: AnyNode): string | null {
  // It stands among the top blocks nearly always: those are looked at first.
  const list =
    childrenOf(document).find((block) => nameOf(block) === "bibliography") ?? listIn(document);
  return list === null ? null : textAttribute(list, "citationStyle");
}

const known = new WeakMap<Node, readonly FoundCitation[]>();

/** All of a text. Asking again after an edit costs a glance at each block: nodes never change. */
export function citationsIn(document: Node | PaperDocumentJson): FoundCitation[] {
  return childrenOf(document).flatMap((block) => {
    if (isJson(block)) return found(block);
    let citations = known.get(block);
    if (citations === undefined) {
      citations = found(block);
      known.set(block, citations);
    }
    return citations;
  });
}

function found(block: AnyNode): FoundCitation[] {
  const citations: FoundCitation[] = [];
  let notes = 0;
  const visit = (node: AnyNode, noteId: string | null): void => {
    const children = childrenOf(node);
    children.forEach((child, index) => {
      const name = nameOf(child);
      if (name === "footnote") {
        notes += 1;
        visit(child, textAttribute(child, "id") ?? `note ${notes}`);
      } else if (name !== "citation") visit(child, noteId);
      else
        citations.push({
          sourceId: textAttribute(child, "sourceId"),
          locator: textAttribute(child, "locator"),
          prefix: textAttribute(child, "prefix"),
          noteId,
          followsAnother: nameOf(children[index - 1]) === "citation",
          isFollowed: nameOf(children[index + 1]) === "citation",
        });
    });
  };
  visit(block, null);
  return citations;
}

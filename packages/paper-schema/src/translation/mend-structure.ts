/** Puts the blocks that a translation lacks at their place, as an edit that merges with others. */
import * as Y from "yjs";
import { bodyFragment, type PaperDocumentJson, type PaperNodeJson } from "../paper-document.ts";
import { acceptedText } from "./accepted-text.ts";
import { blockId, isSectionHeading } from "./structure.ts";
import { untranslatedBlock } from "./untranslated-copy.ts";

/**
 * Adds what is missing, empty, after the nearest earlier sibling that is there; nothing that is
 * there is moved or taken out. Gives the ids of the blocks added. `sectionId` mends one section.
 */
export function mendStructure(
  doc: Y.Doc,
  original: PaperDocumentJson,
  sectionId: string | null = null,
): string[] {
  const body = doc.getXmlFragment(bodyFragment);
  const elements = elementsById(body);
  const added: string[] = [];
  let section: string | null = null;

  const mend = (nodes: readonly PaperNodeJson[], parent: Y.XmlFragment, isTop: boolean) => {
    /** Ids of the siblings before, the nearest last. */
    const before: string[] = [];
    for (const node of nodes) {
      const id = blockId(node);
      if (isTop && isSectionHeading(node)) section = id;
      if (id === null) continue;
      const isWanted = section !== null && (sectionId === null || section === sectionId);
      const element = elements.get(id);
      if (element === undefined && isWanted) {
        const made = toElement(untranslatedBlock(node));
        parent.insert(placeAfter(parent, before, elements), [made]);
        for (const [key, value] of elementsById(made, true)) elements.set(key, value);
        added.push(id);
      } else if (element !== undefined && element.nodeName === node.type)
        mend(node.content ?? [], element, false);
      before.push(id);
    }
  };
  doc.transact(() => mend(acceptedText(original).content, body, true));
  return added;
}

function placeAfter(
  parent: Y.XmlFragment,
  before: readonly string[],
  elements: ReadonlyMap<string, Y.XmlElement>,
): number {
  const children: readonly unknown[] = parent.toArray();
  for (const id of before.toReversed()) {
    const sibling = elements.get(id);
    const at = sibling === undefined ? -1 : children.indexOf(sibling);
    if (at >= 0) return at + 1;
  }
  return 0;
}

function elementsById(root: Y.XmlFragment, isIncluded = false): Map<string, Y.XmlElement> {
  const found = new Map<string, Y.XmlElement>();
  const visit = (parent: Y.XmlFragment) => {
    for (const child of parent.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue;
      note(child);
      visit(child);
    }
  };
  const note = (element: Y.XmlElement) => {
    const id: unknown = element.getAttribute("id");
    if (typeof id === "string" && !found.has(id)) found.set(id, element);
  };
  if (isIncluded && root instanceof Y.XmlElement) note(root as Y.XmlElement);
  visit(root);
  return found;
}

function toElement(node: PaperNodeJson): Y.XmlElement {
  const element = new Y.XmlElement(node.type);
  for (const [name, value] of Object.entries(node.attrs ?? {}))
    if (value !== null) element.setAttribute(name, value as never);
  const children = (node.content ?? []).filter(({ text }) => text === undefined).map(toElement);
  if (children.length > 0) element.insert(0, children);
  return element;
}

/**
 * Ids that arise by merging. Each page gives ids to what it makes itself; yet when two people move
 * the same paragraph, or one makes it a heading while another puts it into a list, each writes a
 * copy with the same id, and both copies are there when their edits meet.
 *
 * One rule, by which any number of pages may mend at once without answering each other: **the first
 * in the order of the text keeps the id; every later one gets the id that its own Yjs item names.**
 * Who mends makes no difference to the outcome, because nothing in it is drawn by chance; and the
 * first is never renamed by anybody, because nothing can be before it, so that no id is lost.
 */
import * as Y from "yjs";

import { blockNodeNames } from "./schema.ts";

/** How ids begin, by the node that has one; the blocks' begin with anything. */
export const idPrefixes: ReadonlyMap<string, string> = new Map([
  ...blockNodeNames.map((name) => [name, ""] as const),
  ["footnote", "fn-"],
  ["bracket", "br-"],
  ["alternative", "alt-"],
]);

/** Mends the ids of a text in one transaction of the given origin; answers how many. */
export function mendIds(fragment: Y.XmlFragment, origin: unknown): number {
  const taken = new Set<string>();
  const broken: Y.XmlElement[] = [];
  const visit = (parent: Y.XmlFragment): void => {
    for (const child of parent.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue;
      if (idPrefixes.has(child.nodeName)) {
        const id: unknown = child.getAttribute("id");
        if (typeof id !== "string" || taken.has(id)) broken.push(child);
        else taken.add(id);
      }
      visit(child);
    }
  };
  visit(fragment);
  if (broken.length === 0) return 0;
  const mend = () => {
    for (const element of broken) {
      const id = ownId(element, taken);
      taken.add(id);
      element.setAttribute("id", id);
    }
  };
  if (fragment.doc === null) mend();
  else fragment.doc.transact(mend, origin);
  return broken.length;
}

function ownId(element: Y.XmlElement, taken: ReadonlySet<string>): string {
  const { client, clock } = element._item?.id ?? { client: 0, clock: 0 };
  const prefix = idPrefixes.get(element.nodeName) ?? "";
  const own = `${prefix}m${client.toString(36)}-${clock.toString(36)}`;
  let id = own;
  // A copy of a block that was mended once brings that id along.
  for (let more = 2; taken.has(id); more += 1) id = `${own}-${more}`;
  return id;
}

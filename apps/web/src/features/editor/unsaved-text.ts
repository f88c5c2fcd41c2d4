import { bodyFragment } from "@istmo/paper-schema";
import * as Y from "yjs";

/** What stands between two stretches of unsaved words of one block that saved words keep apart. */
const gap = " … ";

/**
 * The words that somebody has written and the server has not confirmed, as plain text: a line for
 * each block that holds some, in the order of the document, and nothing of what stood there before.
 *
 * `acknowledgedClocks` has an entry for every Yjs client that the person wrote as: how far the
 * database holds what that client wrote. Words of other clients are never given. What an edit moves
 * (the second half of a paragraph that is split) was written anew in Yjs, and counts as new.
 */
export function unsavedText(doc: Y.Doc, acknowledgedClocks: ReadonlyMap<number, number>): string {
  const lines: string[] = [];
  collect(doc.getXmlFragment(bodyFragment), acknowledgedClocks, lines);
  return lines.join("\n");
}

function collect(
  parent: Y.XmlFragment,
  acknowledged: ReadonlyMap<number, number>,
  lines: string[],
): void {
  const stretches: string[] = [];
  let isOpen = false;
  const take = (words: string | null) => {
    if (words === null) isOpen = false;
    else if (isOpen) stretches.push((stretches.pop() ?? "") + words);
    else {
      stretches.push(words);
      isOpen = true;
    }
  };
  // Blocks within this one, and the notes that hang on its words: each a line of its own, after it.
  const within: Y.XmlFragment[] = [];
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) readText(child, acknowledged, take);
    else if (child instanceof Y.XmlElement && child.nodeName === "hardBreak") {
      if (isOpen) take(" ");
    } else if (child instanceof Y.XmlFragment) {
      within.push(child);
    }
  }
  const line = stretches
    .map((stretch) => stretch.trim())
    .filter((stretch) => stretch !== "")
    .join(gap);
  if (line !== "") lines.push(line);
  for (const child of within) collect(child, acknowledged, lines);
}

/** Gives each unsaved piece of a text, and null for each piece that is not this person's or is saved. */
function readText(
  text: Y.XmlText,
  acknowledged: ReadonlyMap<number, number>,
  take: (words: string | null) => void,
): void {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    const known = acknowledged.get(client) ?? Number.POSITIVE_INFINITY;
    const saved = Math.min(Math.max(known - clock, 0), item.length);
    if (saved > 0) take(null);
    if (saved < item.length) take(item.content.str.slice(saved));
  }
}

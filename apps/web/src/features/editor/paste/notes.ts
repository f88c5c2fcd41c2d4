/** Footnotes and endnotes of Word and Google Docs: found at the end, put where they are referred to. */
import { styleOf, tagOf } from "./reading.ts";

export interface Notes {
  /** The text of a note, by the link that refers to it. */
  readonly byReference: ReadonlyMap<Element, readonly Node[]>;
  /** What holds the notes at the end; it is no part of the text. */
  readonly containers: ReadonlySet<Element>;
  /** The number before a note's text, which leads back to the reference. */
  readonly marks: ReadonlySet<Element>;
}

const reference = /^#(?:_?(?:ftn|edn)|ftnt|fn|footnote)[\w-]*$/i;

/**
 * A note is a link to a place whose own link leads back: Word writes `#_ftn1` and `#_ftnref1`,
 * Google `#ftnt1` and `#ftnt_ref1`. The block around that second link is the note.
 */
export function readNotes(body: Element): Notes {
  const byReference = new Map<Element, readonly Node[]>();
  const containers = new Set<Element>();
  const marks = new Set<Element>();
  const anchors = [...body.querySelectorAll("a[href^='#']")];
  const byName = new Map<string, Element>();
  for (const anchor of anchors)
    for (const name of [anchor.getAttribute("name"), anchor.getAttribute("id")])
      if (name !== null && !byName.has(name)) byName.set(name, anchor);
  for (const anchor of anchors) {
    const href = anchor.getAttribute("href") ?? "";
    if (!reference.test(href) || /ref/i.test(href) || marks.has(anchor)) continue;
    const back = byName.get(href.slice(1));
    if (back === undefined || back === anchor) continue;
    const own = anchor.getAttribute("name") ?? anchor.getAttribute("id");
    if (own !== null && back.getAttribute("href") !== `#${own}`) continue;
    const container = containerOf(back);
    if (container === null || container.contains(anchor)) continue;
    marks.add(back);
    containers.add(container);
    byReference.set(anchor, textOf(container));
  }
  for (const list of body.querySelectorAll("[style*='mso-element']")) {
    const part = styleOf(list, "mso-element");
    if (part === "footnote-list" || part === "endnote-list") containers.add(list);
  }
  return { byReference, containers, marks };
}

function containerOf(back: Element): Element | null {
  let block: Element | null = null;
  for (let at = back.parentElement; at !== null && tagOf(at) !== "body"; at = at.parentElement) {
    const part = styleOf(at, "mso-element");
    if (part === "footnote" || part === "endnote") return at;
    if (block === null && /^(?:p|div|li)$/.test(tagOf(at))) block = at;
  }
  return block;
}

/** A note of several paragraphs is one line here, with a space between them. */
function textOf(container: Element): Node[] {
  const paragraphs = [...container.querySelectorAll("p")];
  if (paragraphs.length === 0) return [...container.childNodes];
  return paragraphs.flatMap((paragraph, index) => [
    ...(index > 0 ? [paragraph.ownerDocument.createTextNode(" ")] : []),
    ...paragraph.childNodes,
  ]);
}

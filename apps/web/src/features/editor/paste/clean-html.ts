/**
 * Turns the HTML that Word, Google Docs and web pages put on the clipboard into the few elements
 * that a paper knows. The HTML is read in a document of its own, where no script runs and nothing is
 * fetched, and what comes out is written anew: nothing of it is copied but text, the addresses of
 * safe links and the spans of table cells.
 */
import { toSafeHref } from "@istmo/paper-schema";

import { emptyReport, type Cleaning, type CleanOptions, type PasteReport } from "./cleaning.ts";
import { listOfElement, listOfParagraphs, wordListItem, type WordListItem } from "./lists.ts";
import { readNotes } from "./notes.ts";
import { captionOf, classesOf, escapeText, isBlank, isComment, styleOf, tagOf } from "./reading.ts";
import { tableOf } from "./tables.ts";

export interface CleanPaste {
  readonly html: string;
  readonly left: PasteReport;
}

/** The HTML as a paper may take it, and what was left out. */
export function cleanHtml(html: string, options: CleanOptions): CleanPaste {
  const left = emptyReport();
  const parsed = new DOMParser().parseFromString(withoutIslands(html), "text/html");
  const notes = readNotes(parsed.body);
  const cleaning: Cleaning = {
    ...options,
    left,
    notes,
    flow: (nodes) => flow(nodes, cleaning),
    inline: (nodes) => inline(nodes, cleaning),
  };
  const made = flow(parsed.body.childNodes, cleaning);
  // The rule that parts the text from its notes goes with them.
  return { html: notes.containers.size > 0 ? made.replace(/<hr>$/, "") : made, left };
}

const islands = [
  ["<!--", "-->"],
  ["<style", "</style>"],
  ["<script", "</script>"],
  ["<xml", "</xml>"],
] as const;

/**
 * Without comments, styles and Word's XML, which are most of what Word writes. Looks once through
 * the text, so that five megabytes of it take no longer than reading them.
 */
function withoutIslands(html: string): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const start = html.indexOf("<", at);
    if (start === -1) break;
    const head = html.slice(start, start + 7).toLowerCase();
    const island = islands.find(([opening]) => head.startsWith(opening));
    if (island === undefined) {
      kept.push(html.slice(at, start + 1));
      at = start + 1;
      continue;
    }
    kept.push(html.slice(at, start));
    const [, closing] = island;
    const end = indexOfCaseless(html, closing, start);
    if (end === -1) return kept.join("");
    at = end + closing.length;
  }
  kept.push(html.slice(at));
  return kept.join("");
}

function indexOfCaseless(html: string, wanted: string, from: number): number {
  const found = html.indexOf(wanted, from);
  return found === -1 ? html.indexOf(wanted.toUpperCase(), from) : found;
}

const skipped = new Set(
  [
    "head style script meta link title base template noscript iframe frame frameset object embed",
    "applet svg math canvas audio video source track map area input button select textarea option",
    "datalist progress meter dialog",
  ]
    .join(" ")
    .split(" "),
);
const containers = new Set(
  [
    "div section article main header footer nav aside address center details summary fieldset form",
    "figure figcaption dl dt dd hgroup search body html noframes",
  ]
    .join(" ")
    .split(" "),
);

/** Blocks out of nodes of any kind; text and marks between blocks become paragraphs. */
function flow(nodes: Iterable<Node>, cleaning: Cleaning): string {
  const made: string[] = [];
  let run: Node[] = [];
  let items: WordListItem[] = [];

  const endRun = () => {
    if (run.length > 0) made.push(paragraph(cleaning.inline(run)));
    run = [];
  };
  const endList = () => {
    if (items.length > 0) made.push(listOfParagraphs(items));
    items = [];
  };
  const add = (block: string) => {
    endRun();
    endList();
    made.push(block);
  };

  const all = [...nodes];
  all.forEach((node, index) => {
    if (!(node instanceof Element)) {
      // The line ends between two blocks are no text.
      if (run.length > 0 || (node.textContent ?? "").trim() !== "") {
        if (node.nodeType === node.TEXT_NODE) run.push(node);
      }
      return;
    }
    const tag = tagOf(node);
    if (isLeftOut(node, tag, cleaning)) return;
    if (isPageBreak(node, tag)) {
      add("<hr data-page-break>");
      return;
    }
    const item = wordListItem(node, tag, cleaning);
    if (item !== null) {
      endRun();
      items.push(item);
      return;
    }
    const block = blockOf(node, { tag, next: nextElement(all, index), cleaning });
    if (block === null) run.push(node);
    else if (block !== "") add(block);
    else endRun();
  });
  endRun();
  endList();
  return made.join("");
}

function nextElement(nodes: readonly Node[], index: number): Element | null {
  for (const node of nodes.slice(index + 1, index + 8)) if (node instanceof Element) return node;
  return null;
}

interface BlockPlace {
  readonly tag: string;
  readonly next: Element | null;
  readonly cleaning: Cleaning;
}

/** The element as a block; null when it is part of a line, "" when nothing of it is taken. */
function blockOf(element: Element, { tag, next, cleaning }: BlockPlace): string | null {
  const level = headingLevel(element, tag);
  if (level !== null) {
    const text = cleaning.inline(element.childNodes);
    return isBlank(text) ? "" : `<h${level}>${text.trim()}</h${level}>`;
  }
  switch (tag) {
    case "p":
      return isCaption(element, next)
        ? captionOf(cleaning.inline(element.childNodes))
        : holdsBlocks(element)
          ? cleaning.flow(element.childNodes)
          : paragraph(cleaning.inline(element.childNodes));
    case "ul":
    case "ol":
      return listOfElement(element, cleaning);
    case "blockquote": {
      const inside = cleaning.flow(element.childNodes);
      return inside === "" ? "" : `<blockquote>${inside}</blockquote>`;
    }
    case "table":
      return tableOf(element, cleaning);
    case "hr":
      return "<hr>";
    case "pre":
      return (element.textContent ?? "")
        .split(/\r\n?|\n/)
        .map((line) => paragraph(escapeText(line)))
        .join("");
    case "li":
      return cleaning.flow(element.childNodes);
    default:
      if (containers.has(tag)) return cleaning.flow(element.childNodes);
      // Google wraps all that it copies in a <b>, others in a <span>.
      return holdsBlocks(element) ? cleaning.flow(element.childNodes) : null;
  }
}

const blockSelector = "p,h1,h2,h3,h4,h5,h6,ul,ol,table,blockquote,div,hr,pre,section,article";

function holdsBlocks(element: Element): boolean {
  return element.firstElementChild !== null && element.querySelector(blockSelector) !== null;
}

function paragraph(text: string): string {
  return isBlank(text) ? "" : `<p>${text.trim()}</p>`;
}

function headingLevel(element: Element, tag: string): number | null {
  const plain = /^h([1-6])$/.exec(tag)?.[1];
  if (plain !== undefined) return Math.min(Number(plain), 4);
  if (tag !== "p" && tag !== "div") return null;
  const classes = classesOf(element);
  // The names of Word's styles are those of its language: Heading1, Ttulo1, Título1, Titre1.
  const named = /(?:^|\s)(?:mso)?(?:heading|t[ií]?tulo|titre|ttulo)([1-9])(?:\s|$)/i.exec(
    classes,
  )?.[1];
  if (named !== undefined) return Math.min(Number(named), 4);
  if (/(?:^|\s)MsoTitle(?:\s|$)/i.test(classes)) return 1;
  const outline = /^\d$/.exec(styleOf(element, "mso-outline-level") ?? "")?.[0];
  if (outline !== undefined && Number(outline) >= 1) return Math.min(Number(outline), 4);
  if (element.getAttribute("role") !== "heading") return null;
  const aria = Number(element.getAttribute("aria-level") ?? 2);
  return aria >= 1 && aria <= 9 ? Math.min(aria, 4) : 2;
}

function isCaption(element: Element, next: Element | null): boolean {
  if (next === null || !/(?:^|\s)(?:MsoCaption|caption)(?:\s|$)/i.test(classesOf(element)))
    return false;
  return tagOf(next) === "table" || next.firstElementChild?.tagName === "TABLE";
}

function isPageBreak(element: Element, tag: string): boolean {
  const breaks = (it: Element) =>
    styleOf(it, "page-break-before") === "always" || styleOf(it, "break-before") === "page";
  if (tag === "br") return breaks(element);
  if (tag !== "p" && tag !== "span") return false;
  if (!isBlank(escapeText(element.textContent ?? ""))) return false;
  return [...element.querySelectorAll("br")].some(breaks);
}

/** What is no part of the text: comments, deletions, notes that were read before, pictures. */
function isLeftOut(element: Element, tag: string, { left, notes }: Cleaning): boolean {
  if (notes.containers.has(element)) return true;
  if (tag === "img" || tag === "v:imagedata") {
    left.images += 1;
    return true;
  }
  if (isComment(element)) {
    left.comments += element.querySelectorAll("[id^='_com_'], .MsoCommentText").length > 0 ? 1 : 0;
    return true;
  }
  if (skipped.has(tag) || (tag.includes(":") && tag !== "o:p")) return true;
  if (tag === "del" || tag === "s" || tag === "strike") return tag === "del";
  return (
    /(?:^|\s)msoDel(?:\s|$)/i.test(classesOf(element)) || styleOf(element, "display") === "none"
  );
}

/** The line that the nodes make: text, breaks, bold, italic, links and notes. */
function inline(nodes: Iterable<Node>, cleaning: Cleaning): string {
  let made = "";
  for (const node of nodes) {
    if (node.nodeType === node.TEXT_NODE)
      made += escapeText((node.nodeValue ?? "").replace(/[\t\r\n ]+/g, " "));
    else if (node instanceof Element) made += inlineElement(node, cleaning);
  }
  return made;
}

function inlineElement(element: Element, cleaning: Cleaning): string {
  const tag = tagOf(element);
  if (isLeftOut(element, tag, cleaning)) return "";
  if (tag === "br") return "<br>";
  const note = cleaning.notes.byReference.get(element);
  if (note !== undefined) return `<sup data-footnote="">${cleaning.inline(note).trim()}</sup>`;
  if (cleaning.notes.marks.has(element)) return "";
  const inside = cleaning.inline(element.childNodes);
  if (inside === "") return "";
  if (tag === "a") return link(element, inside, cleaning);
  return marked(element, tag, inside);
}

function link(element: Element, inside: string, { left }: Cleaning): string {
  const href = element.getAttribute("href");
  if (href === null || href.startsWith("#")) return inside;
  const safe = /^(?:https?|mailto):/i.test(href.trim()) ? toSafeHref(href) : null;
  if (safe !== null) return `<a href="${escapeText(safe)}">${inside}</a>`;
  // Letters may be parted by spaces or signs that a browser passes by.
  const scheme = href.replace(/[^a-z:]/gi, "").toLowerCase();
  if (/^(?:javascript|vbscript|data|file|blob):/.test(scheme)) left.unsafeLinks += 1;
  return inside;
}

function marked(element: Element, tag: string, inside: string): string {
  const weight = styleOf(element, "font-weight");
  const isBold =
    weight === null ? tag === "b" || tag === "strong" : weight === "bold" || Number(weight) >= 600;
  const slant = styleOf(element, "font-style");
  const isItalic =
    slant === null ? tag === "i" || tag === "em" || tag === "cite" : slant === "italic";
  const bold = isBold ? `<strong>${inside}</strong>` : inside;
  return isItalic ? `<em>${bold}</em>` : bold;
}

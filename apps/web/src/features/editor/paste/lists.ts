/** Lists: Word's, which are paragraphs with a style, and those of everybody else. */
import type { Cleaning } from "./cleaning.ts";
import { classesOf, styleOf, tagOf } from "./reading.ts";

export interface WordListItem {
  /** From 1. */
  readonly level: number;
  readonly kind: ListKind;
  readonly start: number;
  readonly html: string;
}

interface ListKind {
  readonly isOrdered: boolean;
  readonly isLettered: boolean;
}

const deepest = 6;

/** A paragraph of Word that is a list item; null when it is none. */
export function wordListItem(
  element: Element,
  tag: string,
  cleaning: Cleaning,
): WordListItem | null {
  if (tag !== "p" && tag !== "div" && !/^h[1-6]$/.test(tag)) return null;
  const list = styleOf(element, "mso-list");
  if (list === null || !/\bl\d+\b/.test(list)) return null;
  // Word numbers its headings by lists too; those stay headings, whose numbers are counted here.
  if (/^h[1-6]$/.test(tag) || /heading|t[ií]?tulo\d|ttulo\d/i.test(classesOf(element))) return null;
  const level = Math.min(Number(/level(\d+)/.exec(list)?.[1] ?? 1), deepest);
  const marker = markerIn(element);
  const text = marker === null ? "" : (marker.textContent ?? "").replace(/[\s\u00a0]+/g, "");
  marker?.remove();
  const html = cleaning.inline(element.childNodes).trim();
  return { level, html: `<p>${html}</p>`, ...markerKind(text) };
}

function markerIn(element: Element): Element | null {
  for (const span of element.querySelectorAll("span[style*='mso-list']"))
    if (styleOf(span, "mso-list") === "ignore") return span;
  return null;
}

/** "1." is a number, "b)" and "(iii)" letters; "·", "o" and "-" are bullets. */
function markerKind(marker: string): { kind: ListKind; start: number } {
  const digits = /^\(?(\d+)[.)]?/.exec(marker)?.[1];
  if (digits !== undefined)
    return { kind: { isOrdered: true, isLettered: false }, start: Number(digits) };
  const letter = /^\(?([a-z]{1,4})[.)]/i.exec(marker)?.[1]?.toLowerCase();
  if (letter !== undefined)
    return {
      kind: { isOrdered: true, isLettered: true },
      start: letter.length === 1 && letter !== "i" ? letter.charCodeAt(0) - 96 : 1,
    };
  return { kind: { isOrdered: false, isLettered: false }, start: 1 };
}

/** Lists out of paragraphs that follow each other, each within the item before it. */
export function listOfParagraphs(items: readonly WordListItem[]): string {
  const open: { level: number; kind: ListKind }[] = [];
  let html = "";
  const close = () => {
    const { kind } = open.pop()!;
    html += `</li></${kind.isOrdered ? "ol" : "ul"}>`;
  };
  for (const item of items) {
    while (open.length > 0 && open.at(-1)!.level > item.level) close();
    const current = open.at(-1);
    const isOther =
      current?.level === item.level &&
      (current.kind.isOrdered !== item.kind.isOrdered ||
        current.kind.isLettered !== item.kind.isLettered);
    if (isOther) close();
    if (open.at(-1)?.level === item.level) html += "</li><li>";
    else {
      html += `${openingTag(item.kind, item.start)}<li>`;
      open.push({ level: item.level, kind: item.kind });
    }
    html += item.html;
  }
  while (open.length > 0) close();
  return html;
}

function openingTag({ isOrdered, isLettered }: ListKind, start: number): string {
  if (!isOrdered) return "<ul>";
  return `<ol${isLettered ? ' type="a"' : ""}${start > 1 ? ` start="${start}"` : ""}>`;
}

/** A list as HTML has them. Google puts the inner list beside the item that it belongs to. */
export function listOfElement(list: Element, cleaning: Cleaning): string {
  const isOrdered = tagOf(list) === "ol";
  const items: string[] = [];
  for (const child of list.children) {
    const tag = tagOf(child);
    if (tag === "ul" || tag === "ol") {
      const inner = listOfElement(child, cleaning);
      if (items.length === 0) items.push("<p></p>");
      items[items.length - 1] += inner;
    } else {
      const inside = cleaning.flow(child.childNodes);
      if (inside !== "") items.push(/^<p[ >]/.test(inside) ? inside : `<p></p>${inside}`);
    }
  }
  if (items.length === 0) return "";
  const first = list.querySelector("li");
  const style = styleOf(list, "list-style-type") ?? (first && styleOf(first, "list-style-type"));
  const isLettered =
    isOrdered &&
    (/^[ai]$/i.test(list.getAttribute("type") ?? "") ||
      /^(?:lower|upper)-(?:alpha|latin|roman)$/.test(style ?? ""));
  const start = Number(list.getAttribute("start") ?? 1);
  const isSafeStart = Number.isSafeInteger(start) && start >= 1 && start <= 10_000;
  const opening = openingTag({ isOrdered, isLettered }, isSafeStart ? start : 1);
  return `${opening}${items.map((item) => `<li>${item}</li>`).join("")}</${isOrdered ? "ol" : "ul"}>`;
}

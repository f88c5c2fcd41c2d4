/** What a paper's text can refer to, and how one finds it by typing. */
import type { Node } from "@tiptap/pm/model";
import { shortened, type NumberedKind, type PaperNumbering } from "@istmo/paper-schema";

export type ReferenceKind = Exclude<NumberedKind, "caption" | "bracket">;

export interface ReferenceTarget {
  readonly id: string;
  readonly kind: ReferenceKind;
  /** As the text will say it: "para. 14". */
  readonly reference: string;
  readonly excerpt: string;
}

const excerptLength = 120;

/** All that has a number, and the headings that have none, in the order of the text. */
export function referenceTargets(doc: Node, numbering: PaperNumbering): ReferenceTarget[] {
  const targets: ReferenceTarget[] = [];
  let caption = "";
  doc.descendants((node) => {
    const id: unknown = node.attrs["id"];
    if (typeof id !== "string") return true;
    const number = numbering.get(id);
    const text = () => shortened(node.textContent.trim().replace(/\s+/g, " "), excerptLength);
    if (number?.kind === "caption") caption = text();
    const kind = number === undefined ? unnumberedKind(node) : kindOf(number.kind, node);
    if (kind === null) return true;
    const excerpt = kind === "table" ? caption : text();
    targets.push({ id, kind, reference: number?.reference ?? excerpt, excerpt });
    return true;
  });
  return targets;
}

function unnumberedKind(node: Node): ReferenceKind | null {
  return node.type.name === "heading" && node.textContent.trim() !== "" ? "heading" : null;
}

function kindOf(kind: NumberedKind, node: Node): ReferenceKind | null {
  if (kind === "caption" || kind === "bracket") return null;
  // An item and its first paragraph have one number: one of them is enough.
  if (kind === "item" && node.type.name !== "listItem") return null;
  return kind;
}

/**
 * Those that the words find, the nearest first: a number typed alone finds what has it before what
 * has it among others or in its text.
 */
export function findTargets(targets: readonly ReferenceTarget[], typed: string): ReferenceTarget[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...targets];
  const ranked = targets.flatMap((target) => {
    const reference = plain(target.reference);
    const text = `${reference} ${plain(target.excerpt)}`;
    if (!wanted.every((word) => text.includes(word))) return [];
    const parts = reference.split(/[\s.]+/);
    const rank =
      reference === wanted.join(" ") ? 0 : wanted.every((word) => parts.includes(word)) ? 1 : 2;
    return [{ target, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ target }) => target);
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

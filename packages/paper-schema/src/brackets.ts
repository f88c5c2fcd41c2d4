/** The unagreed wording of a text. */
import type { PaperDocumentJson, PaperNodeJson } from "./paper-document.ts";

export interface BracketAlternative {
  readonly id: string | null;
  readonly text: string;
}

export interface PaperBracket {
  readonly id: string | null;
  /** The block in which it stands: the innermost one that has an id. */
  readonly blockId: string | null;
  /** The level-1 heading under which it stands; null before the first. */
  readonly sectionId: string | null;
  readonly alternatives: readonly BracketAlternative[];
}

/** Every bracket of a text in its order. */
export function bracketsOf(document: PaperDocumentJson): readonly PaperBracket[] {
  const found: PaperBracket[] = [];
  let sectionId: string | null = null;

  function visit(node: PaperNodeJson, blockId: string | null): void {
    if (node.type === "bracket") {
      const alternatives = (node.content ?? []).map((it) => ({ id: idOf(it), text: plain(it) }));
      found.push({ id: idOf(node), blockId, sectionId, alternatives });
      return;
    }
    const within = idOf(node) ?? blockId;
    for (const child of node.content ?? []) visit(child, within);
  }

  for (const block of document.content) {
    if (block.type === "heading" && block.attrs?.["level"] === 1) sectionId = idOf(block);
    visit(block, null);
  }
  return found;
}

function idOf({ attrs }: PaperNodeJson): string | null {
  const id = attrs?.["id"];
  return typeof id === "string" ? id : null;
}

function plain(node: PaperNodeJson): string {
  if (node.type === "hardBreak") return " ";
  if (node.type === "footnote") return "";
  return node.text ?? (node.content ?? []).map(plain).join("");
}

/** What has changed in a section of the original since it was translated, word by word. */
import { diffWordsWithSpace } from "diff";
import type { PaperNodeJson } from "../paper-document.ts";
import { canonicalJson } from "../paper-document.ts";
import { paperSchema, type PaperNodeName } from "../schema.ts";

/** A run of words of a block: the same, only in the new text, or only in the old one. */
export interface ChangedRun {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

export interface ChangedBlock {
  readonly blockId: string | null;
  readonly type: PaperNodeName;
  /** "changed": other words. "format": the same words otherwise laid out, marked or placed. */
  readonly change: "added" | "removed" | "changed" | "format";
  readonly runs: readonly ChangedRun[];
}

/** Beyond this many edits two texts have little in common: they are shown whole. */
const mostEdits = 2_000;

/** The blocks of text that are not as they were, in the order of the new section. */
export function sectionChanges(
  before: readonly PaperNodeJson[],
  after: readonly PaperNodeJson[],
): ChangedBlock[] {
  const old = textblocksOf(before);
  const now = textblocksOf(after);
  const oldById = new Map(old.map((block) => [block.key, block]));
  const nowKeys = new Set(now.map(({ key }) => key));
  const changes: ChangedBlock[] = [];
  let reached = 0;
  /** What went stands where it stood: before the next block that is still there. */
  const passGone = (until: number) => {
    for (; reached < until; reached += 1) {
      const gone = old[reached];
      if (gone !== undefined && !nowKeys.has(gone.key))
        changes.push({ ...gone.face, change: "removed", runs: whole("removed", gone.words) });
    }
  };
  for (const block of now) {
    const partner = oldById.get(block.key);
    if (partner === undefined) {
      changes.push({ ...block.face, change: "added", runs: whole("added", block.words) });
      continue;
    }
    passGone(old.indexOf(partner));
    reached = Math.max(reached, old.indexOf(partner) + 1);
    if (partner.words !== block.words)
      changes.push({ ...block.face, change: "changed", runs: changedRuns(partner, block) });
    else if (partner.canonical !== block.canonical)
      changes.push({ ...block.face, change: "format", runs: whole("same", block.words) });
  }
  passGone(old.length);
  return changes;
}

interface Textblock {
  readonly key: string;
  readonly face: Pick<ChangedBlock, "blockId" | "type">;
  readonly words: string;
  readonly canonical: string;
}

function textblocksOf(blocks: readonly PaperNodeJson[]): Textblock[] {
  const found: Textblock[] = [];
  const visit = (node: PaperNodeJson, around: string) => {
    const type = paperSchema.nodes[node.type];
    const id = node.attrs?.["id"];
    const blockId = typeof id === "string" ? id : null;
    if (type.isTextblock || (type.isBlock && type.isAtom)) {
      found.push({
        // Without an id a block is known by its place alone.
        key: blockId ?? `${around}#${found.length}`,
        face: { blockId, type: node.type },
        words: wordsOf(node),
        canonical: `${around} ${canonicalJson(node as never)}`,
      });
      return;
    }
    for (const child of node.content ?? []) visit(child, `${around}>${node.type}`);
  };
  for (const block of blocks) visit(block, "");
  return found;
}

/** A block's words, with its notes in brackets where they are referred to. */
function wordsOf(node: PaperNodeJson): string {
  const inline = (child: PaperNodeJson): string => {
    switch (child.type) {
      case "text":
        return child.text ?? "";
      case "hardBreak":
        return "\n";
      case "footnote":
        return ` [${(child.content ?? []).map(inline).join("")}]`;
      case "bracket":
        return `[${(child.content ?? []).map(inline).join(" / ")}]`;
      default:
        return (child.content ?? []).map(inline).join("");
    }
  };
  const about = [node.attrs?.["alt"], node.attrs?.["source"]].filter(
    (it) => typeof it === "string",
  );
  return [(node.content ?? []).map(inline).join(""), ...about].join("\n").trim();
}

function whole(kind: ChangedRun["kind"], text: string): ChangedRun[] {
  return text === "" ? [] : [{ kind, text }];
}

function changedRuns(before: Textblock, after: Textblock): ChangedRun[] {
  const changes = diffWordsWithSpace(before.words, after.words, { maxEditLength: mostEdits });
  if (changes === undefined)
    return [...whole("removed", before.words), ...whole("added", after.words)];
  return changes.map(({ value, added, removed }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}

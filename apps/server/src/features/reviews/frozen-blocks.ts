/** The blocks of a frozen text: their permanent numbers, their sections, and what tells that one changed. */
import { createHash } from "node:crypto";
import {
  inlineText,
  numberingOf,
  sectionsOf,
  type PaperDocumentJson,
  type PaperNodeJson,
} from "@istmo/paper-schema";

/** A block as its round remembers it. */
export interface FrozenBlock {
  /** The number of a paragraph, the same in every language; null for what is no numbered paragraph. */
  readonly paragraph: number | null;
  /**
   * Where it stands among the paragraphs: its number, or half more than that of the one before. Not
   * known of rounds that were opened before this was kept; JSON in the database keeps no order.
   */
  readonly place?: number;
  readonly sectionId: string | null;
  /** Of its content: another hash is another text. */
  readonly hash: string;
}
export type FrozenBlocks = Readonly<Record<string, FrozenBlock>>;

const idOf = ({ attrs }: PaperNodeJson): string | null =>
  typeof attrs?.["id"] === "string" ? attrs["id"] : null;

/** Every block with an id, within others too, in the order of the text. */
function* blocksWithin(nodes: readonly PaperNodeJson[]): Generator<PaperNodeJson> {
  for (const node of nodes) {
    if (idOf(node) !== null) yield node;
    yield* blocksWithin(node.content ?? []);
  }
}

/** Of a block's content: another hash is another text. */
export const blockHash = (block: PaperNodeJson): string =>
  createHash("sha256").update(JSON.stringify(block)).digest("hex").slice(0, 32);

/** The block of this id; one that stands twice is the first. */
export function findBlock(document: PaperDocumentJson, id: string): PaperNodeJson | null {
  for (const block of blocksWithin(document.content)) if (idOf(block) === id) return block;
  return null;
}

/** The words of a block, of what stands within it as well. */
export function blockText(block: PaperNodeJson): string {
  const within = (block.content ?? []).filter((child) => idOf(child) !== null || child.content);
  return [inlineText(block), ...within.map(blockText)].filter((it) => it !== "").join("\n");
}

/** The blocks of a text; one whose id stands twice is the first. */
export function frozenBlocks(document: PaperDocumentJson, language: string): FrozenBlocks {
  const numbers = numberingOf(document, language);
  const sectionOf = new Map<string, string | null>();
  for (const section of sectionsOf(document))
    for (const block of blocksWithin(section.blocks)) sectionOf.set(idOf(block) ?? "", section.id);
  const blocks = new Map<string, FrozenBlock>();
  let before = 0;
  for (const block of blocksWithin(document.content)) {
    const id = idOf(block) ?? "";
    if (blocks.has(id)) continue;
    const number = numbers.get(id);
    const paragraph = number?.kind === "paragraph" ? number.number : null;
    before = paragraph ?? before;
    blocks.set(id, {
      paragraph,
      place: paragraph ?? before + 0.5,
      sectionId: sectionOf.get(id) ?? null,
      hash: blockHash(block),
    });
  }
  return Object.fromEntries(blocks);
}

/** The blocks that were added or read otherwise than before, in the order of the text. */
export function changedBlocks(before: FrozenBlocks, now: FrozenBlocks): string[] {
  return Object.entries(now)
    .filter(([id, { hash }]) => before[id]?.hash !== hash)
    .map(([id]) => id);
}

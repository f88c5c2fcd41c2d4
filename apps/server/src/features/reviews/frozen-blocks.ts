/** The blocks of a frozen text: their permanent numbers, their sections, and what tells that one changed. */
import { createHash } from "node:crypto";
import {
  numberingOf,
  sectionsOf,
  type PaperDocumentJson,
  type PaperNodeJson,
} from "@istmo/paper-schema";

/** A block as its round remembers it. */
export interface FrozenBlock {
  /** The number of a paragraph, the same in every language; null for what is no numbered paragraph. */
  readonly paragraph: number | null;
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

/** The blocks of a text; one whose id stands twice is the first. */
export function frozenBlocks(document: PaperDocumentJson, language: string): FrozenBlocks {
  const numbers = numberingOf(document, language);
  const sectionOf = new Map<string, string | null>();
  for (const section of sectionsOf(document))
    for (const block of blocksWithin(section.blocks)) sectionOf.set(idOf(block) ?? "", section.id);
  const blocks = new Map<string, FrozenBlock>();
  for (const block of blocksWithin(document.content)) {
    const id = idOf(block) ?? "";
    if (blocks.has(id)) continue;
    const number = numbers.get(id);
    blocks.set(id, {
      paragraph: number?.kind === "paragraph" ? number.number : null,
      sectionId: sectionOf.get(id) ?? null,
      hash: createHash("sha256").update(JSON.stringify(block)).digest("hex").slice(0, 32),
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

/** One hash for all languages of a version: of the lines "<language> <sha256>" of its editions. */
export function versionSha256(
  editions: readonly { readonly language: string; readonly sha256: string }[],
): string {
  const lines = editions.map(({ language, sha256 }) => `${language} ${sha256}\n`).sort();
  return createHash("sha256").update(lines.join("")).digest("hex");
}

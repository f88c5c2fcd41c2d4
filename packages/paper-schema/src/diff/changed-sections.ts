/** Which sections two versions of a text do not share: whoever cleared the others is not asked again. */
import { sectionsOf } from "../outline.ts";
import { canonicalJson, type PaperDocumentJson, type PaperNodeJson } from "../paper-document.ts";
import { keptOrder } from "./kept-order.ts";

export interface SectionChange {
  /** Null for what stands before the first section, and for a section whose heading has no id. */
  readonly sectionId: string | null;
  /** As it stands in the later text, or in the earlier one where it is gone. */
  readonly heading: string;
  /** "moved": the same text between other sections. */
  readonly change: "added" | "removed" | "changed" | "moved";
}

/** Attributes that say where a block is kept or how wide it is shown, and nothing that is read. */
const unread = new Set(["id", "colwidth", "align", "width", "height", "untranslated"]);

/**
 * The sections that differ, in the order of the later text and then of what is gone. Everything that
 * a reader could see counts: words, marks, notes, tables, brackets, citations, figures, and what is
 * suggested. Ids and widths do not.
 */
export function changedSections(
  before: PaperDocumentJson,
  after: PaperDocumentJson,
): readonly SectionChange[] {
  const old = readSections(before);
  const now = readSections(after);
  const oldPlaces = new Map(old.map(({ key }, place) => [key, place]));
  const nowKeys = new Set(now.map(({ key }) => key));

  const shared = now.filter(({ key }) => oldPlaces.has(key));
  const inOrder = keptOrder(shared.map(({ key }) => oldPlaces.get(key) ?? 0));
  const moved = new Set(shared.filter((_, index) => !inOrder.has(index)).map(({ key }) => key));

  const changes: SectionChange[] = [];
  for (const { key, sectionId, heading, read } of now) {
    const place = oldPlaces.get(key);
    const partner = place === undefined ? undefined : old[place];
    if (partner === undefined) changes.push({ sectionId, heading, change: "added" });
    else if (partner.read !== read) changes.push({ sectionId, heading, change: "changed" });
    else if (moved.has(key)) changes.push({ sectionId, heading, change: "moved" });
  }
  for (const { key, sectionId, heading } of old)
    if (!nowKeys.has(key)) changes.push({ sectionId, heading, change: "removed" });
  return changes;
}

interface ReadSection {
  readonly key: string;
  readonly sectionId: string | null;
  readonly heading: string;
  /** What a reader sees, as one string. */
  readonly read: string;
}

function readSections(document: PaperDocumentJson): ReadSection[] {
  const sections = sectionsOf(document);
  const inSections = sections.reduce((sum, { blocks }) => sum + blocks.length, 0);
  const front = document.content.slice(0, document.content.length - inSections);
  const seen = new Map<string, number>();
  return [...(front.length > 0 ? [{ id: null, heading: "", blocks: front }] : []), ...sections].map(
    ({ id, heading, blocks }) => {
      const name = id === null ? `heading ${heading}` : `id ${id}`;
      const count = seen.get(name) ?? 0;
      seen.set(name, count + 1);
      return {
        key: `${count} ${name}`,
        sectionId: id,
        heading,
        read: canonicalJson(blocks.map(asRead) as never),
      };
    },
  );
}

function asRead(node: PaperNodeJson): PaperNodeJson {
  const { type, content, text, marks } = node;
  const attrs = Object.entries(node.attrs ?? {}).filter(([name]) => !unread.has(name));
  return {
    type,
    ...(text === undefined ? {} : { text }),
    ...(marks === undefined ? {} : { marks }),
    ...(attrs.length > 0 ? { attrs: Object.fromEntries(attrs) } : {}),
    ...(content === undefined ? {} : { content: content.map(asRead) }),
  };
}

/** What a translation renders of a section, in the form that is hashed and kept. */
import { sectionsOf } from "../outline.ts";
import { canonicalJson, type PaperDocumentJson, type PaperNodeJson } from "../paper-document.ts";
import { acceptedText } from "./accepted-text.ts";

/** A section of the original: what stands in it, as one canonical string. */
export interface SectionText {
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly PaperNodeJson[];
  /** Hashed and kept with a translation: equal strings say the same. */
  readonly canonical: string;
}

/** Attributes that change no word that a translator would have to follow. */
const layoutAttributes = new Set(["colwidth", "align", "width", "height", "untranslated"]);

/**
 * The sections in order as they are to be translated: the agreed text, without chips of action
 * items and without the ids of footnotes, which are there for the page alone. Sections without an id
 * cannot be aligned and are left out.
 */
export function sectionTexts(document: PaperDocumentJson): SectionText[] {
  return sectionsOf(acceptedText(document)).flatMap(({ id, heading, blocks }) => {
    if (id === null) return [];
    const rendered = blocks.map(toRender);
    return [{ id, heading, blocks: rendered, canonical: canonicalJson(rendered as never) }];
  });
}

/** The blocks of a section as it was kept. */
export function readSectionText(canonical: string): readonly PaperNodeJson[] {
  return JSON.parse(canonical) as readonly PaperNodeJson[];
}

function toRender(node: PaperNodeJson): PaperNodeJson {
  const attrs = Object.entries(node.attrs ?? {}).filter(
    ([name, value]) =>
      !layoutAttributes.has(name) &&
      value !== null &&
      !(name === "id" && (node.type === "footnote" || node.type === "alternative")),
  );
  const content = (node.content ?? []).filter(({ type }) => type !== "actionItem").map(toRender);
  return {
    type: node.type,
    ...(attrs.length > 0 ? { attrs: Object.fromEntries(attrs) } : {}),
    ...(content.length > 0 ? { content } : {}),
    ...(node.text === undefined ? {} : { text: node.text }),
    ...(node.marks === undefined ? {} : { marks: node.marks }),
  };
}

/** The sections of editions as they stand, each with its hash; worked out anew only when a text has changed. */
import { createHash } from "node:crypto";
import {
  fromYDoc,
  sectionTexts,
  type PaperDocumentJson,
  type SectionText,
} from "@istmo/paper-schema";

/** Where a text is read as it stands, edits that are still on their way included. */
export interface EditionTexts {
  read(editionId: string): Promise<Uint8Array>;
}

export interface HashedSection extends SectionText {
  readonly sha256: string;
}

export interface EditionSections {
  readonly document: PaperDocumentJson;
  readonly sections: readonly HashedSection[];
}

/** How many editions are kept: those that are being translated at this moment, not all there are. */
const keptEditions = 16;

export class EditionSectionsReader {
  readonly #texts: EditionTexts;
  /** By edition, the longest unused first. */
  readonly #kept = new Map<string, { readonly digest: string; readonly read: EditionSections }>();

  constructor(texts: EditionTexts) {
    this.#texts = texts;
  }

  async of(editionId: string): Promise<EditionSections> {
    const state = await this.#texts.read(editionId);
    // Hashing the bytes costs a hundredth of reading the text out of them.
    const digest = createHash("sha256").update(state).digest("base64");
    const kept = this.#kept.get(editionId);
    this.#kept.delete(editionId);
    const read = kept?.digest === digest ? kept.read : readSections(state);
    this.#kept.set(editionId, { digest, read });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptEditions) break;
      this.#kept.delete(oldest);
    }
    return read;
  }
}

function readSections(state: Uint8Array): EditionSections {
  const document: PaperDocumentJson =
    state.byteLength === 0 ? { type: "doc", content: [] } : fromYDoc(state);
  const sections = sectionTexts(document).map((section) => ({
    ...section,
    sha256: createHash("sha256").update(section.canonical).digest("hex"),
  }));
  return { document, sections };
}

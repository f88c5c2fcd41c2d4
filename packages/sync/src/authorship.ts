/**
 * Who wrote what stands in a text. Every run of letters in Yjs names the clientID that wrote it, and
 * the store knows whose that is, proved by the session that brought it: nothing here is claimed by
 * the document itself. Marks, attributes and blocks have no letters and so no author here; who
 * deleted is another record (DeletionRecord).
 */
import * as Y from "yjs";

/** A run of letters by one author, in UTF-16 units from the start of its block's text. */
export interface AuthoredSpan<Author> {
  readonly from: number;
  readonly to: number;
  readonly author: Author;
}

/**
 * The text of one block: that of its own lines in the order of the document, with what stands in
 * notes and chips within them, without that of the blocks inside it.
 */
export interface AuthoredBlock<Author> {
  /** Null for text outside of any block with an id. */
  readonly blockId: string | null;
  readonly spans: readonly AuthoredSpan<Author>[];
}

interface OpenBlock<Author> {
  readonly blockId: string | null;
  readonly spans: { from: number; to: number; readonly author: Author }[];
}

/**
 * The blocks that hold text, in document order. Neighbouring letters whose authors are the same
 * value are one span; `authorOf` is asked once for each clientID.
 */
export function authorshipOf<Author>(
  body: Y.XmlFragment,
  authorOf: (clientId: number) => Author,
): AuthoredBlock<Author>[] {
  const blocks: OpenBlock<Author>[] = [];
  const authors = new Map<number, Author>();
  const author = (clientId: number): Author => {
    if (!authors.has(clientId)) authors.set(clientId, authorOf(clientId));
    return authors.get(clientId) as Author;
  };
  const read = (parent: Y.XmlFragment, block: OpenBlock<Author>): void => {
    for (const child of parent.toArray()) {
      if (child instanceof Y.XmlText) addText(block, child, author);
      else if (child instanceof Y.XmlElement) read(child, blockWithin(child, block));
    }
  };
  const blockWithin = (element: Y.XmlElement, around: OpenBlock<Author>): OpenBlock<Author> => {
    const id: unknown = element.getAttribute("id");
    if (typeof id !== "string") return around;
    const block = { blockId: id, spans: [] };
    blocks.push(block);
    return block;
  };
  const outside: OpenBlock<Author> = { blockId: null, spans: [] };
  blocks.push(outside);
  read(body, outside);
  return blocks.filter(({ spans }) => spans.length > 0);
}

function addText<Author>(
  { spans }: OpenBlock<Author>,
  text: Y.XmlText,
  authorOf: (clientId: number) => Author,
): void {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const author = authorOf(item.id.client);
    const last = spans.at(-1);
    if (last?.author === author) last.to += item.length;
    else spans.push({ from: last?.to ?? 0, to: (last?.to ?? 0) + item.length, author });
  }
}

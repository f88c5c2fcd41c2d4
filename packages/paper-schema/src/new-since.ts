/** What of a text was written since somebody last looked. */
import * as Y from "yjs";

/** Letters that are new, in UTF-16 units from the start of their block's text. */
export interface NewSpan {
  readonly from: number;
  readonly to: number;
}

/** As the blocks of an authorship: what stands in notes and chips counts in the block around. */
export interface NewInBlock {
  readonly blockId: string;
  readonly spans: readonly NewSpan[];
  /** UTF-16 units of the block's whole text. */
  readonly length: number;
}

/**
 * The blocks of the body that hold letters which a state vector does not know, in document order.
 * Formatting, attributes and what was deleted are not among them.
 */
export function newSince(
  body: Y.XmlFragment,
  seen: ReadonlyMap<number, number>,
): readonly NewInBlock[] {
  const blocks: { blockId: string; spans: { from: number; to: number }[]; length: number }[] = [];

  function read(parent: Y.XmlFragment, block: (typeof blocks)[number] | null): void {
    for (const child of parent.toArray()) {
      if (child instanceof Y.XmlText) {
        if (block !== null) addText(child, block);
      } else if (child instanceof Y.XmlElement) {
        const id: unknown = child.getAttribute("id");
        if (typeof id !== "string") {
          read(child, block);
          continue;
        }
        const own = { blockId: id, spans: [], length: 0 };
        blocks.push(own);
        read(child, own);
      }
    }
  }

  function addText(text: Y.XmlText, block: (typeof blocks)[number]): void {
    for (let item = text._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      const known = Math.max(0, (seen.get(item.id.client) ?? 0) - item.id.clock);
      const from = block.length + Math.min(known, item.length);
      block.length += item.length;
      if (from === block.length) continue;
      const last = block.spans.at(-1);
      if (last?.to === from) last.to = block.length;
      else block.spans.push({ from, to: block.length });
    }
  }

  read(body, null);
  return blocks.filter(({ spans }) => spans.length > 0);
}

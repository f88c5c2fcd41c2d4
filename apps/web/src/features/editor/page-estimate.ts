import type { Node } from "@tiptap/pm/model";
import { countWords } from "@istmo/paper-schema";

/**
 * Words on a printed page: A4, single spaced, 11 points, with headings and short paragraphs among
 * them, as the exports set it. A table or picture takes what its words would.
 */
const wordsPerPage = 450;

const counted = new WeakMap<Node, number>();

/** How many printed pages a text is likely to have; a page break ends a page wherever it stands. */
export function pagesOf(doc: Node, language: string): number {
  let pages = 0;
  let words = 0;
  const end = () => {
    pages += Math.max(1, Math.ceil(words / wordsPerPage));
    words = 0;
  };
  doc.forEach((block) => {
    if (block.type.name === "pageBreak") {
      end();
      return;
    }
    let size = counted.get(block);
    if (size === undefined) {
      size = countWords(block.textBetween(0, block.content.size, "\n", " "), language);
      counted.set(block, size);
    }
    words += size;
  });
  end();
  return pages;
}

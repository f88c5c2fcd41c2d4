/** The places of a frozen text that a comment can be about, in the order of the text. */
import {
  inlineText,
  numberingOf,
  type PaperDocumentJson,
  type PaperNodeJson,
} from "@istmo/paper-schema";
import type { RoundComment } from "@istmo/contracts";
import type { TFunction } from "i18next";

export interface CommentPlace {
  readonly blockId: string;
  /** "14. First words of the paragraph…". */
  readonly label: string;
}

/** Characters of a paragraph that tell which one it is. */
const labelLength = 64;

function wordsOf(node: PaperNodeJson): string {
  const own = inlineText(node);
  if (own !== "") return own;
  for (const child of node.content ?? []) {
    const words = wordsOf(child);
    if (words !== "") return words;
  }
  return "";
}

/** The blocks that stand at the top level of the text; `asked` leaves out what is not asked about. */
export function placesOf(
  document: PaperDocumentJson,
  language: string,
  asked: ReadonlySet<string> | null,
): CommentPlace[] {
  const numbers = numberingOf(document, language);
  return document.content.flatMap((block) => {
    const id = block.attrs?.["id"];
    if (typeof id !== "string" || (asked !== null && !asked.has(id))) return [];
    const words = wordsOf(block);
    const number = numbers.get(id)?.label ?? "";
    if (words === "" && number === "") return [];
    const cut = words.length > labelLength ? `${words.slice(0, labelLength).trimEnd()}…` : words;
    return [{ blockId: id, label: [number, cut].filter((it) => it !== "").join(" ") }];
  });
}

/** Where a comment stands, in a word: "Párr. 14", or the paper as a whole. */
export function placeName(
  t: TFunction,
  { blockId, paragraph }: Pick<RoundComment, "blockId" | "paragraph">,
): string {
  if (blockId === null) return t("rounds.comment.paper");
  return paragraph === null
    ? t("rounds.comment.unnumbered")
    : t("rounds.comment.paragraph", { number: paragraph });
}

/** What was said, in the order of the text; the paper as a whole first. */
export function inTextOrder(
  comments: readonly RoundComment[],
  document: PaperDocumentJson | null,
): RoundComment[] {
  const order = new Map<string, number>();
  const visit = (node: PaperNodeJson): void => {
    const id = node.attrs?.["id"];
    if (typeof id === "string" && !order.has(id)) order.set(id, order.size);
    node.content?.forEach(visit);
  };
  document?.content.forEach(visit);
  const placeOf = ({ blockId }: RoundComment) =>
    blockId === null ? -1 : (order.get(blockId) ?? order.size);
  return [...comments].sort(
    (a, b) => placeOf(a) - placeOf(b) || a.createdAt.localeCompare(b.createdAt),
  );
}

/**
 * What the server takes back of this person's changes: they may only suggest here. It says so first,
 * and then sends the text as it stands, without what they wrote. Their words are kept to copy.
 */
import * as Y from "yjs";

/** Reasons with which the server refuses a change and keeps the line. */
const reasons = ["suggest_only", "section_of_another"] as const;
export type TakenBackReason = (typeof reasons)[number];

export interface TakenBack {
  readonly reason: TakenBackReason;
  /** What this person had written there, a line for each place; often nothing. */
  readonly words: string;
}

export const isTakingBack = (reason: string): reason is TakenBackReason =>
  (reasons as readonly string[]).includes(reason);

/** Letters by one of the person's clients which a transaction deletes, place by place. */
export function ownWordsDeletedIn(
  transaction: Y.Transaction,
  isOwn: (client: number) => boolean,
): string {
  const places = new Map<unknown, string>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (item) => {
    if (!(item instanceof Y.Item) || !isOwn(item.id.client)) return;
    if (!(item.content instanceof Y.ContentString)) return;
    places.set(item.parent, (places.get(item.parent) ?? "") + item.content.str);
  });
  return [...places.values()]
    .map((words) => words.trim())
    .filter((words) => words !== "")
    .join("\n");
}

/** `announce` what the server has said; the words are found in what it sends next. */
export function watchTakenBack(
  doc: Y.Doc,
  needs: {
    readonly isOwn: (client: number) => boolean;
    readonly onTakenBack: (taken: TakenBack) => void;
  },
): { readonly announce: (reason: TakenBackReason) => void; readonly stop: () => void } {
  let announced: TakenBackReason | null = null;
  /** Before Yjs forgets the letters. */
  const look = (transaction: Y.Transaction) => {
    if (announced === null || transaction.local) return;
    const reason = announced;
    announced = null;
    needs.onTakenBack({ reason, words: ownWordsDeletedIn(transaction, needs.isOwn) });
  };
  doc.on("afterTransaction", look);
  return {
    announce: (reason) => {
      announced = reason;
    },
    stop: () => doc.off("afterTransaction", look),
  };
}

/**
 * Whether somebody's words are held in this page alone. Whoever holds unsaved words says so here;
 * whoever would leave the page asks first.
 */
const holders = new Map<symbol, () => boolean>();

/**
 * Marks work as unsaved until the returned release is called; calling it twice is harmless.
 * `isKept` tells whether the words outlive the page all the same, in a copy on this device.
 */
export function holdUnsavedWork(isKept: () => boolean = () => false): () => void {
  const holder = Symbol();
  holders.set(holder, isKept);
  return () => {
    holders.delete(holder);
  };
}

export function hasUnsavedWork(): boolean {
  return holders.size > 0;
}

type Question = () => Promise<boolean>;
let question: Question | null = null;

/** The page that shows the words says how to ask whether they may be lost, until the release. */
export function askOfUnsavedWork(ask: Question): () => void {
  question = ask;
  return () => {
    if (question === ask) question = null;
  };
}

/** Whether the page may be left: nothing would be lost, or its person has said that it may. */
export async function mayLoseUnsavedWork(): Promise<boolean> {
  return question === null || (await question());
}

/** Whether leaving the page now loses words for good. */
export function hasWordsToLose(): boolean {
  return [...holders.values()].some((isKept) => !isKept());
}

/** What the keys and tools of the text open or change in the page around it. */
export interface PageCommands {
  readonly editLink: () => void;
  readonly openFind: (withReplace: boolean) => void;
  readonly findNext: (direction: 1 | -1) => void;
  readonly openShortcuts: () => void;
  readonly toggleFocusMode: () => void;
  readonly focusToolbar: () => void;
  /** Says something to the person, on the page and aloud. */
  readonly tell: (text: string) => void;
}

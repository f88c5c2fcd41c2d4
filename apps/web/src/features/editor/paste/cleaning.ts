/** What the parts of the cleaning of pasted HTML share. */
import type { Notes } from "./notes.ts";

/** A table that is larger than a paper's may be. */
export interface LeftTable {
  readonly rows: number;
  readonly columns: number;
  /** Its rows as lines, with tabs between the cells. */
  readonly text: string;
}

/** What was on the clipboard and is not taken into the text. */
export interface PasteReport {
  images: number;
  comments: number;
  /** Links that would run a script or reach into the device. */
  unsafeLinks: number;
  tables: LeftTable[];
}

export interface CleanOptions {
  readonly isTooLarge: (rows: number, columns: number) => boolean;
}

export interface Cleaning extends CleanOptions {
  readonly left: PasteReport;
  readonly notes: Notes;
  /** The blocks that the nodes make. */
  readonly flow: (nodes: Iterable<Node>) => string;
  readonly inline: (nodes: Iterable<Node>) => string;
}

export const emptyReport = (): PasteReport => ({
  images: 0,
  comments: 0,
  unsafeLinks: 0,
  tables: [],
});

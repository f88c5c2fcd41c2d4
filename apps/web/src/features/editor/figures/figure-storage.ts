import type { PictureUploads } from "./picture-uploads.ts";

/** What the figures of one text share. */
export interface FigureStorage {
  /** Null where no pictures are taken. */
  uploads: PictureUploads | null;
  /** The figure that was just put in and opens itself, to be described. */
  openId: string | null;
  /** Hear of a figure that is asked to open. */
  readonly openers: Set<(figureId: unknown) => void>;
}

declare module "@tiptap/core" {
  interface Storage {
    figure: FigureStorage;
  }
}

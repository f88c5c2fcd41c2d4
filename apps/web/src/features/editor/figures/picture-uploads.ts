/**
 * Pictures on their way to the server, by the figure that they are for. What did not arrive stays
 * here until it is sent again or taken out, and the page is not left without a question.
 */
import type { PaperFile } from "@istmo/contracts";

import { pictureAddress, uploadPicture } from "../../../api/files.ts";
import { problemOf } from "../../../lib/problem-text.ts";
import { holdUnsavedWork } from "../../../lib/unsaved-work.ts";

export interface PictureUpload {
  /** Shows the picture from this device. */
  readonly address: string;
  readonly name: string;
  readonly state:
    | { readonly kind: "sending"; readonly share: number }
    | { readonly kind: "failed"; readonly code: string };
}

interface Held {
  readonly file: File;
  readonly address: string;
  readonly release: () => void;
  state: PictureUpload["state"];
  stop: AbortController;
}

export interface PictureUploadsNeeds {
  readonly paperId: string;
  readonly onDone: (figureId: string, file: PaperFile) => void;
}

export class PictureUploads {
  readonly #needs: PictureUploadsNeeds;
  readonly #held = new Map<string, Held>();
  /** What was shown of each, so that an unchanged one is the same object. */
  readonly #shown = new Map<string, PictureUpload>();
  readonly #listeners = new Set<() => void>();

  constructor(needs: PictureUploadsNeeds) {
    this.#needs = needs;
  }

  get(figureId: string): PictureUpload | null {
    return this.#shown.get(figureId) ?? null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(figureId: string, file: File): void {
    this.remove(figureId);
    const held: Held = {
      file,
      address: URL.createObjectURL(file),
      release: holdUnsavedWork(),
      state: { kind: "sending", share: 0 },
      stop: new AbortController(),
    };
    this.#held.set(figureId, held);
    void this.#send(figureId, held);
  }

  retry(figureId: string): void {
    const held = this.#held.get(figureId);
    if (held?.state.kind === "failed") void this.#send(figureId, held);
  }

  /** Forgets a picture; one that is being sent is broken off. */
  remove(figureId: string): void {
    const held = this.#held.get(figureId);
    if (held === undefined) return;
    this.#held.delete(figureId);
    held.stop.abort();
    held.release();
    URL.revokeObjectURL(held.address);
    this.#tell(figureId);
  }

  /** Breaks everything off, when the text is closed. */
  close(): void {
    for (const figureId of [...this.#held.keys()]) this.remove(figureId);
    this.#listeners.clear();
  }

  async #send(figureId: string, held: Held): Promise<void> {
    held.stop = new AbortController();
    this.#set(figureId, held, { kind: "sending", share: 0 });
    try {
      const file = await uploadPicture(this.#needs.paperId, held.file, {
        signal: held.stop.signal,
        onProgress: (share) => this.#set(figureId, held, { kind: "sending", share }),
      });
      await loaded(pictureAddress(file.id));
      if (this.#held.get(figureId) !== held) return;
      this.#needs.onDone(figureId, file);
      this.remove(figureId);
    } catch (error) {
      this.#set(figureId, held, { kind: "failed", code: problemOf(error).code });
    }
  }

  #set(figureId: string, held: Held, state: PictureUpload["state"]): void {
    if (this.#held.get(figureId) !== held) return;
    held.state = state;
    this.#tell(figureId);
  }

  #tell(figureId: string): void {
    const held = this.#held.get(figureId);
    if (held === undefined) this.#shown.delete(figureId);
    else {
      const { address, state, file } = held;
      this.#shown.set(figureId, { address, state, name: file.name });
    }
    for (const listener of this.#listeners) listener();
  }
}

/** Waits until the picture can be shown at once, in the place of the one from this device. */
async function loaded(address: string): Promise<void> {
  const image = new Image();
  image.src = address;
  await image.decode().catch(() => undefined);
}

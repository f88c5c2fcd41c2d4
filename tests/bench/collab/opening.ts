/** Somebody opens a paper and has nothing of it yet. */
import { inflateRawSync } from "node:zlib";
import * as Y from "yjs";
import type { DialectName } from "./dialects.ts";
import { joinPaper } from "./member.ts";
import { sharedNow } from "./statistics.ts";

export interface OpenOptions {
  readonly dialect: DialectName;
  readonly address: string;
  readonly paper: string;
}

export interface Opened {
  /** From before the connection to the last byte of the whole document, unpacked. */
  readonly milliseconds: number;
  /** Of the answer as it came, and of the document as an update. */
  readonly wireBytes: number;
  readonly documentBytes: number;
  readonly state: Uint8Array;
  readonly text: string;
  /** Up to which clock it holds whom. */
  readonly clocks: ReadonlyMap<number, number>;
}

/** What a process of the load can be asked about opening. */
export const openingDuties = {
  async open({ dialect, address, paper }: OpenOptions): Promise<Opened> {
    let finish: (answer: Uint8Array, wireBytes: number) => void = () => undefined;
    const answered = new Promise<{ answer: Uint8Array; wireBytes: number; at: number }>(
      (resolve) =>
        (finish = (answer, wireBytes) => resolve({ answer, wireBytes, at: sharedNow() })),
    );
    const startedAt = sharedNow();
    const member = await joinPaper({
      dialect,
      address,
      paper,
      index: 999_999,
      onReading({ heard }, bytes) {
        if (heard.type === "step2") finish(heard.update, bytes);
        else if (heard.type === "packed") finish(inflateRawSync(heard.packed), bytes);
      },
    });
    const { answer, wireBytes, at } = await answered;
    member.drop();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, answer);
    const text = doc.getText("text").toJSON();
    doc.destroy();
    return {
      milliseconds: at - startedAt,
      wireBytes,
      documentBytes: answer.byteLength,
      state: answer,
      text,
      clocks: Y.parseUpdateMeta(answer).to,
    };
  },
};

import { collabMessage } from "@istmo/contracts";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { writeSyncStep1, writeSyncStep2, writeUpdate } from "y-protocols/sync";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";

import { readAcknowledgement, readOutgoing } from "./collab-frames.ts";

function frame(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  write(encoder);
  return encoding.toUint8Array(encoder);
}
const doc = new Y.Doc();
const step1 = frame(collabMessage.sync, (encoder) => writeSyncStep1(encoder, doc));
const step2 = frame(collabMessage.sync, (encoder) => writeSyncStep2(encoder, doc));
const update = frame(collabMessage.sync, (encoder) =>
  writeUpdate(encoder, Y.encodeStateAsUpdate(doc)),
);
const vouched = frame(collabMessage.vouched, (encoder) => {
  encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(doc));
  encoding.writeVarUint8Array(encoder, new Uint8Array([1, 2]));
  encoding.writeVarUint(encoder, 1);
});
const presence = frame(collabMessage.awareness, (encoder) =>
  encoding.writeVarUint8Array(encoder, new Uint8Array([2, 0])),
);

describe("the frames of the co-editing socket", () => {
  it("tell content, which the server counts, from the rest", () => {
    expect([step1, step2, update, vouched, presence].map(readOutgoing)).toEqual([
      "other",
      "step2",
      "update",
      "vouched",
      "other",
    ]);
  });

  it("give what the database holds and how many of our frames that covers", () => {
    const written = new Y.Doc();
    written.clientID = 5;
    written.getText("t").insert(0, "abc");
    const encoder = encoding.createEncoder();
    encoding.writeVarUint8Array(encoder, Y.encodeStateVector(written));
    encoding.writeVarUint(encoder, 300);
    const decoder = decoding.createDecoder(encoding.toUint8Array(encoder));
    expect(readAcknowledgement(decoder)).toEqual({
      committed: new Map([[5, 3]]),
      framesCovered: 300,
    });
  });
});

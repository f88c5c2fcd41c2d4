import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAnswer, decodeFrames, encodeAnswer, encodeFrames } from "./collab-http.ts";

const frames = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });

describe("the bodies of the HTTP path", () => {
  it("give back the frames that were put in, wherever in memory they stand", () => {
    fc.assert(
      fc.property(frames, fc.nat(9), (given, offset) => {
        const body = encodeFrames(given);
        const elsewhere = new Uint8Array(body.byteLength + offset + 1);
        elsewhere.set(body, offset);
        const read = decodeFrames(elsewhere.subarray(offset, offset + body.byteLength));
        expect(read?.map((it) => [...it])).toEqual(given.map((it) => [...it]));
      }),
    );
  });

  it("give back an answer's close code and number", () => {
    fc.assert(
      fc.property(frames, fc.nat(4_999), fc.nat(2 ** 32 - 1), (given, closeCode, first) => {
        const read = decodeAnswer(encodeAnswer({ closeCode, first, frames: given }));
        expect([read?.closeCode, read?.first]).toEqual([closeCode, first]);
        expect(read?.frames.map((it) => [...it])).toEqual(given.map((it) => [...it]));
      }),
    );
  });

  it("are never more than what there is, and never an error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = decodeFrames(bytes);
        const size = read?.reduce((sum, it) => sum + 4 + it.byteLength, 0);
        expect(size ?? bytes.byteLength).toBe(bytes.byteLength);
        decodeAnswer(bytes);
      }),
    );
  });
});

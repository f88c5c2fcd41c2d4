import type { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import * as ws from "ws";
import { wireFrames } from "./wire-frame.ts";

/** The half of ws that reads; exported, but unknown to its types. */
const { Receiver } = ws as unknown as {
  Receiver: new (options: { isServer: boolean }) => Writable;
};

describe("a frame on the wire", () => {
  for (const length of [0, 1, 125, 126, 65_535, 65_536, 300_000]) {
    it(`carries ${length} bytes as ws reads them`, async () => {
      const payload = Uint8Array.from({ length }, (_, i) => i % 251);
      const receiver = new Receiver({ isServer: false });
      const message = new Promise<[Buffer, boolean]>((resolve) => {
        receiver.on("message", (data: Buffer, isBinary: boolean) => resolve([data, isBinary]));
      });
      receiver.write(wireFrames()(payload));
      const [data, isBinary] = await message;
      expect(isBinary).toBe(true);
      expect(Buffer.compare(data, payload)).toBe(0);
    });
  }

  it("is built once for everybody", () => {
    const frameOf = wireFrames();
    const payload = Uint8Array.of(1, 2, 3);
    expect(frameOf(payload)).toBe(frameOf(payload));
    expect(frameOf(Uint8Array.of(1, 2, 3))).not.toBe(frameOf(payload));
  });
});

import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openPack } from "./deflate-pack.ts";

const paper = Buffer.from("los puertos secundarios ".repeat(4_000));

describe("packing", () => {
  it("R27: makes a raw deflate stream of the same bytes", async () => {
    const packed = await openPack()(paper);
    expect(packed.byteLength).toBeLessThan(paper.byteLength / 10);
    expect(inflateRawSync(packed).equals(paper)).toBe(true);
  });

  it("R27: takes papers in turn, and each comes out as itself", async () => {
    const pack = openPack({ atOnce: 1 });
    const order: number[] = [];
    const papers = [1, 2, 3].map((n) => paper.subarray(0, paper.byteLength - n));
    const packed = await Promise.all(
      papers.map(async (it, place) => {
        const result = await pack(it);
        order.push(place);
        return result;
      }),
    );
    expect(order).toEqual([0, 1, 2]);
    expect(packed.map((it) => inflateRawSync(it).byteLength)).toEqual(
      papers.map(({ byteLength }) => byteLength),
    );
  });
});

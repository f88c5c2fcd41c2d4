import { describe, expect, it } from "vitest";
import {
  aBomb,
  aGif,
  aJpeg,
  aPng,
  aWebp,
  withExif,
} from "../../../../../tests/support/pictures.ts";
import { firstFrame } from "./gif-first-frame.ts";
import { makePicture } from "./make-picture.ts";
import { orientationOf, turned } from "./orientation.ts";
import { findKind, type PictureKind } from "./picture-kind.ts";
import { shrunk } from "./shrink.ts";

const make = (bytes: Uint8Array, kind: PictureKind, side = 2400) =>
  makePicture({ bytes, kind, side, pixels: 40_000_000 });

describe("what a file is", () => {
  it("is told by its bytes, with the size that it claims", () => {
    expect(findKind(aPng())).toEqual({ kind: "png", width: 32, height: 16 });
    expect(findKind(aJpeg())).toEqual({ kind: "jpeg", width: 32, height: 16 });
    expect(findKind(withExif(aJpeg(), 6, "14.6N 90.5W"))).toMatchObject({ width: 32, height: 16 });
    expect(findKind(aWebp())).toEqual({ kind: "webp", width: 32, height: 16 });
    expect(findKind(aWebp(true))).toEqual({ kind: "webp", width: 32, height: 16 });
    expect(findKind(aGif())).toEqual({ kind: "gif", width: 2, height: 1 });
    expect(findKind(aBomb(60_000))).toEqual({ kind: "png", width: 60_000, height: 60_000 });
  });

  it("is no picture where it is an archive, a page, a drawing with code, or breaks off", () => {
    expect(findKind(Buffer.from("PK\u0003\u0004\u0014"))).toBe("unknown");
    expect(findKind(Buffer.from("%PDF-1.7"))).toBe("unknown");
    expect(findKind(Buffer.from("<!doctype html><script>1</script>"))).toBe("unknown");
    expect(findKind(new Uint8Array())).toBe("unknown");
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>';
    expect(findKind(Buffer.from(svg))).toBe("svg");
    expect(findKind(Buffer.from(`\ufeff<?xml version="1.0"?>\n<!-- a -->${svg}`))).toBe("svg");
    expect(findKind(Buffer.from(svg, "utf16le"))).toBe("svg");
    expect(findKind(aPng().subarray(0, 20))).toBe("damaged");
    expect(findKind(aJpeg().subarray(0, 30))).toBe("damaged");
    expect(findKind(aPng({ width: 0 }))).toBe("damaged");
  });
});

describe("a picture that is made anew", () => {
  it("keeps its pixels and nothing else of the file", async () => {
    const secret = Buffer.from("14.6349 N, 90.5069 W");
    const jpeg = await make(withExif(aJpeg(), 1, secret.toString()), "jpeg");
    expect(jpeg).toMatchObject({ mediaType: "image/jpeg", width: 32, height: 16 });
    expect(Buffer.from(jpeg.data).includes(secret)).toBe(false);
    const tail = Buffer.from("PK\u0003\u0004<script>alert(1)</script>");
    const png = await make(
      aPng({ chunks: [["tEXt", Buffer.concat([Buffer.from("Comment\0"), secret])]], tail }),
      "png",
    );
    expect(png).toMatchObject({ mediaType: "image/png", width: 32, height: 16 });
    expect(Buffer.from(png.data).includes(secret)).toBe(false);
    expect(Buffer.from(png.data).includes("<script>")).toBe(false);
  });

  it("stands upright as the camera was held", async () => {
    const lying = withExif(aJpeg(), 6, "");
    expect(orientationOf(lying)).toBe(6);
    expect(await make(lying, "jpeg")).toMatchObject({ width: 16, height: 32 });
    // Two pixels, 1 and 2, and where they come to.
    const two = { width: 2, height: 1, data: new Uint8ClampedArray([1, 0, 0, 1, 2, 0, 0, 1]) };
    const reds = (orientation: number) => {
      const { width, height, data } = turned(two, orientation);
      return [width, height, data[0], data[4]];
    };
    expect(reds(1)).toEqual([2, 1, 1, 2]);
    expect(reds(2)).toEqual([2, 1, 2, 1]);
    expect(reds(3)).toEqual([2, 1, 2, 1]);
    expect(reds(4)).toEqual([2, 1, 1, 2]);
    expect(reds(5)).toEqual([1, 2, 1, 2]);
    expect(reds(6)).toEqual([1, 2, 1, 2]);
    expect(reds(7)).toEqual([1, 2, 2, 1]);
    expect(reds(8)).toEqual([1, 2, 2, 1]);
  });

  it("is made smaller where a side is too long, and every shade of it counts", async () => {
    expect(await make(aPng({ width: 300, height: 30 }), "png", 100)).toMatchObject({
      width: 100,
      height: 10,
    });
    const data = new Uint8ClampedArray([0, 0, 0, 255, 100, 0, 0, 255, 50, 9, 9, 0, 70, 0, 0, 255]);
    expect([...shrunk({ width: 4, height: 1, data }, 2).data]).toEqual([
      ...[50, 0, 0, 255],
      // What is transparent gives no colour.
      ...[70, 0, 0, 128],
    ]);
  });

  it("is JPEG for photographs and PNG for what shows through", async () => {
    expect((await make(aWebp(), "webp")).mediaType).toBe("image/jpeg");
    expect((await make(aWebp(true), "webp")).mediaType).toBe("image/png");
  });

  it("is the first picture of a GIF", async () => {
    const { width, height, data } = firstFrame(aGif());
    expect([width, height, ...data]).toEqual([2, 1, 255, 0, 0, 255, 0, 255, 0, 255]);
    expect(await make(aGif(), "gif")).toMatchObject({ mediaType: "image/png", width: 2 });
  });

  it("is refused where the file is damaged, cut off or claims another size than it has", async () => {
    await expect(make(aPng().subarray(0, 60), "png")).rejects.toThrow();
    await expect(make(Buffer.from("GIF89a\u0002\u0000"), "gif")).rejects.toThrow();
    await expect(make(aBomb(5000).subarray(0, 200), "png")).rejects.toThrow();
  });

  it("is refused or made, and never hangs, whatever bytes are turned", async () => {
    const seed = Number(process.env["PICTURE_SEED"] ?? 20261128);
    let state = seed;
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % below;
    };
    const runs = Number(process.env["PICTURE_RUNS"] ?? 200);
    const pictures = [aPng(), aJpeg(), aGif(), aWebp(), aWebp(true)];
    for (let run = 0; run < runs; run += 1) {
      const bytes = pictures[run % pictures.length]!.slice();
      for (let turn = random(6); turn >= 0; turn -= 1) bytes[random(bytes.length)] = random(256);
      const found = findKind(bytes);
      if (typeof found === "string" || found.width * found.height > 1_000_000) continue;
      await makePicture({ bytes, kind: found.kind, side: 100, pixels: 1_000_000 }).then(
        ({ width, height }) => expect(Math.max(width, height), `seed ${seed}`).toBeLessThan(101),
        () => undefined,
      );
    }
  });
});

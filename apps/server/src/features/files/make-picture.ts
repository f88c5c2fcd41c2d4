/**
 * Makes an uploaded picture anew: decoded, turned upright, made smaller and encoded again. Nothing
 * of the file but its pixels comes through: no place, no camera, no appendix, no second meaning.
 *
 * The codecs are WebAssembly: what a hostile file does to them stays in their own memory.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import decodeJpeg, { init as initJpegDecoder } from "@jsquash/jpeg/decode.js";
import encodeJpeg, { init as initJpegEncoder } from "@jsquash/jpeg/encode.js";
import decodePng, { init as initPngDecoder } from "@jsquash/png/decode.js";
import encodePng, { init as initPngEncoder } from "@jsquash/png/encode.js";
import decodeWebp, { init as initWebpDecoder } from "@jsquash/webp/decode.js";
import { firstFrame } from "./gif-first-frame.ts";
import { orientationOf, turned, type Pixels } from "./orientation.ts";
import type { PictureKind } from "./picture-kind.ts";
import { isTransparent, shrunk } from "./shrink.ts";

export interface MadePicture {
  readonly mediaType: "image/png" | "image/jpeg";
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface PictureWish {
  readonly bytes: Uint8Array;
  readonly kind: PictureKind;
  /** Pixels of the longer side at most. */
  readonly side: number;
  /** Pixels that it may unfold to. */
  readonly pixels: number;
}

/** Of JPEG: a photograph in print shows no loss. */
const quality = 85;
/** Bytes above which a drawing without transparency is kept as a photograph. */
const largeDrawing = 3 * 1024 * 1024;

// The codecs give their pixels as the browser's class, which Node does not have.
class PlainImageData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;

  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}
Object.assign(globalThis, { ImageData: PlainImageData });

/** What libraries say of a damaged picture is nobody's business. */
const quiet = { print: () => undefined, printErr: () => undefined };
/** The declarations leave out the first parameter. */
const asDeclared = (init: unknown) => init as (module: unknown, options: object) => Promise<void>;
const { resolve } = createRequire(import.meta.url);
// Node has both, its types have them with the browser's alone.
declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => never };
type ImageData = Parameters<typeof encodePng>[0];
const load = (path: string) => new WebAssembly.Module(readFileSync(resolve(path)));

const decoders: Record<PictureKind, (bytes: Uint8Array) => Promise<Pixels>> = {
  async jpeg(bytes) {
    await asDeclared(initJpegDecoder)(load("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"), quiet);
    return (await decodeJpeg(ownBuffer(bytes))) as Pixels;
  },
  async png(bytes) {
    await initPngDecoder(load("@jsquash/png/codec/pkg/squoosh_png_bg.wasm"));
    return (await decodePng(ownBuffer(bytes))) as Pixels;
  },
  async webp(bytes) {
    await asDeclared(initWebpDecoder)(load("@jsquash/webp/codec/dec/webp_dec.wasm"), quiet);
    return (await decodeWebp(ownBuffer(bytes))) as Pixels;
  },
  async gif(bytes) {
    return firstFrame(bytes);
  },
};

function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  // Not `slice`: that of a Buffer copies nothing.
  return new Uint8Array(bytes).buffer;
}

/** Rejects when the bytes are not the picture that they claim to be. */
export async function makePicture({
  bytes,
  kind,
  side,
  pixels,
}: PictureWish): Promise<MadePicture> {
  const decoded = await decoders[kind](bytes);
  if (decoded.width * decoded.height > pixels)
    throw new RangeError("More pixels than were claimed");
  const small = shrunk(decoded, side);
  const upright = kind === "jpeg" ? turned(small, orientationOf(bytes)) : small;
  return { ...(await encoded(upright, kind)), width: upright.width, height: upright.height };
}

/**
 * Photographs as JPEG, drawings and what shows through as PNG: both go into every word processor,
 * which WebP does not.
 */
async function encoded(
  picture: Pixels,
  kind: PictureKind,
): Promise<Pick<MadePicture, "mediaType" | "data">> {
  const mayBePhotograph = kind === "jpeg" || (kind === "webp" && !isTransparent(picture));
  if (mayBePhotograph) return asJpeg(picture);
  await initPngEncoder(load("@jsquash/png/codec/pkg/squoosh_png_bg.wasm"));
  const drawing = new Uint8Array(await encodePng(toImageData(picture)));
  return drawing.length > largeDrawing && !isTransparent(picture)
    ? asJpeg(picture)
    : { mediaType: "image/png", data: drawing };
}

async function asJpeg(picture: Pixels): Promise<Pick<MadePicture, "mediaType" | "data">> {
  await asDeclared(initJpegEncoder)(load("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm"), quiet);
  const data = new Uint8Array(await encodeJpeg(toImageData(picture), { quality }));
  return { mediaType: "image/jpeg", data };
}

/** What the codecs read of the browser's class. */
function toImageData({ width, height, data }: Pixels): ImageData {
  return { width, height, data, colorSpace: "srgb" } as ImageData;
}

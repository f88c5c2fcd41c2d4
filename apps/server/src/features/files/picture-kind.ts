/**
 * What a file is by its first bytes, and how large a picture it claims to be: read before anything
 * is decoded, so that a small file which unfolds to gigabytes is refused for the price of a glance.
 */
export type PictureKind = "png" | "jpeg" | "webp" | "gif";

export interface PictureHead {
  readonly kind: PictureKind;
  readonly width: number;
  readonly height: number;
}

/** "svg" where it is a drawing in XML; "unknown" for everything that is no picture taken here. */
export type FoundKind = PictureHead | "svg" | "unknown" | "damaged";

const ascii = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Looks at the bytes alone: neither a name nor a header says what a file is. */
export function findKind(bytes: Uint8Array): FoundKind {
  if (pngSignature.every((byte, at) => bytes[at] === byte)) return sized("png", pngSize(bytes));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff)
    return sized("jpeg", jpegSize(bytes));
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP")
    return sized("webp", webpSize(bytes));
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return sized("gif", gifSize(bytes));
  return looksLikeSvg(bytes) ? "svg" : "unknown";
}

type Size = readonly [width: number, height: number] | null;

function sized(kind: PictureKind, size: Size): FoundKind {
  if (size === null || size[0] < 1 || size[1] < 1) return "damaged";
  return { kind, width: size[0], height: size[1] };
}

function pngSize(bytes: Uint8Array): Size {
  if (bytes.length < 24 || ascii(bytes, 12, 4) !== "IHDR") return null;
  return [view(bytes).getUint32(16), view(bytes).getUint32(20)];
}

function gifSize(bytes: Uint8Array): Size {
  if (bytes.length < 13) return null;
  return [view(bytes).getUint16(6, true), view(bytes).getUint16(8, true)];
}

/** Walks the segments to the first frame header: what lies in one, a thumbnail too, is passed over. */
function jpegSize(bytes: Uint8Array): Size {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame =
      marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return [view(bytes).getUint16(at + 7), view(bytes).getUint16(at + 5)];
    const length = view(bytes).getUint16(at + 2);
    if (length < 2 || marker === 0xda || marker === 0xd9) return null;
    at += 2 + length;
  }
  return null;
}

function webpSize(bytes: Uint8Array): Size {
  if (bytes.length < 30) return null;
  const data = view(bytes);
  switch (ascii(bytes, 12, 4)) {
    case "VP8 ":
      return [data.getUint16(26, true) & 0x3fff, data.getUint16(28, true) & 0x3fff];
    case "VP8L": {
      const bits = data.getUint32(21, true);
      return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
    }
    case "VP8X": {
      const three = (from: number) =>
        data.getUint16(from, true) + ((bytes[from + 2] ?? 0) << 16) + 1;
      return [three(24), three(27)];
    }
    default:
      return null;
  }
}

/** Drawings open with a tag, after white space, a mark of byte order, comments or a prolog. */
function looksLikeSvg(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 4096)).replaceAll("\0", "");
  return /^\s*</.test(start) && /<(?:[\w-]+:)?svg[\s>]/i.test(start);
}

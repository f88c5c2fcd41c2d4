/** How a camera was held: read from the Exif block, which is dropped after the picture is turned. */

/** 1 to 8 as Exif counts them; 1, upright, where nothing is said. */
export function orientationOf(jpeg: Uint8Array): number {
  const data = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let at = 2;
  while (at + 4 < jpeg.length) {
    const marker = data.getUint16(at);
    if (marker >> 8 !== 0xff || marker === 0xffda) return 1;
    const length = data.getUint16(at + 2);
    if (length < 2) return 1;
    const isExif = marker === 0xffe1 && at + 10 < jpeg.length && data.getUint32(at + 4) === exif;
    if (isExif) return inTiff(jpeg.subarray(at + 10, at + 2 + length));
    at += 2 + length;
  }
  return 1;
}

/** "Exif" */
const exif = 0x45786966;
const orientationTag = 0x0112;
/** Entries of the first directory that are looked through: cameras write some twenty. */
const entriesAtMost = 200;

function inTiff(tiff: Uint8Array): number {
  const data = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 14) return 1;
  const isLittle = data.getUint16(0) === 0x4949;
  const start = data.getUint32(4, isLittle);
  if (start + 2 > tiff.length) return 1;
  const count = Math.min(data.getUint16(start, isLittle), entriesAtMost);
  for (let index = 0; index < count; index += 1) {
    const entry = start + 2 + index * 12;
    if (entry + 12 > tiff.length) return 1;
    if (data.getUint16(entry, isLittle) !== orientationTag) continue;
    const value = data.getUint16(entry + 8, isLittle);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha. */
  readonly data: Uint8ClampedArray;
}

/** The picture upright. */
export function turned(pixels: Pixels, orientation: number): Pixels {
  if (orientation === 1) return pixels;
  const { width, height } = pixels;
  const isOnItsSide = orientation >= 5;
  const [wide, high] = isOnItsSide ? [height, width] : [width, height];
  const from = new Uint32Array(pixels.data.buffer, pixels.data.byteOffset, width * height);
  const to = new Uint32Array(wide * high);
  for (let y = 0; y < high; y += 1)
    for (let x = 0; x < wide; x += 1) {
      const [u, v] = sourceOf(x, y, { orientation, width, height });
      to[y * wide + x] = from[v * width + u] ?? 0;
    }
  return { width: wide, height: high, data: new Uint8ClampedArray(to.buffer) };
}

/** Which pixel of the picture as it lies comes to (x, y) of the upright one. */
function sourceOf(
  x: number,
  y: number,
  lying: { readonly orientation: number; readonly width: number; readonly height: number },
): readonly [number, number] {
  const { orientation, width, height } = lying;
  switch (orientation) {
    case 2:
      return [width - 1 - x, y];
    case 3:
      return [width - 1 - x, height - 1 - y];
    case 4:
      return [x, height - 1 - y];
    case 5:
      return [y, x];
    case 6:
      return [y, height - 1 - x];
    case 7:
      return [width - 1 - y, height - 1 - x];
    case 8:
      return [width - 1 - y, x];
    default:
      return [x, y];
  }
}

/** Small pictures, and files that only look like some. */
import { crc32, deflateSync } from "node:zlib";

/** 32 × 16: the left half red, the right half blue. */
export const aJpeg = (): Uint8Array =>
  fromBase64(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wCEAAYGBgYHBgcICAcKCwoLCg8ODAwODxYQERAREBYiFRkVFRkVIh4kHhweJB42KiYmKjY+NDI0PkxERExfWl98fKcBBgYGBgcGBwgIBwoLCgsKDw4MDA4PFhAREBEQFiIVGRUVGRUiHiQeHB4kHjYqJiYqNj40MjQ+TERETF9aX3x8p//CABEIABAAIAMBIQACEQEDEQH/xAApAAEBAQAAAAAAAAAAAAAAAAAABgcBAQEAAAAAAAAAAAAAAAAAAAgG/9oADAMBAAIQAxAAAADP0khY4sjLYiamo4sjL//EABQQAQAAAAAAAAAAAAAAAAAAADD/2gAIAQEAAT8AD//EABQRAQAAAAAAAAAAAAAAAAAAACD/2gAIAQIBAT8AH//EABQRAQAAAAAAAAAAAAAAAAAAACD/2gAIAQMBAT8AH//Z",
  );

/** The same, without or with a right half that shows what is behind. */
export const aWebp = (isTransparent = false): Uint8Array =>
  fromBase64(
    isTransparent
      ? "UklGRnoAAABXRUJQVlA4WAoAAAAQAAAAHwAADwAAQUxQSBMAAAABDzD/ERFCIJDkLz3AAhH9j+IFAFZQOCBAAAAAEAMAnQEqIAAQAAFAJiWgAnTKEcDeAfiB+qvGBcoAE30AAP7x3I/8e5fYH5//ESPTEFZ/67PTlTWCtZ6EbQAAAA=="
      : "UklGRkwAAABXRUJQVlA4IEAAAAAQAwCdASogABAAAUAmJaACdMoRwN4B+IH6q8YFygATfQAA/vHcj/x7l9gfn/8RI9MQVn/rs9OVNYK1noRtAAAA",
  );

/** 2 × 1, red and green, and a second picture in blue. */
export const aGif = (): Uint8Array => {
  const picture = (index: number) => [
    ...[0x2c, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2],
    // Clear, two pixels, the end: codes of three bits.
    ...[2, ...lzw([4, index, index === 0 ? 1 : index, 5]), 0],
  ];
  return Uint8Array.from([
    ...Buffer.from("GIF89a"),
    ...[2, 0, 1, 0, 0x81, 0, 0],
    ...[255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0],
    ...picture(0),
    ...picture(2),
    0x3b,
  ]);
};

function lzw(codes: readonly number[]): number[] {
  const bits = codes.reduceRight((all, code) => (all << 3) | code, 0);
  return [bits & 0xff, (bits >> 8) & 0xff];
}

export interface PngOptions {
  readonly width?: number;
  readonly height?: number;
  /** Chunks before the pixels: their name and what they hold. */
  readonly chunks?: readonly (readonly [string, Uint8Array])[];
  /** Bytes after the end. */
  readonly tail?: Uint8Array;
}

/** The left half red, the right half blue; `shade` makes another picture of it. */
export function aPng(options: PngOptions = {}, shade = 0): Uint8Array {
  const { width = 32, height = 16, chunks = [], tail = new Uint8Array() } = options;
  const row = Buffer.alloc(1 + width * 3);
  for (let x = 0; x < width; x += 1)
    row.set(x < width / 2 ? [220, shade, 20] : [20, shade, 220], 1 + x * 3);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngHead(width, height),
    ...chunks.map(([name, data]) => chunk(name, data)),
    chunk("IDAT", pixels),
    chunk("IEND", new Uint8Array()),
    tail,
  ]);
}

/** A head that claims a huge picture, and hardly anything after it. */
export function aBomb(side: number): Uint8Array {
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngHead(side, side),
    chunk("IDAT", deflateSync(Buffer.alloc(100_000))),
    chunk("IEND", new Uint8Array()),
  ]);
}

function pngHead(width: number, height: number): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return chunk("IHDR", head);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** A JPEG as a camera writes it: held so, and with a place in it. */
export function withExif(jpeg: Uint8Array, orientation: number, place: string): Uint8Array {
  const tiff = Buffer.alloc(26);
  tiff.write("MM", 0, "latin1");
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x0112, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const data = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, Buffer.from(place)]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "base64"));
}

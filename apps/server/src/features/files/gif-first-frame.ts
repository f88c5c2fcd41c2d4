/** The first picture of a GIF, as its own size says it is shown; the others are not looked at. */
import type { Pixels } from "./orientation.ts";

/** What cannot be read throws a RangeError. */
export function firstFrame(gif: Uint8Array): Pixels {
  const reader = new Reader(gif, 6);
  const [width, height] = [reader.word(), reader.word()];
  const flags = reader.byte();
  reader.skip(2);
  const globalColours = flags & 0x80 ? reader.take(3 << ((flags & 7) + 1)) : null;
  let transparent = -1;
  for (;;) {
    const block = reader.byte();
    if (block === 0x21) {
      const label = reader.byte();
      const parts = reader.parts();
      if (label === 0xf9 && (parts[0] ?? 0) & 1) transparent = parts[3] ?? -1;
    } else if (block === 0x2c) {
      const frame = readFrame(reader, { width, height }, globalColours);
      return painted(frame, { width, height, transparent });
    } else throw new RangeError("A GIF without a picture");
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new RangeError("A GIF that breaks off");
    this.#at += 1;
    return byte;
  }

  word(): number {
    return this.byte() | (this.byte() << 8);
  }

  skip(count: number): void {
    this.#at += count;
  }

  take(count: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + count);
    if (taken.length < count) throw new RangeError("A GIF that breaks off");
    this.#at += count;
    return taken;
  }

  /** The parts of a block, put together. */
  parts(): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let length = this.byte(); length > 0; length = this.byte()) parts.push(this.take(length));
    return Buffer.concat(parts);
  }
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly isInterlaced: boolean;
  readonly colours: Uint8Array;
  readonly indexes: Uint8Array;
}

function readFrame(
  reader: Reader,
  screen: { readonly width: number; readonly height: number },
  globalColours: Uint8Array | null,
): Frame {
  const [left, top, width, height] = [reader.word(), reader.word(), reader.word(), reader.word()];
  if (width > screen.width || height > screen.height)
    throw new RangeError("A GIF whose picture is larger than itself");
  const flags = reader.byte();
  const colours = flags & 0x80 ? reader.take(3 << ((flags & 7) + 1)) : globalColours;
  if (colours === null) throw new RangeError("A GIF without colours");
  const codeSize = reader.byte();
  if (codeSize < 2 || codeSize > 8) throw new RangeError("A GIF with a code size that is none");
  const indexes = unpacked(reader.parts(), codeSize, width * height);
  return { left, top, width, height, isInterlaced: (flags & 0x40) !== 0, colours, indexes };
}

/** LZW with codes that grow to twelve bits. Never more than `length` pixels come out. */
function unpacked(packed: Uint8Array, codeSize: number, length: number): Uint8Array {
  const pixels = new Uint8Array(length);
  const clear = 1 << codeSize;
  const prefix = new Int16Array(4096);
  const suffix = new Uint8Array(4096);
  const stack = new Uint8Array(4097);
  let [size, next, previous, first] = [codeSize + 1, clear + 2, -1, 0];
  let [bits, held, at, made] = [0, 0, 0, 0];
  while (made < length) {
    while (held < size && at < packed.length) {
      bits |= packed[at]! << held;
      held += 8;
      at += 1;
    }
    if (held < size) break;
    const code = bits & ((1 << size) - 1);
    bits >>= size;
    held -= size;
    if (code === clear) {
      [size, next, previous] = [codeSize + 1, clear + 2, -1];
      continue;
    }
    if (code === clear + 1) break;
    if (code > next || (code === next && previous < 0))
      throw new RangeError("A GIF with a false code");
    let depth = 0;
    let known = code;
    if (code === next) {
      stack[depth++] = first;
      known = previous;
    }
    while (known >= clear) {
      stack[depth++] = suffix[known]!;
      known = prefix[known]!;
    }
    first = known;
    stack[depth++] = first;
    while (depth > 0 && made < length) pixels[made++] = stack[--depth]!;
    if (previous >= 0 && next < 4096) {
      prefix[next] = previous;
      suffix[next] = first;
      next += 1;
      if (next === 1 << size && size < 12) size += 1;
    }
    previous = code;
  }
  if (made === 0) throw new RangeError("A GIF without pixels");
  return pixels;
}

function painted(
  frame: Frame,
  screen: { readonly width: number; readonly height: number; readonly transparent: number },
): Pixels {
  const data = new Uint8ClampedArray(screen.width * screen.height * 4);
  const order = frame.isInterlaced ? interlaced(frame.height) : null;
  for (let line = 0; line < frame.height; line += 1) {
    const y = frame.top + (order?.[line] ?? line);
    if (y >= screen.height) continue;
    for (let column = 0; column < frame.width; column += 1) {
      const x = frame.left + column;
      const index = frame.indexes[line * frame.width + column]!;
      if (x >= screen.width || index === screen.transparent) continue;
      const to = (y * screen.width + x) * 4;
      data[to] = frame.colours[index * 3] ?? 0;
      data[to + 1] = frame.colours[index * 3 + 1] ?? 0;
      data[to + 2] = frame.colours[index * 3 + 2] ?? 0;
      data[to + 3] = 255;
    }
  }
  return { width: screen.width, height: screen.height, data };
}

/** The line on which each line of an interlaced picture stands. */
function interlaced(height: number): number[] {
  const lines: number[] = [];
  for (const [start, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const)
    for (let line = start; line < height; line += step) lines.push(line);
  return lines;
}

/** Makes a picture smaller by averaging the pixels that fall together. */
import type { Pixels } from "./orientation.ts";

/** The picture with no side longer than `side`; as it is where it fits. */
export function shrunk(pixels: Pixels, side: number): Pixels {
  const { width, height, data } = pixels;
  const factor = side / Math.max(width, height);
  if (factor >= 1) return pixels;
  const wide = Math.max(1, Math.round(width * factor));
  const high = Math.max(1, Math.round(height * factor));
  const made = new Uint8ClampedArray(wide * high * 4);
  const columns = spans(width, wide);
  const rows = spans(height, high);
  // One line of sums at a time: colour is weighed by alpha, so that what is transparent gives none.
  const sums = new Float64Array(wide * 4);
  const weights = new Float64Array(wide);
  for (let y = 0; y < high; y += 1) {
    sums.fill(0);
    weights.fill(0);
    for (let row = rows[y]!; row < rows[y + 1]!; row += 1) {
      let at = row * width * 4;
      for (let x = 0; x < wide; x += 1)
        for (let column = columns[x]!; column < columns[x + 1]!; column += 1, at += 4) {
          const alpha = data[at + 3]!;
          sums[x * 4]! += data[at]! * alpha;
          sums[x * 4 + 1]! += data[at + 1]! * alpha;
          sums[x * 4 + 2]! += data[at + 2]! * alpha;
          sums[x * 4 + 3]! += alpha;
          weights[x]! += 1;
        }
    }
    for (let x = 0; x < wide; x += 1) {
      const alpha = sums[x * 4 + 3]!;
      const to = (y * wide + x) * 4;
      if (alpha > 0)
        for (let channel = 0; channel < 3; channel += 1)
          made[to + channel] = sums[x * 4 + channel]! / alpha;
      made[to + 3] = alpha / weights[x]!;
    }
  }
  return { width: wide, height: high, data: made };
}

/** Where each of `to` stretches of `from` pixels begins, and where the last one ends. */
function spans(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to + 1 }, (_, index) => Math.round((index * from) / to));
}

/** Whether anything shows through. */
export function isTransparent({ data }: Pixels): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
}

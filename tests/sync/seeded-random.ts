/** Random choices that a printed seed brings back. */
export interface Random {
  /** An integer from 0 up to, not including, `below`. */
  below(below: number): number;
  /** True once in `times`. */
  oneIn(times: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  bytes(length: number): Uint8Array;
}

/** Mulberry32: small, fast, and good enough to choose what happens next. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const random: Random = {
    below: (below) => Math.floor(next() * below),
    oneIn: (times) => random.below(times) === 0,
    pick(items) {
      const item = items[random.below(items.length)];
      if (item === undefined) throw new Error("Nothing to pick from");
      return item;
    },
    bytes: (length) => Uint8Array.from({ length }, () => random.below(256)),
  };
  return random;
}

/** The seeds to run: a few always, more when FUZZ_SEEDS says so, one when FUZZ_SEED names it. */
export function seeds(usual: number): number[] {
  const only = process.env["FUZZ_SEED"];
  if (only !== undefined) return [Number(only)];
  return Array.from({ length: Number(process.env["FUZZ_SEEDS"] ?? usual) }, (_, i) => i + 1);
}

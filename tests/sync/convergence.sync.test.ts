import { describe, expect, it } from "vitest";
import { seededRandom, seeds } from "./seeded-random.ts";
import { UnrulyNetwork } from "./unruly-network.ts";

async function runSchedule(seed: number): Promise<void> {
  const random = seededRandom(seed);
  // A stock client that changes nodes with words that are not committed is taken for their author.
  const isVouching = !random.oneIn(4);
  const network = new UnrulyNetwork(random, {
    nodes: isVouching ? 1 + random.below(3) : 1,
    pages: 2 + random.below(4),
    isVouching,
  });
  try {
    const steps = 100 + random.below(300);
    for (let step = 0; step < steps; step++) await network.step();
    await network.calm();
    network.pages.forEach((page) => page.move());
    await network.calm();
    expect(await network.whatIsWrong()).toEqual([]);
  } catch (cause) {
    throw new Error(`Schedule failed; run again with FUZZ_SEED=${seed}`, { cause });
  } finally {
    network.destroy();
  }
}

describe("convergence", () => {
  it("R9: replicas are equal when the network calms down, whatever it did before", async () => {
    for (const seed of seeds(100)) await runSchedule(seed);
  });
});

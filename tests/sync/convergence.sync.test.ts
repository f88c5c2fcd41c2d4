import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { seededRandom, seeds } from "./seeded-random.ts";
import { contentOf, UnrulyNetwork } from "./unruly-network.ts";

function documentOf(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  return doc;
}

async function runFuzz(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const network = UnrulyNetwork.open(random, 2 + random.below(4));
  for (let step = 0; step < 400; step++) await network.step();
  await network.calm();

  expect(network.faults).toEqual([]);
  const onServer = contentOf(documentOf(network.room.state()));
  for (const page of network.pages) {
    expect(page.closedWith).toBeNull();
    expect(contentOf(page.doc)).toEqual(onServer);
    expect(page.doc.store.pendingStructs).toBeNull();
    expect(page.doc.store.pendingDs).toBeNull();
  }
  // What was acknowledged, and by now that is everything, is what a restart gives back.
  const reopened = await network.reopened();
  expect(contentOf(documentOf(reopened.state()))).toEqual(onServer);
}

describe("convergence", () => {
  it("R9: replicas are equal when the network calms down, whatever it did before", async () => {
    for (const seed of seeds(150)) {
      try {
        await runFuzz(seed);
      } catch (cause) {
        throw new Error(`Fuzz failed; run again with FUZZ_SEED=${seed}`, { cause });
      }
    }
  });
});

describe("acknowledgement", () => {
  it("R13, R14: on an ordered transport everything sent is counted in the end", async () => {
    for (const seed of seeds(30)) {
      const random = seededRandom(seed);
      const network = UnrulyNetwork.open(random, 3);
      for (let step = 0; step < 100; step++) await network.step();
      // Connections of the unruly time may have seen frames twice: count on new ones.
      for (const page of network.pages) page.disconnect();
      await network.calm();
      for (const page of network.pages) page.doc.getText("text").insert(0, "once more");
      await network.calm();
      for (const page of network.pages) page.doc.getText("text").delete(0, 4);
      await network.calm();
      for (const { acknowledged, sentContent } of network.pages) {
        expect(acknowledged, `FUZZ_SEED=${seed}`).toBe(sentContent);
      }
    }
  });
});

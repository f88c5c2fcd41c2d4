import { describe, expect, it } from "vitest";

import { seeded } from "./random-edits.ts";
import { fatesOf, World } from "./same-words.ts";
import { finalView, originalView } from "./settle.ts";

/** `SUGGESTION_RUNS=10000` runs more; `SUGGESTION_SEED=…` runs one. */
const runs = Number(process.env["SUGGESTION_RUNS"] ?? 200);
const onlySeed = process.env["SUGGESTION_SEED"];
const seeds =
  onlySeed === undefined ? Array.from({ length: runs }, (_, seed) => seed) : [Number(onlySeed)];
const timeout = 30_000 + runs * 200;

/** After the last word, everybody has what others make of it, and what is made of that, within so many rounds. */
const mostRounds = 6;

/**
 * Of a thousand schedules so many may end otherwise than meant (decision 0016): of those in which
 * nobody took away or decided letters that were shown to them wrong, and of the others, in which
 * what somebody did to words that a correction was under way to holds. Two are allowed in few.
 */
const mostWrongInThousand = { straight: 7, misled: 40 };

interface Outcome {
  readonly wrong: readonly string[];
  readonly isMisled: boolean;
  readonly corrections: number;
}

function runSchedule(seed: number): Outcome {
  const random = seeded(seed + 3_000_000);
  const blocks = Array.from({ length: 1 + random(2) }, () => 3 + random(10));
  const rest = [1, 2, 3];
  const clients = [3, 2, 1].map((left) => rest.splice(random(left), 1)[0]!);
  const world = new World(blocks, clients);
  for (let step = 0; step < 12; step++) {
    world.act(world.pages[random(3)]!, random);
    world.deliver(() => random(2) === 0);
  }
  world.calm(mostRounds);
  const [doc, ...others] = world.pages.map((page) => page.read());
  for (const other of others) expect(other.textContent).toBe(doc!.textContent);
  const fates = fatesOf(world.meanings);
  const letters = [...doc!.textContent];
  const isMeant = (letter: string) => fates.get(letter)?.isGone !== true;
  const meant = [
    ...world.original,
    ...[...fates.keys()].filter((it) => !world.original.includes(it)),
  ];
  const accepted = letters.filter((it) => (fates.get(it)?.struckBy.size ?? 0) === 0);
  const rejected = letters.filter((it) => (fates.get(it)?.suggestedBy ?? null) === null);
  const wrong: string[] = [];
  if ([...letters].sort().join("") !== meant.filter(isMeant).sort().join("")) wrong.push("letters");
  if (finalView(doc!).textContent !== accepted.join("")) wrong.push("accepting");
  if (originalView(doc!).textContent !== rejected.join("")) wrong.push("rejecting");
  const corrections = world.pages.reduce((sum, { marks }) => sum + marks.corrections, 0);
  return { wrong, isMisled: world.misled > 0, corrections };
}

describe("two who suggest and a third who edits, in the same words at the same moment", () => {
  it(
    "see accepted and rejected what each of them meant, and their pages come to rest",
    { timeout },
    () => {
      const failed: string[] = [];
      const counts = { misled: 0, wrongOfMisled: 0, corrections: 0 };
      for (const seed of seeds) {
        let outcome: Outcome;
        try {
          outcome = runSchedule(seed);
        } catch (error) {
          throw new Error(`Seed ${seed}: ${String(error)}`, { cause: error });
        }
        const { wrong, isMisled, corrections } = outcome;
        counts.corrections += corrections;
        if (isMisled) counts.misled += 1;
        if (wrong.length === 0) continue;
        if (isMisled) counts.wrongOfMisled += 1;
        else failed.push(`${seed}: ${wrong.join(", ")}`);
      }
      // Else nothing has met, and this test shows nothing.
      expect(counts.corrections).toBeGreaterThan(seeds.length / 2);
      if (runs > 1_000) console.info(failed.length, "of", seeds.length, counts, failed);
      const most = (inThousand: number) =>
        onlySeed === undefined ? Math.max(2, Math.ceil((seeds.length * inThousand) / 1_000)) : 0;
      expect(failed.length, failed.join("; ")).toBeLessThanOrEqual(
        most(mostWrongInThousand.straight),
      );
      expect(counts.wrongOfMisled).toBeLessThanOrEqual(most(mostWrongInThousand.misled));
    },
  );
});

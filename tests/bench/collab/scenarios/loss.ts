/**
 * (e) Five people write, the server is killed at a random moment, and all of them are gone with it.
 * It is started again on the same database, and somebody opens the paper: what of that which others
 * had seen, and of that which the server had acknowledged, is missing? Both servers are under test
 * at the same time, each with a process of the load, since no time is measured here.
 *
 * @y/websocket-server ships no store: every restart loses everything. The relay keeps nothing.
 */
import { seededRandom } from "../../../sync/seeded-random.ts";
import type { DialectName } from "../dialects.ts";
import { joinAll, type LoadProcess } from "../load.ts";
import { clientIdOf } from "../member.ts";
import { type Scenario, withDatabase } from "../scenario.ts";
import { serverKinds, startServer } from "../servers.ts";
import { sharedNow, sleepUntil, sum } from "../statistics.ts";
import { printTable, type Row } from "../table.ts";

/** Edits of one kill. */
interface Loss {
  readonly seen: number;
  readonly seenAndGone: number;
  readonly acknowledged: number;
  readonly acknowledgedAndGone: number;
}

const people = 5;
const rate = 5;
const kept: readonly DialectName[] = ["istmo", "hocuspocus"];

async function killOnce(
  name: DialectName,
  load: LoadProcess,
  { round, lifetime }: { round: number; lifetime: number },
): Promise<Loss> {
  return withDatabase(name, async (database) => {
    const paper = `paper-${round}`;
    const first = await startServer(name, database);
    const seats = Array.from({ length: people }, (_, index) => ({ index, paper }));
    await joinAll({ server: first, load: [load], seats });
    const startAt = sharedNow() + 100;
    const endAt = startAt + lifetime + 100;
    const plan = { seed: round, rate, isSteady: true, startAt, measureFrom: startAt, endAt };
    const typing = load.ask("type", plan);
    await sleepUntil(startAt + lifetime);
    await first.kill();
    await typing;
    const { seen, acknowledged } = await load.ask("known");
    await load.ask("leave");
    const second = await startServer(name, database);
    const { clocks } = await load.ask("open", { dialect: name, address: second.address, paper });
    await second.stop();
    const gone = (counts: ReadonlyMap<number, number>) =>
      sum(
        [...counts].map(([who, edits]) => Math.max(0, edits - (clocks.get(clientIdOf(who)) ?? 0))),
      );
    return {
      seen: sum([...seen.values()]),
      seenAndGone: gone(seen),
      acknowledged: sum([...acknowledged.values()]),
      acknowledgedAndGone: gone(acknowledged),
    };
  });
}

export const loss: Scenario = async ({ load, isQuick }) => {
  const rounds = isQuick ? 3 : 20;
  const measured = new Map<DialectName, Loss[]>();
  await Promise.all(
    kept.map(async (name, i) => {
      const own = load[i];
      if (own === undefined) throw new Error("Each server needs a process of the load");
      const random = seededRandom(7);
      const losses: Loss[] = [];
      for (let round = 0; round < rounds; round++) {
        const lifetime = 500 + random.below(isQuick ? 2_000 : 6_000);
        losses.push(await killOnce(name, own, { round, lifetime }));
      }
      measured.set(name, losses);
    }),
  );
  const row = (measure: string, figure: (losses: readonly Loss[]) => number): Row => ({
    measure,
    digits: 0,
    figures: Object.fromEntries([...measured].map(([name, losses]) => [name, figure(losses)])),
  });
  const total = (what: keyof Loss) => (losses: readonly Loss[]) =>
    sum(losses.map((it) => it[what]));
  const kills = (what: keyof Loss) => (losses: readonly Loss[]) =>
    losses.filter((it) => it[what] > 0).length;
  console.log(`\n### (e) What is gone after kill -9, all writers gone with it: ${rounds} kills`);
  printTable(kept, [
    {
      ...row("kills with acknowledged edits gone", kills("acknowledgedAndGone")),
      targets: [{ atMost: 0 }],
    },
    row("kills with edits gone that others had seen", kills("seenAndGone")),
    row("acknowledged edits", total("acknowledged")),
    row("  of them gone", total("acknowledgedAndGone")),
    row("edits that others had seen", total("seen")),
    row("  of them gone", total("seenAndGone")),
  ]);
  console.log(
    `Acknowledged: Istmo's ack says that the database has it, ${serverKinds.hocuspocus.title}' status that its memory has. ${serverKinds.yWebsocket.title} ships no store: every restart loses everything.`,
  );
};

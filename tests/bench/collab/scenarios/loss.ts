/**
 * (e) Five people write, the server is killed at a random moment, and all of them are gone with it.
 * It is started again on the same database, and somebody opens the paper: what of that which others
 * had seen, and of that which the server had acknowledged, is missing? Some chains of
 * kills run side by side, each with a process of the load, since no time is measured here. A kill
 * comes after 1 to 13 seconds of writing, so that it also meets a Hocuspocus that has stored: while
 * people write on, it does so every 10 s by its defaults.
 *
 * @y/websocket-server ships no store: every restart loses everything. The relay keeps nothing.
 */
import { seededRandom } from "../../../sync/seeded-random.ts";
import type { Database } from "../database.ts";
import type { DialectName } from "../dialects.ts";
import { joinAll, type LoadProcess, startLoad } from "../load.ts";
import { clientIdOf } from "../member.ts";
import { type Scenario, withDatabase } from "../scenario.ts";
import { type Server, serverKinds, startServer } from "../servers.ts";
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
/** Milliseconds of writing before a kill, at least. */
const shortest = 1_000;
/** Of each server, side by side. */
const chains = 2;
const kept: readonly DialectName[] = ["istmo", "hocuspocus"];

/** Kills the server under its writers, and gives back the one that was started in its place. */
async function killOnce(
  server: Server,
  database: Database | null,
  { load, round, lifetime }: { load: LoadProcess; round: number; lifetime: number },
): Promise<{ server: Server; loss: Loss }> {
  const { name } = server;
  const paper = `paper-${round}`;
  const seats = Array.from({ length: people }, (_, index) => ({ index, paper }));
  await joinAll({ server, load: [load], seats });
  const startAt = sharedNow() + 100;
  // They go on for a moment after the kill, as people do who have not noticed yet.
  const endAt = startAt + lifetime + 100;
  const plan = { seed: round, rate, isSteady: true, startAt, measureFrom: startAt, endAt };
  const typing = load.ask("type", plan);
  await sleepUntil(startAt + lifetime);
  await server.kill();
  await typing;
  const { seen, acknowledged } = await load.ask("known");
  await load.ask("leave");
  const next = await startServer(name, database);
  const { clocks } = await load.ask("open", { dialect: name, address: next.address, paper });
  const gone = (counts: ReadonlyMap<number, number>) =>
    sum([...counts].map(([who, edits]) => Math.max(0, edits - (clocks.get(clientIdOf(who)) ?? 0))));
  const loss = {
    seen: sum([...seen.values()]),
    seenAndGone: gone(seen),
    acknowledged: sum([...acknowledged.values()]),
    acknowledgedAndGone: gone(acknowledged),
  };
  return { server: next, loss };
}

async function killAgainAndAgain(
  name: DialectName,
  load: LoadProcess,
  { rounds, longest }: { rounds: readonly number[]; longest: number },
): Promise<Loss[]> {
  return withDatabase(name, async (database) => {
    const losses: Loss[] = [];
    let server = await startServer(name, database);
    for (const round of rounds) {
      const lifetime = shortest + seededRandom(round).below(longest - shortest);
      const killed = await killOnce(server, database, { load, round, lifetime });
      server = killed.server;
      losses.push(killed.loss);
    }
    await server.stop();
    return losses;
  });
}

export const loss: Scenario = async ({ isQuick }) => {
  const rounds = isQuick ? 4 : 20;
  const longest = isQuick ? 3_000 : 13_000;
  const measured = new Map<DialectName, Loss[]>();
  const load = await startLoad(kept.length * chains);
  await Promise.all(
    load.map(async (own, place) => {
      const chain = Math.floor(place / kept.length);
      const name = kept[place % kept.length] ?? "istmo";
      const its = Array.from({ length: rounds }, (_, i) => i + 1).filter(
        (i) => i % chains === chain,
      );
      const losses = await killAgainAndAgain(name, own, { rounds: its, longest });
      measured.set(name, [...(measured.get(name) ?? []), ...losses]);
    }),
  );
  await Promise.all(load.map((it) => it.stop()));
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

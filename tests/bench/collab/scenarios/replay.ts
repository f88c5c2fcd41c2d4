/**
 * (d) A history of 250,000 operations goes through each server, as fast as it takes them; then the
 * paper that came of it is opened, by a server that has just started and by one that has been
 * running and has let the paper go. @y/websocket-server ships no store and never lets a paper go, so
 * it has no cold opening; the relay keeps nothing.
 */
import type { DialectName } from "../dialects.ts";
import { shareBetween } from "../duties.ts";
import { profiled } from "../load.ts";
import { untilIdle } from "../idle.ts";
import type { Opened } from "../opening.ts";
import { type Bench, type Scenario, type Site, withDatabase } from "../scenario.ts";
import { allServers, serverKinds, startServer } from "../servers.ts";
import { median } from "../statistics.ts";
import { printTable, type Row } from "../table.ts";

interface Opening extends Opened {
  /** Milliseconds of CPU of the server. */
  readonly cpu: number;
}

interface Measured {
  readonly perSecond: number;
  readonly deliveredPerSecond: number;
  readonly serverShare: number;
  readonly loadShare: number;
  readonly afterStart: readonly Opening[];
  readonly afterUnload: readonly Opening[];
}

/** Istmo's wait before it lets an empty room go; Hocuspocus lets it go at once. */
const settings = { idleFor: 100, isUnbounded: true };
const paper = "paper-long";

async function open({ load }: Bench, { server, database }: Site): Promise<Opening> {
  const before = await server.ask("usage");
  const opened = await loadOf(load).ask("open", {
    dialect: server.name,
    address: server.address,
    paper,
  });
  const after = await server.ask("usage");
  await untilIdle(server, database);
  return { ...opened, cpu: (after.cpu - before.cpu) / 1_000 };
}

function loadOf(load: Bench["load"]) {
  const [first] = load;
  if (first === undefined) throw new Error("There is no load");
  return first;
}

async function measure(name: DialectName, bench: Bench): Promise<Measured> {
  const client = loadOf(bench.load);
  const operations = bench.isQuick ? 25_000 : 250_000;
  const times = bench.isQuick ? 2 : 5;
  return withDatabase(name, async (database) => {
    let server = await startServer(name, database, settings);
    const options = { dialect: name, address: server.address, paper, seed: 1, operations };
    await client.ask("prepareReplay", options);
    const [serverBefore, loadBefore] = [await server.ask("usage"), await client.ask("usage")];
    const replay = await profiled(server, "replay", () => client.ask("replay", options));
    const [serverAfter, loadAfter] = [await server.ask("usage"), await client.ask("usage")];
    await untilIdle(server, database);

    const afterStart: Opening[] = [];
    const afterUnload: Opening[] = [];
    const isKept = serverKinds[name].isDurable;
    for (let i = 0; i < times && isKept; i++) {
      await server.stop();
      server = await startServer(name, database, settings);
      afterStart.push(await open(bench, { server, database }));
    }
    for (let i = 0; i < 2 * times && isKept; i++) {
      afterUnload.push(await open(bench, { server, database }));
    }
    await server.stop();
    for (const { text } of [...afterStart, ...afterUnload]) {
      if (text !== replay.text) throw new Error(`${name} gave back another text than was sent`);
    }
    return {
      perSecond: (operations / Math.max(replay.delivered, replay.accepted ?? 0)) * 1_000,
      deliveredPerSecond: (operations / replay.delivered) * 1_000,
      serverShare: shareBetween(serverBefore, serverAfter),
      loadShare: shareBetween(loadBefore, loadAfter),
      afterStart,
      afterUnload,
    };
  });
}

export const replay: Scenario = async (bench) => {
  const measured = new Map<DialectName, Measured>();
  for (const name of allServers) measured.set(name, await measure(name, bench));
  const row = (
    measure: string,
    unit: string,
    figure: (it: Measured) => number,
    rest: Partial<Row> = {},
  ): Row => ({
    measure,
    unit,
    figures: Object.fromEntries([...measured].map(([name, it]) => [name, figure(it)])),
    ...rest,
  });
  const half = { targets: [{ against: "hocuspocus", atMost: 0.5 }] } as const;
  console.log("\n### (d) Replay of a long history, and opening what came of it\n");
  console.log(
    "Whole: the other client has everything and, with Istmo, everything is durable; Hocuspocus has accepted it into memory.",
  );
  printTable(allServers, [
    row("replay, whole", "op/s", (it) => it.perSecond, {
      digits: 0,
      targets: [{ against: "hocuspocus", atLeast: 2 }],
    }),
    row("replay, until the other client has it", "op/s", (it) => it.deliveredPerSecond, {
      digits: 0,
    }),
    row("server's share of a core", "%", (it) => it.serverShare * 100, { digits: 0 }),
    row("load's share of a core", "%", (it) => it.loadShare * 100, { digits: 0 }),
    row("cold open, server just started", "ms", (it) => of(it.afterStart, "milliseconds"), half),
    row("  its server CPU", "ms", (it) => of(it.afterStart, "cpu")),
    row("cold open, paper let go before", "ms", (it) => of(it.afterUnload, "milliseconds"), half),
    row("  its server CPU", "ms", (it) => of(it.afterUnload, "cpu")),
    row("bytes of the answer", "kB", (it) => of(it.afterUnload, "wireBytes") / 1_000, {
      digits: 1,
    }),
  ]);
  for (const [name, { loadShare }] of measured) {
    if (loadShare > 0.9)
      console.log(`- ${serverKinds[name].title}: the replay was bound by the generator`);
  }
};

function of(openings: readonly Opening[], what: "milliseconds" | "cpu" | "wireBytes"): number {
  return median(openings.map((it) => it[what]));
}

/**
 * (c) What 1,000 people cost who only read: in one paper, and five to a paper. Held is V8's heap in
 * use and what lies outside of it (buffers), after a collection of garbage: what the server really
 * needs. RSS is what the system has given, which V8 is slow to give back.
 */
import type { DialectName } from "../dialects.ts";
import { shareBetween, type Usage } from "../duties.ts";
import { joinAll } from "../load.ts";
import { type Bench, type Scenario, withServer } from "../scenario.ts";
import { allServers, type Server } from "../servers.ts";
import { sleep } from "../statistics.ts";
import { printTable, type Row } from "../table.ts";
import type { Seat } from "../typing.ts";
import { seatsOf } from "./many-papers.ts";

interface Cost {
  /** Bytes of one connection. */
  readonly held: number;
  readonly rss: number;
  /** Share of a core that all of them use together. */
  readonly share: number;
}

async function usageAfterCollection(server: Server): Promise<Usage> {
  await sleep(500);
  await server.ask("collectGarbage");
  return server.ask("usage");
}

async function measure(name: DialectName, { load }: Bench, seats: readonly Seat[]): Promise<Cost> {
  return withServer(name, {}, async ({ server }) => {
    const join = (some: readonly Seat[]) => joinAll({ server, load, seats: some });
    const leave = () => Promise.all(load.map((it) => it.ask("leave")));
    // So that what is made once for all connections does not count for these.
    await join(seats.slice(0, 50).map(({ index }) => ({ index, paper: "paper-before" })));
    await leave();
    const before = await usageAfterCollection(server);
    await join(seats);
    const after = await usageAfterCollection(server);
    await sleep(2_000);
    const later = await server.ask("usage");
    await leave();
    const each = (what: "held" | "rss") => (after[what] - before[what]) / seats.length;
    return { held: each("held"), rss: each("rss"), share: shareBetween(after, later) };
  });
}

export const idle: Scenario = async (bench) => {
  const count = bench.isQuick ? 200 : 1_000;
  const kinds = [
    [`${count} in one paper`, seatsOf(1, count)],
    [`${count / 5} papers of five`, seatsOf(count / 5, 5)],
  ] as const;
  const rows: Row[] = [];
  for (const [title, seats] of kinds) {
    const costs = new Map<DialectName, Cost>();
    for (const name of allServers) costs.set(name, await measure(name, bench, seats));
    const relay = costs.get("relay");
    const row = (
      measure: string,
      figure: (cost: Cost) => number,
      rest: Partial<Row> = {},
    ): Row => ({
      measure: `${title}: ${measure}`,
      unit: "kB",
      digits: 1,
      figures: Object.fromEntries([...costs].map(([name, cost]) => [name, figure(cost)])),
      ...rest,
    });
    rows.push(
      row("held per connection", ({ held }) => held / 1_000),
      row("  over the relay's", ({ held }) => (held - (relay?.held ?? NaN)) / 1_000, {
        targets: [{ atMost: 20 }],
      }),
      row("RSS per connection", ({ rss }) => rss / 1_000),
      row("  over the relay's", ({ rss }) => (rss - (relay?.rss ?? NaN)) / 1_000),
      row("CPU of all", ({ share }) => share * 100, { unit: "%" }),
    );
  }
  console.log(`\n### (c) Idle connections`);
  printTable(allServers, rows);
};

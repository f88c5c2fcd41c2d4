/**
 * (c) Memory after 1,000 papers were opened, given a page of text each, and left again, beside the
 * memory before; measured as in the scenario of the idle. Istmo lets an empty room go after 100 ms
 * here instead of 30 s, so that nobody has to wait. @y/websocket-server keeps every paper, as it
 * ships no store.
 */
import type { DialectName } from "../dialects.ts";
import { untilIdle } from "../idle.ts";
import type { Usage } from "../duties.ts";
import { type Bench, type Scenario, withServer } from "../scenario.ts";
import { allServers } from "../servers.ts";
import { printTable, type Row } from "../table.ts";

const measured: readonly DialectName[] = allServers.filter((it) => it !== "relay");

interface Measured {
  readonly before: Usage;
  readonly after: Usage;
}

async function measure(name: DialectName, { load, isQuick }: Bench): Promise<Measured> {
  return withServer(name, { idleFor: 100 }, async ({ server, database }) => {
    const visit = async (prefix: string, count: number): Promise<Usage> => {
      const papers = Array.from({ length: count }, (_, i) => `${prefix}-${i}`);
      await Promise.all(
        load.map((it, i) =>
          it.ask("visit", {
            dialect: name,
            address: server.address,
            papers: papers.filter((_, place) => place % load.length === i),
          }),
        ),
      );
      await untilIdle(server, database);
      await server.ask("collectGarbage");
      return server.ask("usage");
    };
    // The start is a server that has worked: its code compiled, its pools filled.
    const before = await visit("before", isQuick ? 100 : 300);
    return { before, after: await visit("paper", isQuick ? 200 : 1_000) };
  });
}

export const memory: Scenario = async (bench) => {
  const all = new Map<DialectName, Measured>();
  for (const name of measured) all.set(name, await measure(name, bench));
  const row = (
    measure: string,
    figure: (it: Measured) => number,
    rest: Partial<Row> = {},
  ): Row => ({
    measure,
    unit: "MB",
    digits: 1,
    figures: Object.fromEntries([...all].map(([name, it]) => [name, figure(it)])),
    ...rest,
  });
  const ratio = { unit: "×", digits: 2, targets: [{ atMost: 1.1 }] };
  console.log(
    `\n### (c) Memory after ${bench.isQuick ? 200 : "1,000"} papers were opened and left`,
  );
  printTable(measured, [
    row("held before", ({ before }) => before.held / 1e6),
    row("held after", ({ after }) => after.held / 1e6),
    row("held after / before", ({ before, after }) => after.held / before.held, ratio),
    row("RSS before", ({ before }) => before.rss / 1e6),
    row("RSS after", ({ after }) => after.rss / 1e6),
    row("RSS after / before", ({ before, after }) => after.rss / before.rss, {
      ...ratio,
      targets: [],
    }),
  ]);
};

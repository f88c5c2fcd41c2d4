/** (c) 200 papers with five people each, who all write as in (a). */
import type { DialectName } from "../dialects.ts";
import { deliveryQuantile, boundBy, measureTyping, type Typed } from "../load.ts";
import { rotated, type Scenario, withServer } from "../scenario.ts";
import { allServers, serverKinds } from "../servers.ts";
import { median, quantile } from "../statistics.ts";
import { printTable, type Row } from "../table.ts";
import { typingRate } from "./fan-out.ts";

/** Who sits where: five to a paper, and the five in both processes of the load. */
export function seatsOf(papers: number, people: number) {
  return Array.from({ length: papers * people }, (_, index) => ({
    index,
    paper: `paper-${Math.floor(index / people)}`,
  }));
}

export const manyPapers: Scenario = async ({ load, isQuick }) => {
  const rounds = isQuick ? 1 : 2;
  const papers = isQuick ? 40 : 200;
  const measured = new Map<DialectName, Typed[]>();
  for (let round = 0; round < rounds; round++) {
    for (const name of rotated(allServers, round)) {
      const typed = await withServer(name, {}, (site) =>
        measureTyping({
          ...site,
          load,
          seats: seatsOf(papers, 5),
          rate: typingRate,
          warmUpSeconds: 2,
          seconds: isQuick ? 2 : 5,
          label: "many-papers",
        }),
      );
      measured.set(name, [...(measured.get(name) ?? []), typed]);
    }
  }
  const row = (
    measure: string,
    unit: string,
    digits: number,
    figure: (it: Typed) => number,
  ): Row => ({
    measure,
    unit,
    digits,
    figures: Object.fromEntries(
      [...measured].map(([name, all]) => [name, median(all.map(figure))]),
    ),
  });
  console.log(`\n### (c) ${papers} papers with five writers each, the median of ${rounds} rounds`);
  printTable(allServers, [
    row("delivery p50", "ms", 2, (it) => deliveryQuantile(it, 0.5)),
    row("delivery p99", "ms", 2, (it) => deliveryQuantile(it, 0.99)),
    row(
      "server CPU per 1,000 deliveries",
      "ms",
      2,
      (it) => (it.serverCpu / it.deliveries.length) * 1_000,
    ),
    row("server's share of a core", "%", 0, (it) => it.serverShare * 100),
    row("database's share of a core", "%", 0, (it) => (it.databaseShare ?? NaN) * 100),
    row("edit to the server's word p50", "ms", 1, (it) => quantile(it.accepted, 0.5)),
    row("edit to the server's word p99", "ms", 1, (it) => quantile(it.accepted, 0.99)),
    row("server RSS", "MB", 0, (it) => it.serverUsage.rss / 1e6),
    row("busiest load process's share of a core", "%", 0, (it) => it.loadShare * 100),
  ]);
  for (const [name, all] of measured) {
    const bounds = new Set(all.map(boundBy).filter((it) => it !== null));
    for (const bound of bounds) console.log(`- ${serverKinds[name].title}: ${bound}`);
  }
};

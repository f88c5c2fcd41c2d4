/**
 * (a) One paper, everybody writes: five keystrokes a second while they type (60 words a minute),
 * which they do a third of the time, as people who compose a text do (20 words a minute on the
 * whole). That all are at it at once is the worst hour of a paper, not its usual one.
 */
import type { DialectName } from "../dialects.ts";
import { boundBy, deliveryQuantile, measureTyping, type Typed } from "../load.ts";
import { rotated, type Scenario, withServer } from "../scenario.ts";
import { allServers, serverKinds } from "../servers.ts";
import { median, quantile } from "../statistics.ts";
import { printTable, type Row } from "../table.ts";

export const typingRate = 5;

const seatsOf = (size: number) =>
  Array.from({ length: size }, (_, index) => ({ index, paper: `paper-${size}` }));

export const fanOut: Scenario = async ({ load, isQuick }) => {
  const sizes = process.env["BENCH_EDITORS"]?.split(",").map(Number) ?? [10, 50, 200];
  const rate = Number(process.env["BENCH_RATE"] ?? typingRate);
  const rounds = Number(process.env["BENCH_ROUNDS"] ?? (isQuick ? 1 : 3));
  const servers =
    (process.env["BENCH_SERVERS"]?.split(",") as DialectName[] | undefined) ?? allServers;
  const measured = new Map<string, Typed[]>();
  const of = (name: DialectName, size: number) => measured.get(`${name} ${size}`) ?? [];
  for (let round = 0; round < rounds; round++) {
    for (const name of rotated(servers, round)) {
      await withServer(name, {}, async (site) => {
        // Code that V8 has not compiled yet is several times as slow, and nobody runs it for long.
        const early = { rate: typingRate, isSteady: true, warmUpSeconds: 0, label: "early" };
        const seconds = isQuick ? 1 : 3;
        await measureTyping({ ...site, load, seats: seatsOf(51), seconds, ...early });
        for (const size of sizes) {
          const typed = await measureTyping({
            ...site,
            load,
            seats: seatsOf(size),
            rate,
            warmUpSeconds: isQuick ? 1 : 1.5,
            seconds: isQuick ? 2 : 4,
            label: `fan-out-${size}`,
          });
          measured.set(`${name} ${size}`, [...of(name, size), typed]);
        }
      });
    }
  }

  for (const size of sizes) {
    const row = (measure: string, unit: string, figure: (it: Typed) => number, rest = {}): Row => ({
      measure,
      unit,
      figures: Object.fromEntries(servers.map((it) => [it, median(of(it, size).map(figure))])),
      ...rest,
    });
    const isCrowded = size >= 50;
    console.log(
      `\n### (a) Fan-out: ${size} editors of one paper, ${rate} edits a second while they type, a third of the time; the median of ${rounds} rounds`,
    );
    printTable(servers, [
      row("delivery p50", "ms", (it) => deliveryQuantile(it, 0.5)),
      row("delivery p95", "ms", (it) => deliveryQuantile(it, 0.95)),
      row("delivery p99", "ms", (it) => deliveryQuantile(it, 0.99), {
        ...(isCrowded && {
          targets: [
            { against: "hocuspocus", atMost: 0.7 },
            { against: "relay", atMost: 1.3 },
          ],
        }),
      }),
      row(
        "server CPU per 1,000 deliveries",
        "ms",
        (it) => (it.serverCpu / it.deliveries.length) * 1_000,
        {
          targets: [{ against: "hocuspocus", atMost: 0.5 }],
        },
      ),
      row("server's share of a core", "%", (it) => it.serverShare * 100, { digits: 0 }),
      row("database's share of a core", "%", (it) => (it.databaseShare ?? NaN) * 100, {
        digits: 0,
      }),
      row("messages received per edit", "", (it) => it.messages / it.edits),
      row("bytes received per edit", "", (it) => it.bytes / it.edits, { digits: 0 }),
      row("edit to the server's word p50", "ms", (it) => quantile(it.accepted, 0.5)),
      row("edit to the server's word p99", "ms", (it) => quantile(it.accepted, 0.99)),
      row("busiest load process's share of a core", "%", (it) => it.loadShare * 100, { digits: 0 }),
      row("edits sent late by, p99", "ms", (it) => it.lateness),
      row("the machine's share in use", "%", (it) => it.machineShare * 100, { digits: 0 }),
    ]);
    for (const name of servers) {
      const all = of(name, size);
      const lost = Math.max(...all.map((it) => it.lost));
      const missing = Math.max(...all.map((it) => it.missing));
      const bounds = new Set(all.map(boundBy).filter((it) => it !== null));
      for (const bound of bounds) console.log(`- ${serverKinds[name].title}: ${bound}`);
      if (lost > 0)
        console.log(`- ${serverKinds[name].title}: the server ended ${lost} connections`);
      if (missing > 0)
        console.log(
          `- ${serverKinds[name].title}: ${missing} deliveries had not arrived 5 s after the end`,
        );
    }
  }
};

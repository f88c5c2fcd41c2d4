/**
 * The co-editing bench: our gateway, rooms and store beside Hocuspocus with its database extension,
 * @y/websocket-server and a bare relay, each in a process of its own on this machine, by turns,
 * under the same load from other processes.
 *
 *   tsx tests/bench/collab/run.ts [--quick] [fan-out …]
 *
 * Without names every scenario runs. BENCH_DATABASE_URL: a PostgreSQL server, where each measured
 * server gets a database of its own; without it an embedded one. BENCH_PROFILE=1 writes a CPU
 * profile of each measured time into /tmp. For fan-out alone, to look closer: BENCH_SERVERS
 * (istmo,hocuspocus,yWebsocket,relay), BENCH_EDITORS (10,50,200), BENCH_RATE (5), BENCH_ROUNDS (3).
 */
import { cpus, loadavg } from "node:os";
import { databaseKind } from "./database.ts";
import { startLoad } from "./load.ts";
import type { Scenario } from "./scenario.ts";
import { fanOut } from "./scenarios/fan-out.ts";
import { growth } from "./scenarios/growth.ts";
import { highestRate } from "./scenarios/highest-rate.ts";
import { idle } from "./scenarios/idle.ts";
import { loss } from "./scenarios/loss.ts";
import { manyPapers } from "./scenarios/many-papers.ts";
import { memory } from "./scenarios/memory.ts";
import { replay } from "./scenarios/replay.ts";

const scenarios: Readonly<Record<string, Scenario>> = {
  "fan-out": fanOut,
  "highest-rate": highestRate,
  "many-papers": manyPapers,
  idle,
  memory,
  replay,
  loss,
  growth,
};

const named = process.argv.slice(2).filter((it) => !it.startsWith("--"));
const isQuick = process.argv.includes("--quick");
const unknown = named.filter((it) => !(it in scenarios));
if (unknown.length > 0) {
  console.error(
    `No such scenario: ${unknown.join(", ")}. There are: ${Object.keys(scenarios).join(", ")}.`,
  );
  process.exit(1);
}

console.log(
  `Node ${process.version}, ${cpus().length} CPUs (${cpus()[0]?.model ?? "?"}), load average before the start ${(loadavg()[0] ?? 0).toFixed(2)}; Istmo and Hocuspocus on ${databaseKind}.`,
);
for (const [name, scenario] of Object.entries(scenarios)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const startedAt = performance.now();
  const load = await startLoad();
  try {
    await scenario({ load, isQuick });
  } catch (error) {
    // The others are worth their figures all the same.
    console.log(`\n### ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
    console.error(error);
    process.exitCode = 1;
  }
  await Promise.all(load.map((it) => it.stop()));
  console.log(`\n(${name} took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s.)`);
}

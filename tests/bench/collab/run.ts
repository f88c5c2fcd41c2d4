/**
 * One paper, many editors: our gateway, rooms and Postgres store beside Hocuspocus, each in a
 * process of its own on this machine, under the same load from this one.
 *
 *   tsx tests/bench/collab/run.ts
 *
 * BENCH_SECONDS (20) of each server in BENCH_ROUNDS (3) by turns, BENCH_WARM_UP (5) before each,
 * BENCH_EDITORS (50), BENCH_RATE (4 edits a second of each), BENCH_TICK (our content tick in
 * milliseconds), DATABASE_URL (a server with an empty database for our store; without it an
 * embedded one runs in a third process).
 */
import { cpus, loadavg } from "node:os";
import { deployMigrations } from "@istmo/prisma/apply-migrations";
import type { Usage } from "./child-server.ts";
import { type Child, startChild } from "./child.ts";
import { type Dialect, hocuspocusDialect, istmoDialect } from "./dialects.ts";
import { type LoadResult, runLoad } from "./load.ts";

const setting = (name: string, usual: number) => Number(process.env[name] ?? usual);
const rounds = setting("BENCH_ROUNDS", 3);
const seconds = setting("BENCH_SECONDS", 20) / rounds;
const editors = setting("BENCH_EDITORS", 50);
const rate = setting("BENCH_RATE", 4);
const warmUpSeconds = setting("BENCH_WARM_UP", 5);
const databaseUrl = process.env["DATABASE_URL"];

interface Measured extends LoadResult {
  /** Milliseconds of CPU during the measurement, and bytes at its end. */
  readonly serverCpu: number;
  readonly serverRss: number;
  readonly databaseCpu: number | null;
}

async function measure(dialect: Dialect, server: Child, database?: Child): Promise<Measured> {
  const before: Usage[] = [];
  const after: Usage[] = [];
  const children = database === undefined ? [server] : [server, database];
  const result = await runLoad({
    address: server.address,
    dialect,
    editors,
    rate,
    seconds,
    warmUpSeconds,
    async onMeasure(phase) {
      const usages = await Promise.all(children.map((child) => child.usage()));
      (phase === "begin" ? before : after).push(...usages);
    },
  });
  const cpu = (i: number) => ((after[i]?.cpu ?? 0) - (before[i]?.cpu ?? 0)) / 1_000;
  return {
    ...result,
    serverCpu: cpu(0),
    serverRss: after[0]?.rss ?? 0,
    databaseCpu: database === undefined ? null : cpu(1),
  };
}

async function measureOnDatabase(): Promise<Measured> {
  if (databaseUrl !== undefined) await deployMigrations({ connectionString: databaseUrl });
  const database =
    databaseUrl === undefined ? await startChild("./database-process.ts") : undefined;
  const connection = databaseUrl ?? database?.address ?? "";
  const server = await startChild("./istmo-process.ts", { BENCH_DATABASE: connection });
  const measured = await measure(istmoDialect, server, database);
  await server.stop();
  await database?.stop();
  return measured;
}

async function measureInMemory(): Promise<Measured> {
  const server = await startChild("./istmo-process.ts");
  const measured = await measure(istmoDialect, server);
  await server.stop();
  return measured;
}

async function measureHocuspocus(): Promise<Measured> {
  const server = await startChild("./hocuspocus-process.ts");
  const measured = await measure(hocuspocusDialect, server);
  await server.stop();
  return measured;
}

const quantile = (sorted: Float64Array, of: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN;

// Taking turns, so that whatever else this machine does disturbs all alike.
const ours: Measured[] = [];
const inMemory: Measured[] = [];
const theirs: Measured[] = [];
for (let round = 0; round < rounds; round++) {
  ours.push(await measureOnDatabase());
  inMemory.push(await measureInMemory());
  theirs.push(await measureHocuspocus());
}

/** The middle one of the rounds. */
function typical(measured: readonly Measured[], of: (it: Measured) => number): number {
  const values = measured.map(of).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}

function row(name: string, unit: string, of: (it: Measured) => number): string {
  const figures = [ours, inMemory, theirs].map((it) => typical(it, of));
  const [durable = NaN, twin = NaN, peer = NaN] = figures;
  const values = figures.map((it) => `${it.toFixed(2)} ${unit}`.trim());
  const ratios = [durable / peer, twin / peer].map((it) => it.toFixed(2));
  return `| ${[name, ...values, ...ratios].join(" | ")} |`;
}

function delivery(of: number): string {
  return row(`delivery p${of * 100}`, "ms", (it) => quantile(it.deliveries, of));
}

function acknowledged(of: number): string {
  return row(`edit to the server's word p${of * 100}`, "ms", (it) => quantile(it.accepted, of));
}

const databaseShare = (typical(ours, (it) => it.databaseCpu ?? 0) / seconds / 10).toFixed(1);
const databaseKind =
  databaseUrl === undefined
    ? `an embedded database in a process of its own, which used ${databaseShare} % of a CPU besides`
    : "a PostgreSQL server, whose CPU is not counted";

console.log(`
One paper, ${editors} editors, ${rate} edits a second of each, the median of ${rounds} rounds of ${seconds.toFixed(1)} s by turns, each after a warm-up of ${warmUpSeconds} s; Node ${process.version}, ${cpus().length} CPUs, load average ${(loadavg()[0] ?? 0).toFixed(1)}.
All clients and servers are on this machine: absolute times depend on it, ratios less so.

| Measure (lower is better) | Istmo, durable | Istmo, in memory | Hocuspocus, in memory | durable / theirs | in memory / theirs |
| --- | --- | --- | --- | --- | --- |
${[delivery(0.5), delivery(0.95), delivery(0.99)].join("\n")}
${row("server CPU per 1,000 deliveries", "ms", (it) => (it.serverCpu / it.deliveries.length) * 1_000)}
${row("server RSS", "MiB", (it) => it.serverRss / 2 ** 20)}
${row("messages received per edit", "", (it) => it.messages / it.edits)}
${row("bytes received per edit", "", (it) => it.bytes / it.edits)}
${[acknowledged(0.5), acknowledged(0.95), acknowledged(0.99)].join("\n")}

${[ours, inMemory, theirs].map((them) => them.reduce((sum, it) => sum + it.deliveries.length, 0)).join(", ")} deliveries.
"Durable" stores through Prisma in ${databaseKind}; its word for an edit means that it survives a crash. In memory, ours means that the twin store has it, and Hocuspocus' status that its document has it; neither survives one. Hocuspocus stores into memory after its default debounce.
`);

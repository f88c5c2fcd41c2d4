/** The load as a whole: some processes with people in them, told to type together. */
import { cpus } from "node:os";
import { type Child, startChild } from "./child.ts";
import type { Database } from "./database.ts";
import { type CommonDuties, shareBetween, type Usage } from "./duties.ts";
import type { LoadDuties } from "./load-process.ts";
import type { Server } from "./servers.ts";
import { quantile, sharedNow, sleepUntil, sum } from "./statistics.ts";
import type { Seat, SendingTimes } from "./typing.ts";

export type LoadProcess = Child<LoadDuties & CommonDuties>;

/** One alone would be a bottleneck before the server is. */
export async function startLoad(processes = 2): Promise<LoadProcess[]> {
  return Promise.all(
    Array.from({ length: processes }, () => startChild<LoadDuties>("./load-process.ts")),
  );
}

export interface TypingOptions {
  readonly server: Server;
  readonly database: Database | null;
  readonly load: readonly LoadProcess[];
  readonly seats: readonly Seat[];
  /** Edits a second of each while they type. */
  readonly rate: number;
  readonly isSteady?: boolean;
  /** Everybody writes inside of the text that is there, not only after their own words. */
  readonly isInside?: boolean;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Names the profile. */
  readonly label: string;
}

/** What was seen in the measured time. */
export interface Typed {
  readonly edits: number;
  readonly deliveries: Float64Array;
  readonly missing: number;
  readonly accepted: Float64Array;
  readonly messages: number;
  readonly bytes: number;
  readonly lost: number;
  /** Milliseconds of CPU of the server. */
  readonly serverCpu: number;
  readonly serverUsage: Usage;
  /** Shares of one core. */
  readonly serverShare: number;
  readonly databaseShare: number | null;
  /** The busiest process of the load. */
  readonly loadShare: number;
  /** Of all cores of the machine, whoever used them. */
  readonly machineShare: number;
  /** p99 of how much later than planned edits were sent. */
  readonly lateness: number;
}

/** What else than the server may have set a figure; null when nothing has. */
export function boundBy({ loadShare, lateness, machineShare }: Typed): string | null {
  if (loadShare > 0.9) return "bound by the generator: one of its processes had no time left";
  if (machineShare > 0.95) return "bound by the machine: all cores were busy";
  return lateness > 20 ? "bound by the generator: it sent more than 20 ms late" : null;
}

const isProfiling = process.env["BENCH_PROFILE"] === "1";
let profiles = 0;

interface Sample {
  /** Milliseconds of all cores together, and of those, the idle ones. */
  readonly machine: { readonly all: number; readonly idle: number };
  readonly server: Usage;
  readonly database: Usage | null;
  readonly load: readonly Usage[];
}

async function sample({ server, database, load }: TypingOptions): Promise<Sample> {
  const [ofServer, ofDatabase, ...ofLoad] = await Promise.all([
    server.ask("usage"),
    database?.usage() ?? null,
    ...load.map((it) => it.ask("usage")),
  ]);
  const times = cpus().map((it) => it.times);
  const machine = {
    all: sum(times.flatMap((it) => Object.values(it))),
    idle: sum(times.map((it) => it.idle)),
  };
  return { machine, server: ofServer, database: ofDatabase, load: ofLoad };
}

/** Runs what is to be measured, with a profile of the server when the environment asks for one. */
export async function profiled<Result>(
  server: Server,
  label: string,
  run: () => Promise<Result>,
): Promise<Result> {
  if (!isProfiling) return run();
  await server.ask("startProfile");
  const result = await run();
  await server.ask(
    "stopProfile",
    `/tmp/istmo-bench-${label}-${server.name}-${profiles++}.cpuprofile`,
  );
  return result;
}

const sorted = (parts: readonly Float64Array[]): Float64Array =>
  Float64Array.from(parts.flatMap((part) => [...part])).sort();

async function readState({ server, load, seats }: TypingOptions): Promise<Uint8Array | null> {
  const { name: dialect, address } = server;
  const [seat] = seats;
  if (seat === undefined) return null;
  const opened = await load[0]?.ask("open", { dialect, address, paper: seat.paper });
  return opened?.state ?? null;
}

interface Joining extends Pick<TypingOptions, "server" | "load" | "seats"> {
  /** What the paper holds, for who is to write inside of it. */
  readonly state?: Uint8Array | null;
}

/** Brings people in, spread over the processes of the load. */
export async function joinAll({ server, load, seats, state = null }: Joining): Promise<void> {
  const { name: dialect, address } = server;
  const seatsOf = (i: number) => seats.filter((_, place) => place % load.length === i);
  await Promise.all(
    load.map((it, i) => it.ask("join", { dialect, address, state, seats: seatsOf(i) })),
  );
}

/** Brings people in, has them type, and sees them out. */
export async function measureTyping(options: TypingOptions): Promise<Typed> {
  const { server, load, seats, rate, isSteady = false, warmUpSeconds, seconds, label } = options;
  const state = options.isInside === true ? await readState(options) : null;
  await joinAll({ server, load, seats, state });
  const startAt = sharedNow() + 200;
  const measureFrom = startAt + warmUpSeconds * 1_000;
  const endAt = measureFrom + seconds * 1_000;
  const plan = { rate, isSteady, startAt, measureFrom, endAt, seed: 1 };
  const typing = Promise.all(load.map((it) => it.ask("type", plan)));
  await sleepUntil(measureFrom);
  const papers = new Map(seats.map(({ index, paper }) => [index, paper]));
  const { before, after, all } = await profiled(server, label, async () => {
    const before = await sample(options);
    const all: SendingTimes = new Map((await typing).flatMap((times) => [...times]));
    await Promise.all(load.map((it) => it.ask("settle", { all, papers })));
    return { before, after: await sample(options), all };
  });
  const results = await Promise.all(load.map((it) => it.ask("result", { all, papers })));
  await Promise.all(load.map((it) => it.ask("leave")));

  const edits = sum([...all.values()].map((it) => it.filter((at) => at >= measureFrom).length));
  return {
    edits,
    deliveries: sorted(results.map((it) => it.deliveries)),
    missing: sum(results.map((it) => it.missing)),
    accepted: sorted(results.map((it) => it.accepted)),
    messages: sum(results.map((it) => it.messages)),
    bytes: sum(results.map((it) => it.bytes)),
    lost: sum(results.map((it) => it.lost)),
    serverCpu: (after.server.cpu - before.server.cpu) / 1_000,
    serverUsage: after.server,
    serverShare: shareBetween(before.server, after.server),
    databaseShare:
      after.database === null || before.database === null
        ? null
        : shareBetween(before.database, after.database),
    loadShare: Math.max(...after.load.map((it, i) => shareBetween(before.load[i] ?? it, it))),
    lateness: quantile(sorted(results.map((it) => it.lateness)), 0.99),
    machineShare:
      1 - (after.machine.idle - before.machine.idle) / (after.machine.all - before.machine.all),
  };
}

/** Counts what never arrived as later than anything. */
export function deliveryQuantile({ deliveries, missing }: Typed, share: number): number {
  const place = Math.floor((deliveries.length + missing) * share);
  return place < deliveries.length ? (deliveries[place] ?? Number.NaN) : Infinity;
}

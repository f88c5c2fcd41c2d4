/**
 * (f) The same text with a history that is 1, 10 and 100 times as long: what fan-out to 50 costs in
 * it, and what opening it costs. The text is written once; all that comes after is written and taken
 * back again, so that the text stays what it was. Yjs keeps the place of what was deleted, so the
 * document as bytes still grows; the table says by how much.
 */
import type { DialectName } from "../dialects.ts";
import { untilIdle } from "../idle.ts";
import { deliveryQuantile, type LoadProcess, measureTyping, type Typed } from "../load.ts";
import type { Opened } from "../opening.ts";
import { type Bench, rotated, type Scenario, type Site, withServer } from "../scenario.ts";
import { median } from "../statistics.ts";
import { printColumns } from "../table.ts";
import { serverKinds } from "../servers.ts";
import { typingRate } from "./fan-out.ts";

const measured: readonly DialectName[] = ["istmo", "hocuspocus"];
const operations = 2_500;
const paper = "paper-grown";
const people = 50;

interface Grown {
  readonly times: number;
  readonly site: Site;
  readonly typed: Typed[];
  readonly opened: Opened[];
}

async function grow({ site: { server, database }, times }: Grown, client: LoadProcess) {
  const { name: dialect, address } = server;
  const replay = { dialect, address, paper, seed: 1, operations, times, merged: 25 };
  await client.ask("prepareReplay", replay);
  await client.ask("replay", replay);
  await untilIdle(server, database);
}

async function open({ site: { server, database }, opened }: Grown, client: LoadProcess) {
  const { name: dialect, address } = server;
  opened.push(await client.ask("open", { dialect, address, paper }));
  await untilIdle(server, database);
}

async function type({ site, times, typed }: Grown, { load, isQuick }: Bench): Promise<void> {
  // Others each time: a person's clock counts their edits from nothing.
  const first = 2 + typed.length * people;
  const seats = Array.from({ length: people }, (_, place) => ({ index: first + place, paper }));
  typed.push(
    await measureTyping({
      ...site,
      load,
      seats,
      rate: typingRate,
      isInside: true,
      warmUpSeconds: 1.5,
      seconds: isQuick ? 2 : 4,
      label: `growth-${times}`,
    }),
  );
}

/** A server for each length, all at once and by turns, so that what disturbs one disturbs all. */
function withGrown(
  name: DialectName,
  [times, ...longer]: readonly number[],
  grown: readonly Grown[],
  use: (grown: readonly Grown[]) => Promise<void>,
): Promise<void> {
  if (times === undefined) return use(grown);
  return withServer(name, { idleFor: 100, isUnbounded: true }, (site) =>
    withGrown(name, longer, [...grown, { times, site, typed: [], opened: [] }], use),
  );
}

async function measure(bench: Bench, all: readonly Grown[]): Promise<void> {
  const [client] = bench.load;
  if (client === undefined) throw new Error("There is no load");
  for (const it of all) await grow(it, client);
  for (let i = 0; i < (bench.isQuick ? 2 : 5); i++) for (const it of all) await open(it, client);
  for (let i = 0; i < (bench.isQuick ? 1 : 3); i++) {
    for (const it of rotated(all, i)) await type(it, bench);
  }
}

function print(name: DialectName, all: readonly Grown[]): void {
  const typed = (figure: (it: Typed) => number) => all.map((it) => median(it.typed.map(figure)));
  const opened = (figure: (it: Opened) => number) => all.map((it) => median(it.opened.map(figure)));
  console.log(`\n### (f) ${serverKinds[name].title} when the history grows`);
  printColumns(
    all.map(({ times }) => `${(operations * times).toLocaleString("en")} operations`),
    [
      {
        measure: "fan-out to 50: server CPU per 1,000 deliveries, ms",
        figures: typed((it) => (it.serverCpu / it.deliveries.length) * 1_000),
        ...(name === "istmo" && { within: 0.1 }),
      },
      {
        measure: "fan-out to 50: delivery p50, ms",
        figures: typed((it) => deliveryQuantile(it, 0.5)),
      },
      {
        measure: "fan-out to 50: delivery p99, ms",
        figures: typed((it) => deliveryQuantile(it, 0.99)),
      },
      { measure: "cold open, ms", figures: opened((it) => it.milliseconds) },
      { measure: "bytes of the answer, kB", figures: opened((it) => it.wireBytes / 1_000) },
      { measure: "bytes of the document, kB", figures: opened((it) => it.documentBytes / 1_000) },
      { measure: "letters of the text", figures: opened((it) => it.text.length) },
    ],
  );
}

export const growth: Scenario = async (bench) => {
  const lengths = bench.isQuick ? [1, 10] : [1, 10, 100];
  for (const name of measured) {
    await withGrown(name, lengths, [], async (all) => {
      await measure(bench, all);
      print(name, all);
    });
  }
};

/**
 * (f) The same text with a history that is 1, 10 and 100 times as long: what fan-out to 50 costs in
 * it, and what opening it costs. The text is written once; all that comes after is written and taken
 * back again, so that the text stays what it was. Yjs keeps the place of what was deleted, so the
 * document as bytes still grows; the table says by how much.
 */
import type { DialectName } from "../dialects.ts";
import { untilIdle } from "../idle.ts";
import { deliveryQuantile, measureTyping, type Typed } from "../load.ts";
import type { Opened } from "../opening.ts";
import { type Bench, type Scenario, withServer } from "../scenario.ts";
import { median } from "../statistics.ts";
import { printColumns } from "../table.ts";
import { serverKinds } from "../servers.ts";
import { typingRate } from "./fan-out.ts";

const measured: readonly DialectName[] = ["istmo", "hocuspocus"];
const operations = 2_500;
const paper = "paper-grown";

interface Measured {
  readonly typed: readonly Typed[];
  readonly opened: readonly Opened[];
}

async function measure(
  name: DialectName,
  history: { times: number },
  { load, isQuick }: Bench,
): Promise<Measured> {
  return withServer(name, { idleFor: 100, isUnbounded: true }, async (site) => {
    const { server, database } = site;
    const [client] = load;
    if (client === undefined) throw new Error("There is no load");
    const { address } = server;
    const replay = { dialect: name, address, paper, seed: 1, operations, ...history, merged: 25 };
    await client.ask("prepareReplay", replay);
    await client.ask("replay", replay);
    await untilIdle(server, database);
    const opened: Opened[] = [];
    for (let i = 0; i < (isQuick ? 2 : 7); i++) {
      opened.push(await client.ask("open", { dialect: name, address, paper }));
      await untilIdle(server, database);
    }
    const typed: Typed[] = [];
    for (let i = 0; i < (isQuick ? 1 : 2); i++) {
      // Others each time: a person's clock counts their edits from nothing.
      const first = 2 + i * 50;
      const seats = Array.from({ length: 50 }, (_, place) => ({ index: first + place, paper }));
      typed.push(
        await measureTyping({
          ...site,
          load,
          seats,
          rate: typingRate,
          isInside: true,
          warmUpSeconds: 1.5,
          seconds: isQuick ? 2 : 4,
          label: `growth-${history.times}`,
        }),
      );
    }
    return { typed, opened };
  });
}

export const growth: Scenario = async (bench) => {
  const lengths = bench.isQuick ? [1, 10] : [1, 10, 100];
  for (const name of measured) {
    const all: Measured[] = [];
    for (const times of lengths) all.push(await measure(name, { times }, bench));
    const typed = (figure: (it: Typed) => number) => all.map((it) => median(it.typed.map(figure)));
    const opened = (figure: (it: Opened) => number) =>
      all.map((it) => median(it.opened.map(figure)));
    console.log(`\n### (f) ${serverKinds[name].title} when the history grows`);
    printColumns(
      lengths.map((times) => `${(operations * times).toLocaleString("en")} operations`),
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
};

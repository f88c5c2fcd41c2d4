/**
 * (b) How much one paper with 50 people can take: the rate is doubled until a delivery in a hundred
 * takes more than 250 ms or does not come, then the gap is halved (as a ratio) until it is small. What
 * failed is tried once more, as it may have been a moment of the machine.
 * All servers run; each is given its next rate in turn, and those that wait use nothing. Everybody
 * types steadily, for this is no picture of people.
 */
import { untilIdle } from "../idle.ts";
import type { DialectName } from "../dialects.ts";
import { deliveryQuantile, boundBy, measureTyping, type Typed } from "../load.ts";
import { type Bench, type Scenario, type Site, withServer } from "../scenario.ts";
import { allServers, serverKinds } from "../servers.ts";
import { printTable, type Row } from "../table.ts";

const people = 50;
const bound = 250;
const firstRate = 500;
/** The gap between what went well and what did not, at which to stop. */
const closeEnough = 1.2;

interface Attempt {
  /** Edits a second that were really sent. */
  readonly rate: number;
  readonly typed: Typed;
}

interface Search {
  readonly name: DialectName;
  readonly site: Site;
  good: Attempt | null;
  bad: Attempt | null;
  /** Failed once, and is to be tried again. */
  doubtful: number | null;
  attempts: number;
}

function nextRate({ good, bad, doubtful, attempts }: Search): number | null {
  if (doubtful !== null) return doubtful;
  if (attempts === 12) return null;
  if (bad === null) return good === null ? firstRate : good.rate * 2;
  const low = good?.rate ?? firstRate / 16;
  return bad.rate / low <= closeEnough ? null : Math.sqrt(low * bad.rate);
}

async function attempt(search: Search, rate: number, { load, isQuick }: Bench): Promise<void> {
  const seconds = isQuick ? 1.5 : 2.5;
  const paper = `paper-${search.attempts++}`;
  const typed = await measureTyping({
    ...search.site,
    load,
    seats: Array.from({ length: people }, (_, index) => ({ index, paper })),
    rate: rate / people,
    isSteady: true,
    warmUpSeconds: 1,
    seconds,
    label: `rate-${Math.round(rate)}`,
  });
  const made = { rate: typed.edits / seconds, typed };
  const isGood = typed.lost === 0 && deliveryQuantile(typed, 0.99) <= bound;
  if (isGood) search.good = made;
  else if (search.doubtful !== null) search.bad = { ...made, rate };
  search.doubtful = isGood || search.doubtful !== null ? null : rate;
  await untilIdle(search.site.server, search.site.database);
}

/** Starts all, one inside the other, so that each is taken away whatever happens. */
function withAll(
  [name, ...rest]: readonly DialectName[],
  searches: readonly Search[],
  use: (searches: readonly Search[]) => Promise<void>,
): Promise<void> {
  if (name === undefined) return use(searches);
  return withServer(name, { isUnbounded: true }, (site) =>
    withAll(
      rest,
      [...searches, { name, site, good: null, bad: null, doubtful: null, attempts: 0 }],
      use,
    ),
  );
}

export const highestRate: Scenario = (bench) =>
  withAll(allServers, [], async (searches) => {
    for (let isOver = false; !isOver;) {
      isOver = true;
      for (const search of searches) {
        const rate = nextRate(search);
        if (rate === null) continue;
        isOver = false;
        await attempt(search, rate, bench);
      }
    }
    const row = (
      measure: string,
      unit: string,
      digits: number,
      figure: (good: Attempt) => number,
    ): Row => ({
      measure,
      unit,
      digits,
      figures: Object.fromEntries(
        searches.map(({ name, good }) => [name, good === null ? null : figure(good)]),
      ),
    });
    console.log(
      `\n### (b) The highest rate in a paper of ${people} with delivery p99 ≤ ${bound} ms`,
    );
    printTable(allServers, [
      {
        ...row("edits a second", "", 0, (it) => it.rate),
        targets: [{ against: "hocuspocus", atLeast: 2 }],
      },
      row("delivery p50 at that rate", "ms", 1, (it) => deliveryQuantile(it.typed, 0.5)),
      row("delivery p99 at that rate", "ms", 1, (it) => deliveryQuantile(it.typed, 0.99)),
      row("server's share of a core", "%", 0, (it) => it.typed.serverShare * 100),
      row("database's share of a core", "%", 0, (it) => (it.typed.databaseShare ?? NaN) * 100),
      row("messages received per edit", "", 2, (it) => it.typed.messages / it.typed.edits),
      row("busiest load process's share of a core", "%", 0, (it) => it.typed.loadShare * 100),
      row("edits sent late by, p99", "ms", 1, (it) => it.typed.lateness),
    ]);
    for (const { name, bad } of searches) {
      if (bad === null) continue;
      const { typed, rate } = bad;
      const why = typed.lost > 0 ? `${typed.lost} connections ended` : "deliveries too late";
      const bound = boundBy(typed);
      const whose = bound === null ? "" : `; ${bound}`;
      const shares = `server ${(typed.serverShare * 100).toFixed(0)} %, load ${(typed.loadShare * 100).toFixed(0)} %`;
      console.log(
        `- ${serverKinds[name].title}: failed at ${rate.toFixed(0)} a second (${why}; ${shares}${whose})`,
      );
    }
  });

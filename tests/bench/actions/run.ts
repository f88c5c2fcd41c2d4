/**
 * What action items take when there are many: lists, filters and searches of 100,000 over five
 * centres, each beside the bare SQL of the same page, over HTTP as a page asks; how soon their board
 * is drawn in Chromium; and how soon a change reaches 500 pages that watch, with how many writes of
 * the database.
 *
 * Each request is followed by its SQL, so that both see the same machine. The clients of the live
 * connection are in another process, on the same cores.
 *
 * `pnpm build && pnpm bench:actions` (`… lists`, `… paint` or `… watching` for one of the three), on the PostgreSQL server that DATABASE_URL names or that runs here.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { quantile, sharedNow } from "../collab/statistics.ts";
import { measureFirstPaint } from "./first-paint.ts";
import { openFilledOffice, type FilledOffice } from "./filled-office.ts";
import type { WatchingNews } from "./watching-process.ts";

const items = Number(process.env["BENCH_ITEMS"] ?? 100_000);
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 60);
const pages = Number(process.env["BENCH_PAGES"] ?? 500);
const changes = Number(process.env["BENCH_CHANGES"] ?? 40);
const openings = Number(process.env["BENCH_OPENINGS"] ?? 10);
/** What is measured: "lists", "paint", "watching", or all. */
const parts = process.argv.length > 2 ? process.argv.slice(2) : ["lists", "paint", "watching"];

/**
 * The SQL of a page by itself: its rows as they are kept, and what else the page shows of them, by
 * hand: names of people, what each waits for, and whether its paper may be named to a centre's lead.
 */
const rows = 'SELECT a.* FROM "ActionItem" a';
const shown = (page: string, order: string) => `
  SELECT a.*, c."timeZone", o.name AS "ownerName", v.name AS "verifierName", u.name AS "unblockerName",
    (SELECT array_agg(h.name) FROM "Person" h WHERE h.id = ANY(a."helperIds")) AS "helperNames",
    (SELECT array_agg(n.id) FROM "ActionDependency" d JOIN "ActionItem" n ON n.id = d."needsId"
      WHERE d."actionId" = a.id AND n.state IN ('open','in_progress','blocked')) AS "waitsFor",
    EXISTS (SELECT 1 FROM "Paper" p WHERE p.id = a."originPaperId" AND (p.stage = 'issued'
      OR EXISTS (SELECT 1 FROM "PaperCentre" w WHERE w."paperId" = p.id AND w."centreId" = 'centre-sv')
      OR EXISTS (SELECT 1 FROM "PaperShare" s WHERE s."paperId" = p.id
        AND s.subject IN ('person:person-lead-sv','centre:centre-sv')))) AS "isReadable"
  FROM (${page}) a
  LEFT JOIN "Centre" c ON c.id = a."centreId"
  LEFT JOIN "Person" o ON o.id = a."ownerId"
  LEFT JOIN "Person" v ON v.id = a."verifierId"
  LEFT JOIN "Person" u ON u.id = a."unblockerId"
  ORDER BY ${order}`;
const soon = "2026-12-15";
/** What is asked, and the bare SQL of its rows. */
const asked: readonly (readonly [name: string, query: string, sql: string])[] = [
  ["list, 100 rows", "limit=100", `${rows} ORDER BY rank, a.id LIMIT 101`],
  ["board, first page of 500", "limit=500", `${rows} ORDER BY rank, a.id LIMIT 501`],
  ["list by date", "limit=100&sort=due", `${rows} ORDER BY "dueOn" NULLS LAST, a.id LIMIT 101`],
  [
    "list by last change",
    "limit=100&sort=updated",
    `${rows} ORDER BY a."updatedAt" DESC, a.id DESC LIMIT 101`,
  ],
  [
    "one state",
    "limit=100&state=blocked",
    `${rows} WHERE state = 'blocked' ORDER BY rank, a.id LIMIT 101`,
  ],
  [
    "several states of a centre",
    "limit=100&state=open,blocked&centre=centre-sv",
    `${rows} WHERE state IN ('open','blocked') AND "centreId" = 'centre-sv' ORDER BY rank, a.id LIMIT 101`,
  ],
  [
    "mine",
    "limit=100&owner=person-expert1-sv",
    `${rows} WHERE "ownerId" = 'person-expert1-sv' ORDER BY rank, a.id LIMIT 101`,
  ],
  [
    "where I take part",
    "limit=100&involves=person-expert1-sv",
    `${rows} WHERE "ownerId" = 'person-expert1-sv' OR "helperIds" @> ARRAY['person-expert1-sv'] ORDER BY rank, a.id LIMIT 101`,
  ],
  [
    "due in a range",
    `limit=100&dueTo=${soon}&state=open`,
    `${rows} WHERE "dueOn" <= '${soon}' AND state = 'open' ORDER BY rank, a.id LIMIT 101`,
  ],
  [
    "overdue",
    "limit=100&overdue=true",
    `${rows} WHERE state IN ('open','in_progress','blocked') AND "dueOn" < to_char(now(), 'YYYY-MM-DD') ORDER BY rank, a.id LIMIT 101`,
  ],
  [
    "blocked or waiting",
    "limit=100&blocked=true",
    `${rows} WHERE state = 'blocked' OR (state IN ('open','in_progress') AND EXISTS (SELECT 1 FROM "ActionDependency" d JOIN "ActionItem" n ON n.id = d."needsId" WHERE d."actionId" = a.id AND n.state IN ('open','in_progress','blocked'))) ORDER BY rank, a.id LIMIT 101`,
  ],
  [
    "search, many found",
    "limit=100&q=puertos",
    `${rows} WHERE searched LIKE '%puertos%' ORDER BY rank, a.id LIMIT 101`,
  ],
  [
    "search, one found",
    "limit=100&q=n.%C2%BA%2077777",
    `${rows} WHERE searched LIKE '%n.º 77777%' ORDER BY rank, a.id LIMIT 101`,
  ],
];

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};
const sorted = (times: number[]) => times.sort((a, b) => a - b);
const ms = (value: number) => `${value.toFixed(1)} ms`;
const print = (cells: readonly (string | number)[]) => console.log(`| ${cells.join(" | ")} |`);

async function measureLists({ origin, pool }: FilledOffice, cookie: string): Promise<void> {
  const head = ["what", "p50", "p95", "bare SQL p50", "bare SQL p95", "p95 / bare SQL"];
  print([...head, "rows alone p95"]);
  print([...head.map(() => "---"), "---"]);
  for (const [name, query, sql] of asked) {
    const ours: number[] = [];
    const bare: number[] = [];
    const alone: number[] = [];
    const order = / ORDER BY (.*) LIMIT /.exec(sql)?.[1] ?? "";
    const page = shown(sql, order);
    for (let round = -5; round < rounds; round += 1) {
      const one = await timed(async () => {
        const answer = await fetch(`${origin}/api/v1/actions?${query}`, { headers: { cookie } });
        if (answer.status !== 200) throw new Error(`${query} answered ${answer.status}`);
        await answer.arrayBuffer();
      });
      const other = await timed(() => pool.query(page));
      const least = await timed(() => pool.query(sql));
      // The first few warm both.
      if (round < 0) continue;
      ours.push(one);
      bare.push(other);
      alone.push(least);
    }
    sorted(ours);
    sorted(bare);
    sorted(alone);
    const [p95, bare95] = [quantile(ours, 0.95), quantile(bare, 0.95)];
    print([
      name,
      ms(quantile(ours, 0.5)),
      ms(p95),
      ms(quantile(bare, 0.5)),
      ms(bare95),
      (p95 / bare95).toFixed(1),
      ms(quantile(alone, 0.95)),
    ]);
  }
}

/** What was written: by the transaction of the change itself, and beside it by who reads the log on. */
interface Written {
  readonly own: string[];
  readonly beside: string[];
}

/** Notes the statements that write, of all connections of this process, each as "UPDATE ActionItem". */
function noteWrites() {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the client it was asked of
  const { query } = pg.Client.prototype;
  /** Of the transaction that a connection is in. */
  const open = new Map<pg.Client, string[]>();
  let transactions: string[][] = [];
  const writing = /^\s*(?:WITH\b.*?\b)?(INSERT INTO|UPDATE|DELETE FROM)\s+(?:"public"\.)?"(\w+)"/is;
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first] = given;
    const text = typeof first === "string" ? first : ((first as { text?: string })?.text ?? "");
    const [, verb, table] = writing.exec(text) ?? [];
    if (/^BEGIN/i.test(text)) open.set(this, []);
    else if (/^(COMMIT|ROLLBACK)\b/i.test(text)) {
      transactions.push(open.get(this) ?? []);
      open.delete(this);
    } else if (verb !== undefined) {
      const name = `${verb.split(" ")[0]?.toUpperCase()} ${table}`;
      const within = open.get(this);
      if (within === undefined) transactions.push([name]);
      else within.push(name);
    }
    return (query as (...all: unknown[]) => unknown).apply(this, given);
  } as typeof query;
  return {
    take: (): Written => {
      const all = transactions;
      transactions = [];
      const isOwn = (names: readonly string[]) => names.includes("UPDATE ActionItem");
      return { own: all.filter(isOwn).flat(), beside: all.filter((one) => !isOwn(one)).flat() };
    },
    stop: () => void (pg.Client.prototype.query = query),
  };
}

async function change({ origin }: FilledOffice, cookie: string, at: number): Promise<void> {
  const id = `bench-${at}`;
  const item = await fetch(`${origin}/api/v1/actions/${id}`, { headers: { cookie } });
  const { version, priority } = (await item.json()) as { version: number; priority: string };
  const body = { version, priority: priority === "high" ? "low" : "high" };
  const answer = await fetch(`${origin}/api/v1/actions/${id}`, {
    method: "PATCH",
    headers: { cookie, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.status !== 200) throw new Error(`a change answered ${answer.status}`);
}

async function measureWatching(office: FilledOffice, cookies: readonly string[]): Promise<void> {
  // Of the head, who may change the items of every centre.
  const [, cookie = ""] = cookies;
  const writes = noteWrites();
  await change(office, cookie, 1);
  const alone = writes.take();
  const wanted = JSON.stringify({ origin: office.origin, cookies, pages });
  const child = fork(fileURLToPath(new URL("watching-process.ts", import.meta.url)), [wanted], {
    execArgv: ["--import", "tsx"],
  });
  await once(child, "message");
  writes.take();
  const latencies: number[] = [];
  const own = new Set<string>();
  const beside = new Map<string, number>();
  for (let at = 2; at < changes + 2; at += 1) {
    const heard = once(child, "message") as Promise<[WatchingNews]>;
    const from = sharedNow();
    await change(office, cookie, at);
    const [news] = await heard;
    const taken = writes.take();
    own.add(taken.own.join(", "));
    for (const name of taken.beside) beside.set(name, (beside.get(name) ?? 0) + 1);
    if (news.type === "heard") latencies.push(...news.times.map((time) => time - from));
  }
  writes.stop();
  child.disconnect();
  sorted(latencies);
  console.log(
    `\n${changes} changes, each told to ${pages} pages: p50 ${ms(quantile(latencies, 0.5))}, p99 ${ms(quantile(latencies, 0.99))}, most ${ms(latencies.at(-1) ?? 0)} from the sending of the request (which first reads the item) to the page.`,
  );
  console.log(
    `What the transaction of one change writes, with nobody watching: ${alone.own.join(", ")}; with ${pages} pages: ${[...own].join(" or ")}.`,
  );
  const rest = [...beside].map(([name, count]) => `${name} ${count}`).join(", ");
  console.log(`Written beside it, in the time of all ${changes} changes: ${rest || "nothing"}.`);
}

const office = await openFilledOffice(items);
if (office === null) throw new Error("The bench needs a PostgreSQL server: set DATABASE_URL.");
try {
  const [load = 0] = loadavg();
  console.log(
    `Node ${process.version}, ${cpus().length} CPUs (${cpus()[0]?.model ?? ""}), load average before the start ${load.toFixed(2)}; ${items.toLocaleString("en")} items, ${rounds} rounds.\n`,
  );
  const cookies: string[] = [];
  for (const account of ["lead.sv", "head", "expert1.sv", "expert1.gt", "lead.pa"])
    cookies.push(await office.signIn(account));
  if (parts.includes("lists")) await measureLists(office, cookies[0] ?? "");
  if (parts.includes("paint")) await measureFirstPaint(office, cookies[0] ?? "", openings);
  if (parts.includes("watching")) await measureWatching(office, cookies);
} finally {
  await office.close();
}

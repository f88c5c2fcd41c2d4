/**
 * Every post × every route × own, foreign, classified and issued: the server's answer must be what
 * the domain's rules say. A route without a decision fails; so does a decision without a route.
 * The matrix is printed in docs/security.md: `ISTMO_WRITE_MATRIX=1` writes it anew.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actionViewDecisions } from "./action-view-decisions.ts";
import type { Cell, Verdict } from "./cells.ts";
import { clearanceDecisions } from "./clearance-decisions.ts";
import { commentDecisions } from "./comment-decisions.ts";
import { commitmentDecisions } from "./commitment-decisions.ts";
import { noticeDecisions } from "./notice-decisions.ts";
import { paperDecisions } from "./paper-decisions.ts";
import { peopleDecisions } from "./people-decisions.ts";
import { roundDecisions } from "./round-decisions.ts";
import { askCollab, askCollabOverHttp, collabVerdict, hearsOf } from "./sockets.ts";
import { openWorld, variants, type Column, type World } from "./world.ts";

const decisions = {
  ...paperDecisions,
  ...commentDecisions,
  ...clearanceDecisions,
  ...commitmentDecisions,
  ...noticeDecisions,
  ...roundDecisions,
  ...peopleDecisions,
  ...actionViewDecisions,
};
const root = fileURLToPath(new URL("../../../", import.meta.url));

interface OpenApi {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly security?: unknown }>>>
  >;
}
interface Line {
  readonly what: string;
  readonly on: string;
  readonly marks: string[];
}

const marks: Record<Verdict | "stranger" | "open", string> = {
  may: "●",
  refused: "✕",
  hidden: "·",
  stranger: "401",
  open: "open",
};

describe("the access matrix", () => {
  let world: World;
  let declared: { key: string; needsSession: boolean }[];
  const lines: Line[] = [];

  beforeAll(async () => {
    world = await openWorld();
    const { body } = await world.app.stranger().get<OpenApi>("/api/openapi.json");
    declared = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({
        key: `${method.toUpperCase()} ${path}`,
        needsSession: security !== undefined,
      })),
    );
  });
  afterAll(() => world.close());

  async function ask(column: Column, key: string, cell: Cell): Promise<string> {
    const { actor, browser } = column;
    await cell.before?.();
    const answer = await fetch(`${world.app.origin}${cell.path}`, {
      method: key.split(" ")[0] ?? "",
      headers: {
        cookie: browser.cookie,
        "content-type": "application/json",
        "x-forwarded-for": `192.0.2.${world.columns.indexOf(column) + 1}`,
      },
      ...(cell.body === undefined ? {} : { body: JSON.stringify(cell.body) }),
    });
    const { status } = answer;
    const { code } = status < 400 ? { code: "" } : ((await answer.json()) as { code: string });
    if (status >= 500) return `${status} ${code}`;
    if (status === 401 && code === "not_signed_in") return "stranger";
    if (actor === null) return `${status} to a stranger`;
    return status === 404 ? "hidden" : status === 403 ? "refused" : "may";
  }

  it("has a decision for every route, and for no other", () => {
    const routes = declared.map(({ key }) => key);
    expect(Object.keys(decisions).sort()).toEqual(routes.sort());
    for (const { key, needsSession } of declared)
      expect([key, "open" in (decisions[key] ?? {})]).toEqual([key, !needsSession]);
  });

  it("knows every route that the server's sources mount", () => {
    const folder = `${root}apps/server/src`;
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
    );
    const mounted = files.flatMap((file) =>
      [
        ...readFileSync(`${folder}/${file}`, "utf8").matchAll(
          /\b(?:router|http|app)\s*\.(get|post|put|patch|delete|all)\(\s*"([^"]+)"/g,
        ),
      ].map(
        ([, method = "", path = ""]) =>
          `${method.toUpperCase()} ${path.replace(/:(\w+)/g, "{$1}")}`,
      ),
    );
    const known = declared.map(({ key }) => key);
    // The page itself and its files, and the document that lists the routes.
    const others = new Set(["GET /{*path}", "GET /assets/{name}", "GET /api/openapi.json"]);
    const unknown = mounted.filter((route) => {
      const [method, path] = route.split(" ");
      return (
        !others.has(route) &&
        !known.some((key) => key === route || key === `${method} /api/auth${path}`)
      );
    });
    expect(unknown).toEqual([]);
    expect(mounted).toContain("GET /healthz");
  });

  it("is what the server answers, post by post, on every route", async () => {
    const wrong: string[] = [];
    for (const { key } of declared.sort((a, b) => a.key.localeCompare(b.key))) {
      const decision = decisions[key];
      if (decision === undefined) continue;
      if ("open" in decision) {
        lines.push({ what: key, on: decision.open, marks: world.columns.map(() => marks.open) });
        continue;
      }
      for (const cell of decision(world)) {
        const row: string[] = [];
        for (const column of world.columns) {
          const expected = column.actor === null ? "stranger" : cell.decide(column.actor);
          const actual = await ask(column, key, cell);
          if (actual !== expected)
            wrong.push(`${key} (${cell.on}) by ${column.name}: ${actual}, not ${expected}`);
          row.push(marks[expected]);
        }
        lines.push({ what: key, on: cell.on, marks: row });
      }
    }
    expect(wrong).toEqual([]);
  }, 600_000);

  it("is what co-editing grants, post by post and over both kinds of line: open only to whom the text is, and words only from editors", async () => {
    const wrong: string[] = [];
    for (const variant of variants) {
      const row: string[] = [];
      for (const column of world.columns) {
        const expected = collabVerdict(column.actor, world.papers[variant]);
        for (const ask of [askCollab, askCollabOverHttp]) {
          const actual = await ask(world, column, world.papers[variant]);
          if (actual !== expected)
            wrong.push(`${ask.name} of ${variant} by ${column.name}: ${actual}, not ${expected}`);
        }
        row.push(expected);
      }
      lines.push({ what: "frames at /collab/{editionId}", on: variant, marks: row });
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it("is what the live connection tells, post by post: `event` and `since` alike", async () => {
    const wrong: string[] = [];
    const rows = await hearsOf(world);
    for (const { event, on, cells } of rows) {
      cells.forEach(({ expected, actual }, index) => {
        if (actual !== expected)
          wrong.push(
            `${event} (${on}) by ${world.columns[index]?.name}: ${actual}, not ${expected}`,
          );
      });
      lines.push({ what: event, on, marks: cells.map(({ expected }) => expected) });
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it("stands in docs/security.md as it is", () => {
    const file = `${root}docs/security.md`;
    const text = readFileSync(file, "utf8");
    const [begin, end] = ["<!-- access matrix -->", "<!-- end of the access matrix -->"];
    const names = world.columns.map(({ name }) => name);
    const table = [
      `| what | on | ${names.join(" | ")} |`,
      `| --- | --- | ${names.map(() => ":-:").join(" | ")} |`,
      ...lines.map(({ what, on, marks: row }) => `| \`${what}\` | ${on} | ${row.join(" | ")} |`),
    ].join("\n");
    const before = text.slice(0, text.indexOf(begin) + begin.length);
    const after = text.slice(text.indexOf(end));
    const wanted = `${before}\n\n${table}\n\n${after}`;
    if (process.env["ISTMO_WRITE_MATRIX"] === "1") writeFileSync(file, wanted);
    expect(readFileSync(file, "utf8")).toBe(wanted);
  });
});

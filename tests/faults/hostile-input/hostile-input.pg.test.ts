/**
 * Every value of every request of the access matrix, replaced by what no page sends: whatever it
 * is, the server refuses it or takes it, and never fails.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "../access-matrix/cells.ts";
import { clearanceDecisions } from "../access-matrix/clearance-decisions.ts";
import { commentDecisions } from "../access-matrix/comment-decisions.ts";
import { paperDecisions } from "../access-matrix/paper-decisions.ts";
import { peopleDecisions } from "../access-matrix/people-decisions.ts";
import { roundDecisions } from "../access-matrix/round-decisions.ts";
import { openWorld, type World } from "../access-matrix/world.ts";

const hostile: readonly unknown[] = [
  "a\u0000b",
  "\ud800",
  "0000-01-01",
  "9999-12-31",
  Number.MAX_SAFE_INTEGER,
  -1,
  null,
  {},
];

interface Attempt {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** A value with each of its parts in turn replaced by something hostile, and without it. */
function* spoiled(value: unknown): Generator<unknown> {
  yield* hostile;
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries())
      for (const spoilt of spoiled(item)) yield value.with(at, spoilt);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value))
      for (const spoilt of spoiled(item)) yield { ...value, [key]: spoilt };
  }
}

/** What strangers send, under /api/auth unless the path is whole. */
const open: Readonly<Record<string, unknown>> = {
  "sign-in/email": { email: "head@istmo.demo", password: "wrong" },
  "sign-in/second-factor": { code: "000000" },
  "passkey/sign-in": { credential: { id: "a", rawId: "a", type: "public-key", response: {} } },
  "password/forgot": { email: "head@istmo.demo" },
  "password/reset": { token: "x".repeat(43), password: "tres tristes tigres" },
  "invitation/look": { token: "x".repeat(43) },
  "invitation/accept": { token: "x".repeat(43), name: "Ana", password: "tres tristes tigres" },
  "first-administrator/look": { token: "x".repeat(43) },
  "first-administrator": {
    ...{ token: "x".repeat(43), name: "Ana", email: "ana@example.org", locale: "es" },
    password: "tres tristes tigres",
  },
  ask: {
    ...{ name: "Ana", email: "ana@example.org", organisation: "SEGIB", locale: "es" },
    reason: "Trabajo",
  },
  "/api/v1/clearance-links/open": { token: "x".repeat(55), language: "es" },
  "/api/v1/clearance-links/code": { token: "x".repeat(55) },
  "/api/v1/clearance-links/answer": {
    ...{ token: "x".repeat(55), code: "000000", answer: "clear", sha256: "0".repeat(64) },
  },
};

describe("a hostile request", () => {
  let world: World;
  let queries: Map<string, string[]>;
  beforeAll(async () => {
    world = await openWorld();
    interface OpenApi {
      paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
    }
    const { body } = await world.app.stranger().get<OpenApi>("/api/openapi.json");
    queries = new Map(
      Object.entries(body.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { parameters = [] }]) => [
          `${method.toUpperCase()} ${path}`,
          parameters.filter((it) => it.in === "query").map(({ name }) => name),
        ]),
      ),
    );
  });
  afterAll(() => world.close());

  function* attempts(route: string, cell: Cell): Generator<Attempt> {
    const [method = "", pattern = ""] = route.split(" ");
    const path = cell.path.split("?")[0] ?? "";
    for (const name of queries.get(route) ?? [])
      for (const value of hostile.map(String))
        yield {
          what: `${route} ?${name}=${JSON.stringify(value)}`,
          method,
          path: `${path}?${name}=${encodeURIComponent(value.replace(/\p{Cs}/gu, "\ufffd"))}`,
        };
    const names = pattern.split("/");
    for (const [at, name] of names.entries())
      if (name.startsWith("{"))
        for (const value of ["a%00b", "__proto__", "%F0%9F%92%A5"])
          yield {
            what: `${route} with ${value} for ${name}`,
            method,
            path: path.split("/").with(at, value).join("/"),
            ...(cell.body === undefined ? {} : { body: cell.body }),
          };
    if (cell.body !== undefined)
      for (const body of spoiled(cell.body))
        yield { what: `${route} ${JSON.stringify(body)}`, method, path: cell.path, body };
  }

  const failures: string[] = [];
  let asked = 0;

  async function send({ what, method, path, body }: Attempt, cookie = ""): Promise<void> {
    asked += 1;
    const answer = await fetch(`${world.app.origin}${path}`, {
      method,
      headers: { cookie, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // What fails after its head has gone out breaks off.
    const isWhole = await answer.arrayBuffer().then(
      () => true,
      () => false,
    );
    // 503 turns away who comes too fast.
    const hasFailed = answer.status >= 500 && answer.status !== 503;
    if (hasFailed || !isWhole) failures.push(`${answer.status}: ${what}`);
  }

  it("of a stranger is refused or taken, and breaks no route", async () => {
    for (const [name, body] of Object.entries(open))
      for (const spoilt of spoiled(body))
        await send({
          what: `${name} ${JSON.stringify(spoilt)}`,
          ...{ method: "POST", path: name.startsWith("/") ? name : `/api/auth/${name}` },
          body: spoilt,
        });
    expect(failures).toEqual([]);
  }, 120_000);

  it("of somebody who may do everything is refused or taken, and breaks no route", async () => {
    const head = world.columns.find(({ name }) => name === "head of office");
    for (const [route, decision] of Object.entries({
      ...paperDecisions,
      ...commentDecisions,
      ...clearanceDecisions,
      ...roundDecisions,
      ...peopleDecisions,
    })) {
      // Ending the session that asks would leave nobody to ask.
      if ("open" in decision || route.includes("/me/sessions/")) continue;
      const [cell] = decision(world);
      if (cell === undefined) continue;
      await cell.before?.();
      await Promise.all(
        [...attempts(route, cell)].map((attempt) => send(attempt, head?.browser.cookie)),
      );
    }
    expect(failures).toEqual([]);
    expect(asked).toBeGreaterThan(1000);
  }, 240_000);
});

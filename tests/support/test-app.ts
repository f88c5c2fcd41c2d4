/** The whole server on a database of its own, seeded with the demonstration, on a free port. */
import type { AddressInfo } from "node:net";
import { createPrismaClient, type PrismaClient } from "@istmo/prisma/client";
import pg from "pg";
import { pino } from "pino";
import { createApp } from "../../apps/server/src/app.ts";
import { readConfig } from "../../apps/server/src/config/config.ts";
import { demoPassword } from "../../apps/server/src/features/identity/demo-accounts.ts";
import type { Clock } from "../../apps/server/src/platform/clock.ts";
import { cloneDatabase } from "./template-database.ts";

export interface TestApp {
  readonly origin: string;
  readonly client: PrismaClient;
  readonly pool: pg.Pool;
  /** What the link for the first administrator carries, where there is none. */
  readonly firstAdministratorToken: string | null;
  /** Signs a demo account in: `lead.pa`, `reviewer`, `observer` … */
  signIn(account: string): Promise<Browser>;
  /** Somebody who has not signed in. */
  stranger(): Browser;
  /** Tells people what concerns them by now, and settles when the mails are in the outbox. */
  tellNow(): Promise<void>;
  close(): Promise<void>;
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Asks the server over HTTP with a session's cookie, as a page does. */
export interface Browser {
  readonly cookie: string;
  get<Body = Problem>(path: string): Promise<Answer<Body>>;
  post<Body = Problem>(
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>;
  patch<Body = Problem>(path: string, body: unknown): Promise<Answer<Body>>;
  put<Body = Problem>(path: string, body: unknown): Promise<Answer<Body>>;
}

/** What a refusal looks like; a test that expects a row names its type. */
export interface Problem {
  readonly code: string;
  readonly fields?: { readonly path: string }[];
  readonly details?: Record<string, unknown>;
}

export interface TestAppOptions {
  /** The clock stands still here, or is asked for the time. */
  readonly now?: Date | (() => Date);
  /** Settings besides those of a demonstration. */
  readonly env?: Readonly<Record<string, string>>;
  /** The name by which its page is opened: passkeys need one. */
  readonly hostName?: string;
  /** Another server, on whose database this one runs as a second process would. */
  readonly beside?: TestApp;
  /** Gives another way to the database, for tests that cut it. */
  readonly reach?: (connectionString: string) => Promise<string>;
  /** Whether another server will run beside this one. */
  readonly isShared?: boolean;
  /** The URL of what servers beside each other meet in. */
  readonly redisUrl?: string;
}

/** Opens the server, as a demonstration unless `env` says otherwise. */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { beside } = options;
  const database = beside === undefined ? await cloneDatabase() : null;
  // As in production: the embedded database has one connection for all.
  const connections = process.env["DATABASE_URL"] === undefined ? 1 : 5;
  const connectionString =
    database === null
      ? null
      : ((await options.reach?.(database.connectionString)) ?? database.connectionString);
  const pool =
    connectionString === null
      ? (beside as TestApp).pool
      : new pg.Pool({ connectionString, max: connections });
  const client = beside?.client ?? createPrismaClient(pool);
  const { now } = options;
  const clock: Clock = { now: typeof now === "function" ? now : () => now ?? new Date() };
  const settings = readConfig({ ISTMO_DEMO: "1", PORT: "0", ...options.env });
  const app = await createApp({
    // Set past the check that the database is a server: here two servers share an embedded one.
    config: { ...settings, redisUrl: options.redisUrl ?? null },
    database: {
      client,
      pool,
      textPool: pool,
      isReady: async () => true,
      close: async () => undefined,
    },
    sessionSecret: "a secret that only this test run knows, long enough",
    logger: pino({ level: process.env["ISTMO_LOG"] ?? "silent" }),
    clock,
    isShared: beside !== undefined || options.isShared === true,
    pageFolder: "/nonexistent",
    pictureWorker: new URL("./picture-worker.mjs", import.meta.url),
  });
  await new Promise<void>((resolve) => app.server.listen(0, "127.0.0.1", resolve));
  const { port } = app.server.address() as AddressInfo;
  const origin = `http://${options.hostName ?? "127.0.0.1"}:${port}`;

  function browser(cookie: string): Browser {
    const ask = async <Body>(
      method: string,
      path: string,
      body?: unknown,
      more?: Record<string, string>,
    ) => {
      const headers = new Headers(more);
      if (!headers.has("cookie")) headers.set("cookie", cookie);
      if (body !== undefined && !headers.has("content-type"))
        headers.set("content-type", "application/json");
      const answer = await fetch(`${origin}${path}`, {
        method,
        headers,
        ...(body === undefined
          ? {}
          : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        body: (answer.headers.get("content-type")?.includes("json")
          ? JSON.parse(text)
          : text || null) as Body,
      };
    };
    return {
      cookie,
      get: (path) => ask("GET", path),
      post: (path, body, headers) => ask("POST", path, body, headers),
      patch: (path, body) => ask("PATCH", path, body),
      put: (path, body) => ask("PUT", path, body),
    };
  }

  return {
    origin,
    client,
    pool,
    firstAdministratorToken: app.firstAdministratorToken,
    stranger: () => browser(""),
    tellNow: () => app.tellNow(),
    async signIn(account) {
      const email = `${account}@istmo.demo`;
      const { status, headers } = await browser("").post("/api/auth/sign-in/email", {
        email,
        password: demoPassword,
      });
      if (status !== 200) throw new Error(`${email} could not sign in: ${status}`);
      return browser(
        headers
          .getSetCookie()
          .map((it) => it.split(";")[0])
          .join("; "),
      );
    },
    async close() {
      await app.drain();
      if (database === null) return;
      await client.$disconnect();
      await pool.end();
      await database.close();
    },
  };
}

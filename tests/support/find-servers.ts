/** The servers that some tests need besides: named by the environment, or at home on this machine. */
import { RedisConnection } from "../../apps/server/src/platform/redis.ts";
import pg from "pg";

/** The URL of a Redis that answers; null when there is none, which is said once. */
export async function findRedis(): Promise<string | null> {
  const url = process.env["REDIS_URL"] || "redis://127.0.0.1:6379";
  const answers = await new Promise<boolean>((resolve) => {
    const connection: RedisConnection = new RedisConnection({
      ...{ url, name: "istmo-tests", silence: 1_000 },
      onReady: () => settle(true),
      onAway: () => settle(false),
    });
    function settle(isUp: boolean): void {
      connection.close();
      resolve(isUp);
    }
  });
  if (answers) return url;
  if (process.env["REDIS_URL"]) throw new Error(`REDIS_URL names ${url}, which does not answer`);
  console.warn(`No Redis answers at ${url}: what needs the real one is left out (set REDIS_URL).`);
  return null;
}

/** The URL of a PostgreSQL server that answers; null when there is none, which is said once. */
export async function findPostgres(): Promise<string | null> {
  const url = process.env["DATABASE_URL"] || "postgresql://postgres@127.0.0.1:5432/postgres";
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return url;
  } catch (error) {
    if (process.env["DATABASE_URL"]) throw error;
    console.warn(
      `No PostgreSQL answers at ${url}: what needs a server is left out (set DATABASE_URL).`,
    );
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

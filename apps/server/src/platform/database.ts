/** The one database of an installation: embedded by default, a server when DATABASE_URL names one. */
import { createPrismaClient, Prisma, type PrismaClient } from "@istmo/prisma/client";
import { deployMigrations } from "@istmo/prisma/apply-migrations";
import pg from "pg";
import { StartError, type Config } from "../config/config.ts";
import { startEmbeddedDatabase } from "./embedded-database.ts";

export interface Database {
  readonly client: PrismaClient;
  /** The client's own connections, for what is read past it (plain-reader.ts). */
  readonly pool: pg.Pool;
  /**
   * For the texts: connections of their own on a server, where no text shall wait behind a slow
   * page. The embedded database has one for all (docs/gotchas.md), and statements take turns.
   */
  readonly textPool: pg.Pool;
  /** Whether the database answers now. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

/** Connections to a server, for everything but the texts. */
const poolSize = 10;
/** One appends; loads and foldings go on beside it. */
const textPoolSize = 4;
/** Milliseconds after which a connection that is not there, or does not answer, is given up. */
const patience = { connectionTimeoutMillis: 5_000, query_timeout: 30_000 };

async function checkServer(connectionString: string): Promise<void> {
  const probe = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
  try {
    await probe.connect();
    await probe.query("SELECT 1");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new StartError(
      `The database that DATABASE_URL names does not answer (${reason}): start it or correct the URL.`,
      { cause: error },
    );
  } finally {
    await probe.end().catch(() => undefined);
  }
}

/**
 * Opens the database and brings its tables up to date, unless it shall be left as it lies there.
 * `onCrash` hears when the embedded one dies under us: the process must end then.
 */
export async function openDatabase(
  config: Pick<Config, "databaseUrl" | "dataFolder">,
  onCrash: (error: unknown) => void,
  { migrate = true } = {},
): Promise<Database> {
  if (config.databaseUrl !== null) await checkServer(config.databaseUrl);
  const embedded =
    config.databaseUrl === null ? await startEmbeddedDatabase(config.dataFolder, onCrash) : null;
  const connectionString = config.databaseUrl ?? embedded?.connectionString ?? "";
  if (migrate) await deployMigrations({ connectionString });
  const textPool = new pg.Pool(
    embedded === null
      ? { connectionString, max: textPoolSize, keepAlive: true, ...patience }
      : { connectionString, max: 1 },
  );
  const pool = embedded === null ? new pg.Pool({ connectionString, max: poolSize }) : textPool;
  // Told of connections that end while nobody uses them: the next one who asks opens another.
  for (const one of new Set([pool, textPool])) one.on("error", () => undefined);
  const client = createPrismaClient(pool);
  return {
    client,
    pool,
    textPool,
    isReady: () =>
      client.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      ),
    async close() {
      await client.$disconnect();
      await textPool.end();
      if (pool !== textPool) await pool.end();
      await embedded?.close();
    },
  };
}

/** Codes of Prisma for a database that does not answer, is closed, or has no connection to give. */
const awayCodes: ReadonlySet<string> = new Set([
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
]);

/** The same of `pg`: an administrator ended the connection, the server starts or stops. */
const serverLeaves = /^57P0[1-3]$/;

/** How `pg` tells of a connection that is lost or does not come: without a code, so Prisma knows none. */
const lostConnection =
  /^(Connection terminated|timeout ex(ceeded|pired)|Query read timeout|Client has encountered a connection error)/;

/** What `pg` threw because the database did not answer. */
class DatabaseAway extends Error {}

/** For who asks `pg` itself: makes its errors such that `isDatabaseAway` knows them. */
export function rethrowAway(error: unknown): never {
  const isAnswer = error instanceof pg.DatabaseError && !serverLeaves.test(error.code ?? "");
  throw isAnswer ? error : new DatabaseAway("The database does not answer", { cause: error });
}

/**
 * Whether the database did not answer, rather than refused what was asked. Looks into what caused an
 * error, for the sign-in library wraps what it was thrown while it read a session.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof DatabaseAway) return true;
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (error instanceof Prisma.PrismaClientKnownRequestError) return awayCodes.has(error.code);
  if (!(error instanceof Error)) return false;
  return lostConnection.test(error.message) || isDatabaseAway(error.cause);
}

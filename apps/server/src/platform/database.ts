/** The one database of an installation: embedded by default, a server when DATABASE_URL names one. */
import { createPrismaClient, Prisma, type PrismaClient } from "@istmo/prisma/client";
import { deployMigrations } from "@istmo/prisma/apply-migrations";
import pg from "pg";
import { StartError, type Config } from "../config/config.ts";
import { startEmbeddedDatabase } from "./embedded-database.ts";

export interface Database {
  readonly client: PrismaClient;
  /** Whether the database answers now. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

/** Connections to a server. */
const poolSize = 10;

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
  const client = createPrismaClient(connectionString, {
    connections: embedded === null ? poolSize : 1,
  });
  return {
    client,
    isReady: () =>
      client.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      ),
    async close() {
      await client.$disconnect();
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

/** Whether the database did not answer, rather than refused what was asked. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  return error instanceof Prisma.PrismaClientKnownRequestError && awayCodes.has(error.code);
}

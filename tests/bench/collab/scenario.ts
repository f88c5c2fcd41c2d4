/** What all scenarios are given, and helpers that they share. */
import { type Database, openDatabase } from "./database.ts";
import type { DialectName } from "./dialects.ts";
import type { LoadProcess } from "./load.ts";
import { type Server, serverKinds, type ServerSettings, startServer } from "./servers.ts";

export interface Bench {
  readonly load: readonly LoadProcess[];
  /** For development: shorter and fewer, and worth nothing as a figure. */
  readonly isQuick: boolean;
}

export type Scenario = (bench: Bench) => Promise<void>;

export interface Site {
  readonly server: Server;
  readonly database: Database | null;
}

/** Makes a database for a server that keeps one, and takes it away afterwards. */
export async function withDatabase<Result>(
  name: DialectName,
  use: (database: Database | null) => Promise<Result>,
): Promise<Result> {
  const database = serverKinds[name].isDurable ? await openDatabase() : null;
  try {
    return await use(database);
  } finally {
    await database?.drop();
  }
}

/** Starts a server on a database of its own, and takes both away afterwards. */
export function withServer<Result>(
  name: DialectName,
  settings: ServerSettings,
  use: (site: Site) => Promise<Result>,
): Promise<Result> {
  return withDatabase(name, async (database) => {
    const server = await startServer(name, database, settings);
    try {
      return await use({ server, database });
    } finally {
      await server.stop();
    }
  });
}

/** Another server begins each round, so that no one always runs on a machine that is cold or warm. */
export function rotated<Item>(items: readonly Item[], by: number): Item[] {
  return items.map((_, i) => items[(i + by) % items.length] as Item);
}

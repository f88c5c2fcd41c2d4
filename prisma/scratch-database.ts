/** A database in memory behind a socket in a private folder: for making migrations and for tests. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

export interface ScratchDatabase {
  connectionString: string;
  /** The whole database as a tar archive, from which `openScratchDatabase` makes copies. */
  dump(): Promise<Blob>;
  close(): Promise<void>;
}

/**
 * Opens an empty one, or a copy of a dumped one. It has no password, so its socket lies in a folder
 * that only this user may enter.
 */
export async function openScratchDatabase(copyOf?: Blob): Promise<ScratchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "istmo-db-"));
  const db = await PGlite.create(copyOf === undefined ? {} : { loadDataDir: copyOf });
  const path = join(folder, ".s.PGSQL.5432");
  const server = new PGLiteSocketServer({ db, path, maxConnections: 20 });
  await server.start();
  const host = encodeURIComponent(folder);
  return {
    connectionString: `postgresql://postgres:postgres@localhost/postgres?host=${host}`,
    dump: () => db.dumpDataDir("none"),
    close: async () => {
      await server.stop();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

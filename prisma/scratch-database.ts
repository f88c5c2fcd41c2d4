/** An empty database in memory behind a socket in a private folder: for making migrations and for tests. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

export interface ScratchDatabase {
  connectionString: string;
  close(): Promise<void>;
}

/** Opens one; it has no password, so its socket lies in a folder that only this user may enter. */
export async function openScratchDatabase(): Promise<ScratchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "istmo-db-"));
  const db = await PGlite.create();
  const path = join(folder, ".s.PGSQL.5432");
  const server = new PGLiteSocketServer({ db, path, maxConnections: 20 });
  await server.start();
  const host = encodeURIComponent(folder);
  return {
    connectionString: `postgresql://postgres:postgres@localhost/postgres?host=${host}`,
    close: async () => {
      await server.stop();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

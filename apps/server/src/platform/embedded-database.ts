/** Starts the embedded database in its worker and says where to connect. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { WorkerMessage, WorkerSettings } from "./database-worker.ts";

export interface EmbeddedDatabase {
  readonly connectionString: string;
  close(): Promise<void>;
}

/** Bytes that a Unix socket's path may have on every system we run on. */
const socketPathLimit = 100;

/** A folder for the socket: in the data folder, or a private temporary one where that path is too long. */
function socketFolder(dataFolder: string): { folder: string; remove: () => void } {
  const own = join(dataFolder, "run");
  if (Buffer.byteLength(join(own, ".s.PGSQL.5432")) <= socketPathLimit) {
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own, { mode: 0o700 });
    return { folder: own, remove: () => rmSync(own, { recursive: true, force: true }) };
  }
  const folder = mkdtempSync(join(tmpdir(), "istmo-run-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const folderOf = (dataFolder: string) => join(dataFolder, "database");

/** Whether the data folder holds a database already. */
export function hasEmbeddedDatabase(dataFolder: string): boolean {
  return existsSync(join(folderOf(dataFolder), "PG_VERSION"));
}

/** Opens (or creates) the database in `<dataFolder>/database`. Rejects when the worker cannot start. */
export async function startEmbeddedDatabase(
  dataFolder: string,
  onCrash: (error: unknown) => void,
): Promise<EmbeddedDatabase> {
  const { folder, remove } = socketFolder(dataFolder);
  const socketPath = join(folder, ".s.PGSQL.5432");
  const settings: WorkerSettings = { dataFolder: folderOf(dataFolder), socketPath };
  const worker = new Worker(new URL("./database-worker.js", import.meta.url), {
    workerData: settings,
  });
  let isClosing = false;
  const messages = (type: WorkerMessage["type"]) =>
    new Promise<void>((resolve, reject) => {
      worker.on("message", (message: WorkerMessage) => message.type === type && resolve());
      worker.once("error", reject);
      worker.once("exit", (code) => reject(new Error(`The database's worker ended (${code}).`)));
    });
  await messages("ready");
  worker.on("error", (error) => !isClosing && onCrash(error));
  worker.on("exit", (code) => {
    if (!isClosing) onCrash(new Error(`The database's worker ended (${code}).`));
  });
  const host = encodeURIComponent(dirname(socketPath));
  return {
    connectionString: `postgresql://postgres:postgres@localhost/postgres?host=${host}`,
    async close() {
      isClosing = true;
      const closed = messages("closed");
      worker.postMessage("close");
      await closed;
      remove();
    },
  };
}

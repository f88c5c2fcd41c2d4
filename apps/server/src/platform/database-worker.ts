/**
 * The embedded database, in a thread of its own since it is one CPU-bound session. It listens on a
 * Unix socket in a folder that only this user may enter, for it has no password.
 */
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

export interface WorkerSettings {
  readonly dataFolder: string;
  readonly socketPath: string;
}
export type WorkerMessage = { type: "ready" } | { type: "closed" };

const { dataFolder, socketPath } = workerData as WorkerSettings;
const db = await PGlite.create(dataFolder, {
  // One office's data fits; the default keeps 128 MB of it twice, beside the system's own cache.
  startParams: [...PGlite.defaultStartParams, "-c", "shared_buffers=24MB"],
});
const server = new PGLiteSocketServer({ db, path: socketPath, maxConnections: 32 });
await server.start();
parentPort?.on("message", (message: unknown) => {
  if (message !== "close") return;
  void (async () => {
    await server.stop();
    await db.close();
    parentPort?.postMessage({ type: "closed" } satisfies WorkerMessage);
    parentPort?.close();
  })();
});
parentPort?.postMessage({ type: "ready" } satisfies WorkerMessage);

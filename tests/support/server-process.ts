/** The built server as a process of its own, on a data folder of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("../../apps/server/dist/main.js", import.meta.url));
/** A data folder that has been seeded once, copied for each server. */
export const seededFolder = fileURLToPath(new URL("../results/seeded", import.meta.url));

export interface ServerProcess {
  readonly origin: string;
  readonly dataFolder: string;
  /** Kills it as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end, and tells its exit code. */
  stop(): Promise<number | null>;
  /** Starts it again on the same folder and port; its clock may be ahead by hours. */
  start(hoursAhead?: number): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function launch(env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, ISTMO_LOG: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let said = "";
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Istmo is ready at")) resolve(child);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => reject(new Error(`The server ended (${code}):\n${said}`)));
  });
}

/** Starts a server in demo mode, on a copy of the seeded folder when there is one. */
export async function startServer(
  options: { dataFolder?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<ServerProcess> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), "istmo-data-"));
  if (options.dataFolder === undefined && existsSync(seededFolder))
    cpSync(seededFolder, dataFolder, { recursive: true });
  const port = await freePort();
  const env = {
    ISTMO_DATA: dataFolder,
    ISTMO_DEMO: "1",
    PORT: String(port),
    DATABASE_URL: "",
    REDIS_URL: "",
    ...options.env,
  };
  let child = await launch(env);
  const ended = () =>
    new Promise<number | null>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
      else child.once("exit", (code) => resolve(code));
    });
  return {
    origin: `http://127.0.0.1:${port}`,
    dataFolder,
    async kill() {
      child.kill("SIGKILL");
      await ended();
    },
    async stop() {
      child.kill("SIGTERM");
      return ended();
    },
    async start(hoursAhead = 0) {
      child = await launch({ ...env, ISTMO_DEMO_HOURS_AHEAD: String(hoursAhead) });
    },
    async remove() {
      child.kill("SIGKILL");
      await ended();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The servers that are measured, and how each is started. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Child, startChild } from "./child.ts";
import type { Database } from "./database.ts";
import type { DialectName } from "./dialects.ts";

export interface ServerSettings {
  /** Milliseconds that Istmo keeps an empty room; the others take no notice of such a wish. */
  readonly idleFor?: number;
  /** Lifts Istmo's bound on frames a second; the others have none. */
  readonly isUnbounded?: boolean;
}

interface ServerKind {
  readonly title: string;
  readonly file: string;
  readonly isDurable: boolean;
}

export const serverKinds: Readonly<Record<DialectName, ServerKind>> = {
  istmo: { title: "Istmo", file: "./istmo-process.ts", isDurable: true },
  hocuspocus: { title: "Hocuspocus", file: "./hocuspocus-process.ts", isDurable: true },
  yWebsocket: { title: "y-websocket-server", file: "./y-websocket-process.ts", isDurable: false },
  relay: { title: "bare relay", file: "./relay-process.ts", isDurable: false },
};

export const allServers: readonly DialectName[] = ["istmo", "hocuspocus", "yWebsocket", "relay"];

/** A server under measurement. */
export interface Server extends Child {
  readonly name: DialectName;
}

/** Fetches the peer that lives outside the workspace, once. */
function installPeer(): void {
  const folder = fileURLToPath(new URL("./peers/y-websocket-server", import.meta.url));
  if (existsSync(`${folder}/node_modules/@y/websocket-server`)) return;
  const quietly = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"];
  execFileSync("npm", ["install", ...quietly], { cwd: folder, stdio: "inherit" });
}

export async function startServer(
  name: DialectName,
  database: Database | null,
  { idleFor, isUnbounded = false }: ServerSettings = {},
): Promise<Server> {
  if (name === "yWebsocket") installPeer();
  console.error(`  … ${serverKinds[name].title}`);
  const child = await startChild(serverKinds[name].file, {
    ...(database !== null && {
      BENCH_DATABASE: database.connectionString,
      BENCH_CONNECTIONS: String(database.connections),
    }),
    ...(idleFor !== undefined && { BENCH_IDLE_FOR: String(idleFor) }),
    ...(isUnbounded && { BENCH_UNBOUNDED: "1" }),
  });
  return { ...child, name };
}

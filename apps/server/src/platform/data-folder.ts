/** The folder that holds everything of an installation: database, secrets, one lock. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "../config/config.ts";

export interface DataFolder {
  readonly path: string;
  /** Signs the session cookies. */
  readonly sessionSecret: string;
  /** Gives the folder to the next process. */
  release(): void;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Takes the folder's lock; a lock left by a killed process is taken over. */
function takeLock(folder: string): () => void {
  const lock = join(folder, "server.pid");
  const write = () => writeFileSync(lock, String(process.pid), { flag: "wx", mode: 0o600 });
  try {
    write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = Number(readFileSync(lock, "utf8"));
    if (holder !== process.pid && Number.isInteger(holder) && holder > 0 && isAlive(holder)) {
      throw new StartError(
        `Istmo already runs on ${folder} (process ${holder}): stop it, or set ISTMO_DATA to another folder.`,
      );
    }
    rmSync(lock, { force: true });
    write();
  }
  return () => rmSync(lock, { force: true });
}

function readOrCreateSecret(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const secret = randomBytes(32).toString("base64url");
    writeFileSync(path, secret, { mode: 0o600, flag: "wx" });
    return secret;
  }
}

/** The secret of a data folder that there is already; null where there is none. */
export function readSessionSecret(path: string): string | null {
  try {
    return readFileSync(join(path, "secrets", "session"), "utf8");
  } catch {
    return null;
  }
}

/**
 * Creates what is missing (folder 0700, secrets 0600) and locks the folder for this process.
 * Throws StartError when it cannot be written or another process holds it.
 */
export function openDataFolder(path: string): DataFolder {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const release = takeLock(path);
    mkdirSync(join(path, "secrets"), { recursive: true, mode: 0o700 });
    const sessionSecret = readOrCreateSecret(join(path, "secrets", "session"));
    return { path, sessionSecret, release };
  } catch (error) {
    if (error instanceof StartError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `The data folder ${path} cannot be written (${code ?? "unknown error"}): set ISTMO_DATA to a folder of yours.`,
      { cause: error },
    );
  }
}

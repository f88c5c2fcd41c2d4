/** Seeds one data folder before the browser tests; every server starts on a copy of it. */
import { rmSync } from "node:fs";
import { seededFolder, startServer } from "../support/server-process.ts";

export default async function seedOnce(): Promise<void> {
  rmSync(seededFolder, { recursive: true, force: true });
  const server = await startServer({ dataFolder: seededFolder });
  const code = await server.stop();
  if (code !== 0) throw new Error(`The seeding server ended with ${code}.`);
}

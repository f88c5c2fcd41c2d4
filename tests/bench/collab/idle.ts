/** Waits until a server has done what it does after the clients have left: storing, compacting. */
import type { Database } from "./database.ts";
import type { Server } from "./servers.ts";
import { sharedNow, sleep } from "./statistics.ts";

const every = 150;
/** Milliseconds of CPU within that time that do not count as work. */
const negligible = 8;

export async function untilIdle(server: Server, database: Database | null): Promise<void> {
  const giveUpAt = sharedNow() + 30_000;
  const used = async () => {
    const [ofServer, ofDatabase] = await Promise.all([server.ask("usage"), database?.usage()]);
    return (ofServer.cpu + (ofDatabase?.cpu ?? 0)) / 1_000;
  };
  let before = await used();
  for (let quiet = 0; quiet < 3;) {
    await sleep(every);
    const now = await used();
    quiet = now - before < negligible ? quiet + 1 : 0;
    before = now;
    if (sharedNow() > giveUpAt) return;
  }
}

/**
 * A server of one edition, in a process of its own that can be killed. Its database takes writes and
 * never answers: whatever is typed is told to everybody and committed for nobody.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { MemoryPaperStore, RoomRegistry } from "@istmo/sync";
import {
  type CollabGrant,
  openCollabGateway,
} from "../../apps/server/src/collab/collab-gateway.ts";
import { openPack } from "../../apps/server/src/collab/deflate-pack.ts";
import { realtimeClock } from "../../apps/server/src/collab/realtime-clock.ts";
import { openVoucher } from "../../apps/server/src/collab/session-voucher.ts";

class SilentStore extends MemoryPaperStore {
  override append(): Promise<never> {
    return new Promise(() => undefined);
  }
}

const { PORT = "0", SECRET = "", ANSWERS } = process.env;
const store = ANSWERS === "never" ? new SilentStore() : new MemoryPaperStore();
const registry = new RoomRegistry({
  store,
  clock: realtimeClock,
  voucher: openVoucher(SECRET),
  pack: openPack(),
});
const server = createServer((request, response) => {
  // Whose words are in the database.
  void registry
    .settled()
    .then(() => store.load("edition"))
    .then(({ bindings }) => response.end(JSON.stringify([...bindings])));
});
openCollabGateway({
  server,
  registry,
  logger: { info: () => undefined, warn: () => undefined, error: console.error },
  async resolveGrant({ headers }): Promise<CollabGrant> {
    const personId = headers.cookie ?? "nobody";
    return {
      ok: true,
      personId,
      user: { id: personId, name: personId, centre: null, color: "#000000" },
      role: "editor",
      sessionId: personId,
      sessionExpiresAt: new Date(Date.now() + 3_600_000),
      paperId: "paper",
      subjects: [`person:${personId}`],
    };
  },
});
server.listen(Number(PORT), "127.0.0.1");
await once(server, "listening");
process.send?.(server.address());

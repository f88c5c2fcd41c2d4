/** The built server, killed in the middle of typing as by a power cut, with its authors gone too. */
import { expect, it, vi } from "vitest";
import * as Y from "yjs";
import { startServer } from "../../support/server-process.ts";
import { openStockWriter } from "./stock-writer.ts";

const rounds = 5;
const edition = "paper-urban-analysts-es";

async function signIn(origin: string, account: string): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: `${account}@istmo.demo`, password: "istmo-demo-2026" }),
  });
  return answer.headers
    .getSetCookie()
    .map((it) => it.split(";")[0])
    .join("; ");
}

it(
  "R12, R13: what was acknowledged is there after a kill, with its authors gone, five times over",
  { timeout: 300_000 },
  async () => {
    const server = await startServer();
    try {
      const cookies = await Promise.all(
        ["expert1.gt", "expert2.gt"].map((account) => signIn(server.origin, account)),
      );
      for (let round = 0; round < rounds; round++) {
        const writers = cookies.map((cookie) => openStockWriter(server.origin, edition, cookie));
        await Promise.all(writers.map(({ synced }) => synced));
        const typing = setInterval(() => {
          for (const { doc } of writers) doc.getText("fault").insert(0, "word ");
        }, 5);
        await vi.waitFor(
          () => expect(Math.min(...writers.map((it) => it.acknowledged()))).toBeGreaterThan(100),
          { timeout: 60_000, interval: 7 },
        );
        await server.kill();
        clearInterval(typing);
        const promised = writers.map((it) => [it.doc.clientID, it.acknowledged()] as const);
        for (const writer of writers) writer.leave();

        await server.start();
        const [cookie = ""] = cookies;
        const reader = openStockWriter(server.origin, edition, cookie);
        await reader.synced;
        for (const [client, clock] of promised) {
          expect(Y.getState(reader.doc.store, client), `round ${round}`).toBeGreaterThanOrEqual(
            clock,
          );
        }
        reader.leave();
      }
    } finally {
      await server.remove();
    }
  },
);

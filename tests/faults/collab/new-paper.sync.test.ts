/** G7: a new paper's first text is there once, however many open it at the same moment. */
import { MemoryPaperStore, MemoryRelay, RoomRegistry, serverAuthor } from "@istmo/sync";
import { expect, it, vi } from "vitest";
import { realtimeClock } from "../../../apps/server/src/collab/realtime-clock.ts";
import {
  foundingClientId,
  fromYDoc,
  type PaperDocumentJson,
  toYUpdate,
} from "../../../packages/paper-schema/src/index.ts";
import { openCollabServer } from "../../support/collab-server.ts";
import { openStockWriter } from "./stock-writer.ts";

const firstText: PaperDocumentJson = {
  type: "doc",
  content: [
    {
      type: "heading",
      attrs: { level: 1, id: "sec-1" },
      content: [{ type: "text", text: "Scope" }],
    },
    {
      type: "paragraph",
      attrs: { id: "p-1" },
      content: [{ type: "text", text: "To be written." }],
    },
  ],
};
const founding = toYUpdate(firstText);

it("R15, R22: forty pages on two nodes open a new paper at once, and its first text is there once", async () => {
  const store = new MemoryPaperStore();
  const relay = new MemoryRelay({ clock: realtimeClock });
  const node = (nodeId: string) =>
    new RoomRegistry({ store, clock: realtimeClock, relay: relay.join(nodeId) });
  // As the paper's own transaction writes it, and once more as a repeated one would.
  const bindings = [{ clientId: foundingClientId, personId: serverAuthor }];
  const write = { editionId: "edition", personId: null, update: founding, bindings };
  await store.append([write]);
  await store.append([write]);
  const servers = await Promise.all(
    ["one", "two"].map((nodeId) => openCollabServer({ registry: node(nodeId) })),
  );
  const writers = Array.from({ length: 40 }, (_, i) => {
    const port = servers[i % 2]?.port;
    const person = i % 4 < 2 ? "ana" : "bea";
    return openStockWriter(`http://127.0.0.1:${port}`, "edition", `person=${person}`);
  });
  try {
    await Promise.all(writers.map(({ synced }) => synced));
    for (const { doc } of writers) expect(fromYDoc(doc)).toEqual(firstText);
    // And everybody writes at once into what they all found.
    for (const [i, { doc }] of writers.entries()) doc.getMap("met").set(String(i), true);
    await vi.waitFor(
      () => {
        for (const { doc } of writers) expect(doc.getMap("met").size).toBe(40);
      },
      { timeout: 30_000 },
    );
    for (const { doc } of writers) expect(fromYDoc(doc)).toEqual(firstText);
  } finally {
    for (const writer of writers) writer.leave();
    for (const server of servers) await server.close();
  }
});

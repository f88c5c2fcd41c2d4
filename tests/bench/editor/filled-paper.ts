/** A paper of a hundred pages on a running server, written as a browser writes it. */
import { writeDocument } from "@istmo/paper-schema";
import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import type { ServerProcess } from "../../support/server-process.ts";
import { hundredPages, longPaper } from "./long-paper.ts";

export const account = { email: "lead.gt@istmo.demo", password: "istmo-demo-2026" };

export interface FilledPaper {
  readonly paperId: string;
  readonly editionId: string;
  /** Of whoever wrote it. */
  readonly cookie: string;
  /** Writes on in it, and resolves when the server has kept that. */
  readonly edit: (change: (doc: Y.Doc) => void) => Promise<void>;
}

/** Starts a paper and writes the long text into it. */
export async function fill(server: ServerProcess): Promise<FilledPaper> {
  const signedIn = await fetch(`${server.origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(account),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((it) => it.split(";")[0])
    .join("; ");
  const started = await fetch(`${server.origin}/api/v1/papers`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie, "idempotency-key": "bench-editor" },
    body: JSON.stringify({
      templateId: "tpl-policy-brief",
      title: { es: "Cien páginas" },
      originalLanguage: "es",
      languages: ["es"],
      leadCentreId: "centre-gt",
      centreIds: ["centre-gt"],
      classification: "unclassified",
    }),
  });
  const paper = (await started.json()) as { id: string; editions: { id: string }[] };
  class WithCookie extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols, { headers: { cookie } });
    }
  }
  const editionId = paper.editions[0]?.id ?? "";
  const edit = async (change: (doc: Y.Doc) => void) => {
    const doc = new Y.Doc();
    const provider = new WebsocketProvider(
      `${server.origin.replace("http", "ws")}/collab`,
      editionId,
      doc,
      { WebSocketPolyfill: WithCookie as never, disableBc: true, params: { ack: "1" } },
    );
    await new Promise<void>((resolve) =>
      provider.on("sync", (isSynced: boolean) => isSynced && resolve()),
    );
    const acknowledged = new Promise<void>((resolve) => {
      provider.messageHandlers[100] = () => resolve();
    });
    change(doc);
    await acknowledged;
    provider.destroy();
    doc.destroy();
  };
  await edit((doc) => writeDocument(doc, longPaper(hundredPages)));
  return { paperId: paper.id, editionId, cookie, edit };
}

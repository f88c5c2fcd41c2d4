/** A stock y-websocket client that asks to be told what is saved, with a session's cookie. */
import { readAck } from "@istmo/sync";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

export interface StockWriter {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  /** Codes with which the server has closed. */
  readonly closes: readonly number[];
  /** How far the server has said that this person's own words are in the database. */
  acknowledged(): number;
  /** Settles when the text is here. */
  readonly synced: Promise<void>;
  leave(): void;
}

export function openStockWriter(origin: string, editionId: string, cookie: string): StockWriter {
  class SocketWithCookie extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols, { headers: { cookie } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${origin.replace("http", "ws")}/collab`, editionId, doc, {
    WebSocketPolyfill: SocketWithCookie as unknown as typeof globalThis.WebSocket,
    params: { ack: "1" },
    disableBc: true,
    maxBackoffTime: 500,
  });
  const closes: number[] = [];
  let acknowledged = 0;
  provider.on("connection-close", (event: { code: number } | null) => {
    if (event !== null) closes.push(event.code);
  });
  provider.messageHandlers[100] = (_encoder, decoder) => {
    const saved = Y.decodeStateVector(readAck(decoder).stateVector).get(doc.clientID) ?? 0;
    acknowledged = Math.max(acknowledged, saved);
  };
  return {
    ...{ doc, provider, closes },
    acknowledged: () => acknowledged,
    synced: new Promise((resolve) => {
      provider.on("sync", (isSynced: boolean) => isSynced && resolve());
    }),
    leave() {
      provider.destroy();
      doc.destroy();
    },
  };
}

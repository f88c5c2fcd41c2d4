/** A bare line to the room of a text, with a document of its own. */
import { step1Frame, updateFrame } from "@istmo/sync";
import * as decoding from "lib0/decoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import type { Browser, TestApp } from "./test-app.ts";

export interface OpenText {
  /** What is changed here is sent, and what others change arrives. */
  readonly doc: Y.Doc;
  readonly body: Y.XmlFragment;
  /** Why the room refused, in the order in which it did. */
  readonly denied: readonly string[];
  close(): void;
}

/** Opens an edition as somebody; resolves when the document holds its text. */
export async function openTextOf(
  { origin }: Pick<TestApp, "origin">,
  { cookie }: Pick<Browser, "cookie">,
  editionId: string,
): Promise<OpenText> {
  const doc = new Y.Doc();
  const denied: string[] = [];
  const url = `${origin.replace("http", "ws")}/collab/${editionId}`;
  const socket = new WebSocket(url, { headers: { cookie } });
  const synced = new Promise<void>((resolve) => {
    socket.on("message", (data: Buffer) => {
      const decoder = decoding.createDecoder(new Uint8Array(data));
      const type = decoding.readVarUint(decoder);
      if (type === 2) {
        decoding.readVarUint(decoder);
        denied.push(decoding.readVarString(decoder));
      }
      if (type !== 0 || decoding.readVarUint(decoder) === 0) return;
      Y.applyUpdate(doc, decoding.readVarUint8Array(decoder), "room");
      resolve();
    });
  });
  await new Promise((resolve) => socket.once("open", resolve));
  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== "room") socket.send(updateFrame(update));
  });
  socket.send(step1Frame(Y.encodeStateVector(doc)));
  await synced;
  return { doc, denied, body: doc.getXmlFragment("body"), close: () => socket.terminate() };
}

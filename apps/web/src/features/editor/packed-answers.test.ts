import { collabMessage } from "@istmo/contracts";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { canUnpack, takePackedAnswers, unpack } from "./packed-answers.ts";

async function deflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([Uint8Array.from(bytes)])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const providers: WebsocketProvider[] = [];

afterEach(() => {
  for (const provider of providers.splice(0)) provider.destroy();
});

function aProvider() {
  const doc = new Y.Doc();
  const params = { ack: "1", pack: "1" };
  const provider = new WebsocketProvider("ws://nowhere", "edition", doc, {
    connect: false,
    disableBc: true,
    WebSocketPolyfill: class {} as unknown as typeof WebSocket,
    params,
  });
  providers.push(provider);
  takePackedAnswers(provider);
  const close = vi.fn();
  const line = { close } as unknown as WebSocket;
  provider.ws = line;
  return { doc, provider, close };
}

function receive(provider: WebsocketProvider, packed: Uint8Array): void {
  const payload = encoding.encode((encoder) => encoding.writeVarUint8Array(encoder, packed));
  provider.messageHandlers[collabMessage.packed]?.(
    encoding.createEncoder(),
    decoding.createDecoder(payload),
    provider,
    true,
    collabMessage.packed,
  );
}

function aPaper(text: string): Y.Doc {
  const doc = new Y.Doc();
  doc.getText("t").insert(0, text);
  return doc;
}

describe("a packed answer", () => {
  it("R27: is a step 2: the paper is here, and the page is synced", async () => {
    const { doc, provider } = aProvider();
    const paper = aPaper("palabras ".repeat(10_000));
    receive(provider, await deflate(Y.encodeStateAsUpdate(paper)));
    expect(provider.synced).toBe(false);
    await vi.waitFor(() => expect(provider.synced).toBe(true));
    expect(doc.getText("t").toJSON()).toBe(paper.getText("t").toJSON());
  });

  it("R27: may come after what others typed since", async () => {
    const { doc, provider } = aProvider();
    const paper = aPaper("before");
    const answer = await deflate(Y.encodeStateAsUpdate(paper));
    const vector = Y.encodeStateVector(paper);
    paper.getText("t").insert(6, " and after");
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(paper, vector), provider);
    receive(provider, answer);
    await vi.waitFor(() => expect(doc.getText("t").toJSON()).toBe("before and after"));
  });

  it("R27: that is none makes the page ask again, for plain ones", async () => {
    const { doc, provider, close } = aProvider();
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    receive(provider, Uint8Array.of(1, 2, 3, 4));
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(provider.params).toEqual({ ack: "1" });
    expect(doc.getText("t").length).toBe(0);
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
  });

  it("R27: of a connection that is over is left alone", async () => {
    const { doc, provider } = aProvider();
    const [late, inTime] = [
      await deflate(Y.encodeStateAsUpdate(aPaper("late"))),
      await deflate(Y.encodeStateAsUpdate(aPaper("in time"))),
    ];
    receive(provider, late);
    provider.ws = null;
    receive(provider, inTime);
    await vi.waitFor(() => expect(doc.getText("t").toJSON()).toBe("in time"));
  });

  it("R27: does not fill the memory, whatever it claims to be", async () => {
    const bomb = await deflate(new Uint8Array(10_000_000));
    expect(bomb.byteLength).toBeLessThan(20_000);
    await expect(unpack(bomb, 1_000_000)).rejects.toThrow("larger");
    expect(await unpack(bomb, 10_000_000)).toHaveLength(10_000_000);
    expect(canUnpack()).toBe(true);
  });
});

/**
 * Says that this page is here, and where its cursor is: when something has changed, and at most ten
 * times a second. The stock provider and its Awareness also send every state that they hear back to
 * the server, and their own four times a minute; in a room of fifty that is most of what travels.
 * Our room ends a state with its connection and is asked (`presence=1`) to renew nothing, so nobody
 * is forgotten here for being still.
 */
import { collabMessage } from "@istmo/contracts";
import * as encoding from "lib0/encoding";
import { encodeAwarenessUpdate } from "y-protocols/awareness";
import type { WebsocketProvider } from "y-websocket";

import type { LineWorld } from "./line-socket.ts";

/** Milliseconds between two frames, at least. */
const pause = 100;

type Changes = Readonly<Record<"added" | "updated" | "removed", readonly number[]>>;

/** Takes over from the provider what it says of presence. Gives the way to stop. */
export function sayOwnPresence(
  provider: WebsocketProvider,
  world: Pick<LineWorld, "now" | "after">,
): () => void {
  const { awareness } = provider;
  /** What the room has of this page, as JSON; null when it has to be told in any case. */
  let said: string | null = null;
  let saidAt = -Infinity;
  let cancel: (() => void) | null = null;

  function say(): void {
    cancel = null;
    const now = JSON.stringify(awareness.getLocalState());
    // Whoever is not connected says it when it opens the line.
    if (!provider.wsconnected || now === said) return;
    said = now;
    saidAt = world.now();
    const update = encodeAwarenessUpdate(awareness, [awareness.clientID]);
    provider.ws?.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, collabMessage.awareness);
        encoding.writeVarUint8Array(encoder, update);
      }),
    );
  }

  function onUpdate({ added, updated, removed }: Changes): void {
    const { clientID } = awareness;
    if (removed.includes(clientID)) said = null;
    else if (!added.includes(clientID) && !updated.includes(clientID)) return;
    if (cancel !== null) return;
    const wait = saidAt + pause - world.now();
    if (wait <= 0) say();
    else cancel = world.after(wait, say);
  }

  function onStatus({ status }: { status: string }): void {
    // The provider tells the state itself when it opens a line.
    if (status === "connected") said = JSON.stringify(awareness.getLocalState());
    // Another node, or this one after a restart, counts the clocks of the others from less.
    if (status === "disconnected") forgetClocks();
  }

  function forgetClocks(): void {
    for (const client of awareness.meta.keys())
      if (client !== awareness.clientID) awareness.meta.delete(client);
  }

  clearInterval(awareness._checkInterval as number);
  awareness.off("update", provider._awarenessUpdateHandler);
  awareness.on("update", onUpdate);
  provider.on("status", onStatus);
  return () => {
    cancel?.();
    awareness.off("update", onUpdate);
    provider.off("status", onStatus);
  };
}

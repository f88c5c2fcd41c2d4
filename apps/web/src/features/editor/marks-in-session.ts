/** Tells the keeper of suggestions' marks what this page hears, and what of its own has been heard. */
import { collabMessage, type PresenceUser } from "@istmo/contracts";
import { MarksAsMeant } from "@istmo/paper-schema";
import * as decoding from "lib0/decoding";
import type { WebsocketProvider } from "y-websocket";

const syncStep1 = 0;

/** Of an open edition; after everything else that reads frames. Gives the way to stop. */
export function keepMarksAsMeant(
  provider: WebsocketProvider,
  { user, mayCorrect }: { readonly user: PresenceUser; readonly mayCorrect: () => boolean },
): { readonly acknowledge: (unsaved: number) => void; readonly stop: () => void } {
  const { doc, awareness, messageHandlers } = provider;
  const marks = new MarksAsMeant(doc, {
    mayCorrect,
    personOf(client) {
      if (client === doc.clientID) return user.id;
      const state = awareness.getStates().get(client) as { user?: PresenceUser } | undefined;
      return state?.user?.id ?? null;
    },
  });
  provider.on("status", ({ status }) => {
    if (status === "connected") marks.lineOpened();
    else marks.lineLost();
  });
  const readSync = messageHandlers[collabMessage.sync];
  messageHandlers[collabMessage.sync] = (encoder, decoder, ...rest) => {
    const ahead = decoding.clone(decoder);
    if (decoding.readVarUint(ahead) !== syncStep1) marks.hear(decoding.readVarUint8Array(ahead));
    readSync?.(encoder, decoder, ...rest);
  };
  const readVouched = messageHandlers[collabMessage.vouched];
  messageHandlers[collabMessage.vouched] = (encoder, decoder, ...rest) => {
    marks.hear(decoding.readVarUint8Array(decoding.clone(decoder)));
    readVouched?.(encoder, decoder, ...rest);
  };
  return {
    acknowledge: (unsaved) => marks.acknowledge(unsaved),
    stop: () => marks.close(),
  };
}

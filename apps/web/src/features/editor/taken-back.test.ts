import { expect, it } from "vitest";
import * as Y from "yjs";

import { watchTakenBack, type TakenBack } from "./taken-back.ts";

it("gives back the words that the server took back, and nothing that others lost", () => {
  const mine = new Y.Doc();
  const server = new Y.Doc();
  const sync = (from: Y.Doc, to: Y.Doc) =>
    Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), "line");
  server.getText("t").insert(0, "Agreed wording.");
  sync(server, mine);
  const taken: TakenBack[] = [];
  const watch = watchTakenBack(mine, {
    isOwn: (client) => client === mine.clientID,
    onTakenBack: (it) => taken.push(it),
  });
  mine.getText("t").insert(6, " and new");
  sync(mine, server);
  server.getText("t").delete(0, 14);
  expect(taken).toEqual([]);
  watch.announce("section_of_another");
  sync(server, mine);
  expect(taken).toEqual([{ reason: "section_of_another", words: "and new" }]);
  server.getText("t").delete(0, 1);
  sync(server, mine);
  expect(taken).toHaveLength(1);
  watch.stop();
});

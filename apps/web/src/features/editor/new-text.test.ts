import type { Authorship } from "@istmo/contracts";
import { bodyFragment, toYUpdate } from "@istmo/paper-schema";
import { expect, it } from "vitest";
import * as Y from "yjs";

import { newFromOthers } from "./new-text.ts";

it("what is new since the last visit is what others wrote, and not one's own from another page", () => {
  const doc = new Y.Doc();
  const content = [{ type: "text", text: "Antes." }] as const;
  const paragraph = { type: "paragraph", attrs: { id: "p" }, content } as const;
  Y.applyUpdate(doc, toYUpdate({ type: "doc", content: [paragraph] }));
  const seen = Y.decodeStateVector(Y.encodeStateVector(doc));
  const body = doc.getXmlFragment(bodyFragment);
  const text = (body.get(0) as Y.XmlElement).get(0) as Y.XmlText;
  text.insert(6, " Ana."); // 6–11, a colleague
  text.insert(11, " Luis."); // 11–17, the reader's own phone
  const person = (id: string, characters: number) => ({
    person: { id, name: id },
    centreId: null,
    organisationId: null,
    characters,
  });
  const authorship: Authorship = {
    editionId: "e",
    authors: [
      { ...person("", 6), person: null },
      person("ana", 5),
      person("luis", 6),
    ] as Authorship["authors"],
    blocks: [
      {
        blockId: "p",
        spans: [
          { from: 0, to: 6, author: 0 },
          { from: 6, to: 11, author: 1 },
          { from: 11, to: 17, author: 2 },
        ],
      },
    ],
    totals: { characters: 17, ofNobody: 6, people: [], centres: [], organisations: [] },
  };
  expect(newFromOthers(body, { seen }, { authorship, personId: "luis" })).toEqual([
    { blockId: "p", spans: [{ from: 6, to: 11, author: 1 }], letters: 5, length: 17 },
  ]);
  text.insert(0, "x");
  expect(newFromOthers(body, { seen }, { authorship, personId: "luis" })).toEqual([]);
});

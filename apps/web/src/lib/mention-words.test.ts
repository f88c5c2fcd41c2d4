import { describe, expect, it } from "vitest";
import { mentionsIn } from "@istmo/contracts";

import {
  bodyOf,
  lineOf,
  mentionBefore,
  nameFits,
  piecesOf,
  withMention,
  wordsOf,
} from "./mention-words.ts";

const ana = { subject: "person:ana", label: { es: "Ana Ceiba", en: "Ana Ceiba" } };
const centre = { subject: "centre:gt", label: { es: "Guatemala", en: "Guatemala" } };

describe("the words of a comment", () => {
  it("come back as they were written, with whom they name", () => {
    const said = { body: "Vea @{person:ana}, y @{centre:gt}.", mentions: [ana, centre] };
    const words = wordsOf(said, "es");
    expect(words.text).toBe("Vea @Ana Ceiba, y @Guatemala.");
    expect(bodyOf(words)).toBe(said.body);
    expect(mentionsIn(bodyOf(words))).toEqual(["person:ana", "centre:gt"]);
  });

  it("name nobody whose name was taken out again or is part of a longer word", () => {
    const mentions = [{ subject: "person:ana", label: "Ana" }];
    expect(bodyOf({ text: "Sin nadie", mentions })).toBe("Sin nadie");
    expect(bodyOf({ text: "@Anabel y @Ana.", mentions })).toBe("@Anabel y @{person:ana}.");
  });

  it("tell two people of one name, and a name within a longer one, apart", () => {
    let mentions = withMention([], "person:1", "Luis");
    mentions = withMention(mentions, "person:2", "Luis");
    mentions = withMention(mentions, "person:3", "Luis Mora");
    expect(mentions.map(({ label }) => label)).toEqual(["Luis", "Luis (2)", "Luis Mora"]);
    expect(bodyOf({ text: "@Luis @Luis (2) @Luis Mora", mentions })).toBe(
      "@{person:1} @{person:2} @{person:3}",
    );
  });

  it("are shown as text, whatever they look like", () => {
    const said = { body: "<b>@{person:ana}</b> @{person:gone}", mentions: [ana] };
    expect(piecesOf(said, "es")).toEqual([
      { text: "<b>", subject: null },
      { text: "@Ana Ceiba", subject: "person:ana" },
      { text: "</b> @{person:gone}", subject: null },
    ]);
    expect(lineOf({ body: "Una\n línea ", mentions: [] }, "es")).toBe("Una línea");
  });

  it("ask for names after an @ that begins a word", () => {
    expect(mentionBefore("Hola @an", 8)).toEqual({ start: 5, typed: "an" });
    expect(mentionBefore("@Ana Ce", 7)).toEqual({ start: 0, typed: "Ana Ce" });
    expect(mentionBefore("correo a@b", 10)).toBeNull();
    expect(mentionBefore("@Ana, dice", 10)).toBeNull();
  });

  it("offer of the names that are there already only those that begin as what is typed", () => {
    expect(nameFits("Guayacán Panamá", "guayac")).toBe(true);
    expect(nameFits("Guayacán Panamá", "panama")).toBe(true);
    expect(nameFits("Delincuencia Organizada · Guatemala", "gua")).toBe(true);
    expect(nameFits("Delincuencia Organizada · Guatemala", "guayac")).toBe(false);
  });
});

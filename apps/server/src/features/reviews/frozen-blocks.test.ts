import type { PaperDocumentJson } from "@istmo/paper-schema";
import { describe, expect, it } from "vitest";
import { versionSha256 } from "../versions/versions.queries.ts";
import { changedBlocks, frozenBlocks } from "./frozen-blocks.ts";

const heading = (id: string, text: string) => ({
  type: "heading",
  attrs: { id, level: 1 },
  content: [{ type: "text", text }],
});
const paragraph = (id: string, text: string) => ({
  type: "paragraph",
  attrs: { id },
  content: [{ type: "text", text }],
});
const aText = (...content: ReturnType<typeof paragraph>[]) =>
  ({ type: "doc", content }) as unknown as PaperDocumentJson;

describe("the blocks of a frozen text", () => {
  it("keep the number of their paragraph and the section that they stand in", () => {
    const blocks = frozenBlocks(
      aText(heading("s1", "One"), paragraph("p1", "a"), heading("s2", "Two"), paragraph("p2", "b")),
      "en",
    );
    expect(blocks["p1"]).toMatchObject({ paragraph: 1, sectionId: "s1" });
    expect(blocks["p2"]).toMatchObject({ paragraph: 2, sectionId: "s2" });
    expect(blocks["s1"]).toMatchObject({ paragraph: null, sectionId: "s1", place: 0.5 });
    expect(blocks["s2"]).toMatchObject({ paragraph: null, sectionId: "s2", place: 1.5 });
  });

  it("tell which of them changed since another text, and not which only moved", () => {
    const before = frozenBlocks(aText(paragraph("p1", "a"), paragraph("p2", "b")), "es");
    const now = frozenBlocks(
      aText(paragraph("p2", "b"), paragraph("p1", "a, mended"), paragraph("p3", "c")),
      "es",
    );
    expect(changedBlocks(before, now)).toEqual(["p1", "p3"]);
    expect(changedBlocks(now, now)).toEqual([]);
    expect(changedBlocks({}, before)).toEqual(["p1", "p2"]);
  });

  it("a version has one hash for all its languages, in whatever order they are given", () => {
    const es = { language: "es", sha256: "a".repeat(64) };
    const en = { language: "en", sha256: "b".repeat(64) };
    expect(versionSha256([es, en])).toBe(versionSha256([en, es]));
    expect(versionSha256([es])).not.toBe(versionSha256([es, en]));
    expect(versionSha256([es, { ...en, sha256: `c${"b".repeat(63)}` }])).not.toBe(
      versionSha256([es, en]),
    );
  });
});

import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { fromSample, type SamplePaper } from "./from-sample.ts";
import { fromTemplate, type TemplateSection } from "./from-template.ts";
import { outlineOf } from "./outline.ts";
import {
  canonicalJson,
  fromYDoc,
  toYUpdate,
  type PaperDocumentJson,
  type PaperNodeJson,
} from "./paper-document.ts";
import { blockNodeNames } from "./schema.ts";
import { toText } from "./to-text.ts";
import { countNodeWords } from "./word-count.ts";

interface SampleFile extends SamplePaper {
  readonly meta: { language: string; words: number; footnoteWords: number };
}
interface TemplateFile {
  readonly templates: readonly { id: string; sections: readonly TemplateSection[] }[];
}

function seed<T>(file: string): T {
  const path = new URL(`../../../prisma/seed/data/${file}`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
const sample = {
  es: seed<SampleFile>("sample-paper.es.json"),
  en: seed<SampleFile>("sample-paper.en.json"),
};
const { templates } = seed<TemplateFile>("templates.json");
const languages = ["es", "en"] as const;

function blockIds(node: PaperNodeJson): string[] {
  const own = (blockNodeNames as readonly string[]).includes(node.type)
    ? [typeof node.attrs?.["id"] === "string" ? node.attrs["id"] : `${node.type} without id`]
    : [];
  return [...own, ...(node.content ?? []).flatMap(blockIds)];
}

function texts(document: PaperDocumentJson): string {
  return JSON.stringify(document);
}

describe("the sample paper", () => {
  it.each(languages)("comes back from Yjs as it went in (%s)", (language) => {
    const document = fromSample(sample[language]);
    const update = toYUpdate(document);
    expect(fromYDoc(update)).toEqual(document);
    expect(canonicalJson(fromYDoc(update))).toBe(canonicalJson(document));
    expect(toYUpdate(document)).toEqual(update);
  });

  it("has the same block ids in Spanish and English, each once", () => {
    const ids = blockIds(fromSample(sample.es));
    expect(blockIds(fromSample(sample.en))).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContainEqual(expect.stringContaining("without id"));
  });

  it.each(languages)("has the words that its description promises (%s)", (language) => {
    const { words, footnoteWords } = countNodeWords(fromSample(sample[language]), language);
    const { meta } = sample[language];
    // A sign between two spaces is a word there and none here.
    expect(Math.abs(words - meta.words)).toBeLessThanOrEqual(2);
    expect(footnoteWords).toBe(meta.footnoteWords);
  });

  it("keeps every comment's and action's block findable", () => {
    const ids = new Set(blockIds(fromSample(sample.es)));
    const { comments } = seed<{ comments: { block: string | null }[] }>("sample-comments.json");
    for (const { block } of comments) if (block !== null) expect(ids).toContain(block);
  });

  it("shows an action chip in the block that the action came from", () => {
    const document = fromSample(sample.es, { actionsByBlock: { "lines-1": ["act-1", "act-2"] } });
    expect(texts(document)).toContain('{"type":"actionItem","attrs":{"actionId":"act-2"}}');
    expect(fromYDoc(toYUpdate(document))).toEqual(document);
  });

  it("has an outline whose sections add up to the paper", () => {
    const outline = outlineOf(fromSample(sample.en), "en");
    expect(outline.sections).toHaveLength(12);
    expect(outline.sections[0]).toMatchObject({ id: "sec-summary", isEmpty: false });
    expect(outline.headings.filter((heading) => heading.level === 2)).toHaveLength(9);
    const added = outline.sections.reduce((total, section) => total + section.words, 0);
    expect(added).toBe(outline.words);
  });

  it("reads as plain text with lettered lists, tabbed tables and notes at the end", () => {
    const text = toText(fromSample(sample.en), { language: "en" });
    expect(text).toContain("(a) The recruitment of adolescents");
    expect(text).toMatch(/\nVI\. Lines of joint action\n\nA\. Alert and control/);
    expect(text).toMatch(/\n20\. Each participating State/);
    expect(text).toMatch(/\nTable 1\. Main measures \(illustrative\)\n\nMeasure/);
    expect(text).toContain("Measure\tResponsible\tSupport\tDue");
    expect(text).toMatch(/in under two\.\[1\]/);
    expect(text).toMatch(/\n\[10\] General Assembly resolution 70\/1\.$/);
  });
});

describe("a paper from a template", () => {
  it.each(templates)("is aligned block by block in both languages ($id)", ({ sections }) => {
    const ids = blockIds(fromTemplate(sections, "es"));
    expect(blockIds(fromTemplate(sections, "en"))).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain(`sec-${sections[0]?.id}`);
  });

  it.each(templates)("starts with every section empty ($id)", ({ sections }) => {
    const document = fromTemplate(sections, "es");
    const outline = outlineOf(document, "es");
    expect(outline.sections.map((section) => section.heading)).toEqual(
      sections.map((section) => section.heading["es"]),
    );
    expect(outline.sections.every((section) => section.isEmpty)).toBe(true);
    expect(fromYDoc(toYUpdate(document))).toEqual(document);
  });
});

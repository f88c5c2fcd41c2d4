import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  Edition,
  Paper,
  PaperSummary,
  SectionChangesAnswer,
  Translation,
} from "@istmo/contracts";
import {
  canonicalJson,
  fromYDoc,
  writeDocument,
  type PaperDocumentJson,
  type PaperNodeJson,
} from "@istmo/paper-schema";
import { Doc, applyUpdate, encodeStateAsUpdate } from "yjs";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";
import { findStaleSections } from "./translations.queries.ts";

type Page<Item> = { items: Item[]; nextCursor: string | null };

const demo = "paper-secondary-ports";

describe("translations", () => {
  let app: TestApp;
  let lead: Browser;
  let reviewer: Browser;
  beforeAll(async () => {
    app = await openTestApp();
    lead = await app.signIn("lead.gt");
    reviewer = await app.signIn("reviewer");
  });
  afterAll(() => app.close());

  const pathOf = (editionId: string) => `/api/v1/editions/${editionId}/translation`;
  const read = async (by: Browser, editionId: string) =>
    (await by.get<Translation>(pathOf(editionId))).body;

  async function textOf(editionId: string): Promise<{ doc: Doc; document: PaperDocumentJson }> {
    const doc = new Doc();
    const rows = await app.client.editionUpdate.findMany({ where: { editionId } });
    for (const { data } of rows) applyUpdate(doc, data);
    return { doc, document: fromYDoc(doc) };
  }

  /** Writes into a text as another node would: straight into the log. */
  async function rewrite(
    editionId: string,
    change: (nodes: readonly PaperNodeJson[]) => readonly PaperNodeJson[],
  ): Promise<void> {
    const { doc, document } = await textOf(editionId);
    const before = encodeStateAsUpdate(doc);
    writeDocument(doc, { type: "doc", content: change(document.content) });
    expect(encodeStateAsUpdate(doc)).not.toEqual(before);
    await app.client.editionUpdate.create({
      data: { editionId, data: new Uint8Array(encodeStateAsUpdate(doc)) },
    });
    doc.destroy();
  }
  const saying =
    (blockId: string, text: string) =>
    (nodes: readonly PaperNodeJson[]): readonly PaperNodeJson[] =>
      nodes.map((node) =>
        node.attrs?.["id"] === blockId ? { ...node, content: [{ type: "text", text }] } : node,
      );

  async function aPaper(): Promise<{ paper: Paper; es: string }> {
    const { body } = await lead.post<Paper>("/api/v1/papers", {
      templateId: "tpl-policy-brief",
      title: { es: "Puertos secundarios" },
      originalLanguage: "es",
      languages: ["es"],
      leadCentreId: "centre-gt",
      centreIds: ["centre-gt"],
    });
    return { paper: body, es: body.editions[0]?.id ?? "" };
  }
  async function aTranslatedPaper() {
    const { paper, es } = await aPaper();
    await rewrite(es, saying("ask-1", "El puerto menor cierra."));
    const started = await lead.post<Paper>(`/api/v1/papers/${paper.id}/editions`, {
      language: "en",
      title: "Secondary ports",
    });
    const en = started.body.editions.find(({ language }) => language === "en")?.id ?? "";
    return { paper: started.body, es, en, status: started.status };
  }
  const sectionOf = (translation: Translation, id = "sec-ask") =>
    translation.sections.find(({ sectionId }) => sectionId === id);

  it("of the demonstration render their originals as they stand", async () => {
    const { items } = (await reviewer.get<Page<PaperSummary>>("/api/v1/papers")).body;
    const demos = items.filter(({ sample }) => sample);
    expect(demos.length).toBeGreaterThan(0);
    for (const { translations } of demos)
      expect(translations).toMatchObject([{ stale: 0, missing: 0, unmarked: 0, differences: 0 }]);
    for (const { translations } of demos) {
      const { sections } = await read(reviewer, translations[0]?.editionId ?? "");
      expect(new Set(sections.map(({ state }) => state))).toEqual(new Set(["up_to_date"]));
    }
  });

  it("begin as a copy of the original's structure, with nothing translated", async () => {
    const { paper, es, en, status } = await aTranslatedPaper();
    expect(status).toBe(201);
    expect(paper.abilities.translateInto).toEqual([]);
    expect(paper.editions.map(({ language }) => language).sort()).toEqual(["en", "es"]);
    const { document } = await textOf(en);
    expect(JSON.stringify(document)).not.toContain('"text":');
    expect(document.content.map(({ attrs }) => attrs?.["id"])).toEqual(
      (await textOf(es)).document.content.map(({ attrs }) => attrs?.["id"]),
    );
    const translation = await read(lead, en);
    expect(translation).toMatchObject({ originalEditionId: es, abilities: { mark: true } });
    expect(sectionOf(translation)).toMatchObject({ state: "missing", translated: 0 });
    // Nothing has been written there yet, so nothing waits for a translation.
    expect(new Set(translation.sections.map(({ state }) => state))).toEqual(
      new Set(["missing", "empty"]),
    );
    expect(paper.translations).toMatchObject([{ language: "en", missing: 1, stale: 0 }]);
  });

  it("begin once in each language, by those who translate in the paper's centres", async () => {
    const { paper } = await aTranslatedPaper();
    const wanted = { language: "en", title: "Again" };
    const start = (by: Browser, id = paper.id) => by.post(`/api/v1/papers/${id}/editions`, wanted);
    expect((await start(lead)).body.code).toBe("edition_exists");
    expect((await start(await app.signIn("expert1.ni"))).status).toBe(404);
    const other = await aPaper();
    expect((await start(await app.signIn("admin"), other.paper.id)).body.code).toBe("not_allowed");
    expect((await start(reviewer, other.paper.id)).status).toBe(201);
  });

  it("are told section by section to be without a mark, up to date, and stale when the original changes", async () => {
    const { paper, es, en } = await aTranslatedPaper();
    await rewrite(en, saying("ask-1", "The minor port closes."));
    const unmarked = sectionOf(await read(lead, en));
    expect(unmarked).toMatchObject({ state: "unmarked", translated: 1, marked: null });

    const mark = (sha: string | undefined, end = "translated") =>
      lead.post<Translation>(`${pathOf(en)}/sections/sec-ask/${end}`, { sourceSha256: sha });
    const marked = await mark(unmarked?.sourceSha256);
    expect(sectionOf(marked.body)).toMatchObject({
      state: "up_to_date",
      marked: { by: { name: "Conacaste Guatemala" }, how: "translated" },
    });

    await rewrite(es, saying("ask-1", "El puerto secundario cierra."));
    const stale = sectionOf(await read(lead, en));
    expect(stale).toMatchObject({ state: "stale" });
    const changes = await lead.get<SectionChangesAnswer>(`${pathOf(en)}/sections/sec-ask/changes`);
    expect(changes.body.blocks).toMatchObject([
      {
        blockId: "ask-1",
        change: "changed",
        runs: [
          { kind: "same", text: "El puerto " },
          { kind: "removed", text: "menor" },
          { kind: "added", text: "secundario" },
          { kind: "same", text: " cierra." },
        ],
      },
    ]);
    // Somebody who still looks at the old text cannot mark the new one.
    expect((await mark(unmarked?.sourceSha256)).body).toMatchObject({ code: "stale_version" });
    const ticked = await mark(stale?.sourceSha256, "unchanged-meaning");
    expect(sectionOf(ticked.body)).toMatchObject({
      state: "up_to_date",
      marked: { how: "unchanged_meaning" },
    });
    const events = await app.client.event.findMany({
      where: { paperId: paper.id, type: { startsWith: "translation." } },
      orderBy: { seq: "asc" },
    });
    const types = events.map(({ type }) => type).filter((type) => type !== "translation.changed");
    expect(types).toEqual(["translation.started", "translation.marked", "translation.marked"]);
  });

  it("say that nothing changed in meaning only where somebody translated before", async () => {
    const { en } = await aTranslatedPaper();
    const section = sectionOf(await read(lead, en));
    const answer = await lead.post(`${pathOf(en)}/sections/sec-ask/unchanged-meaning`, {
      sourceSha256: section?.sourceSha256,
    });
    expect(answer.status).toBe(404);
  });

  it("are worked out anew by themselves when a text is written on, and told to the page", async () => {
    const paperId = demo;
    const { body: editions } = await lead.get<Page<Edition>>(`/api/v1/papers/${paperId}/editions`);
    const idOf = (language: string) =>
      editions.items.find((edition) => edition.language === language)?.id ?? "";
    // A room's own edit, by the server on somebody's behalf: what the watch hears of.
    const { document } = await textOf(idOf("en"));
    const torn = document.content.filter(({ attrs }) => attrs?.["id"] !== "summary-1");
    await rewrite(idOf("en"), () => torn);
    const seen = await read(lead, idOf("en"));
    expect(sectionOf(seen, "sec-summary")?.differences).toMatchObject([
      { blockId: "summary-1", problem: "missing" },
    ]);
    const mended = await lead.post<Translation>(`${pathOf(idOf("en"))}/mend`, {});
    expect(mended.body.sections.flatMap(({ differences }) => differences)).toEqual([]);
    await expect
      .poll(async () => {
        const { body } = await lead.get<Paper>(`/api/v1/papers/${paperId}`);
        return body.translations[0];
      })
      .toMatchObject({ differences: 0 });
    const text = await textOf(idOf("en"));
    expect(text.document.content.find(({ attrs }) => attrs?.["id"] === "summary-1")).toEqual({
      type: "paragraph",
      attrs: { id: "summary-1", untranslated: true },
    });
  });

  it("warn of stale sections to whoever asks within a transaction", async () => {
    const { paper, en } = await aTranslatedPaper();
    expect(await app.client.$transaction((tx) => findStaleSections(tx, paper.id))).toEqual([
      { editionId: en, language: "en", sectionId: "sec-ask", state: "missing" },
    ]);
  });

  it("are hidden with their paper, and are none for the original", async () => {
    const { es, en } = await aTranslatedPaper();
    const foreign = await app.signIn("expert1.ni");
    expect((await foreign.get(pathOf(en))).status).toBe(404);
    expect((await lead.get(pathOf(es))).body.code).toBe("not_a_translation");
  });

  it("cost lists one query, however many papers there are", async () => {
    const asked: string[] = [];
    for (let made = 0; made < 6; made += 1) await aPaper();
    const query = app.pool.query.bind(app.pool);
    const count = async (limit: number) => {
      asked.length = 0;
      app.pool.query = ((...args: Parameters<typeof query>) => {
        asked.push(JSON.stringify(args[0]));
        return query(...args);
      }) as typeof app.pool.query;
      await lead.get(`/api/v1/papers?limit=${limit}`);
      app.pool.query = query;
      return asked.filter((it) => it.includes("TranslationStanding")).length;
    };
    // Until the watch has worked out the new papers, its own questions are counted too.
    await expect
      .poll(async () => [await count(1), await count(6)], { timeout: 10_000 })
      .toEqual([1, 1]);
  });

  it("have the same text in the answer's hash as in what is kept", async () => {
    const mark = await app.client.sectionTranslation.findFirstOrThrow();
    expect(canonicalJson(JSON.parse(mark.source) as never)).toBe(mark.source);
  });
});

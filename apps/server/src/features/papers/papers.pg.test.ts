import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Edition, Paper, PaperSummary, PaperVersion } from "@istmo/contracts";
import { canReadPaper, canSeePaper, classificationLevels, roles, type Actor } from "@istmo/domain";
import { fromYDoc, paperSchema, toYUpdate, type PaperDocumentJson } from "@istmo/paper-schema";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";
import { readablePapers, sharesHeldAt, toFacts, visiblePapers } from "./papers.queries.ts";

type List<Item> = { items: Item[]; nextCursor: string | null };

describe("papers", () => {
  let app: TestApp;
  let lead: Browser;
  let reviewer: Browser;
  beforeAll(async () => {
    app = await openTestApp();
    lead = await app.signIn("lead.gt");
    reviewer = await app.signIn("reviewer");
  });
  afterAll(() => app.close());

  const wanted = (over: object = {}) => ({
    templateId: "tpl-policy-brief",
    title: { es: "Corredores", en: "Corridors" },
    originalLanguage: "es",
    languages: ["es", "en"],
    leadCentreId: "centre-gt",
    centreIds: ["centre-gt", "centre-pa"],
    ...over,
  });
  const create = async (over: object = {}) =>
    (await lead.post<Paper>("/api/v1/papers", wanted(over))).body;

  /** Writes a sentence under every heading of a new paper's Spanish text. */
  async function fill(paper: Paper): Promise<void> {
    const edition = paper.editions.find(({ language }) => language === "es");
    const founding = await app.client.editionUpdate.findFirstOrThrow({
      where: { editionId: edition?.id ?? "" },
    });
    const document = fromYDoc(founding.data);
    const content = document.content.map((block) =>
      block.type === "paragraph"
        ? { ...block, content: [{ type: "text", text: "Texto." }] }
        : block,
    );
    const filled = { type: "doc", content } as PaperDocumentJson;
    paperSchema.nodeFromJSON(filled).check();
    await app.client.editionUpdate.update({
      where: { id: founding.id },
      data: { data: new Uint8Array(toYUpdate(filled)) },
    });
  }

  const eventsOf = async (paperId: string) =>
    (await app.client.event.findMany({ orderBy: { seq: "asc" } }))
      .filter(({ payload }) => (payload as { paperId?: string }).paperId === paperId)
      .map(({ type, actorId }) => `${type} by ${actorId}`);

  it("are started from a template, with aligned sections in each language", async () => {
    const paper = await create();
    expect(paper).toMatchObject({
      stage: "draft",
      classification: "unclassified",
      centreIds: ["centre-gt", "centre-pa"],
      title: { es: "Corredores", en: "Corridors" },
    });
    expect(paper.editions.map(({ language, role }) => `${language} ${role}`).sort()).toEqual([
      "en editor",
      "es editor",
    ]);
    expect(paper.sections.map(({ sectionId }) => sectionId)).toContain("sec-ask");
  });

  it.each([
    ["a kind that does not exist", { templateId: "tpl-novel" }, "unknown_template"],
    ["a template that is no paper", { templateId: "tpl-comments-matrix" }, "unknown_template"],
    ["an unknown centre", { centreIds: ["centre-gt", "centre-xx"] }, "unknown_centre"],
    ["a lead centre that is no member", { centreIds: ["centre-pa"] }, "lead_centre_not_a_member"],
    [
      "another centre's lead",
      { leadCentreId: "centre-pa", centreIds: ["centre-pa"] },
      "not_allowed",
    ],
    [
      "a classification above one's clearance",
      { classification: "strictly_confidential" },
      "not_allowed",
    ],
  ])("are refused for %s", async (_what, over, code) => {
    expect((await lead.post("/api/v1/papers", wanted(over))).body.code).toBe(code);
  });

  it("are not started by an expert", async () => {
    const expert = await app.signIn("expert1.gt");
    expect((await expert.post("/api/v1/papers", wanted())).body.code).toBe("not_allowed");
  });

  it("go to the office and back, each step in the event log with who took it", async () => {
    const paper = await create();
    await fill(paper);
    const submitted = await lead.post<Paper>(`/api/v1/papers/${paper.id}/submit`, {
      version: paper.version,
      message: "Listo para revisión.",
    });
    expect(submitted.body).toMatchObject({
      stage: "submitted",
      submissions: [{ versionNumber: 1, message: "Listo para revisión.", decision: null }],
    });
    const queue = await reviewer.get<List<PaperSummary>>("/api/v1/papers?stage=submitted");
    expect(queue.body.items.map(({ id }) => id)).toContain(paper.id);

    const { version } = submitted.body;
    const bare = await reviewer.post(`/api/v1/papers/${paper.id}/return`, { version });
    expect([bare.status, bare.body.code]).toEqual([422, "note_required"]);
    const returned = await reviewer.post<Paper>(`/api/v1/papers/${paper.id}/return`, {
      version,
      note: "Faltan fuentes en la segunda sección.",
    });
    expect(returned.body).toMatchObject({
      stage: "draft",
      submissions: [{ decision: "returned", note: "Faltan fuentes en la segunda sección." }],
    });
    const again = await lead.post<Paper>(`/api/v1/papers/${paper.id}/submit`, {
      version: returned.body.version,
    });
    const accepted = await reviewer.post<Paper>(`/api/v1/papers/${paper.id}/accept`, {
      version: again.body.version,
    });
    expect(accepted.body.stage).toBe("in_expert_review");
    expect(await eventsOf(paper.id)).toEqual([
      "paper.created by person-lead-gt",
      "paper.submitted by person-lead-gt",
      "paper.returned by person-reviewer",
      "paper.submitted by person-lead-gt",
      "paper.accepted by person-reviewer",
    ]);
    const versions = await lead.get<List<PaperVersion>>(`/api/v1/papers/${paper.id}/versions`);
    expect(versions.body.items.map(({ number }) => number)).toEqual([2, 1]);
    expect(versions.body.items[0]?.editions[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("stay with their authors while a required section is empty, and say which", async () => {
    const paper = await create();
    const { status, body } = await lead.post(`/api/v1/papers/${paper.id}/submit`, {
      version: paper.version,
    });
    expect([status, body.code]).toEqual([422, "paper_incomplete"]);
    expect(body.details?.["sections"]).toContainEqual({
      sectionId: "sec-ask",
      problem: "empty",
      heading: { es: "Decisión que se pide", en: "Decision requested" },
    });
    expect(await eventsOf(paper.id)).toEqual(["paper.created by person-lead-gt"]);
  });

  it("move once when two people decide at the same moment", async () => {
    const paper = await create();
    await fill(paper);
    const { body } = await lead.post<Paper>(`/api/v1/papers/${paper.id}/submit`, {
      version: paper.version,
    });
    const head = await app.signIn("head");
    const answers = await Promise.all([
      reviewer.post(`/api/v1/papers/${paper.id}/accept`, { version: body.version }),
      head.post(`/api/v1/papers/${paper.id}/return`, { version: body.version, note: "No." }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await eventsOf(paper.id)).toHaveLength(3);
  });

  it("are submitted by the lead centre's lead alone", async () => {
    const paper = await create();
    for (const [account, status] of [
      ["expert1.gt", 403],
      ["lead.pa", 403],
      ["reviewer", 403],
      ["lead.ni", 404],
      ["observer", 404],
    ] as const) {
      const person = await app.signIn(account);
      const answer = await person.post(`/api/v1/papers/${paper.id}/submit`, { version: 1 });
      expect([account, answer.status]).toEqual([account, status]);
    }
  });

  it("hide a draft from everybody who is not of its centres or the office", async () => {
    const paper = await create();
    const editionId = paper.editions[0]?.id ?? "";
    for (const account of ["expert1.ni", "observer", "focal.oas", "policy.gt"]) {
      const person = await app.signIn(account);
      expect((await person.get(`/api/v1/papers/${paper.id}`)).status).toBe(404);
      expect((await person.get(`/api/v1/papers/${paper.id}/versions`)).status).toBe(404);
      expect((await person.get(`/api/v1/editions/${editionId}`)).status).toBe(404);
      const { body } = await person.get<List<PaperSummary>>("/api/v1/papers");
      expect(body.items.map(({ id }) => id)).not.toContain(paper.id);
    }
  });

  it("show an administrator the title of an unclassified draft and no text", async () => {
    const paper = await create();
    const admin = await app.signIn("admin");
    const { body } = await admin.get<Paper>(`/api/v1/papers/${paper.id}`);
    expect(body).toMatchObject({ title: { es: "Corredores" }, editions: [], submissions: [] });
    expect((await admin.get("/api/v1/papers/paper-secondary-ports")).status).toBe(404);
  });

  it("let an observer read what is issued, and only read", async () => {
    const observer = await app.signIn("observer");
    const { body } = await observer.get<List<PaperSummary>>("/api/v1/papers");
    expect(body.items.map(({ id }) => id)).toEqual(["paper-alternatives-brief"]);
    const editions = await observer.get<List<Edition>>(
      "/api/v1/papers/paper-alternatives-brief/editions",
    );
    expect(editions.body.items.map(({ role }) => role)).toEqual(["reader", "reader"]);
  });

  it("are listed by the same rule that decides on one, shares and clearances included", async () => {
    const now = new Date("2026-11-24T17:00:00Z");
    const papers = await app.client.paper.findMany({ orderBy: { id: "asc" } });
    const subjects = [
      "person:me",
      "person:somebody-else",
      "centre:centre-ni",
      "organisation:org-sica",
      "post:observer@org-oas",
      "post:head@office",
      "post:expert@centre-ni",
    ];
    // Each subject has some papers, of some of them only until now: that is no longer.
    const shares = papers.flatMap(({ id: paperId }, at) =>
      subjects
        .filter((_subject, index) => (at + index) % 3 === 0)
        .map((subject, index) => ({
          id: crypto.randomUUID(),
          paperId,
          subject,
          level: "reader",
          createdById: "person-head",
          expiresAt: [null, now, new Date(now.getTime() + 1)][(at + index) % 3] ?? null,
        })),
    );
    await app.client.paperShare.createMany({ data: shares });
    expect(shares.filter(({ expiresAt }) => expiresAt === now).length).toBeGreaterThan(0);

    const rows = await app.client.paper.findMany({
      include: { centres: true, shares: sharesHeldAt(now) },
    });
    const posts = [
      ...roles.flatMap((role) =>
        [null, "centre-gt", "centre-ni"].map((centreId) => ({
          role,
          centreId,
          organisationId: null,
        })),
      ),
      { role: "focal_point", centreId: null, organisationId: "org-sica" } as const,
      { role: "observer", centreId: null, organisationId: "org-oas" } as const,
    ];
    const listed = async (where: ReturnType<typeof visiblePapers>) =>
      (await app.client.paper.findMany({ where })).map(({ id }) => id).sort();
    for (const held of [[], ...posts.map((post) => [post])]) {
      for (const clearedTo of classificationLevels) {
        for (const id of ["me", "nobody"]) {
          const actor: Actor = { id, posts: held, clearedTo };
          const decided = (rule: typeof canSeePaper) =>
            rows
              .filter((row) => rule(actor, toFacts(row)))
              .map((row) => row.id)
              .sort();
          expect(await listed(visiblePapers(actor, now))).toEqual(decided(canSeePaper));
          expect(await listed(readablePapers(actor, now))).toEqual(decided(canReadPaper));
        }
      }
    }
  });
});

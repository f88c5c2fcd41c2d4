import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ActionItem, Paper, PaperAccess, PaperSummary } from "@istmo/contracts";
import type { AuditBody } from "../../platform/audit-log.ts";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";

type List<Item> = { items: Item[]; nextCursor: string | null };

/** Noon in Panama. */
const noon = new Date("2026-11-24T17:00:00Z");

describe("access to a paper", () => {
  let app: TestApp;
  let now = noon;
  const people = {} as Record<"lead" | "expert" | "reviewer" | "head" | "focal" | "other", Browser>;
  let paper: Paper;

  beforeAll(async () => {
    app = await openTestApp({ now: () => now });
    for (const [name, account] of [
      ["lead", "lead.gt"],
      ["expert", "expert1.gt"],
      ["reviewer", "reviewer"],
      ["head", "head"],
      ["focal", "focal.sica"],
      ["other", "expert1.ni"],
    ] as const)
      people[name] = await app.signIn(account);
    await app.client.person.updateMany({ data: { clearedTo: "confidential" } });
    await app.client.person.updateMany({
      where: { id: { in: ["person-head", "person-lead-gt"] } },
      data: { clearedTo: "strictly_confidential" },
    });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    now = noon;
    paper = await create();
  });

  const create = async (over: object = {}) => {
    const { status, body } = await people.lead.post<Paper>("/api/v1/papers", {
      templateId: "tpl-policy-brief",
      title: { es: "Corredores <1>", en: "Corridors" },
      originalLanguage: "es",
      languages: ["es", "en"],
      leadCentreId: "centre-gt",
      centreIds: ["centre-gt", "centre-pa"],
      ...over,
    });
    expect(status).toBe(201);
    return body;
  };
  const share = (over: object = {}, by = people.lead) =>
    by.post<PaperAccess & Problem>(`/api/v1/papers/${paper.id}/shares`, {
      subject: "person:person-focal-sica",
      level: "reader",
      ...over,
    });
  const classify = (body: object, by = people.lead) =>
    by.post<Paper & Problem>(`/api/v1/papers/${paper.id}/classification`, {
      version: paper.version,
      ...body,
    });
  const statusFor = async (browser: Browser) =>
    (await browser.get(`/api/v1/papers/${paper.id}`)).status;
  const rolesFor = async (browser: Browser) =>
    (await browser.get<Paper>(`/api/v1/papers/${paper.id}`)).body.editions.map(({ role }) => role);
  const audited = async (kind: string, paperId = paper.id) =>
    (
      await app.client.auditEntry.findMany({ where: { kind, paperId }, orderBy: { seq: "asc" } })
    ).map(({ body }) => JSON.parse(body) as AuditBody);
  const events = (where: object = {}) =>
    app.client.event.findMany({ where: { paperId: paper.id, ...where }, orderBy: { seq: "asc" } });
  const mails = () => app.client.mail.findMany({ where: { kind: "paper_shared" } });

  it("is given to a person, who finds the paper, hears of it and gets a mail", async () => {
    expect(await statusFor(people.focal)).toBe(404);
    const { body } = await share({ level: "commenter", expiresOn: "2026-11-30" });
    expect(body.shares).toMatchObject([
      {
        subject: "person:person-focal-sica",
        level: "commenter",
        expiresOn: "2026-11-30",
        hasExpired: false,
        sharedBy: { id: "person-lead-gt" },
        version: 1,
      },
    ]);
    expect(body.people).toContainEqual(
      expect.objectContaining({ id: "person-focal-sica", role: "commenter", through: "share" }),
    );
    expect(body.people).toContainEqual(
      expect.objectContaining({ id: "person-expert1-gt", role: "editor", through: "post" }),
    );
    expect(await rolesFor(people.focal)).toEqual(["commenter", "commenter"]);
    const listed = await people.focal.get<List<PaperSummary>>("/api/v1/papers");
    expect(listed.body.items.map(({ id }) => id)).toContain(paper.id);
    expect(await audited("paper.shared")).toMatchObject([
      {
        actorId: "person-lead-gt",
        subject: { kind: "paper", id: paper.id, label: "Corredores <1>" },
        after: { subject: "person:person-focal-sica", level: "commenter", expiresOn: "2026-11-30" },
      },
    ]);
    expect((await events({ type: "access.changed" }))[0]).toMatchObject({
      payload: { subjects: ["person:person-focal-sica"], paperId: paper.id },
      audience: ["person:person-focal-sica", "office", "centre:centre-gt", "centre:centre-pa"],
    });
    const [mail] = await mails();
    expect(mail?.to).toBe("focal.sica@istmo.demo");
    expect(mail?.text).toContain("«Corredores <1>»");
    expect(mail?.text).toContain(`${app.origin}/papers/${paper.id}`);
  });

  it.each([
    ["centre:centre-ni", "other"],
    ["organisation:org-sica", "focal"],
    ["post:focal_point@org-sica", "focal"],
    ["post:expert@centre-ni", "other"],
  ] as const)("is given to %s, whoever that is", async (subject, person) => {
    expect(await statusFor(people[person])).toBe(404);
    expect((await share({ subject, level: "editor" })).status).toBe(200);
    expect(await rolesFor(people[person])).toEqual(["editor", "editor"]);
  });

  it.each([
    ["person:nobody", "unknown_subject"],
    ["centre:centre-xx", "unknown_subject"],
    ["organisation:org-xx", "unknown_subject"],
    ["post:king@office", "unknown_subject"],
    ["post:head@centre-gt", "unknown_subject"],
    ["post:expert@org-sica", "unknown_subject"],
    ["person", "invalid_request"],
    ["everybody:all", "invalid_request"],
  ])("is not given to %s", async (subject, code) => {
    expect((await share({ subject })).body.code).toBe(code);
  });

  it("is not given twice, nor until a day that has passed", async () => {
    await share();
    expect((await share({ level: "editor" })).body.code).toBe("already_shared");
    const subject = "centre:centre-ni";
    expect((await share({ subject, expiresOn: "2026-11-23" })).body.code).toBe(
      "expiry_in_the_past",
    );
    // Today's last moment is still ahead.
    expect((await share({ subject, expiresOn: "2026-11-24" })).status).toBe(200);
    expect((await share({ subject, expiresOn: "9999-12-31" })).body.code).toBe("invalid_request");
  });

  it("is given once when two give it at the same moment", async () => {
    const answers = await Promise.all([share(), share({}, people.reviewer)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("is decided by the office and the lead of the lead centre, and hidden from all others", async () => {
    await share();
    for (const [name, status] of [
      ["expert", 403],
      ["focal", 403],
      ["other", 404],
      ["reviewer", 200],
    ] as const) {
      const answers = [
        await people[name].get(`/api/v1/papers/${paper.id}/access`),
        await share({ subject: "person:person-observer" }, people[name]),
      ];
      expect([name, ...answers.map((it) => it.status)]).toEqual([name, status, status]);
    }
    const leadOfMember = await app.signIn("lead.pa");
    expect((await leadOfMember.get(`/api/v1/papers/${paper.id}/access`)).status).toBe(403);
  });

  it("holds through its last day in Panama and not a moment longer", async () => {
    await share({ expiresOn: "2026-11-25" });
    now = new Date("2026-11-26T04:59:59.999Z");
    expect(await statusFor(people.focal)).toBe(200);
    now = new Date("2026-11-26T05:00:00Z");
    expect(await statusFor(people.focal)).toBe(404);
    const { body } = await people.lead.get<PaperAccess>(`/api/v1/papers/${paper.id}/access`);
    expect(body.shares).toMatchObject([{ hasExpired: true, expiresOn: "2026-11-25" }]);
    expect(body.people.map(({ id }) => id)).not.toContain("person-focal-sica");
    // One that has expired may be given anew.
    expect((await share({ level: "suggester" })).body.shares).toMatchObject([
      { level: "suggester", expiresOn: null, hasExpired: false },
    ]);
  });

  it("changes its level and its end, each with what was before", async () => {
    const given = (await share({ level: "editor" })).body.shares[0];
    const path = `/api/v1/papers/${paper.id}/shares/${given?.id}`;
    const narrowed = await people.lead.post<PaperAccess>(path, {
      version: 1,
      level: "reader",
      expiresOn: "2026-12-01",
    });
    expect(narrowed.body.shares).toMatchObject([
      { level: "reader", expiresOn: "2026-12-01", version: 2 },
    ]);
    expect(await rolesFor(people.focal)).toEqual(["reader", "reader"]);
    const stale = await people.lead.post(path, { version: 1, level: "editor" });
    expect(stale.body.code).toBe("stale_version");
    const past = await people.lead.post(path, { version: 2, expiresOn: "2026-11-01" });
    expect(past.body.code).toBe("expiry_in_the_past");
    expect(await audited("paper.share_changed")).toMatchObject([
      {
        before: { level: "editor", expiresOn: null },
        after: { level: "reader", expiresOn: "2026-12-01" },
      },
    ]);
    const elsewhere = await create();
    const foreign = await people.lead.post(`/api/v1/papers/${elsewhere.id}/shares/${given?.id}`, {
      version: 2,
      level: "editor",
    });
    expect(foreign.status).toBe(404);
  });

  it("ends at once, and what the log told of the paper is no longer told", async () => {
    const given = (await share()).body.shares[0];
    await classify({ to: "confidential" });
    expect((await events({ type: "paper.classified" }))[0]?.audience).toContain(
      "person:person-focal-sica",
    );
    const removed = await people.lead.post<PaperAccess>(
      `/api/v1/papers/${paper.id}/shares/${given?.id}/remove`,
      {},
    );
    expect(removed.body.shares).toEqual([]);
    expect(await statusFor(people.focal)).toBe(404);
    const told = await people.focal.get<List<{ type: string }>>("/api/v1/events");
    expect(told.body.items).toEqual([]);
    expect((await events({ type: "paper.classified" }))[0]?.audience).not.toContain(
      "person:person-focal-sica",
    );
    expect(await audited("paper.share_ended")).toMatchObject([{ before: { level: "reader" } }]);
    const again = await people.lead.post(
      `/api/v1/papers/${paper.id}/shares/${given?.id}/remove`,
      {},
    );
    expect(again.status).toBe(404);
  });

  it("leaves a centre that belongs to the paper in its audience when its share ends", async () => {
    const given = (await share({ subject: "centre:centre-pa", level: "editor" })).body.shares[0];
    await people.lead.post(`/api/v1/papers/${paper.id}/shares/${given?.id}/remove`, {});
    expect((await events({ type: "paper.created" }))[0]?.audience).toContain("centre:centre-pa");
  });

  describe("under a classification", () => {
    it("is not given to a person who is not cleared, and opens nothing to one of a group", async () => {
      paper = await create({ classification: "strictly_confidential" });
      expect((await share()).body.code).toBe("person_not_cleared");
      expect((await share({ subject: "centre:centre-ni" })).status).toBe(200);
      expect(await statusFor(people.other)).toBe(404);
      expect(await statusFor(people.reviewer)).toBe(404);
    });

    it("names a classified paper in no mail", async () => {
      paper = await create({ classification: "confidential", title: { es: "Nombre secreto" } });
      await share();
      const texts = (await mails()).map(({ text, subject }) => `${subject} ${text}`);
      expect(texts.some((it) => it.includes(paper.id))).toBe(true);
      expect(texts.some((it) => it.includes("Nombre secreto"))).toBe(false);
    });

    it("is raised by the paper's leads and the office, with its action items and its past", async () => {
      const { body: item } = await people.lead.post<ActionItem>("/api/v1/actions", {
        title: "Hablar",
        language: "es",
        centreId: "centre-gt",
        origin: { paperId: paper.id, blockId: null },
      });
      expect((await classify({ to: "confidential" }, people.expert)).body.code).toBe("not_allowed");
      expect((await classify({ to: "strictly_confidential" }, people.reviewer)).body.code).toBe(
        "above_clearance",
      );
      const raised = await classify({ to: "strictly_confidential", reason: "Fuentes" });
      expect(raised.body).toMatchObject({
        classification: "strictly_confidential",
        version: paper.version + 1,
      });
      expect((await classify({ to: "confidential", reason: "x" }, people.head)).body.code).toBe(
        "stale_version",
      );
      for (const browser of [people.expert, people.reviewer]) {
        expect(await statusFor(browser)).toBe(404);
        expect((await browser.get(`/api/v1/actions/${item.id}`)).status).toBe(404);
        const { body } = await browser.get<List<object>>("/api/v1/events");
        expect(JSON.stringify(body.items)).not.toMatch(new RegExp(`${paper.id}|${item.id}`));
      }
      expect((await people.head.get(`/api/v1/actions/${item.id}`)).status).toBe(200);
      const told = (await events()).map(({ type, classification }) => `${type} ${classification}`);
      expect(told).toEqual([
        "paper.created strictly_confidential",
        "paper.classified strictly_confidential",
        "access.changed unclassified",
      ]);
      expect(await audited("paper.classified")).toMatchObject([
        {
          before: { classification: "unclassified" },
          after: { classification: "strictly_confidential" },
          reason: "Fuentes",
        },
      ]);
    });

    it("is lowered by the head of office with a reason, and the past stays as it was", async () => {
      paper = await create({ classification: "confidential" });
      expect((await classify({ to: "unclassified", reason: "Ya es público" })).body.code).toBe(
        "not_allowed",
      );
      expect((await classify({ to: "unclassified" }, people.head)).body.code).toBe(
        "reason_required",
      );
      expect((await classify({ to: "confidential" }, people.head)).body.code).toBe(
        "same_classification",
      );
      const lowered = await classify({ to: "unclassified", reason: "Ya es público" }, people.head);
      expect(lowered.body.classification).toBe("unclassified");
      const told = (await events()).map(({ type, classification }) => `${type} ${classification}`);
      expect(told).toEqual([
        "paper.created confidential",
        "paper.classified confidential",
        "access.changed unclassified",
      ]);
    });

    it("answers a repeated request as it answered the first", async () => {
      const key = { "idempotency-key": crypto.randomUUID() };
      const ask = () =>
        people.lead.post<Paper>(
          `/api/v1/papers/${paper.id}/classification`,
          { version: paper.version, to: "confidential" },
          key,
        );
      expect((await ask()).body).toEqual((await ask()).body);
      expect(await audited("paper.classified")).toHaveLength(1);
    });
  });

  describe("is recorded", () => {
    it("when a paper is made and moves", async () => {
      expect(await audited("paper.created")).toMatchObject([
        {
          actorId: "person-lead-gt",
          after: { stage: "draft", classification: "unclassified", leadCentreId: "centre-gt" },
          from: { ip: expect.stringMatching(/127\.0\.0\.1/) as string },
        },
      ]);
      await app.client.paperSection.updateMany({
        where: { paperId: paper.id },
        data: { required: false },
      });
      const submitted = await people.lead.post<Paper>(`/api/v1/papers/${paper.id}/submit`, {
        version: paper.version,
      });
      await people.reviewer.post(`/api/v1/papers/${paper.id}/return`, {
        version: submitted.body.version,
        note: "Falta todo.",
      });
      expect(await audited("paper.stage_changed")).toMatchObject([
        { before: { stage: "draft" }, after: { stage: "submitted" } },
        { before: { stage: "submitted" }, after: { stage: "draft" }, reason: "Falta todo." },
      ]);
    });

    it("when a strictly confidential paper is read, once in a quarter of an hour and a session", async () => {
      paper = await create({ classification: "strictly_confidential" });
      const read = async (browser: Browser) => {
        await browser.get(`/api/v1/papers/${paper.id}`);
        await browser.get(`/api/v1/papers/${paper.id}/versions`);
      };
      await read(people.head);
      await read(people.head);
      await read(people.reviewer);
      expect((await audited("paper.read")).map(({ actorId }) => actorId)).toEqual(["person-head"]);
      now = new Date(noon.getTime() + 15 * 60_000);
      await read(people.head);
      expect(await audited("paper.read")).toHaveLength(2);
      await read(await app.signIn("head"));
      expect(await audited("paper.read")).toHaveLength(3);
    });
  });

  describe("by a file", () => {
    const exported = async (body: object = {}, by = people.lead, language = "es") => {
      const edition = paper.editions.find((it) => it.language === language);
      const answer = await by.post<string & Problem>(
        `/api/v1/editions/${edition?.id}/export`,
        body,
      );
      return answer;
    };

    it("carries the title, the marking, who took it out and when, and nothing that acts", async () => {
      const { status, headers, body } = await exported({}, people.expert);
      expect(status).toBe(200);
      expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(headers.get("content-disposition")).toBe(
        "attachment; filename=istmo-corredores-1-es.html",
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(body).toContain('<h1 lang="es">Corredores &lt;1&gt;</h1>');
      expect(body).toMatch(/Exportado por [^<]+, 24 de noviembre de 2026/);
      expect(body.match(/No clasificado/g)?.length).toBeGreaterThanOrEqual(3);
      expect(body).not.toMatch(/<script|javascript:|https?:\/\//);
      expect(await audited("paper.exported")).toMatchObject([
        {
          actorId: "person-expert1-gt",
          after: { language: "es", classification: "unclassified" },
        },
      ]);
    });

    it("speaks the language that is asked for around the text", async () => {
      const { body } = await exported({ language: "en" });
      expect(body).toContain('<html lang="en">');
      expect(body).toContain("Unclassified");
    });

    it("is HTML, Markdown or text, each with the marking and the trace of its format", async () => {
      const markdown = await exported({ format: "markdown" });
      expect(markdown.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
      expect(markdown.headers.get("content-disposition")).toMatch(/istmo-corredores-1-es\.md$/);
      expect(markdown.body).toContain("**NO CLASIFICADO**\n\n# Corredores \\<1\\>\n");
      expect(markdown.body).toMatch(/\n\*\*NO CLASIFICADO\*\*\\\nExportado por .+\n$/);
      const text = await exported({ format: "text", suggestions: "final" });
      expect(text.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      expect(text.body).toMatch(/^NO CLASIFICADO\n\nCorredores <1>\n/);
      expect((await audited("paper.exported")).map(({ after }) => after)).toMatchObject([
        { format: "markdown" },
        { format: "text" },
      ]);
      expect((await exported({ format: "docx" })).status).toBe(422);
    });

    it("leaves above confidential with the head of office alone, and with a reason", async () => {
      paper = await create({ classification: "strictly_confidential" });
      expect((await exported({ reason: "Reunión" })).body.code).toBe("not_allowed");
      expect((await exported({}, people.head)).body.code).toBe("reason_required");
      const { body } = await exported({ reason: "Reunión" }, people.head);
      expect(body).toContain("Estrictamente confidencial");
      expect(await audited("paper.exported")).toMatchObject([{ reason: "Reunión" }]);
      expect((await exported({ reason: "Reunión" }, people.other)).status).toBe(404);
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type {
  ActionItem,
  CommentsPage,
  CommentThread,
  Mentionable,
  Paper,
  PaperAccess,
} from "@istmo/contracts";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";

const sica = "organisation:org-sica";
const office = "organisation:org-unodc-regional";

describe("comments on a paper", () => {
  let app: TestApp;
  let now = new Date("2026-11-24T17:00:00Z");
  const people = {} as Record<
    "lead" | "expert" | "panama" | "reviewer" | "head" | "sica" | "oas" | "admin" | "other",
    Browser
  >;
  let paper: Paper;

  beforeAll(async () => {
    app = await openTestApp({ now: () => now });
    for (const [name, account] of [
      ["lead", "lead.gt"],
      ["expert", "expert1.gt"],
      ["panama", "expert1.pa"],
      ["reviewer", "reviewer"],
      ["head", "head"],
      ["sica", "focal.sica"],
      ["oas", "focal.oas"],
      ["admin", "admin"],
      ["other", "expert1.ni"],
    ] as const)
      people[name] = await app.signIn(account);
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    const { body } = await people.lead.post<Paper>("/api/v1/papers", {
      templateId: "tpl-policy-brief",
      title: { es: "Corredores", en: "Corridors" },
      originalLanguage: "es",
      languages: ["es", "en"],
      leadCentreId: "centre-gt",
      centreIds: ["centre-gt", "centre-pa"],
      classification: "unclassified",
    });
    paper = body;
  });

  const pass = (seconds = 1) => (now = new Date(now.getTime() + seconds * 1000));
  const edition = (language = "es") =>
    paper.editions.find((it) => it.language === language)?.id ?? "";
  const share = async (subject: string, level: string) => {
    const path = `/api/v1/papers/${paper.id}/shares`;
    const { status } = await people.lead.post<PaperAccess>(path, { subject, level });
    expect(status).toBe(200);
  };
  const open = (by: Browser, over: object = {}, headers?: Record<string, string>) => {
    pass();
    return by.post<CommentThread & Problem>(
      `/api/v1/papers/${paper.id}/comments`,
      { target: "paper", body: "Falta una fuente.", ...over },
      headers,
    );
  };
  const onText = (over: object = {}) => ({
    target: "text",
    editionId: edition(),
    blockId: "block-1",
    anchor: { start: "AQID", end: "BAUG" },
    quote: "el primer  párrafo",
    ...over,
  });
  const list = async (by: Browser, query = "") =>
    (await by.get<CommentsPage>(`/api/v1/papers/${paper.id}/comments${query}`)).body;
  const idsFor = async (by: Browser, query = "") =>
    (await list(by, query)).items.map(({ id }) => id);
  const act = (by: Browser, thread: CommentThread, step: string, body: object) => {
    pass();
    return by.post<CommentThread & Problem>(`/api/v1/comments/${thread.id}/${step}`, body);
  };
  const reply = (by: Browser, thread: CommentThread, body = "De acuerdo.") =>
    act(by, thread, "messages", { body });
  const events = () =>
    app.client.event.findMany({
      where: { paperId: paper.id, type: { startsWith: "comment." } },
      orderBy: { seq: "asc" },
    });

  describe("on the paper", () => {
    it("stands where it was opened, with its quote, and says who wrote it and for which centre", async () => {
      const { status, body } = await open(people.expert, onText());
      expect(status).toBe(201);
      expect(body).toMatchObject({
        paperId: paper.id,
        editionId: edition(),
        language: "es",
        circle: "paper",
        onBehalfOf: null,
        target: "text",
        blockId: "block-1",
        anchor: { start: "AQID", end: "BAUG" },
        quote: "el primer párrafo",
        state: "open",
        createdBy: { id: "person-expert1-gt" },
        isUnread: false,
        version: 1,
        abilities: { reply: true, resolve: true, reopen: false, assign: true, submit: false },
      });
      expect(body.messages).toMatchObject([
        {
          author: { name: "Ceiba Guatemala" },
          centreId: "centre-gt",
          organisationId: null,
          body: "Falta una fuente.",
          editedAt: null,
          abilities: { edit: true },
        },
      ]);
      const seen = (await list(people.panama)).items;
      expect(seen).toMatchObject([
        { id: body.id, isUnread: true, messages: [{ abilities: { edit: false } }] },
      ]);
    });

    it("is kept as it was typed: what looks like markup is text", async () => {
      const text = '<img src=x onerror="alert(1)"> & {{what}} \u202e\u0000 fin';
      const { body } = await open(people.expert, onText({ body: text, quote: "<b>x</b>" }));
      expect(body.messages[0]?.body).toBe('<img src=x onerror="alert(1)"> & {{what}} fin');
      expect(body.quote).toBe("<b>x</b>");
    });

    it("is answered, mended by its author alone, resolved, opened again, and never deleted", async () => {
      const { body: thread } = await open(people.expert, onText());
      const answered = (await reply(people.panama, thread)).body;
      expect(answered.messages.map(({ body }) => body)).toEqual([
        "Falta una fuente.",
        "De acuerdo.",
      ]);
      const message = answered.messages[1];
      const path = `/api/v1/comments/${thread.id}/messages/${message?.id}`;
      const mend = (by: Browser, body: object) => by.patch<CommentThread & Problem>(path, body);
      expect((await mend(people.lead, { version: 1, body: "No." })).body.code).toBe("not_allowed");
      expect((await mend(people.panama, { version: 9, body: "No." })).body.code).toBe(
        "stale_version",
      );
      const mended = (await mend(people.panama, { version: 1, body: "Muy de acuerdo." })).body;
      expect(mended.messages[1]).toMatchObject({
        body: "Muy de acuerdo.",
        editedAt: now.toISOString(),
        version: 2,
      });

      const resolved = await act(people.lead, thread, "resolve", { version: 1 });
      expect(resolved.body).toMatchObject({
        state: "resolved",
        resolvedBy: { id: "person-lead-gt" },
        version: 2,
        abilities: { reply: false, resolve: false, reopen: true },
      });
      expect(await idsFor(people.panama, "?state=resolved")).toEqual([thread.id]);
      expect((await reply(people.panama, thread)).body.code).toBe("comment_is_resolved");
      expect((await act(people.lead, thread, "resolve", { version: 2 })).body.code).toBe(
        "comment_is_resolved",
      );
      expect((await act(people.lead, thread, "reopen", { version: 1 })).body.code).toBe(
        "stale_version",
      );
      const reopened = await act(people.expert, thread, "reopen", { version: 2 });
      expect(reopened.body).toMatchObject({ state: "open", resolvedBy: null, resolvedAt: null });
      expect(reopened.body.messages).toHaveLength(2);
      expect((await act(people.expert, thread, "reopen", { version: 3 })).body.code).toBe(
        "comment_is_open",
      );
    });

    it("asks for the right to comment: a reader reads, and a share may give it", async () => {
      await share("person:person-focal-oas", "reader");
      await share("person:person-focal-sica", "commenter");
      const { body: thread } = await open(people.sica);
      expect(thread.messages[0]).toMatchObject({ organisationId: "org-sica", centreId: null });
      expect(await idsFor(people.oas)).toEqual([thread.id]);
      expect((await open(people.oas)).body.code).toBe("not_allowed");
      expect((await reply(people.oas, thread)).body.code).toBe("not_allowed");
      expect((await act(people.oas, thread, "resolve", { version: 1 })).body.code).toBe(
        "not_allowed",
      );
      expect((await open(people.other)).status).toBe(404);
      expect((await reply(people.other, thread)).status).toBe(404);
      expect((await people.other.get(`/api/v1/comments/${thread.id}`)).status).toBe(404);
      expect((await open(people.admin)).status).toBe(404);
    });

    it("is gone at once for whoever may no longer read the paper", async () => {
      await share("person:person-focal-sica", "commenter");
      const { body: thread } = await open(people.sica);
      await app.client.paperShare.deleteMany({ where: { paperId: paper.id } });
      expect((await people.sica.get(`/api/v1/papers/${paper.id}/comments`)).status).toBe(404);
      expect((await people.sica.get(`/api/v1/comments/${thread.id}`)).status).toBe(404);
      expect((await reply(people.sica, thread)).status).toBe(404);
      const path = `/api/v1/comments/${thread.id}/messages/${thread.messages[0]?.id}`;
      expect((await people.sica.patch(path, { version: 1, body: "x" })).status).toBe(404);
    });

    it("is not there for whoever is not cleared for the paper", async () => {
      const { body: thread } = await open(people.expert);
      await app.client.paper.update({
        where: { id: paper.id },
        data: { classification: "strictly_confidential" },
      });
      for (const by of [people.expert, people.reviewer]) {
        expect((await by.get(`/api/v1/papers/${paper.id}/comments`)).status).toBe(404);
        expect((await by.get(`/api/v1/comments/${thread.id}`)).status).toBe(404);
      }
      expect(await idsFor(people.head)).toEqual([thread.id]);
      const readings = await app.client.auditEntry.findMany({
        where: { paperId: paper.id, kind: "paper.read" },
      });
      expect(readings.map(({ actorId }) => actorId)).toEqual(["person-head"]);
    });

    it("becomes an action item of the paper and the block, once", async () => {
      const { body: thread } = await open(people.lead, onText());
      const item = { title: "Añadir la fuente", language: "es", centreId: "centre-gt" };
      const refused = await act(people.lead, thread, "assign", {
        ...item,
        version: 1,
        dueOn: "2026-11-01",
      });
      expect(refused.body.code).toBe("due_before_today");
      const foreign = { ...item, version: 1, centreId: "centre-ni" };
      expect((await act(people.lead, thread, "assign", foreign)).body.code).toBe("not_allowed");
      const stale = await act(people.lead, thread, "assign", { ...item, version: 9 });
      expect(stale.body.code).toBe("stale_version");
      expect(await app.client.actionItem.count({ where: { originPaperId: paper.id } })).toBe(0);

      const assigned = await act(people.lead, thread, "assign", {
        ...item,
        version: 1,
        ownerId: "person-expert1-gt",
      });
      expect(assigned.status).toBe(200);
      const action = await people.lead.get<ActionItem>(
        `/api/v1/actions/${assigned.body.action?.id}`,
      );
      expect(action.body).toMatchObject({
        title: { es: "Añadir la fuente" },
        owner: { id: "person-expert1-gt" },
        origin: { kind: "paper", paperId: paper.id, blockId: "block-1" },
      });
      const again = await act(people.lead, thread, "assign", { ...item, version: 2 });
      expect(again.body.code).toBe("already_assigned");
    });

    it("is opened once, however often the page asks under the same key", async () => {
      const headers = { "idempotency-key": "open-once" };
      const first = await open(people.expert, {}, headers);
      const second = await open(people.expert, {}, headers);
      expect(second.body.id).toBe(first.body.id);
      expect((await list(people.expert)).counts.open).toBe(1);
    });
  });

  describe("what may not be sent", () => {
    it("is refused field by field", async () => {
      const refused = [
        { body: "" },
        { body: "x".repeat(4001) },
        { body: Array.from({ length: 21 }, (_, index) => `@{person:p${index}}`).join(" ") },
        { target: "text" },
        { target: "text", editionId: edition() },
        { target: "paper", editionId: edition() },
        { target: "paper", blockId: "block-1" },
        { target: "suggestion", editionId: edition() },
        { target: "nowhere" },
        { circle: "everybody" },
        { circle: "person:person-head" },
        onText({ anchor: { start: "no base64!", end: "AQID" } }),
        onText({ anchor: { start: "", end: "AQID" } }),
        onText({ anchor: { start: "A".repeat(688), end: "AQID" } }),
        onText({ quote: "x".repeat(501) }),
        onText({ target: "figure" }),
      ];
      const codes = await Promise.all(
        refused.map(async (body) => (await open(people.lead, body)).body.code),
      );
      expect(codes).toEqual(refused.map(() => "invalid_request"));
      expect((await list(people.lead)).counts.open).toBe(0);
    });

    it("names an edition of another paper as little as one that does not exist", async () => {
      for (const editionId of ["paper-secondary-ports-es", "no-such-edition"])
        expect((await open(people.lead, onText({ editionId }))).status).toBe(404);
    });

    it("mends no message through another conversation", async () => {
      const { body: one } = await open(people.expert);
      const { body: two } = await open(people.expert);
      const path = `/api/v1/comments/${two.id}/messages/${one.messages[0]?.id}`;
      expect((await people.expert.patch(path, { version: 1, body: "x" })).status).toBe(404);
    });
  });

  describe("within a circle", () => {
    it("is for the people of that centre or organisation alone, whatever they may do elsewhere", async () => {
      await share(sica, "reader");
      const { body: ofCentre } = await open(people.expert, { circle: "centre:centre-gt" });
      const { body: ofSica } = await open(people.sica, { circle: sica });
      const { body: ofOffice } = await open(people.reviewer, { circle: office });
      expect(await idsFor(people.lead)).toEqual([ofCentre.id]);
      expect(await idsFor(people.sica)).toEqual([ofSica.id]);
      expect(await idsFor(people.head)).toEqual([ofOffice.id]);
      expect(await idsFor(people.panama)).toEqual([]);
      expect((await list(people.panama)).counts).toEqual({ open: 0, resolved: 0, unread: 0 });
      for (const by of [people.head, people.reviewer, people.panama, people.sica, people.admin]) {
        expect((await by.get(`/api/v1/comments/${ofCentre.id}`)).status).toBe(404);
        for (const [step, body] of [
          ["messages", { body: "x" }],
          ["resolve", { version: 1 }],
          ["reopen", { version: 1 }],
          ["read", { messageId: ofCentre.messages[0]?.id }],
          ["assign", { version: 1, title: "x", language: "es", centreId: null }],
        ] as const)
          expect((await act(by, ofCentre, step, body)).status).toBe(404);
      }
      expect((await open(people.lead, { circle: "centre:centre-pa" })).body.code).toBe(
        "not_allowed",
      );
      expect((await open(people.head, { circle: "centre:centre-gt" })).body.code).toBe(
        "not_allowed",
      );
    });

    it("is out of sight with the post that ends", async () => {
      const { body: thread } = await open(people.expert, { circle: "centre:centre-gt" });
      const post = await app.client.post.findFirstOrThrow({
        where: { personId: "person-expert1-gt" },
      });
      await app.client.post.update({ where: { id: post.id }, data: { endsAt: now } });
      await share("person:person-expert1-gt", "editor");
      expect(await idsFor(people.expert)).toEqual([]);
      expect((await people.expert.get(`/api/v1/comments/${thread.id}`)).status).toBe(404);
      await app.client.post.update({ where: { id: post.id }, data: { endsAt: null } });
      expect(await idsFor(people.expert)).toEqual([thread.id]);
    });

    it("tells each person in which circles they may speak, and for which they submit", async () => {
      await share(sica, "reader");
      expect((await list(people.lead)).circles).toEqual([
        { circle: "centre:centre-gt", maySubmit: false },
        { circle: "paper", maySubmit: false },
      ]);
      expect((await list(people.sica)).circles).toEqual([{ circle: sica, maySubmit: true }]);
      expect((await list(people.head)).circles).toEqual([
        { circle: office, maySubmit: true },
        { circle: "paper", maySubmit: false },
      ]);
    });
  });

  describe("an organisation's position", () => {
    const submit = (by: Browser, body: object) => {
      pass();
      return by.post<CommentThread & Problem>(`/api/v1/papers/${paper.id}/positions`, {
        placeOf: null,
        body: "La Secretaría propone doce horas.",
        ...body,
      });
    };

    it("is one conversation on the paper, out of several within, which stay within", async () => {
      await share(sica, "reader");
      const { body: one } = await open(people.sica, { circle: sica, ...onText() });
      const { body: two } = await open(people.sica, { circle: sica, body: "Sólo entre nosotros" });
      expect(two.abilities.submit).toBe(true);
      const { status, body: position } = await submit(people.sica, {
        threadIds: [one.id, two.id],
        placeOf: one.id,
      });
      expect(status).toBe(201);
      expect(position).toMatchObject({
        circle: "paper",
        onBehalfOf: sica,
        target: "text",
        blockId: "block-1",
        anchor: one.anchor,
        quote: one.quote,
        messages: [{ body: "La Secretaría propone doce horas.", organisationId: "org-sica" }],
        submittedFrom: [one.id, two.id],
      });
      const seen = (await list(people.lead)).items;
      expect(seen).toMatchObject([{ id: position.id, onBehalfOf: sica, submittedFrom: [] }]);
      expect(JSON.stringify(seen)).not.toContain("entre nosotros");
      const mine = (await list(people.sica)).items;
      expect(mine.map((it) => [it.id, it.submittedAsId, it.abilities.submit])).toEqual([
        [position.id, null, false],
        [two.id, position.id, false],
        [one.id, position.id, false],
      ]);
      expect((await submit(people.sica, { threadIds: [two.id] })).body.code).toBe(
        "already_submitted",
      );

      // The office answers, and the organisation answers back, being a reader of the text.
      expect((await reply(people.reviewer, position)).status).toBe(201);
      expect((await reply(people.sica, position)).status).toBe(201);
      const audited = await app.client.auditEntry.findMany({
        where: { paperId: paper.id, kind: "paper.position_submitted" },
      });
      expect(audited).toHaveLength(1);
      expect(audited[0]?.body).toContain("org-sica");
      for (const secret of [one.id, two.id, "entre nosotros"])
        expect(audited[0]?.body).not.toContain(secret);
    });

    it("is nobody's but the focal point's, and takes nothing from elsewhere", async () => {
      await share(sica, "commenter");
      const { body: ofCentre } = await open(people.expert, { circle: "centre:centre-gt" });
      const { body: onPaper } = await open(people.sica);
      const { body: within } = await open(people.sica, { circle: sica });
      const codes = async (by: Browser, body: object) => (await submit(by, body)).body.code;
      expect(await codes(people.lead, { threadIds: [ofCentre.id] })).toBe("not_allowed");
      expect(await codes(people.sica, { threadIds: [onPaper.id] })).toBe("not_of_one_organisation");
      expect(await codes(people.sica, { threadIds: [within.id, onPaper.id] })).toBe(
        "not_of_one_organisation",
      );
      // What somebody does not see is not there.
      for (const by of [people.head, people.lead])
        expect(await codes(by, { threadIds: [within.id] })).toBe("not_found");
      expect(await codes(people.sica, { threadIds: [within.id, ofCentre.id] })).toBe("not_found");
      expect(await codes(people.sica, { threadIds: [within.id], placeOf: onPaper.id })).toBe(
        "not_found",
      );
    });

    it("is submitted once when two ask at the same moment", async () => {
      await share(sica, "reader");
      const { body: thread } = await open(people.sica, { circle: sica });
      const answers = await Promise.all([
        submit(people.sica, { threadIds: [thread.id] }),
        submit(people.sica, { threadIds: [thread.id] }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect((await list(people.lead)).items).toHaveLength(1);
    });
  });

  describe("naming people, centres and organisations", () => {
    it("shows whom a message names, and keeps the text as it is", async () => {
      const body =
        "@{person:person-lead-gt}, ¿lo ve @{centre:centre-pa}? @{organisation:org-unodc-regional}";
      const { body: thread } = await open(people.expert, { body });
      expect(thread.messages[0]).toMatchObject({
        body,
        mentions: [
          { subject: "person:person-lead-gt", label: { es: "Conacaste Guatemala" } },
          {
            subject: "centre:centre-pa",
            label: { es: expect.stringContaining("Panamá") as string },
          },
          { subject: office, label: { es: "Oficina Regional", en: "Regional Office" } },
        ],
      });
      expect(await idsFor(people.lead, "?mine=true")).toEqual([thread.id]);
      expect(await idsFor(people.panama, "?mine=true")).toEqual([thread.id]);
      expect(await idsFor(people.head, "?mine=true")).toEqual([thread.id]);
    });

    it("names nobody who does not see the conversation, and tells nothing about who exists", async () => {
      await share("person:person-focal-sica", "reader");
      const refused = async (by: Browser, subject: string, circle = "paper") =>
        (await open(by, { circle, body: `@{${subject}} mire` })).body.code;
      for (const subject of [
        "person:person-expert1-ni",
        "person:nobody-of-this-name",
        "centre:centre-ni",
        "centre:no-such-centre",
        "organisation:org-oas",
      ])
        expect(await refused(people.expert, subject)).toBe("mention_without_access");
      // Of the paper, but not of the centre's own conversation.
      for (const subject of ["person:person-head", "person:person-expert1-pa", "centre:centre-pa"])
        expect(await refused(people.expert, subject, "centre:centre-gt")).toBe(
          "mention_without_access",
        );
      const fine = "@{person:person-lead-gt} @{centre:centre-gt} @{person:person-focal-sica}";
      expect(await refused(people.expert, "person:person-lead-gt", "centre:centre-gt")).toBe(
        undefined,
      );
      const { body: thread } = await open(people.expert, { body: fine });
      const path = `/api/v1/comments/${thread.id}/messages/${thread.messages[0]?.id}`;
      const mended = await people.expert.patch<Problem>(path, {
        version: 1,
        body: "@{person:person-expert1-ni}",
      });
      expect(mended.body.code).toBe("mention_without_access");
      expect((await reply(people.expert, thread, "@{person:person-admin}")).body.code).toBe(
        "mention_without_access",
      );
    });

    it("offers those who see it, found by the beginning of a word and without accents", async () => {
      await share("person:person-focal-sica", "commenter");
      const find = async (by: Browser, query: string) => {
        const path = `/api/v1/papers/${paper.id}/comments/mentionable?${query}`;
        const { body } = await by.get<Mentionable & Problem>(path);
        return body.items?.map(({ subject }) => subject) ?? body.code;
      };
      expect(await find(people.expert, "q=panama")).toEqual([
        "centre:centre-pa",
        "person:person-lead-pa",
        "person:person-expert2-pa",
        "person:person-expert1-pa",
      ]);
      expect(await find(people.expert, "q=GUACIMA")).toEqual([]);
      expect(await find(people.expert, "q=oficina&limit=1")).toEqual([office]);
      expect(await find(people.expert, "q=sauce")).toEqual(["person:person-focal-sica"]);
      expect(await find(people.expert, "circle=centre:centre-gt")).toEqual([
        "centre:centre-gt",
        "person:person-expert1-gt",
        "person:person-lead-gt",
        "person:person-expert2-gt",
      ]);
      expect(await find(people.expert, "circle=centre:centre-pa")).toBe("not_allowed");
      expect(await find(people.other, "q=a")).toBe("not_found");
    });
  });

  describe("what is unread", () => {
    it("is what somebody else wrote since, for each person by themselves", async () => {
      const { body: thread } = await open(people.expert, onText());
      const unread = async (by: Browser) => (await list(by)).counts.unread;
      expect([await unread(people.expert), await unread(people.panama)]).toEqual([0, 1]);
      const read = async (by: Browser, messageId: string | undefined) =>
        (await act(by, thread, "read", { messageId })).body;
      expect(await read(people.panama, thread.messages[0]?.id)).toEqual({ unread: 0 });
      const { body: answered } = await reply(people.lead, thread);
      expect([await unread(people.expert), await unread(people.panama)]).toEqual([1, 1]);
      expect(await unread(people.lead)).toBe(0);
      // Having read the first message says nothing about the second.
      expect(await read(people.panama, thread.messages[0]?.id)).toEqual({ unread: 1 });
      expect(await read(people.panama, answered.messages[1]?.id)).toEqual({ unread: 0 });
      // Nor does reading an old one again make the new one unread.
      expect(await read(people.panama, thread.messages[0]?.id)).toEqual({ unread: 0 });
      expect((await act(people.panama, thread, "read", { messageId: "no" })).status).toBe(404);
    });

    it("is all read up to what the page was shown, and no further", async () => {
      await open(people.expert);
      const shown = now;
      await open(people.expert);
      const path = `/api/v1/papers/${paper.id}/comments/read-all`;
      const upTo = async (at: Date) =>
        (await people.panama.post<{ unread: number }>(path, { upTo: at.toISOString() })).body;
      expect(await upTo(shown)).toEqual({ unread: 1 });
      expect(await idsFor(people.panama, "?unread=true")).toHaveLength(1);
      expect(await upTo(new Date("2040-01-01"))).toEqual({ unread: 0 });
      await open(people.expert);
      expect((await list(people.panama)).counts.unread).toBe(1);
    });
  });

  describe("the list", () => {
    it("is narrowed by language, circle, state, who wrote, and what concerns me", async () => {
      await share("person:person-focal-sica", "commenter");
      const { body: whole } = await open(people.panama);
      const { body: spanish } = await open(people.sica, onText());
      const { body: english } = await open(people.reviewer, onText({ editionId: edition("en") }));
      const { body: within } = await open(people.expert, { circle: "centre:centre-gt" });
      const found = (query: string) => idsFor(people.lead, `?${query}`);
      expect(await found(`edition=${edition()}`)).toEqual([within.id, spanish.id, whole.id]);
      expect(await found(`edition=${edition("en")}`)).toEqual([within.id, english.id, whole.id]);
      expect(await found("circle=centre:centre-gt")).toEqual([within.id]);
      expect(await found("circle=paper")).toEqual([english.id, spanish.id, whole.id]);
      expect(await found("circle=centre:centre-pa")).toEqual([]);
      expect(await found("organisation=org-sica")).toEqual([spanish.id]);
      expect(await found("organisation=org-unodc-regional")).toEqual([english.id]);
      expect(await found("centre=centre-pa")).toEqual([whole.id]);
      expect(await found("mine=true")).toEqual([]);
      await reply(people.lead, whole);
      expect(await found("mine=true")).toEqual([whole.id]);
      expect(await found("unread=false")).toEqual([whole.id]);
    });

    it("comes in pages, newest first, that neither miss nor repeat", async () => {
      const made: string[] = [];
      for (let index = 0; index < 5; index++) made.unshift((await open(people.expert)).body.id);
      const first = await list(people.panama, "?limit=2");
      const second = await list(people.panama, `?limit=2&cursor=${first.nextCursor}`);
      const third = await list(people.panama, `?limit=2&cursor=${second.nextCursor}`);
      const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
      expect(ids).toEqual(made);
      expect(third.nextCursor).toBeNull();
      const strange = `/api/v1/papers/${paper.id}/comments?cursor=strange`;
      expect((await people.panama.get(strange)).status).toBe(422);
    });

    it("costs as many queries for two hundred conversations as for one", async () => {
      const { body: model } = await open(people.expert, { body: "Uno @{centre:centre-pa}" });
      // What the opening left to deliver is delivered.
      await list(people.panama);
      const asked = await countQueries(() => list(people.panama, "?limit=200"));
      await app.client.commentThread.createMany({
        data: Array.from({ length: 199 }, (_, index) => ({
          ...{ id: `${model.id}-${index}`, paperId: paper.id, target: "paper" },
          createdById: index % 2 === 0 ? "person-expert1-gt" : "person-lead-gt",
        })),
      });
      await app.client.commentMessage.createMany({
        data: Array.from({ length: 597 }, (_, index) => ({
          ...{ id: `${model.id}-m${index}`, threadId: `${model.id}-${index % 199}` },
          ...{ authorId: "person-head", body: "Hola @{centre:centre-gt}" },
          mentions: ["centre:centre-gt"],
        })),
      });
      let page: CommentsPage | undefined;
      const askedForAll = await countQueries(async () => {
        page = await list(people.panama, "?limit=200");
      });
      expect(page?.items).toHaveLength(200);
      expect(page?.items.flatMap(({ messages }) => messages)).toHaveLength(598);
      expect(askedForAll).toBe(asked);
      expect(asked).toBeLessThan(30);
    });

    it("is cut where its conversations are long, and goes on from there", async () => {
      for (let index = 0; index < 12; index++) {
        const { body: thread } = await open(people.expert);
        await app.client.commentMessage.createMany({
          data: Array.from({ length: 199 }, (_, message) => ({
            ...{ id: `${thread.id}-${message}`, threadId: thread.id },
            ...{ authorId: "person-head", body: "Hola" },
          })),
        });
      }
      const first = await list(people.panama, "?limit=50");
      expect(first.items).toHaveLength(5);
      const next = await list(people.panama, `?limit=50&cursor=${first.nextCursor}`);
      expect(next.items[0]?.id).not.toBe(first.items[4]?.id);
      const full = first.items[0];
      if (full !== undefined)
        expect((await reply(people.panama, full)).body.code).toBe("too_many_comments");
    });
  });

  describe("what the log says", () => {
    it("is that something happened, to whom it concerns, without a word of it", async () => {
      await share(sica, "reader");
      const { body: thread } = await open(people.expert, onText());
      await reply(people.panama, thread);
      await act(people.lead, thread, "resolve", { version: 1 });
      const { body: within } = await open(people.sica, { circle: sica, body: "Reservado" });
      const title = { es: "Corredores", en: "Corridors" };
      const rows = await events();
      expect(rows.map(({ type, payload }) => [type, payload])).toEqual([
        ["comment.opened", { paperId: paper.id, title, threadId: thread.id }],
        [
          "comment.replied",
          {
            paperId: paper.id,
            title,
            threadId: thread.id,
            messageId: expect.any(String) as string,
          },
        ],
        ["comment.changed", { paperId: paper.id, title, threadId: thread.id, change: "resolved" }],
        ["comment.opened", { paperId: paper.id, title, threadId: within.id }],
      ]);
      expect(rows[0]?.audience).toEqual(["office", "centre:centre-gt", "centre:centre-pa", sica]);
      expect(rows[3]?.audience).toEqual(
        ["office", "centre:centre-gt", "centre:centre-pa", sica].map((one) => `${one}&${sica}`),
      );
    });

    it("is forgotten to whom the paper is no longer shared with", async () => {
      await share(sica, "reader");
      await open(people.sica, { circle: sica });
      const hears = async () =>
        (await people.sica.get<{ items: { type: string }[] }>("/api/v1/events")).body.items.filter(
          ({ type }) => type.startsWith("comment."),
        ).length;
      expect(await hears()).toBeGreaterThan(0);
      const before = await hears();
      const access = await people.lead.get<PaperAccess>(`/api/v1/papers/${paper.id}/access`);
      const shareId = access.body.shares[0]?.id;
      const ended = await people.lead.post(
        `/api/v1/papers/${paper.id}/shares/${shareId}/remove`,
        {},
      );
      expect(ended.status).toBe(200);
      expect(await hears()).toBe(before - 1);
    });
  });

  /** Statements that reach the database meanwhile, those of the request's session included. */
  async function countQueries(work: () => Promise<unknown>): Promise<number> {
    const { pool } = app;
    const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
    let count = 0;
    pool.query = ((...args: unknown[]) => {
      count++;
      return query(...args);
    }) as typeof pool.query;
    try {
      await work();
    } finally {
      delete (pool as { query?: unknown }).query;
    }
    return count;
  }
});

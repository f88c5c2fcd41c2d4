import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ActionItem, CommentThread, PaperAccess } from "@istmo/contracts";
import { CommentedPaper, sica } from "../../../../../tests/support/commented-paper.ts";
import type { Browser, Problem } from "../../../../../tests/support/test-app.ts";

describe("comments on a paper", () => {
  let room: CommentedPaper;
  beforeAll(async () => {
    room = await CommentedPaper.open();
  });
  afterAll(() => room.close());
  beforeEach(() => room.begin());

  describe("on the paper", () => {
    it("stands where it was opened, with its quote, and says who wrote it and for which centre", async () => {
      const { status, body } = await room.open(room.people.expert, room.onText());
      expect(status).toBe(201);
      expect(body).toMatchObject({
        paperId: room.paper.id,
        editionId: room.edition(),
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
      const seen = (await room.list(room.people.panama)).items;
      expect(seen).toMatchObject([
        { id: body.id, isUnread: true, messages: [{ abilities: { edit: false } }] },
      ]);
    });

    it("is kept as it was typed: what looks like markup is text", async () => {
      const text = '<img src=x onerror="alert(1)"> & {{what}} \u202e\u0000 fin';
      const { body } = await room.open(
        room.people.expert,
        room.onText({ body: text, quote: "<b>x</b>" }),
      );
      expect(body.messages[0]?.body).toBe('<img src=x onerror="alert(1)"> & {{what}} fin');
      expect(body.quote).toBe("<b>x</b>");
    });

    it("is answered, mended by its author alone, resolved, opened again, and never deleted", async () => {
      const { body: thread } = await room.open(room.people.expert, room.onText());
      const answered = (await room.reply(room.people.panama, thread)).body;
      expect(answered.messages.map(({ body }) => body)).toEqual([
        "Falta una fuente.",
        "De acuerdo.",
      ]);
      const message = answered.messages[1];
      const path = `/api/v1/comments/${thread.id}/messages/${message?.id}`;
      const mend = (by: Browser, body: object) => by.patch<CommentThread & Problem>(path, body);
      expect((await mend(room.people.lead, { version: 1, body: "No." })).body.code).toBe(
        "not_allowed",
      );
      expect((await mend(room.people.panama, { version: 9, body: "No." })).body.code).toBe(
        "stale_version",
      );
      const mended = (await mend(room.people.panama, { version: 1, body: "Muy de acuerdo." })).body;
      expect(mended.messages[1]).toMatchObject({
        body: "Muy de acuerdo.",
        editedAt: room.now.toISOString(),
        version: 2,
      });

      const resolved = await room.act(room.people.lead, thread, "resolve", { version: 1 });
      expect(resolved.body).toMatchObject({
        state: "resolved",
        resolvedBy: { id: "person-lead-gt" },
        version: 2,
        abilities: { reply: false, resolve: false, reopen: true },
      });
      expect(await room.idsFor(room.people.panama, "?state=resolved")).toEqual([thread.id]);
      expect((await room.reply(room.people.panama, thread)).body.code).toBe("comment_is_resolved");
      expect((await room.act(room.people.lead, thread, "resolve", { version: 2 })).body.code).toBe(
        "comment_is_resolved",
      );
      expect((await room.act(room.people.lead, thread, "reopen", { version: 1 })).body.code).toBe(
        "stale_version",
      );
      const reopened = await room.act(room.people.expert, thread, "reopen", { version: 2 });
      expect(reopened.body).toMatchObject({ state: "open", resolvedBy: null, resolvedAt: null });
      expect(reopened.body.messages).toHaveLength(2);
      expect((await room.act(room.people.expert, thread, "reopen", { version: 3 })).body.code).toBe(
        "comment_is_open",
      );
    });

    it("asks for the right to comment: a reader reads, and a share may give it", async () => {
      await room.share("person:person-focal-oas", "reader");
      await room.share("person:person-focal-sica", "commenter");
      const { body: thread } = await room.open(room.people.sica);
      expect(thread.messages[0]).toMatchObject({ organisationId: "org-sica", centreId: null });
      expect(await room.idsFor(room.people.oas)).toEqual([thread.id]);
      expect((await room.open(room.people.oas)).body.code).toBe("not_allowed");
      expect((await room.reply(room.people.oas, thread)).body.code).toBe("not_allowed");
      expect((await room.act(room.people.oas, thread, "resolve", { version: 1 })).body.code).toBe(
        "not_allowed",
      );
      expect((await room.open(room.people.other)).status).toBe(404);
      expect((await room.reply(room.people.other, thread)).status).toBe(404);
      expect((await room.people.other.get(`/api/v1/comments/${thread.id}`)).status).toBe(404);
      expect((await room.open(room.people.admin)).status).toBe(404);
    });

    it("is gone at once for whoever may no longer read the paper", async () => {
      await room.share("person:person-focal-sica", "commenter");
      const { body: thread } = await room.open(room.people.sica);
      await room.app.client.paperShare.deleteMany({ where: { paperId: room.paper.id } });
      expect((await room.people.sica.get(`/api/v1/papers/${room.paper.id}/comments`)).status).toBe(
        404,
      );
      expect((await room.people.sica.get(`/api/v1/comments/${thread.id}`)).status).toBe(404);
      expect((await room.reply(room.people.sica, thread)).status).toBe(404);
      const path = `/api/v1/comments/${thread.id}/messages/${thread.messages[0]?.id}`;
      expect((await room.people.sica.patch(path, { version: 1, body: "x" })).status).toBe(404);
    });

    it("is not there for whoever is not cleared for the paper", async () => {
      const { body: thread } = await room.open(room.people.expert);
      await room.app.client.paper.update({
        where: { id: room.paper.id },
        data: { classification: "strictly_confidential" },
      });
      for (const by of [room.people.expert, room.people.reviewer]) {
        expect((await by.get(`/api/v1/papers/${room.paper.id}/comments`)).status).toBe(404);
        expect((await by.get(`/api/v1/comments/${thread.id}`)).status).toBe(404);
      }
      expect(await room.idsFor(room.people.head)).toEqual([thread.id]);
      const readings = await room.app.client.auditEntry.findMany({
        where: { paperId: room.paper.id, kind: "paper.read" },
      });
      expect(readings.map(({ actorId }) => actorId)).toEqual(["person-head"]);
    });

    it("becomes an action item of the paper and the block, once", async () => {
      const { body: thread } = await room.open(room.people.lead, room.onText());
      const item = { title: "Añadir la fuente", language: "es", centreId: "centre-gt" };
      const refused = await room.act(room.people.lead, thread, "assign", {
        ...item,
        version: 1,
        dueOn: "2026-11-01",
      });
      expect(refused.body.code).toBe("due_before_today");
      const foreign = { ...item, version: 1, centreId: "centre-ni" };
      expect((await room.act(room.people.lead, thread, "assign", foreign)).body.code).toBe(
        "not_allowed",
      );
      const stale = await room.act(room.people.lead, thread, "assign", { ...item, version: 9 });
      expect(stale.body.code).toBe("stale_version");
      expect(
        await room.app.client.actionItem.count({ where: { originPaperId: room.paper.id } }),
      ).toBe(0);

      const assigned = await room.act(room.people.lead, thread, "assign", {
        ...item,
        version: 1,
        ownerId: "person-expert1-gt",
      });
      expect(assigned.status).toBe(200);
      const action = await room.people.lead.get<ActionItem>(
        `/api/v1/actions/${assigned.body.action?.id}`,
      );
      expect(action.body).toMatchObject({
        title: { es: "Añadir la fuente" },
        owner: { id: "person-expert1-gt" },
        origin: { kind: "paper", paperId: room.paper.id, blockId: "block-1", inText: "none" },
      });
      const again = await room.act(room.people.lead, thread, "assign", { ...item, version: 2 });
      expect(again.body.code).toBe("already_assigned");
    });

    it("is opened once, however often the page asks under the same key", async () => {
      const headers = { "idempotency-key": "open-once" };
      const first = await room.open(room.people.expert, {}, headers);
      const second = await room.open(room.people.expert, {}, headers);
      expect(second.body.id).toBe(first.body.id);
      expect((await room.list(room.people.expert)).counts.open).toBe(1);
    });
  });

  describe("what may not be sent", () => {
    it("is refused field by field", async () => {
      const refused = [
        { body: "" },
        { body: "x".repeat(4001) },
        { body: Array.from({ length: 21 }, (_, index) => `@{person:p${index}}`).join(" ") },
        { target: "text" },
        { target: "text", editionId: room.edition() },
        { target: "paper", editionId: room.edition() },
        { target: "paper", blockId: "block-1" },
        { target: "suggestion", editionId: room.edition() },
        { target: "nowhere" },
        { circle: "everybody" },
        { circle: "person:person-head" },
        room.onText({ anchor: { start: "no base64!", end: "AQID" } }),
        room.onText({ anchor: { start: "", end: "AQID" } }),
        room.onText({ anchor: { start: "A".repeat(688), end: "AQID" } }),
        room.onText({ quote: "x".repeat(501) }),
        room.onText({ target: "figure" }),
      ];
      const codes = await Promise.all(
        refused.map(async (body) => (await room.open(room.people.lead, body)).body.code),
      );
      expect(codes).toEqual(refused.map(() => "invalid_request"));
      expect((await room.list(room.people.lead)).counts.open).toBe(0);
    });

    it("names an edition of another paper as little as one that does not exist", async () => {
      for (const editionId of ["paper-secondary-ports-es", "no-such-edition"])
        expect((await room.open(room.people.lead, room.onText({ editionId }))).status).toBe(404);
    });

    it("mends no message through another conversation", async () => {
      const { body: one } = await room.open(room.people.expert);
      const { body: two } = await room.open(room.people.expert);
      const path = `/api/v1/comments/${two.id}/messages/${one.messages[0]?.id}`;
      expect((await room.people.expert.patch(path, { version: 1, body: "x" })).status).toBe(404);
    });
  });

  describe("what the log says", () => {
    it("is that something happened, to whom it concerns, without a word of it", async () => {
      await room.share(sica, "reader");
      const { body: thread } = await room.open(room.people.expert, room.onText());
      await room.reply(room.people.panama, thread);
      await room.act(room.people.lead, thread, "resolve", { version: 1 });
      const { body: within } = await room.open(room.people.sica, {
        circle: sica,
        body: "Reservado",
      });
      const title = { es: "Corredores", en: "Corridors" };
      const rows = await events();
      expect(rows.map(({ type, payload }) => [type, payload])).toEqual([
        ["comment.opened", { paperId: room.paper.id, title, threadId: thread.id }],
        [
          "comment.replied",
          {
            paperId: room.paper.id,
            title,
            threadId: thread.id,
            messageId: expect.any(String) as string,
          },
        ],
        [
          "comment.changed",
          { paperId: room.paper.id, title, threadId: thread.id, change: "resolved" },
        ],
        ["comment.opened", { paperId: room.paper.id, title, threadId: within.id }],
      ]);
      expect(rows[0]?.audience).toEqual(["office", "centre:centre-gt", "centre:centre-pa", sica]);
      expect(rows[3]?.audience).toEqual(
        ["office", "centre:centre-gt", "centre:centre-pa", sica].map((one) => `${one}&${sica}`),
      );
    });

    it("is forgotten to whom the paper is no longer shared with", async () => {
      await room.share(sica, "reader");
      await room.open(room.people.sica, { circle: sica });
      const hears = async () =>
        (
          await room.people.sica.get<{ items: { type: string }[] }>("/api/v1/events")
        ).body.items.filter(({ type }) => type.startsWith("comment.")).length;
      expect(await hears()).toBeGreaterThan(0);
      const before = await hears();
      const access = await room.people.lead.get<PaperAccess>(
        `/api/v1/papers/${room.paper.id}/access`,
      );
      const shareId = access.body.shares[0]?.id;
      const ended = await room.people.lead.post(
        `/api/v1/papers/${room.paper.id}/shares/${shareId}/remove`,
        {},
      );
      expect(ended.status).toBe(200);
      expect(await hears()).toBe(before - 1);
    });
  });

  const events = () =>
    room.app.client.event.findMany({
      where: { paperId: room.paper.id, type: { startsWith: "comment." } },
      orderBy: { seq: "asc" },
    });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CommentThread, Mentionable } from "@istmo/contracts";
import { CommentedPaper, office, sica } from "../../../../../tests/support/commented-paper.ts";
import type { Browser, Problem } from "../../../../../tests/support/test-app.ts";

describe("comments within a circle", () => {
  let room: CommentedPaper;
  beforeAll(async () => {
    room = await CommentedPaper.open();
  });
  afterAll(() => room.close());
  beforeEach(() => room.begin());

  describe("within a circle", () => {
    it("is for the people of that centre or organisation alone, whatever they may do elsewhere", async () => {
      await room.share(sica, "reader");
      const { body: ofCentre } = await room.open(room.people.expert, {
        circle: "centre:centre-gt",
      });
      const { body: ofSica } = await room.open(room.people.sica, { circle: sica });
      const { body: ofOffice } = await room.open(room.people.reviewer, { circle: office });
      expect(await room.idsFor(room.people.lead)).toEqual([ofCentre.id]);
      expect(await room.idsFor(room.people.sica)).toEqual([ofSica.id]);
      expect(await room.idsFor(room.people.head)).toEqual([ofOffice.id]);
      expect(await room.idsFor(room.people.panama)).toEqual([]);
      expect((await room.list(room.people.panama)).counts).toEqual({
        open: 0,
        resolved: 0,
        unread: 0,
      });
      for (const by of [
        room.people.head,
        room.people.reviewer,
        room.people.panama,
        room.people.sica,
        room.people.admin,
      ]) {
        expect((await by.get(`/api/v1/comments/${ofCentre.id}`)).status).toBe(404);
        for (const [step, body] of [
          ["messages", { body: "x" }],
          ["resolve", { version: 1 }],
          ["reopen", { version: 1 }],
          ["read", { messageId: ofCentre.messages[0]?.id }],
          ["assign", { version: 1, title: "x", language: "es", centreId: null }],
        ] as const)
          expect((await room.act(by, ofCentre, step, body)).status).toBe(404);
      }
      expect((await room.open(room.people.lead, { circle: "centre:centre-pa" })).body.code).toBe(
        "not_allowed",
      );
      expect((await room.open(room.people.head, { circle: "centre:centre-gt" })).body.code).toBe(
        "not_allowed",
      );
    });

    it("is out of sight with the post that ends", async () => {
      const { body: thread } = await room.open(room.people.expert, { circle: "centre:centre-gt" });
      const post = await room.app.client.post.findFirstOrThrow({
        where: { personId: "person-expert1-gt" },
      });
      await room.app.client.post.update({ where: { id: post.id }, data: { endsAt: room.now } });
      await room.share("person:person-expert1-gt", "editor");
      expect(await room.idsFor(room.people.expert)).toEqual([]);
      expect((await room.people.expert.get(`/api/v1/comments/${thread.id}`)).status).toBe(404);
      await room.app.client.post.update({ where: { id: post.id }, data: { endsAt: null } });
      expect(await room.idsFor(room.people.expert)).toEqual([thread.id]);
    });

    it("tells each person in which circles they may speak, and for which they submit", async () => {
      await room.share(sica, "reader");
      expect((await room.list(room.people.lead)).circles).toEqual([
        { circle: "centre:centre-gt", maySubmit: false },
        { circle: "paper", maySubmit: false },
      ]);
      expect((await room.list(room.people.sica)).circles).toEqual([
        { circle: sica, maySubmit: true },
      ]);
      expect((await room.list(room.people.head)).circles).toEqual([
        { circle: office, maySubmit: true },
        { circle: "paper", maySubmit: false },
      ]);
    });
  });

  describe("an organisation's position", () => {
    const submit = (by: Browser, body: object) => {
      room.pass();
      return by.post<CommentThread & Problem>(`/api/v1/papers/${room.paper.id}/positions`, {
        placeOf: null,
        body: "La Secretaría propone doce horas.",
        ...body,
      });
    };

    it("is one conversation on the paper, out of several within, which stay within", async () => {
      await room.share(sica, "reader");
      const { body: one } = await room.open(room.people.sica, { circle: sica, ...room.onText() });
      const { body: two } = await room.open(room.people.sica, {
        circle: sica,
        body: "Sólo entre nosotros",
      });
      expect(two.abilities.submit).toBe(true);
      const { status, body: position } = await submit(room.people.sica, {
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
      const seen = (await room.list(room.people.lead)).items;
      expect(seen).toMatchObject([{ id: position.id, onBehalfOf: sica, submittedFrom: [] }]);
      expect(JSON.stringify(seen)).not.toContain("entre nosotros");
      const mine = (await room.list(room.people.sica)).items;
      expect(mine.map((it) => [it.id, it.submittedAsId, it.abilities.submit])).toEqual([
        [position.id, null, false],
        [two.id, position.id, false],
        [one.id, position.id, false],
      ]);
      expect((await submit(room.people.sica, { threadIds: [two.id] })).body.code).toBe(
        "already_submitted",
      );

      // The office answers, and the organisation answers back, being a reader of the text.
      expect((await room.reply(room.people.reviewer, position)).status).toBe(201);
      expect((await room.reply(room.people.sica, position)).status).toBe(201);
      const audited = await room.app.client.auditEntry.findMany({
        where: { paperId: room.paper.id, kind: "paper.position_submitted" },
      });
      expect(audited).toHaveLength(1);
      expect(audited[0]?.body).toContain("org-sica");
      for (const secret of [one.id, two.id, "entre nosotros"])
        expect(audited[0]?.body).not.toContain(secret);
    });

    it("is nobody's but the focal point's, and takes nothing from elsewhere", async () => {
      await room.share(sica, "commenter");
      const { body: ofCentre } = await room.open(room.people.expert, {
        circle: "centre:centre-gt",
      });
      const { body: onPaper } = await room.open(room.people.sica);
      const { body: within } = await room.open(room.people.sica, { circle: sica });
      const codes = async (by: Browser, body: object) => (await submit(by, body)).body.code;
      expect(await codes(room.people.lead, { threadIds: [ofCentre.id] })).toBe("not_allowed");
      expect(await codes(room.people.sica, { threadIds: [onPaper.id] })).toBe(
        "not_of_one_organisation",
      );
      expect(await codes(room.people.sica, { threadIds: [within.id, onPaper.id] })).toBe(
        "not_of_one_organisation",
      );
      // What somebody does not see is not there.
      for (const by of [room.people.head, room.people.lead])
        expect(await codes(by, { threadIds: [within.id] })).toBe("not_found");
      expect(await codes(room.people.sica, { threadIds: [within.id, ofCentre.id] })).toBe(
        "not_found",
      );
      expect(await codes(room.people.sica, { threadIds: [within.id], placeOf: onPaper.id })).toBe(
        "not_found",
      );
    });

    it("is submitted once when two ask at the same moment", async () => {
      await room.share(sica, "reader");
      const { body: thread } = await room.open(room.people.sica, { circle: sica });
      const answers = await Promise.all([
        submit(room.people.sica, { threadIds: [thread.id] }),
        submit(room.people.sica, { threadIds: [thread.id] }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect((await room.list(room.people.lead)).items).toHaveLength(1);
    });
  });

  describe("naming people, centres and organisations", () => {
    it("shows whom a message names, and keeps the text as it is", async () => {
      const body =
        "@{person:person-lead-gt}, ¿lo ve @{centre:centre-pa}? @{organisation:org-unodc-regional}";
      const { body: thread } = await room.open(room.people.expert, { body });
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
      expect(await room.idsFor(room.people.lead, "?mine=true")).toEqual([thread.id]);
      expect(await room.idsFor(room.people.panama, "?mine=true")).toEqual([thread.id]);
      expect(await room.idsFor(room.people.head, "?mine=true")).toEqual([thread.id]);
    });

    it("names nobody who does not see the conversation, and tells nothing about who exists", async () => {
      await room.share("person:person-focal-sica", "reader");
      const refused = async (by: Browser, subject: string, circle = "paper") =>
        (await room.open(by, { circle, body: `@{${subject}} mire` })).body.code;
      for (const subject of [
        "person:person-expert1-ni",
        "person:nobody-of-this-name",
        "centre:centre-ni",
        "centre:no-such-centre",
        "organisation:org-oas",
      ])
        expect(await refused(room.people.expert, subject)).toBe("mention_without_access");
      // Of the paper, but not of the centre's own conversation.
      for (const subject of ["person:person-head", "person:person-expert1-pa", "centre:centre-pa"])
        expect(await refused(room.people.expert, subject, "centre:centre-gt")).toBe(
          "mention_without_access",
        );
      const fine = "@{person:person-lead-gt} @{centre:centre-gt} @{person:person-focal-sica}";
      expect(await refused(room.people.expert, "person:person-lead-gt", "centre:centre-gt")).toBe(
        undefined,
      );
      const { body: thread } = await room.open(room.people.expert, { body: fine });
      const path = `/api/v1/comments/${thread.id}/messages/${thread.messages[0]?.id}`;
      const mended = await room.people.expert.patch<Problem>(path, {
        version: 1,
        body: "@{person:person-expert1-ni}",
      });
      expect(mended.body.code).toBe("mention_without_access");
      expect(
        (await room.reply(room.people.expert, thread, "@{person:person-admin}")).body.code,
      ).toBe("mention_without_access");
    });

    it("offers those who see it, found by the beginning of a word and without accents", async () => {
      await room.share("person:person-focal-sica", "commenter");
      const find = async (by: Browser, query: string) => {
        const path = `/api/v1/papers/${room.paper.id}/comments/mentionable?${query}`;
        const { body } = await by.get<Mentionable & Problem>(path);
        return body.items?.map(({ subject }) => subject) ?? body.code;
      };
      expect(await find(room.people.expert, "q=panama")).toEqual([
        "centre:centre-pa",
        "person:person-lead-pa",
        "person:person-expert2-pa",
        "person:person-expert1-pa",
      ]);
      expect(await find(room.people.expert, "q=GUACIMA")).toEqual([]);
      expect(await find(room.people.expert, "q=oficina&limit=1")).toEqual([office]);
      expect(await find(room.people.expert, "q=sauce")).toEqual(["person:person-focal-sica"]);
      expect(await find(room.people.expert, "circle=centre:centre-gt")).toEqual([
        "centre:centre-gt",
        "person:person-expert1-gt",
        "person:person-lead-gt",
        "person:person-expert2-gt",
      ]);
      expect(await find(room.people.expert, "circle=centre:centre-pa")).toBe("not_allowed");
      expect(await find(room.people.other, "q=a")).toBe("not_found");
    });
  });
});

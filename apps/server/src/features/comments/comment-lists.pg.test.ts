import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CommentsPage } from "@istmo/contracts";
import { CommentedPaper } from "../../../../../tests/support/commented-paper.ts";
import type { Browser } from "../../../../../tests/support/test-app.ts";

describe("the comments of a paper as a list", () => {
  let room: CommentedPaper;
  beforeAll(async () => {
    room = await CommentedPaper.open();
  });
  afterAll(() => room.close());
  beforeEach(() => room.begin());

  describe("what is unread", () => {
    it("is what somebody else wrote since, for each person by themselves", async () => {
      const { body: thread } = await room.open(room.people.expert, room.onText());
      const unread = async (by: Browser) => (await room.list(by)).counts.unread;
      expect([await unread(room.people.expert), await unread(room.people.panama)]).toEqual([0, 1]);
      const read = async (by: Browser, messageId: string | undefined) =>
        (await room.act(by, thread, "read", { messageId })).body;
      expect(await read(room.people.panama, thread.messages[0]?.id)).toEqual({ unread: 0 });
      const { body: answered } = await room.reply(room.people.lead, thread);
      expect([await unread(room.people.expert), await unread(room.people.panama)]).toEqual([1, 1]);
      expect(await unread(room.people.lead)).toBe(0);
      // Having read the first message says nothing about the second.
      expect(await read(room.people.panama, thread.messages[0]?.id)).toEqual({ unread: 1 });
      expect(await read(room.people.panama, answered.messages[1]?.id)).toEqual({ unread: 0 });
      // Nor does reading an old one again make the new one unread.
      expect(await read(room.people.panama, thread.messages[0]?.id)).toEqual({ unread: 0 });
      expect((await room.act(room.people.panama, thread, "read", { messageId: "no" })).status).toBe(
        404,
      );
    });

    it("is all read up to what the page was shown, and no further", async () => {
      await room.open(room.people.expert);
      const shown = room.now;
      await room.open(room.people.expert);
      const path = `/api/v1/papers/${room.paper.id}/comments/read-all`;
      const upTo = async (at: Date) =>
        (await room.people.panama.post<{ unread: number }>(path, { upTo: at.toISOString() })).body;
      const before = await room.people.panama.post(path, { upTo: "0000-01-01T00:00:00Z" });
      expect(before.status).toBe(422);
      expect(await upTo(shown)).toEqual({ unread: 1 });
      expect(await room.idsFor(room.people.panama, "?unread=true")).toHaveLength(1);
      expect(await upTo(new Date("2040-01-01"))).toEqual({ unread: 0 });
      await room.open(room.people.expert);
      expect((await room.list(room.people.panama)).counts.unread).toBe(1);
    });
  });

  describe("the list", () => {
    it("is narrowed by language, circle, state, who wrote, and what concerns me", async () => {
      await room.share("person:person-focal-sica", "commenter");
      const { body: whole } = await room.open(room.people.panama);
      const { body: spanish } = await room.open(room.people.sica, room.onText());
      const { body: english } = await room.open(
        room.people.reviewer,
        room.onText({ editionId: room.edition("en") }),
      );
      const { body: within } = await room.open(room.people.expert, { circle: "centre:centre-gt" });
      const found = (query: string) => room.idsFor(room.people.lead, `?${query}`);
      expect(await found(`edition=${room.edition()}`)).toEqual([within.id, spanish.id, whole.id]);
      expect(await found(`edition=${room.edition("en")}`)).toEqual([
        within.id,
        english.id,
        whole.id,
      ]);
      expect(await found("circle=centre:centre-gt")).toEqual([within.id]);
      expect(await found("circle=paper")).toEqual([english.id, spanish.id, whole.id]);
      expect(await found("circle=centre:centre-pa")).toEqual([]);
      expect(await found("organisation=org-sica")).toEqual([spanish.id]);
      expect(await found("organisation=org-unodc-regional")).toEqual([english.id]);
      expect(await found("centre=centre-pa")).toEqual([whole.id]);
      expect(await found("mine=true")).toEqual([]);
      await room.reply(room.people.lead, whole);
      expect(await found("mine=true")).toEqual([whole.id]);
      expect(await found("unread=false")).toEqual([whole.id]);
    });

    it("comes in pages, newest first, that neither miss nor repeat", async () => {
      const made: string[] = [];
      for (let index = 0; index < 5; index++)
        made.unshift((await room.open(room.people.expert)).body.id);
      const first = await room.list(room.people.panama, "?limit=2");
      const second = await room.list(room.people.panama, `?limit=2&cursor=${first.nextCursor}`);
      const third = await room.list(room.people.panama, `?limit=2&cursor=${second.nextCursor}`);
      const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
      expect(ids).toEqual(made);
      expect(third.nextCursor).toBeNull();
      const strange = `/api/v1/papers/${room.paper.id}/comments?cursor=strange`;
      expect((await room.people.panama.get(strange)).status).toBe(422);
    });

    it("costs as many queries for two hundred conversations as for one", async () => {
      const { body: model } = await room.open(room.people.expert, {
        body: "Uno @{centre:centre-pa}",
      });
      const asked = await statementsOf(() => room.list(room.people.panama, "?limit=200"));
      await room.app.client.commentThread.createMany({
        data: Array.from({ length: 199 }, (_, index) => ({
          ...{ id: `${model.id}-${index}`, paperId: room.paper.id, target: "paper" },
          createdById: index % 2 === 0 ? "person-expert1-gt" : "person-lead-gt",
        })),
      });
      await room.app.client.commentMessage.createMany({
        data: Array.from({ length: 597 }, (_, index) => ({
          ...{ id: `${model.id}-m${index}`, threadId: `${model.id}-${index % 199}` },
          ...{ authorId: "person-head", body: "Hola @{centre:centre-gt}" },
          mentions: ["centre:centre-gt"],
        })),
      });
      let page: CommentsPage | undefined;
      const askedForAll = await statementsOf(async () => {
        page = await room.list(room.people.panama, "?limit=200");
      });
      expect(page?.items).toHaveLength(200);
      expect(page?.items.flatMap(({ messages }) => messages)).toHaveLength(598);
      expect(askedForAll).toHaveLength(asked.length);
      expect(asked.length).toBeLessThan(10);
    });

    it("is cut where its conversations are long, and goes on from there", async () => {
      for (let index = 0; index < 12; index++) {
        const { body: thread } = await room.open(room.people.expert);
        await room.app.client.commentMessage.createMany({
          data: Array.from({ length: 199 }, (_, message) => ({
            ...{ id: `${thread.id}-${message}`, threadId: thread.id },
            ...{ authorId: "person-head", body: "Hola" },
          })),
        });
      }
      const first = await room.list(room.people.panama, "?limit=50");
      expect(first.items).toHaveLength(5);
      const next = await room.list(room.people.panama, `?limit=50&cursor=${first.nextCursor}`);
      expect(next.items[0]?.id).not.toBe(first.items[4]?.id);
      const full = first.items[0];
      if (full !== undefined)
        expect((await room.reply(room.people.panama, full)).body.code).toBe("too_many_comments");
    });
  });

  /** The statements about comments that reach the database meanwhile. */
  async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const { pool } = room.app;
    const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
    const statements: string[] = [];
    pool.query = ((...args: unknown[]) => {
      const [statement] = args as [string | { readonly text: string }];
      const text = typeof statement === "string" ? statement : statement.text;
      if (text.includes("Comment")) statements.push(text);
      return query(...args);
    }) as typeof pool.query;
    try {
      await work();
    } finally {
      delete (pool as { query?: unknown }).query;
    }
    return statements;
  }
});

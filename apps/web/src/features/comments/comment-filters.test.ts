import type { CommentMessage, CommentThread } from "@istmo/contracts";
import { describe, expect, it } from "vitest";

import { countFilters, isShown, noFilters } from "./comment-filters.ts";

const me = {
  id: "me",
  posts: [{ role: "focal_point" as const, centreId: null, organisationId: "org-sica" }],
};

const aMessage = (changes: Partial<CommentMessage> = {}): CommentMessage => ({
  ...{ id: "m", author: { id: "ana", name: "Ana" }, centreId: "gt", organisationId: null },
  ...{ body: "Hola", mentions: [], createdAt: "2026-11-01T10:00:00.000Z", editedAt: null },
  ...{ version: 1, abilities: { edit: false } },
  ...changes,
});
const aThread = (changes: Partial<CommentThread> = {}): CommentThread => ({
  ...{ id: "t", paperId: "p", editionId: "e", language: "es", circle: "paper" },
  ...{ onBehalfOf: null, target: "text", blockId: "b", suggestionId: null, anchor: null },
  ...{ quote: "", state: "open", action: null, submittedAsId: null, submittedFrom: [] },
  ...{ createdBy: { id: "ana", name: "Ana" }, createdAt: "2026-11-01T10:00:00.000Z" },
  ...{ resolvedBy: null, resolvedAt: null, sample: false, version: 1, isUnread: false },
  messages: [aMessage()],
  abilities: { reply: true, resolve: true, reopen: true, assign: true, submit: false },
  ...changes,
});
const shows = (thread: CommentThread, changes: Partial<typeof noFilters>) =>
  isShown(thread, { ...noFilters, ...changes }, me);

describe("the list of conversations", () => {
  it("shows what is open, and what is resolved when asked", () => {
    const resolved = aThread({ state: "resolved" });
    expect([shows(aThread(), {}), shows(resolved, {})]).toEqual([true, false]);
    expect(shows(resolved, { state: "resolved" })).toBe(true);
    expect(shows(resolved, { state: "all" })).toBe(true);
  });

  it("tells circles, and the bodies that have written or speak, apart", () => {
    const internal = aThread({ circle: "organisation:org-sica" });
    expect(shows(internal, { circle: "paper" })).toBe(false);
    expect(shows(internal, { circle: "organisation:org-sica" })).toBe(true);
    const answered = aThread({
      messages: [aMessage(), aMessage({ centreId: null, organisationId: "org-sica" })],
    });
    expect(shows(answered, { body: "organisation:org-sica" })).toBe(true);
    expect(shows(answered, { body: "centre:pa" })).toBe(false);
    const position = aThread({ onBehalfOf: "organisation:org-oas" });
    expect(shows(position, { body: "organisation:org-oas" })).toBe(true);
  });

  it("finds what is unread, mine, and what names me or for whom I work", () => {
    expect(shows(aThread({ isUnread: true }), { isUnread: true })).toBe(true);
    expect(shows(aThread(), { isUnread: true })).toBe(false);
    const mine = aThread({ messages: [aMessage({ author: { id: "me", name: "Yo" } })] });
    expect([shows(mine, { isMine: true }), shows(aThread(), { isMine: true })]).toEqual([
      true,
      false,
    ]);
    const names = (subject: string) =>
      aThread({ messages: [aMessage({ mentions: [{ subject, label: { es: "", en: "" } }] })] });
    expect(shows(names("person:me"), { namesMe: true })).toBe(true);
    expect(shows(names("organisation:org-sica"), { namesMe: true })).toBe(true);
    expect(shows(names("centre:gt"), { namesMe: true })).toBe(false);
    expect(countFilters({ ...noFilters, circle: "paper", isMine: true })).toBe(2);
  });
});

import type { MarkedNotices, Notice, NoticeCount, WholeAction } from "@istmo/contracts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";

const time = { now: new Date("2026-11-24T15:00:00Z") };
let app: TestApp;
let lead: Browser;
let expert: Browser;
let helper: Browser;
let reviewer: Browser;
let sica: Browser;

beforeAll(async () => {
  app = await openTestApp({ now: () => time.now });
  lead = await app.signIn("lead.gt");
  expert = await app.signIn("expert1.gt");
  helper = await app.signIn("expert2.gt");
  reviewer = await app.signIn("reviewer");
  sica = await app.signIn("focal.sica");
});
afterAll(() => app.close());
// What the demonstration brings, and what the tests before told, is out of the way.
beforeEach(async () => {
  await app.tellNow();
  await app.client.notification.deleteMany();
});

type Made = WholeAction & Problem;
async function create(over: object = {}, by = lead): Promise<Made> {
  const { body, status } = await by.post<Made>("/api/v1/actions", {
    ...{ title: "Enviar el informe", language: "es", centreId: "centre-gt", priority: "normal" },
    ...{ ownerId: "person-expert1-gt", ...over },
  });
  expect([status, body.code]).toEqual([201, undefined]);
  return body;
}
async function step(by: Browser, id: string, event: string, over: object = {}): Promise<Made> {
  const { body: seen } = await by.get<Made>(`/api/v1/actions/${id}`);
  const wanted = { version: seen.version, event, ...over };
  const { body } = await by.post<Made>(`/api/v1/actions/${id}/steps`, wanted);
  expect(body.code).toBe(undefined);
  return body;
}
async function inbox(by: Browser, query = ""): Promise<Notice[]> {
  await app.tellNow();
  const { body } = await by.get<{ items: Notice[] }>(`/api/v1/notifications?limit=200${query}`);
  return body.items;
}
const about = async (by: Browser, id: string) =>
  (await inbox(by)).filter(({ subject }) => subject.id === id).map(({ reason }) => reason);
const unread = async (by: Browser) =>
  (await by.get<NoticeCount>("/api/v1/notifications/count")).body.unread;

describe("what happens to an action item", () => {
  it("reaches its owner, its helpers, its lead, who can unblock it, and who verifies it", async () => {
    const { id } = await create({ helperIds: ["person-expert2-gt"] });
    expect(await about(expert, id)).toEqual(["assigned"]);
    expect(await about(helper, id)).toEqual(["assigned"]);
    expect(await about(lead, id), "who did it is not told").toEqual([]);

    await step(expert, id, "start");
    await step(expert, id, "block", { reason: "Falta la firma", unblockerId: "person-reviewer" });
    expect(await about(lead, id)).toEqual(["blocked"]);
    expect(await about(reviewer, id)).toEqual(["blocked"]);
    await step(expert, id, "unblock");
    await step(expert, id, "mark_done", { evidence: "Oficio 12" });
    expect(await about(lead, id)).toEqual(["to_verify", "blocked"]);
    expect(await about(helper, id)).toEqual(["assigned"]);
    await step(lead, id, "refuse", { reason: "Falta el anexo" });
    expect(await about(expert, id)).toEqual(["returned", "assigned"]);
  });

  it("reaches a new owner and those who watch it, each once", async () => {
    const { id, version } = await create();
    await helper.post(`/api/v1/actions/${id}/watch`, { isWatching: true });
    await app.client.actionItem.update({
      where: { id },
      data: { watcherIds: ["person-expert2-gt"] },
    });
    const change = { version, ownerId: "person-expert2-gt", priority: "high" };
    await lead.patch(`/api/v1/actions/${id}`, change);
    expect(await about(helper, id)).toEqual(["assigned"]);
    const { version: now } = (await lead.get<Made>(`/api/v1/actions/${id}`)).body;
    await lead.patch(`/api/v1/actions/${id}`, { version: now, dueOn: "2026-12-20" });
    expect(await about(helper, id)).toEqual(["watched", "assigned"]);
  });

  it("is told once, though the reader dies before its position is kept and reads on again", async () => {
    const { id } = await create();
    await about(expert, id);
    const reader = { reader: "notifications" };
    const { seq } = await app.client.readerPosition.findUniqueOrThrow({ where: reader });
    await app.client.readerPosition.update({ where: reader, data: { seq: (seq ?? 0n) - 5n } });
    expect(await about(expert, id)).toEqual(["assigned"]);
  });

  it("is told once by two processes that read the same log", async () => {
    const other = await openTestApp({ now: () => time.now, beside: app });
    const made = await Promise.all(
      ["uno", "dos", "tres", "cuatro"].map((title) => create({ title })),
    );
    await Promise.all([app.tellNow(), other.tellNow(), app.tellNow(), other.tellNow()]);
    for (const { id } of made) expect(await about(expert, id)).toEqual(["assigned"]);
    await other.close();
  });

  it("is told to an organisation's people where the item is theirs, and nothing else is", async () => {
    const { id } = await create(
      { centreId: null, organisationId: "org-sica", ownerId: "person-focal-sica" },
      reviewer,
    );
    await create();
    const all = await inbox(sica);
    expect(all.map(({ subject }) => subject.id)).toEqual([id]);
    expect(await inbox(await app.signIn("focal.oas"))).toEqual([]);
    // Given back, it disappears from the inbox, and its count too.
    expect(await unread(sica)).toBe(1);
    const { version } = (await reviewer.get<Made>(`/api/v1/actions/${id}`)).body;
    const { status } = await reviewer.patch(`/api/v1/actions/${id}`, {
      ...{ version, organisationId: null, ownerId: null },
    });
    expect(status).toBe(200);
    expect(await inbox(sica)).toEqual([]);
    expect(await unread(sica)).toBe(0);
  });

  it("is not told to who is not cleared for it", async () => {
    const { id } = await create();
    expect(await about(expert, id)).toEqual(["assigned"]);
    const data = { classification: "strictly_confidential" };
    await app.client.actionItem.update({ where: { id }, data });
    expect(await about(expert, id), "what became classified disappears").toEqual([]);
    // And when the log is read again, nothing of it is written.
    await app.client.notification.deleteMany();
    const reader = { reader: "notifications" };
    await app.client.readerPosition.update({ where: reader, data: { seq: 0 } });
    await app.tellNow();
    const told = { subjectId: id, personId: "person-expert1-gt" };
    expect(await app.client.notification.count({ where: told })).toBe(0);
    expect(await app.client.notification.count()).toBeGreaterThan(0);
  });
});

describe("what else asks for somebody", () => {
  it("is a commitment that waits for a step", async () => {
    const { body: made } = await reviewer.post<{ id: string; version: number }>(
      "/api/v1/commitments",
      {
        ...{ title: { es: "Compartir el calendario" }, evidenceWanted: { es: "Publicado" } },
        ...{ body: { kind: "organisation", id: "org-sica" }, dueOn: "2027-03-20" },
        origin: { consultationId: "cons-mm-2026-p1" },
      },
    );
    expect(await about(sica, made.id)).toEqual(["commitment"]);
    const path = `/api/v1/commitments/${made.id}/steps`;
    await sica.post(path, { version: made.version, event: "agree" });
    const evidence = { text: "Publicado", classification: "unclassified" };
    await sica.post(path, { version: made.version + 1, event: "submit_evidence", evidence });
    expect(await about(reviewer, made.id)).toEqual(["commitment"]);
    await reviewer.post(path, { version: made.version + 2, event: "refuse", reason: "Incompleto" });
    expect(await about(sica, made.id)).toEqual(["returned", "commitment"]);
  });

  it("is a draft to decide, and one that came back", async () => {
    const paperId = "paper-urban-analysts";
    await app.client.paper.update({ where: { id: paperId }, data: { stage: "draft" } });
    const paper = await app.client.paper.findUniqueOrThrow({ where: { id: paperId } });
    const payload = { paperId, title: { es: "x" }, submissionId: "s" };
    const event = { audience: ["office"], payload, actorId: "person-admin" };
    await app.client.$transaction(async (tx) => {
      const { seq } = await tx.eventCounter.update({
        where: { id: 1 },
        data: { seq: { increment: 2 } },
      });
      await tx.event.createMany({
        data: [
          { ...event, seq: seq - 1n, type: "paper.submitted" },
          { ...event, seq, type: "paper.returned" },
        ],
      });
    });
    expect(await about(reviewer, paperId)).toEqual(["asked"]);
    const account = paper.leadCentreId.replace("centre-", "lead.");
    expect(await about(await app.signIn(account), paperId)).toEqual(["returned"]);
  });

  it("is a conversation that names somebody, or their centre", async () => {
    const { body: paper } = await lead.post<{ id: string }>("/api/v1/papers", {
      ...{ templateId: "tpl-policy-brief", title: { es: "Corredores" }, originalLanguage: "es" },
      ...{ languages: ["es"], leadCentreId: "centre-gt", centreIds: ["centre-gt"] },
      classification: "unclassified",
    });
    const say = (body: string) =>
      lead.post<{ id: string }>(`/api/v1/papers/${paper.id}/comments`, { target: "paper", body });
    const { body: thread } = await say("@{person:person-expert1-gt} ¿lo revisa?");
    const [first] = await inbox(expert);
    expect(first).toMatchObject({
      reason: "mentioned",
      subject: { kind: "paper", id: paper.id },
      detail: { threadId: thread.id },
    });
    expect(await about(helper, paper.id)).toEqual([]);
    await lead.post(`/api/v1/comments/${thread.id}/messages`, {
      body: "@{centre:centre-gt} es para todos",
    });
    expect(await about(helper, paper.id)).toEqual(["mentioned"]);
    expect(await about(lead, paper.id)).toEqual([]);
  });
});

describe("an inbox", () => {
  it("is marked read, unread, done and open again, one by one or up to one, and counted live", async () => {
    const made = [
      await create({ title: "a" }),
      await create({ title: "b" }),
      await create({ title: "c" }),
    ];
    const [c, b, a] = await inbox(expert);
    expect(c?.subject.id).toBe(made[2]?.id);
    expect(await unread(expert)).toBe(3);
    const before = await app.client.event.count({ where: { type: "notifications.changed" } });
    const mark = (body: object) => expert.post<MarkedNotices>("/api/v1/notifications/marks", body);
    expect((await mark({ as: "read", ids: [b?.id] })).body).toEqual({ ids: [b?.id], unread: 2 });
    const all = await mark({ as: "read", until: b?.seq });
    expect(all.body).toEqual({ ids: [a?.id], unread: 1 });
    expect((await mark({ as: "unread", ids: all.body.ids })).body.unread).toBe(2);
    expect((await mark({ as: "done", ids: [c?.id] })).body).toEqual({ ids: [c?.id], unread: 1 });
    expect((await inbox(expert)).map(({ id }) => id)).toEqual([b?.id, a?.id]);
    expect((await inbox(expert, "&done=true")).map(({ id }) => id)).toEqual([c?.id]);
    expect((await inbox(expert, "&unread=true")).map(({ id }) => id)).toEqual([a?.id]);
    await mark({ as: "open", ids: [c?.id] });
    expect((await inbox(expert))[0]).toMatchObject({ id: c?.id, isRead: true, isDone: false });
    const pings = await app.client.event.findMany({ where: { type: "notifications.changed" } });
    expect(pings.length).toBe(before + 5);
    expect(pings.at(-1)?.audience).toEqual(["person:person-expert1-gt"]);
    expect((await mark({ as: "read" })).status).toBe(422);
    // Somebody else's are not there to be marked.
    const foreign = { as: "done", ids: [a?.id] };
    expect(
      (await helper.post<MarkedNotices>("/api/v1/notifications/marks", foreign)).body.ids,
    ).toEqual([]);
  });

  it("is read page by page, and by reason", async () => {
    for (const title of ["a", "b", "c", "d", "e"]) await create({ title });
    await app.tellNow();
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await expert.get<{ items: Notice[]; nextCursor: string | null }>(
        `/api/v1/notifications?limit=2${cursor}`,
      );
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
    } while (cursor !== "");
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
    expect(await inbox(expert, "&reason=mentioned")).toEqual([]);
    expect(await inbox(expert, "&reason=assigned")).toHaveLength(5);
  });

  it("holds nothing of a reason that its person has switched off", async () => {
    const path = "/api/v1/me/notification-settings";
    const { body: usual } = await helper.get<{ channels: object }>(path);
    const off = { ...usual, channels: { ...usual.channels, assigned: "off" } };
    expect((await helper.put(path, off)).status).toBe(200);
    await create({ ownerId: "person-expert2-gt" });
    expect(await inbox(helper)).toEqual([]);
    expect((await helper.put(path, { ...off, timeZone: "Mars/Olympus" })).body.code).toBe(
      "unknown_time_zone",
    );
    expect((await helper.put(path, usual)).body).toEqual(usual);
  });
});

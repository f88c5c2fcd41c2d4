import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionItem, CentreDetail, WaitingItem } from "@istmo/contracts";
import { EventLog } from "../../platform/event-log.ts";
import { UnitOfWork } from "../../platform/unit-of-work.ts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

type List<Item> = { items: Item[]; nextCursor: string | null };

describe("action items", () => {
  let app: TestApp;
  let lead: Browser;
  let expert: Browser;
  const now = new Date("2026-11-24T12:00:00Z");
  beforeAll(async () => {
    app = await openTestApp({ now });
    lead = await app.signIn("lead.sv");
    expert = await app.signIn("expert1.sv");
  });
  afterAll(() => app.close());

  const create = async (over: object = {}, by = lead) =>
    by.post<ActionItem>("/api/v1/actions", {
      title: "Comparar los registros",
      language: "es",
      centreId: "centre-sv",
      ownerId: "person-expert1-sv",
      ...over,
    });
  const step = (by: Browser, item: ActionItem, event: string, more: object = {}) =>
    by.post<ActionItem & { code?: string }>(`/api/v1/actions/${item.id}/steps`, {
      version: item.version,
      event,
      ...more,
    });

  it("go from open to verified, each step by who may take it", async () => {
    const { body: made } = await create({ dueOn: "2026-12-01", priority: "high" });
    expect(made).toMatchObject({ state: "open", owner: { name: "Bálsamo El Salvador" } });
    const { body: started } = await step(expert, made, "start");
    const { body: blocked } = await step(expert, started, "block", { reason: "Falta un acuerdo." });
    expect(blocked).toMatchObject({ state: "blocked", blockedReason: "Falta un acuerdo." });
    const { body: again } = await step(expert, blocked, "unblock");
    expect(again.blockedReason).toBeNull();
    const { body: done } = await step(expert, again, "mark_done", { evidence: "Tabla adjunta." });
    expect((await step(expert, done, "verify")).body.code).toBe("not_allowed");
    const { body: verified } = await step(lead, done, "verify");
    expect(verified).toMatchObject({
      state: "verified",
      verifier: { name: "Maquilishuat El Salvador" },
    });
    const moves = await app.client.event.findMany({
      where: { type: "action.moved" },
      orderBy: { seq: "asc" },
    });
    const mine = moves
      .map(({ payload }) => payload as { actionId: string; to: string })
      .filter(({ actionId }) => actionId === made.id);
    expect(mine.map(({ to }) => to)).toEqual([
      "in_progress",
      "blocked",
      "in_progress",
      "done",
      "verified",
    ]);
  });

  it("take a step once when its request is repeated, as on a line that lost the answer", async () => {
    const { body: made } = await create();
    const path = `/api/v1/actions/${made.id}/steps`;
    const body = { version: made.version, event: "start" };
    const key = { "idempotency-key": "step-that-lost-its-answer" };
    const first = await lead.post<ActionItem>(path, body, key);
    const again = await lead.post<ActionItem>(path, body, key);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    const kept = await app.client.idempotencyKey.count();
    await app.client.idempotencyKey.updateMany({ data: { createdAt: new Date("2026-11-20") } });
    const log = new EventLog(app.client, console);
    await new UnitOfWork(app.client, log, { now: () => now }).forgetOldAnswers(now);
    expect(kept).toBeGreaterThan(0);
    expect(await app.client.idempotencyKey.count()).toBe(0);
  });

  it.each([
    ["a step that skips", "verify", {}, 409, "step_not_possible"],
    ["blocking without a reason", "block", {}, 422, "reason_required"],
    ["done without evidence", "mark_done", {}, 422, "evidence_required"],
  ])("refuse %s", async (_what, event, more, status, code) => {
    const { body: made } = await create();
    const answer = await step(lead, made, event, more);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it("tell who saw an old state that it has changed", async () => {
    const { body: made } = await create();
    await step(lead, made, "start");
    const late = await step(expert, made, "start");
    expect([late.status, late.body.code]).toEqual([409, "stale_version"]);
    const edit = await lead.patch(`/api/v1/actions/${made.id}`, {
      version: made.version + 9,
      priority: "low",
    });
    expect(edit.body.code).toBe("stale_version");
  });

  it.each([
    ["an owner of another centre", { ownerId: "person-expert1-gt" }, "owner_without_access"],
    ["an owner who shares no board", { ownerId: "person-observer" }, "owner_without_access"],
    ["an owner who does not exist", { ownerId: "person-nobody" }, "unknown_person"],
    ["a date that has passed", { dueOn: "2026-11-23" }, "due_before_today"],
    ["another centre", { centreId: "centre-gt" }, "not_allowed"],
    ["the regional office", { centreId: null }, "not_allowed"],
    ["a paper that is hidden", { origin: { paperId: "nothing", blockId: null } }, "not_found"],
  ])("refuse %s", async (_what, over, code) => {
    const { body } = await create(over);
    expect(body).toMatchObject({ code });
  });

  it("take on the classification of the paper that they come from", async () => {
    const origin = { paperId: "paper-secondary-ports", blockId: "lines-1" };
    const { body: made } = await create({ origin });
    expect(made.origin).toEqual({ kind: "paper", ...origin, inText: "none" });
    await app.client.person.update({
      where: { id: "person-expert2-gt" },
      data: { clearedTo: "unclassified" },
    });
    const uncleared = await app.signIn("expert2.gt");
    expect((await uncleared.get(`/api/v1/actions/${made.id}`)).status).toBe(404);
    const refused = await lead.patch(`/api/v1/actions/${made.id}`, {
      version: made.version,
      ownerId: "person-expert2-gt",
    });
    expect(refused.body.code).toBe("owner_without_access");
  });

  it("are hidden from everybody outside the office and the centres", async () => {
    const { body: made } = await create();
    for (const account of ["observer", "focal.sica", "policy.gt", "admin"]) {
      const person = await app.signIn(account);
      expect((await person.get(`/api/v1/actions/${made.id}`)).status).toBe(404);
      expect((await person.get<List<ActionItem>>("/api/v1/actions")).body.items).toEqual([]);
    }
  });

  it("are changed by their owner, their lead and the office", async () => {
    const { body: made } = await create();
    const other = await app.signIn("lead.ni");
    const change = { version: made.version, priority: "high" };
    expect((await other.patch(`/api/v1/actions/${made.id}`, change)).body.code).toBe("not_allowed");
    expect((await expert.patch(`/api/v1/actions/${made.id}`, change)).status).toBe(200);
  });

  it("count each time that their date slips, and ask why once it has passed", async () => {
    const { body: made } = await create({ dueOn: "2026-12-01" });
    const later = await lead.patch<ActionItem>(`/api/v1/actions/${made.id}`, {
      version: made.version,
      dueOn: "2026-12-20",
    });
    expect(later.body.dateSlips).toBe(1);
    await app.client.actionItem.update({ where: { id: made.id }, data: { dueOn: "2026-11-01" } });
    const change = { version: later.body.version, dueOn: "2026-12-24" };
    const path = `/api/v1/actions/${made.id}`;
    expect((await lead.patch(path, change)).body.code).toBe("reason_required");
    expect(
      (await lead.patch<ActionItem>(path, { ...change, reason: "Espera." })).body.isOverdue,
    ).toBe(false);
  });

  it("keep the place between the cards where they were put", async () => {
    const cards = [await create(), await create(), await create()];
    expect(cards.map(({ status }) => status)).toEqual([201, 201, 201]);
    const [one, two, three] = cards.map(({ body }) => body);
    const ranks = async () => {
      const { body } = await lead.get<List<ActionItem>>("/api/v1/actions?state=open&limit=500");
      return body.items.map(({ id }) => id);
    };
    const put = await lead.patch(`/api/v1/actions/${three?.id}`, {
      version: three?.version,
      place: { afterId: one?.id, beforeId: two?.id },
    });
    expect(put.status).toBe(200);
    const order = await ranks();
    expect(order.indexOf(three?.id ?? "")).toBeGreaterThan(order.indexOf(one?.id ?? ""));
    expect(order.indexOf(three?.id ?? "")).toBeLessThan(order.indexOf(two?.id ?? ""));
  });

  it("are late by the calendar of their own centre, and counted so on its page", async () => {
    const { body } = await lead.get<List<ActionItem>>("/api/v1/actions?overdue=true&limit=500");
    expect(body.items.length).toBeGreaterThan(0);
    for (const { isOverdue, dueOn } of body.items) {
      expect(isOverdue).toBe(true);
      expect((dueOn ?? "") < "2026-11-24").toBe(true);
    }
    const centre = await lead.get<CentreDetail>("/api/v1/centres/panama");
    const ofPanama = body.items.filter(({ centreId }) => centreId === "centre-pa");
    expect(centre.body.counts.overdueActions).toBe(ofPanama.length);
    expect(centre.body.people).toHaveLength(3);
  });

  it("wait for their owner, the late ones first, for whoever may verify and for their centre's lead", async () => {
    await create({ dueOn: "2026-11-30" });
    const { body } = await lead.get<List<WaitingItem>>("/api/v1/home/waiting");
    const late = body.items.map(({ isLate }) => isLate);
    expect(late).toEqual([...late].sort((a, b) => Number(b) - Number(a)));
    const ofCentre = body.items.filter(({ kind }) => kind === "action_of_my_centre");
    expect(ofCentre.map(({ actionId }) => actionId)).toContain("act-11");
    expect(ofCentre.find(({ actionId }) => actionId === "act-11")?.owner?.name).toBe(
      "Amate El Salvador",
    );
    const mine = await expert.get<List<WaitingItem>>("/api/v1/home/waiting");
    expect(mine.body.items.map(({ kind }) => kind)).not.toContain("action_of_my_centre");
    expect(mine.body.items.map(({ kind }) => kind)).toContain("action_due");
    expect(mine.body.items.map(({ kind }) => kind)).not.toContain("action_to_verify");
    const office = await (
      await app.signIn("reviewer")
    ).get<List<WaitingItem>>("/api/v1/home/waiting");
    expect(office.body.items.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["submission_to_decide", "action_to_verify"]),
    );
  });
});

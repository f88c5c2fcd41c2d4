import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionAct, ActionItem, BulkAnswer } from "@istmo/contracts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

describe("changing many action items at once", () => {
  let app: TestApp;
  let lead: Browser;
  let expert: Browser;
  beforeAll(async () => {
    app = await openTestApp({ now: new Date("2026-11-24T12:00:00Z") });
    [lead, expert] = await Promise.all([app.signIn("lead.sv"), app.signIn("expert1.sv")]);
  });
  afterAll(() => app.close());

  let made = 0;
  async function anItem(over: object = {}): Promise<string> {
    const id = `bulk-${(made += 1)}`;
    await app.client.actionItem.create({
      data: {
        ...{ id, title: { es: `Acción ${made}` }, centreId: "centre-sv", dueOn: "2026-12-10" },
        ...{ ownerId: "person-expert1-sv", rank: `b${made}`, createdById: "person-lead-sv" },
        ...over,
      },
    });
    return id;
  }
  const bulk = async (by: Browser, ids: string[], change: object, more: object = {}) =>
    (await by.post<BulkAnswer>("/api/v1/actions/bulk", { ids, change, ...more })).body;
  const undo = async (by: Browser, actId: string | null) =>
    by.post<BulkAnswer>(`/api/v1/actions/acts/${actId}/undo`, {});
  const rowsOf = (ids: string[]) =>
    app.client.actionItem.findMany({ where: { id: { in: ids } }, orderBy: { id: "asc" } });
  const verdicts = ({ items }: BulkAnswer) =>
    items.map(({ verdict, refusal }) => refusal ?? verdict);

  it("decides each by itself, writes those accepted as one act, and takes them back as one", async () => {
    const mine = [await anItem(), await anItem({ dueOn: "2027-01-31" })];
    const undated = await anItem({ dueOn: null });
    const foreign = await anItem({ centreId: "centre-gt", ownerId: null });
    const hidden = await anItem({ classification: "strictly_confidential" });
    const ids = [...mine, undated, foreign, hidden, "nothing"];
    const change = { do: "shift_due", days: 5 };
    const looked = await bulk(lead, ids, change, { dryRun: true });
    expect(verdicts(looked)).toEqual([
      ...["taken", "taken", "due_missing", "not_allowed", "not_found", "not_found"],
    ]);
    expect([looked.isDone, (await rowsOf(mine)).map(({ dueOn }) => dueOn)]).toEqual([
      false,
      ["2026-12-10", "2027-01-31"],
    ]);
    const done = await bulk(lead, ids, change);
    expect(verdicts(done)).toEqual(verdicts(looked));
    expect(await rowsOf(mine)).toMatchObject([
      { dueOn: "2026-12-15", dateSlips: 1, version: 2 },
      { dueOn: "2027-02-05", dateSlips: 1, version: 2 },
    ]);
    const acts = await Promise.all(
      mine.map((id) => lead.get<{ items: ActionAct[] }>(`/api/v1/actions/${id}/history`)),
    );
    expect(acts.map(({ body }) => body.items[0]?.id)).toEqual([done.actId, done.actId]);
    const back = await undo(lead, done.actId);
    expect(verdicts(back.body)).toEqual(["taken", "taken"]);
    expect(await rowsOf(mine)).toMatchObject([
      { dueOn: "2026-12-10", dateSlips: 0, version: 3 },
      { dueOn: "2027-01-31", dateSlips: 0, version: 3 },
    ]);
    // What was taken back can be done again in the same way.
    expect(verdicts((await undo(lead, back.body.actId)).body)).toEqual(["taken", "taken"]);
    expect((await rowsOf(mine))[0]).toMatchObject({ dueOn: "2026-12-15" });
  });

  it("leaves what somebody has changed since when the act is taken back", async () => {
    const ids = [await anItem(), await anItem()];
    const done = await bulk(lead, ids, { do: "set_priority", priority: "high" });
    const change = { version: 2, priority: "low" };
    await expert.patch(`/api/v1/actions/${ids[0]}`, change);
    await expert.patch(`/api/v1/actions/${ids[1]}`, { version: 2, description: "Otra cosa." });
    expect(verdicts((await undo(lead, done.actId)).body)).toEqual(["field_conflict", "taken"]);
    expect((await rowsOf(ids)).map(({ priority }) => priority)).toEqual(["low", "normal"]);
  });

  it("cancels and starts, each at the end of its column, and brings them back to their place", async () => {
    const ids = [await anItem(), await anItem()];
    expect(verdicts(await bulk(lead, ids, { do: "cancel" }))).toEqual([
      "reason_required",
      "reason_required",
    ]);
    const started = await bulk(expert, ids, { do: "start" });
    expect(verdicts(started)).toEqual(["taken", "taken"]);
    const rows = await rowsOf(ids);
    expect(new Set(rows.map(({ rank }) => rank)).size).toBe(2);
    const cancelled = await bulk(lead, ids, { do: "cancel" }, { reason: "Ya no hace falta." });
    expect(verdicts(cancelled)).toEqual(["taken", "taken"]);
    expect(verdicts((await undo(lead, cancelled.actId)).body)).toEqual(["taken", "taken"]);
    expect(await rowsOf(ids)).toMatchObject(
      rows.map(({ rank }) => ({ state: "in_progress", rank })),
    );
  });

  it("gives items only to somebody who may own each of them, and adds helpers who see them", async () => {
    const ids = [await anItem(), await anItem({ organisationId: "org-sica" })];
    const to = (ownerId: string) => bulk(lead, ids, { do: "set_owner", ownerId });
    expect(verdicts(await to("person-expert1-gt"))).toEqual([
      "owner_without_access",
      "owner_without_access",
    ]);
    expect(await to("person-nobody")).toMatchObject({ code: "unknown_person" });
    expect(verdicts(await to("person-expert2-sv"))).toEqual(["taken", "taken"]);
    const helped = await bulk(lead, ids, { do: "add_helpers", helperIds: ["person-focal-sica"] });
    expect(verdicts(helped)).toEqual(["person_without_access", "taken"]);
  });

  it("keeps an open commitment from losing all the items that carry it at once", async () => {
    const commitment = await app.client.commitment.findFirstOrThrow({
      where: { state: { in: ["agreed", "in_progress"] }, classification: "unclassified" },
      include: { actions: true },
    });
    const more = await anItem({ commitmentId: commitment.id });
    const open = ["open", "in_progress", "blocked"];
    const carriers = await app.client.actionItem.findMany({
      where: { commitmentId: commitment.id, state: { in: open } },
    });
    const ids = carriers.map(({ id }) => id);
    expect(ids).toContain(more);
    const head = await app.signIn("head");
    const done = await bulk(head, ids, { do: "cancel" }, { reason: "Se retira." });
    const left = await app.client.actionItem.count({
      where: { commitmentId: commitment.id, state: { not: "cancelled" } },
    });
    expect([verdicts(done).filter((one) => one === "commitment_open").length, left]).toEqual([
      carriers.length === commitment.actions.length + 1 ? 1 : 0,
      expect.any(Number),
    ]);
    expect(left).toBeGreaterThan(0);
  });

  it("is done once when the request is repeated, and never to more than 200", async () => {
    const ids = [await anItem()];
    const key = { "idempotency-key": "bulk-sent-twice" };
    const body = { ids, change: { do: "shift_due", days: 1 } };
    const first = await lead.post<BulkAnswer>("/api/v1/actions/bulk", body, key);
    const again = await lead.post<BulkAnswer>("/api/v1/actions/bulk", body, key);
    expect(again.body).toEqual(first.body);
    expect(await rowsOf(ids)).toMatchObject([{ dueOn: "2026-12-11", version: 2 }]);
    const many = Array.from({ length: 201 }, (_, at) => `x${at}`);
    expect(await bulk(lead, many, { do: "watch" })).toMatchObject({ code: "invalid_request" });
  });

  it("watches what the person sees, and hides acts on items that they do not see", async () => {
    const hidden = await anItem({ classification: "strictly_confidential" });
    const ids = [await anItem(), hidden];
    expect(verdicts(await bulk(expert, ids, { do: "watch" }))).toEqual(["taken", "not_found"]);
    const watched = await expert.get<{ items: ActionItem[] }>("/api/v1/actions?watcher=me");
    expect(watched.body.items.map(({ id }) => id)).toEqual([ids[0]]);
    const head = await app.signIn("head");
    const done = await bulk(head, [hidden], { do: "set_priority", priority: "low" });
    expect((await undo(expert, done.actId)).status).toBe(404);
    expect((await undo(expert, "no-act")).status).toBe(404);
  });
});

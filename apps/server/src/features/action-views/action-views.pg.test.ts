import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionItem, SavedView } from "@istmo/contracts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

type List<Item> = { items: Item[]; nextCursor: string | null };
const path = "/api/v1/action-views";

describe("saved views of the action items", () => {
  let app: TestApp;
  let lead: Browser;
  let expert: Browser;
  let foreign: Browser;
  let head: Browser;
  let focal: Browser;
  beforeAll(async () => {
    app = await openTestApp({ now: new Date("2026-11-24T12:00:00Z") });
    [lead, expert, foreign, head, focal] = await Promise.all([
      app.signIn("lead.sv"),
      app.signIn("expert1.sv"),
      app.signIn("expert1.gt"),
      app.signIn("head"),
      app.signIn("focal.sica"),
    ]);
  });
  afterAll(() => app.close());

  const mine = { name: "Mis bloqueadas", filter: { owner: "me", state: "blocked" }, kind: "list" };
  const save = async (by: Browser, over: object = {}) =>
    by.post<SavedView>(path, { ...mine, ...over });
  const seenBy = async (by: Browser, id: string) => {
    const list = await by.get<List<SavedView>>(`${path}?limit=200`);
    const one = await by.get(`${path}/${id}`);
    expect(list.body.items.some((view) => view.id === id)).toBe(one.status === 200);
    return one.status;
  };

  it("are seen by those with whom they are shared, and hidden from the others", async () => {
    const own = await save(lead);
    expect([own.status, own.body.abilities.change]).toEqual([201, true]);
    expect([await seenBy(lead, own.body.id), await seenBy(expert, own.body.id)]).toEqual([
      200, 404,
    ]);
    const { body: shared } = await save(lead, {
      sharing: { with: "centre", centreId: "centre-sv" },
    });
    expect(await Promise.all([expert, foreign, focal].map((by) => seenBy(by, shared.id)))).toEqual([
      200, 404, 404,
    ]);
    const { body: all } = await save(lead, { sharing: { with: "staff" } });
    expect(await Promise.all([expert, foreign, focal].map((by) => seenBy(by, all.id)))).toEqual([
      200, 200, 404,
    ]);
  });

  it("show each person their own items, since the filter says “me”", async () => {
    const { body: view } = await save(lead, {
      filter: { owner: "me" },
      sharing: { with: "staff" },
    });
    for (const by of [lead, expert]) {
      const { filter } = (await by.get<SavedView>(`${path}/${view.id}`)).body;
      const query = new URLSearchParams(filter).toString();
      const { items } = (await by.get<List<ActionItem>>(`/api/v1/actions?${query}`)).body;
      const owners = new Set(items.map(({ owner }) => owner?.id));
      expect([...owners]).toEqual([by === lead ? "person-lead-sv" : "person-expert1-sv"]);
    }
  });

  it("are changed by their owner on the version that they saw, and deleted without the items", async () => {
    const { body: view } = await save(lead, { sharing: { with: "staff" } });
    const at = `${path}/${view.id}`;
    expect((await expert.patch(at, { version: 1, name: "Otra" })).body.code).toBe("not_allowed");
    const renamed = await lead.patch<SavedView>(at, { version: 1, name: "Lo que espera" });
    expect(renamed.body).toMatchObject({ name: "Lo que espera", version: 2, filter: view.filter });
    expect((await lead.patch(at, { version: 1, name: "Tarde" })).body.code).toBe("stale_version");
    const remove = (by: Browser) =>
      fetch(`${app.origin}${at}`, { method: "DELETE", headers: { cookie: by.cookie } });
    const before = await app.client.actionItem.count();
    expect([(await remove(expert)).status, (await remove(lead)).status]).toEqual([403, 200]);
    expect([await seenBy(lead, view.id), await app.client.actionItem.count()]).toEqual([
      404,
      before,
    ]);
  });

  it("are taken back by the office where everybody sees them, which does not rewrite them", async () => {
    const { body: view } = await save(lead, { sharing: { with: "staff" } });
    const at = `${path}/${view.id}`;
    expect((await head.patch(at, { version: 1, filter: {} })).body.code).toBe("not_allowed");
    const back = await head.patch(at, { version: 1, sharing: { with: "nobody" } });
    expect(back.status).toBe(200);
    expect(await seenBy(expert, view.id)).toBe(404);
  });

  it.each([
    ["a filter that the list does not know", { filter: { colour: "red" } }, "invalid_request"],
    ["a state that does not exist", { filter: { state: "open,lost" } }, "invalid_request"],
    ["a date that is none", { filter: { dueTo: "2026-02-31" } }, "invalid_request"],
    ["another's centre", { sharing: { with: "centre", centreId: "centre-gt" } }, "not_allowed"],
  ])("refuse %s", async (_what, over, code) => {
    expect((await save(lead, over)).body).toMatchObject({ code });
  });

  it("are shared with the staff by the staff alone", async () => {
    expect((await save(focal, { sharing: { with: "staff" } })).body).toMatchObject({
      code: "not_allowed",
    });
    expect((await save(focal)).status).toBe(201);
  });

  it("are saved once when the request is repeated, and not without end", async () => {
    const key = { "idempotency-key": "a-view-that-was-sent-twice" };
    const first = await foreign.post<SavedView>(path, mine, key);
    const again = await foreign.post<SavedView>(path, mine, key);
    expect(again.body.id).toBe(first.body.id);
    await app.client.savedView.createMany({
      data: Array.from({ length: 99 }, (_, at) => ({
        ...{ id: `view-${at}`, ownerId: "person-expert1-gt", name: `${at}`, filter: {} },
        kind: "list",
      })),
    });
    expect((await save(foreign)).body).toMatchObject({ code: "too_many_views" });
  });
});

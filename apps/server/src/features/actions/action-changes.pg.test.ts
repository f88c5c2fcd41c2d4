import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ActionAct, ActionItem, ChangedAction, WholeAction } from "@istmo/contracts";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";

type List<Item> = { items: Item[]; nextCursor: string | null };

describe("an action item that several people work on", () => {
  let app: TestApp;
  let lead: Browser;
  let expert: Browser;
  let office: Browser;
  let focal: Browser;
  beforeAll(async () => {
    app = await openTestApp({ now: new Date("2026-11-24T12:00:00Z") });
    lead = await app.signIn("lead.sv");
    expert = await app.signIn("expert1.sv");
    office = await app.signIn("reviewer");
    focal = await app.signIn("focal.sica");
  });
  afterAll(() => app.close());

  const create = async (over: object = {}, by = lead) => {
    const wanted = { title: "Comparar los registros", language: "es", centreId: "centre-sv" };
    const body = { ownerId: "person-expert1-sv", ...wanted, ...over };
    const made = await by.post<WholeAction & Problem>("/api/v1/actions", body);
    return made.body;
  };
  const change = (by: Browser, item: ActionItem, body: object) =>
    by.patch<ChangedAction & Problem>(`/api/v1/actions/${item.id}`, {
      version: item.version,
      ...body,
    });
  const step = (by: Browser, item: ActionItem, event: string, more: object = {}) =>
    by.post<WholeAction & Problem>(`/api/v1/actions/${item.id}/steps`, {
      version: item.version,
      event,
      ...more,
    });
  const checklist = (by: Browser, item: ActionItem, command: object) =>
    by.post<WholeAction & Problem>(`/api/v1/actions/${item.id}/checklist`, { command });
  const waitFor = (item: ActionItem, needs: ActionItem) =>
    lead.post<WholeAction & Problem>(`/api/v1/actions/${item.id}/dependencies`, {
      needsId: needs.id,
    });
  const listed = async (query: string, by = lead) => {
    const { body } = await by.get<List<ActionItem>>(`/api/v1/actions?limit=500&${query}`);
    return body.items.map(({ id }) => id);
  };

  it("takes what two change in different fields, and says that it merged them", async () => {
    const made = await create();
    const first = await change(expert, made, { priority: "high" });
    expect(first.body).toMatchObject({ merged: false, version: 2 });
    const second = await change(lead, made, { dueOn: "2026-12-10", description: "Con Panamá." });
    expect(second.body).toMatchObject({
      ...{ merged: true, version: 3, priority: "high", dueOn: "2026-12-10" },
      description: "Con Panamá.",
    });
    const english = { title: { language: "en", text: "Compare the registers" } };
    const spanish = { title: { language: "es", text: "Comparar registros" } };
    await change(lead, second.body, english);
    const both = await change(expert, second.body, spanish);
    expect(both.body.title).toEqual({ en: "Compare the registers", es: "Comparar registros" });
  });

  it("asks whose value stands when two change one field, and takes the same value from both", async () => {
    const made = await create();
    await change(expert, made, { dueOn: "2026-12-10", priority: "high" });
    const refused = await change(lead, made, { dueOn: "2026-12-24", priority: "high" });
    expect([refused.status, refused.body.code]).toEqual([409, "field_conflict"]);
    expect(refused.body.details).toEqual({
      version: 2,
      fields: [
        {
          field: "dueOn",
          value: "2026-12-10",
          by: { id: "person-expert1-sv", name: "Bálsamo El Salvador" },
          at: "2026-11-24T12:00:00.000Z",
        },
      ],
    });
    const { body: now } = await lead.get<WholeAction>(`/api/v1/actions/${made.id}`);
    expect(now).toMatchObject({ dueOn: "2026-12-10", version: 2 });
    const mine = await change(lead, now, { dueOn: "2026-12-24" });
    expect(mine.body).toMatchObject({ dueOn: "2026-12-24", merged: false });
  });

  it("merges nothing over a change that its history does not tell", async () => {
    const made = await create();
    await app.client.actionItem.update({
      where: { id: made.id },
      data: { priority: "high", version: { increment: 1 } },
    });
    const refused = await change(lead, made, { dueOn: "2026-12-24" });
    expect(refused.body.code).toBe("stale_version");
  });

  it("keeps who changed what from what to what, newest first, page by page", async () => {
    const made = await create({ dueOn: "2026-12-10" });
    const moved = await change(lead, made, {
      dueOn: "2026-12-24",
      ownerId: "person-lead-sv",
      reason: "Se amplió.",
    });
    await step(lead, moved.body, "start");
    const path = `/api/v1/actions/${made.id}/history`;
    const first = await lead.get<List<ActionAct>>(`${path}?limit=2`);
    expect(first.body.items.map(({ version }) => version)).toEqual([3, 2]);
    expect(first.body.items[0]?.changes).toEqual([
      { field: "state", before: "open", after: "in_progress" },
    ]);
    expect(first.body.items[1]).toMatchObject({
      by: { name: "Maquilishuat El Salvador" },
      reason: "Se amplió.",
      changes: [
        { field: "dueOn", before: "2026-12-10", after: "2026-12-24" },
        {
          field: "ownerId",
          before: { name: "Bálsamo El Salvador" },
          after: { name: "Maquilishuat El Salvador" },
        },
      ],
    });
    const rest = await lead.get<List<ActionAct>>(`${path}?limit=2&cursor=${first.body.nextCursor}`);
    expect(rest.body.items.map(({ changes }) => changes[0]?.field)).toEqual(["created"]);
    expect(rest.body.nextCursor).toBeNull();
  });

  it("lets its helpers tick the checklist while others write, and a step is not stale for that", async () => {
    const made = await create({ checklist: ["Pedir datos", "Cotejar"] });
    const helped = await change(lead, made, { helpers: { add: ["person-expert2-sv"] } });
    expect(helped.body.helpers.map(({ id }) => id)).toEqual(["person-expert2-sv"]);
    const helper = await app.signIn("expert2.sv");
    const [line] = made.checklist;
    const ticked = await checklist(helper, made, { do: "tick", id: line?.id });
    expect(ticked.body.progress).toEqual({ done: 1, total: 2 });
    await checklist(lead, made, { do: "add", id: "new-line", text: "Avisar" });
    const { body: started } = await step(expert, made, "start");
    expect(started).toMatchObject({ state: "in_progress", progress: { done: 1, total: 3 } });
    expect((await change(helper, started, { priority: "high" })).body.code).toBe("not_allowed");
    const stranger = await app.signIn("expert1.gt");
    const refused = await checklist(stranger, made, { do: "untick", id: line?.id });
    expect(refused.body.code).toBe("not_allowed");
    await checklist(lead, made, { do: "remove", id: "new-line" });
    const gone = await checklist(lead, made, { do: "tick", id: "new-line" });
    expect([gone.status, gone.body.code]).toEqual([409, "checklist_line_gone"]);
  });

  it("waits for others, never in a circle, and says which are unfinished", async () => {
    const [one, two, three] = [await create(), await create(), await create()];
    await waitFor(one, two);
    const { body } = await waitFor(two, three);
    expect(body).toMatchObject({
      waitsForOpen: 1,
      waitsFor: [{ id: three.id, state: "open", dueOn: null }],
      neededBy: [{ id: one.id }],
    });
    const circle = await waitFor(three, one);
    expect([circle.status, circle.body.code]).toEqual([422, "circular_dependency"]);
    expect(await listed("blocked=true")).toEqual(expect.arrayContaining([one.id, two.id]));
    await step(expert, three, "mark_done", { evidence: "Hecho." });
    const { body: after } = await lead.get<WholeAction>(`/api/v1/actions/${two.id}`);
    expect(after).toMatchObject({ waitsForOpen: 0, waitsFor: [{ state: "done" }] });
    const answer = await fetch(`${app.origin}/api/v1/actions/${one.id}/dependencies/${two.id}`, {
      method: "DELETE",
      headers: { cookie: lead.cookie },
    });
    expect(await answer.json()).toMatchObject({ waitsFor: [] });
  });

  it("does not tell of what it waits for to somebody who may not see that", async () => {
    const origin = { paperId: "paper-secondary-ports", blockId: null };
    const [made, secret] = [await create(), await create({ origin, title: "Reservada" })];
    await waitFor(made, secret);
    await app.client.person.update({
      where: { id: "person-expert2-gt" },
      data: { clearedTo: "unclassified" },
    });
    const uncleared = await app.signIn("expert2.gt");
    const { body } = await uncleared.get<WholeAction>(`/api/v1/actions/${made.id}`);
    expect(body).toMatchObject({ waitsForOpen: 0, waitsFor: [] });
    const history = await uncleared.get<List<ActionAct>>(`/api/v1/actions/${made.id}/history`);
    expect(JSON.stringify(history.body)).not.toContain(secret.id);
  });

  it("is seen and moved by the organisation that the office gave it to, until that is taken back", async () => {
    const given = await create(
      { organisationId: "org-sica", centreId: null, ownerId: "person-focal-sica" },
      office,
    );
    expect(given).toMatchObject({ organisationId: "org-sica" });
    expect(await listed("", focal)).toEqual([given.id]);
    const { body: started } = await step(focal, given, "start");
    expect(started.state).toBe("in_progress");
    const elsewhere = await app.signIn("focal.oas");
    expect((await elsewhere.get(`/api/v1/actions/${given.id}`)).status).toBe(404);
    const kept = await change(office, started, { organisationId: null });
    expect(kept.body.code).toBe("person_without_access");
    const back = { organisationId: null, ownerId: "person-reviewer" };
    expect((await change(office, started, back)).body.code).toBeUndefined();
    expect((await focal.get(`/api/v1/actions/${given.id}`)).status).toBe(404);
    const told = await app.client.event.findMany({
      where: { type: { startsWith: "action." }, audience: { has: "organisation:org-sica" } },
    });
    expect(told).toEqual([]);
    const own = await create(
      { organisationId: "org-sica", centreId: null, ownerId: "person-focal-sica" },
      focal,
    );
    expect(own.abilities).toMatchObject({ edit: true, assignAcross: false });
  });

  it.each([
    [
      "a start after the due date",
      { startOn: "2026-12-10", dueOn: "2026-12-01" },
      "due_before_start",
    ],
    [
      "an output of no programme",
      { output: { programmeId: "rp-1", outputId: "rp-9" } },
      "unknown_output",
    ],
    ["a helper who shares no board", { helperIds: ["person-observer"] }, "person_without_access"],
    ["an organisation from a centre", { organisationId: "org-sica" }, "not_allowed"],
  ])("refuses %s", async (_what, over, code) => {
    expect(await create(over)).toMatchObject({ code });
  });

  it("says who could unblock it, until it goes on", async () => {
    const made = await create({ output: { programmeId: "rp-1", outputId: "rp-1.1.1" } });
    const reason = "Falta el acceso.";
    const unblockerId = "person-lead-gt";
    const { body: blocked } = await step(expert, made, "block", { reason, unblockerId });
    expect(blocked.unblocker).toMatchObject({ id: unblockerId });
    const unblocker = await app.signIn("lead.gt");
    expect(await listed("involves=me", unblocker)).toContain(made.id);
    expect(await listed("output=rp-1.1.1")).toContain(made.id);
    expect((await step(expert, blocked, "unblock")).body.unblocker).toBeNull();
  });

  it("is watched by whoever wants to be told", async () => {
    const made = await create();
    const watcher = await app.signIn("lead.ni");
    const { body } = await watcher.post<WholeAction>(`/api/v1/actions/${made.id}/watch`, {});
    expect(body).toMatchObject({ isWatching: true, version: made.version });
    expect(await listed("watcher=me", watcher)).toEqual([made.id]);
    await watcher.post(`/api/v1/actions/${made.id}/unwatch`, {});
    expect(await listed("watcher=me", watcher)).toEqual([]);
  });

  it("is found by its title without accents, and pages of every order hold each item once", async () => {
    const made = await create({ title: "Revisión de Ñandú" });
    expect(await listed("q=revision%20de%20nandu")).toEqual([made.id]);
    const all = (await listed("")).sort();
    for (const sort of ["rank", "due", "updated", "priority"]) {
      const met: ActionItem[] = [];
      for (let cursor: string | null = ""; cursor !== null;) {
        const more: string = cursor === "" ? "" : `&cursor=${cursor}`;
        const { body }: { body: List<ActionItem> } = await lead.get<List<ActionItem>>(
          `/api/v1/actions?limit=3&sort=${sort}${more}`,
        );
        met.push(...body.items);
        cursor = body.nextCursor;
      }
      expect(met.map(({ id }) => id).sort()).toEqual(all);
      const dates = met.map(({ dueOn }) => dueOn ?? "9999");
      if (sort === "due") expect(dates).toEqual([...dates].sort());
    }
    const foreign = await lead.get("/api/v1/actions?sort=due&cursor=nonsense");
    expect(foreign.body.code).toBe("invalid_request");
  });

  it("costs a list of a hundred as many queries as a list of five", async () => {
    await app.client.actionItem.createMany({
      data: Array.from({ length: 120 }, (_one, at) => ({
        ...{ id: `many-${at}`, title: { es: `Acción ${at}` }, centreId: "centre-sv" },
        ...{ ownerId: "person-expert1-sv", helperIds: ["person-lead-sv"], rank: `z${at}` },
        createdById: "person-lead-sv",
      })),
    });
    const queries = vi.spyOn(app.pool, "query");
    const count = async (limit: number) => {
      queries.mockClear();
      const { body } = await lead.get<List<ActionItem>>(`/api/v1/actions?limit=${limit}`);
      expect(body.items).toHaveLength(limit);
      return queries.mock.calls.length;
    };
    const few = await count(5);
    expect(few).toBeGreaterThan(0);
    expect(await count(100)).toBe(few);
    queries.mockRestore();
  });
});

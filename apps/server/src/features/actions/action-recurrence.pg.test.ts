import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionItem, WholeAction } from "@istmo/contracts";
import { EventLog } from "../../platform/event-log.ts";
import { UnitOfWork } from "../../platform/unit-of-work.ts";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";
import { ActionSeriesWatch } from "./action-series-watch.ts";
import { ActionSeries } from "./action-series.ts";
import { ActionsRepository } from "./actions.repository.ts";

const everyFriday = { pattern: { unit: "week", every: 1, weekday: 5 } };

describe("an action item that comes again", () => {
  let app: TestApp;
  let lead: Browser;
  let expert: Browser;
  let now = new Date("2026-11-24T12:00:00Z");
  beforeAll(async () => {
    app = await openTestApp({ now: () => now });
    lead = await app.signIn("lead.sv");
    expert = await app.signIn("expert1.sv");
  });
  afterAll(() => app.close());

  const create = async (over: object = {}) => {
    const wanted = { title: "Informe semanal", language: "es", centreId: "centre-sv" };
    const body = { ...wanted, ownerId: "person-expert1-sv", dueOn: "2026-11-27", ...over };
    return (await lead.post<WholeAction & Problem>("/api/v1/actions", body)).body;
  };
  const recur = (by: Browser, item: ActionItem, recurrence: object | null) =>
    by.post<WholeAction & Problem>(`/api/v1/actions/${item.id}/recurrence`, { recurrence });
  const read = async (id: string) => (await lead.get<WholeAction>(`/api/v1/actions/${id}`)).body;
  const step = async (by: Browser, item: ActionItem, event: string, more: object = {}) => {
    const { version } = await read(item.id);
    const body = { version, event, ...more };
    return (await by.post<WholeAction & Problem>(`/api/v1/actions/${item.id}/steps`, body)).body;
  };
  const done = (item: ActionItem) => step(expert, item, "mark_done", { evidence: "Enviado." });
  const look = () => {
    const clock = { now: () => now };
    const repository = new ActionsRepository(app.client);
    const log = new EventLog(app.client, console);
    const watch = new ActionSeriesWatch({
      ...{ client: app.client, repository, clock, logger: console },
      series: new ActionSeries({ repository, clock }),
      unitOfWork: new UnitOfWork(app.client, log, clock),
    });
    return watch.look();
  };
  const seriesOf = async (item: ActionItem) => {
    const { seriesId } = await app.client.actionItem.findUniqueOrThrow({ where: { id: item.id } });
    return app.client.actionItem.findMany({ where: { seriesId }, orderBy: { occurrence: "asc" } });
  };

  it("makes the next one when it is done, like itself and not yet begun", async () => {
    const item = await create({
      ...{ startOn: "2026-11-25", priority: "high", helperIds: ["person-expert2-sv"] },
      ...{ checklist: ["Pedir datos", "Enviar"], recurrence: everyFriday },
    });
    expect(item).toMatchObject({ recurs: true, recurrence: { occurrence: 1, isEnded: false } });
    await lead.post(`/api/v1/actions/${item.id}/checklist`, {
      command: { do: "tick", id: item.checklist[0]?.id },
    });
    const finished = await done(item);
    expect(finished.recurrence?.next).toMatchObject({ state: "open", dueOn: "2026-12-04" });
    const next = await read(finished.recurrence?.next?.id ?? "");
    expect(next).toMatchObject({
      ...{ title: { es: "Informe semanal" }, priority: "high", startOn: "2026-12-02" },
      ...{ owner: { id: "person-expert1-sv" }, helpers: [{ id: "person-expert2-sv" }] },
      ...{ progress: { done: 0, total: 2 }, recurrence: { occurrence: 2, next: null } },
    });
    const told = await app.client.event.findMany({ where: { type: "action.created" } });
    const ids = told.map(({ payload }) => (payload as { actionId: string }).actionId);
    expect(ids.filter((id) => id === next.id)).toHaveLength(1);
  });

  it("makes each one once, however often it is done, reopened, verified and looked after", async () => {
    const item = await create({ recurrence: everyFriday });
    await done(item);
    await step(lead, item, "refuse", { reason: "Falta." });
    await done(item);
    await step(lead, item, "verify");
    await Promise.all([look(), look()]);
    await look();
    expect((await seriesOf(item)).map(({ occurrence }) => occurrence)).toEqual([1, 2]);
  });

  it("makes the next one when its day comes by its own calendar, and leaves out what was slept through", async () => {
    const item = await create({ recurrence: everyFriday });
    now = new Date("2026-11-27T05:30:00Z"); // Thursday evening in San Salvador.
    await look();
    expect(await seriesOf(item)).toHaveLength(1);
    now = new Date("2026-11-27T06:30:00Z");
    await look();
    await look();
    expect((await seriesOf(item)).map(({ dueOn }) => dueOn)).toEqual(["2026-11-27", "2026-12-04"]);
    now = new Date("2026-12-24T12:00:00Z");
    await look();
    expect((await seriesOf(item)).at(-1)?.dueOn).toBe("2026-12-25");
    now = new Date("2026-11-24T12:00:00Z");
  });

  it("keeps its rhythm although one of them is put off, and takes a new pattern for those that follow", async () => {
    const item = await create();
    const { body: begun } = await recur(lead, item, everyFriday);
    const path = `/api/v1/actions/${item.id}`;
    await lead.patch(path, { version: begun.version, dueOn: "2026-12-02" });
    const finished = await done(item);
    expect(finished.recurrence?.next?.dueOn).toBe("2026-12-04");
    const second = await read(finished.recurrence?.next?.id ?? "");
    const monthly = { pattern: { unit: "month", every: 3, monthDay: 31 }, until: "2027-06-30" };
    await recur(expert, item, monthly);
    const third = (await done(second)).recurrence?.next;
    expect(third?.dueOn).toBe("2026-12-31");
    expect((await done(await read(third?.id ?? ""))).recurrence?.next?.dueOn).toBe("2027-03-31");
  });

  it("ends when it is told to, or after its last day, and can be taken up again", async () => {
    const item = await create({ recurrence: { ...everyFriday, until: "2026-12-01" } });
    const over = await done(item);
    expect(over.recurrence).toMatchObject({ isEnded: true, next: null });
    const { body: again } = await recur(lead, item, everyFriday);
    expect(again.recurrence).toMatchObject({ isEnded: false, next: { dueOn: "2026-12-04" } });
    const second = await read(again.recurrence?.next?.id ?? "");
    expect((await recur(lead, second, null)).body.recurrence?.isEnded).toBe(true);
    expect((await done(second)).recurrence?.next).toBeNull();
  });

  it("asks for a date and a pattern that exists, and is for who may change the item", async () => {
    const item = await create({ dueOn: undefined });
    expect((await recur(lead, item, everyFriday)).body.code).toBe("recurrence_needs_date");
    expect((await create({ dueOn: undefined, recurrence: everyFriday })).code).toBe(
      "recurrence_needs_date",
    );
    const never = { pattern: { unit: "week", every: 0, weekday: 8 } };
    expect((await recur(lead, item, never)).status).toBe(422);
    const stranger = await app.signIn("expert1.gt");
    expect((await recur(stranger, item, everyFriday)).body.code).toBe("not_allowed");
    const hidden = await app.signIn("focal.sica");
    expect((await recur(hidden, item, everyFriday)).status).toBe(404);
  });
});

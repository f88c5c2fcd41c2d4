import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionAct, WholeAction } from "@istmo/contracts";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";

describe("the history of an action item", () => {
  let app: TestApp;
  let lead: Browser;
  let expert: Browser;
  let office: Browser;
  beforeAll(async () => {
    app = await openTestApp({ now: new Date("2026-11-24T12:00:00Z") });
    lead = await app.signIn("lead.sv");
    expert = await app.signIn("expert1.sv");
    office = await app.signIn("reviewer");
  });
  afterAll(() => app.close());

  const create = async (over: object = {}) => {
    const wanted = { title: "Comparar los registros", language: "es", centreId: "centre-sv" };
    const body = { ...wanted, ownerId: "person-expert1-sv", ...over };
    return (await lead.post<WholeAction>("/api/v1/actions", body)).body;
  };
  const read = async (item: WholeAction) =>
    (await lead.get<WholeAction>(`/api/v1/actions/${item.id}`)).body;
  const change = async (by: Browser, item: WholeAction, body: object) => {
    const { version } = await read(item);
    const path = `/api/v1/actions/${item.id}`;
    return (await by.patch<WholeAction & Problem>(path, { version, ...body })).body;
  };
  const step = async (by: Browser, item: WholeAction, event: string, more: object = {}) => {
    const { version } = await read(item);
    const body = { version, event, ...more };
    return (await by.post<WholeAction & Problem>(`/api/v1/actions/${item.id}/steps`, body)).body;
  };
  const acts = async (by: Browser, item: WholeAction) => {
    const path = `/api/v1/actions/${item.id}/history`;
    return (await by.get<{ items: ActionAct[] }>(path)).body.items;
  };
  const undo = (by: Browser, item: WholeAction, act: ActionAct | undefined) =>
    by.post<WholeAction & Problem>(`/api/v1/actions/${item.id}/undo`, { actId: act?.id });

  it("takes an act back whole, as a change that says which one it undoes", async () => {
    const item = await create({ dueOn: "2026-12-10" });
    await change(lead, item, { dueOn: "2026-12-24", priority: "high", description: "Con Panamá." });
    const [act] = await acts(expert, item);
    expect(act).toMatchObject({ canUndo: true, undoes: null });
    const { body } = await undo(expert, item, act);
    expect(body).toMatchObject({
      ...{ dueOn: "2026-12-10", priority: "normal", description: null, dateSlips: 0, version: 3 },
    });
    const [undone, first, made] = await acts(expert, item);
    expect(undone).toMatchObject({ undoes: act?.id, by: { name: "Bálsamo El Salvador" } });
    expect([undone?.canUndo, first?.canUndo, made?.canUndo]).toEqual([true, false, false]);
    expect((await undo(expert, item, made)).body.code).toBe("not_undoable");
    const { body: redone } = await undo(lead, item, undone);
    expect(redone).toMatchObject({ dueOn: "2026-12-24", dateSlips: 1 });
  });

  it("refuses to take back what somebody has changed since, and says what they put there", async () => {
    const item = await create();
    await change(lead, item, { priority: "high" });
    const [act] = await acts(lead, item);
    await change(expert, item, { title: { language: "es", text: "Otro título" } });
    expect((await acts(lead, item)).map(({ canUndo }) => canUndo)).toEqual([true, true, false]);
    await change(expert, item, { priority: "low" });
    const { status, body } = await undo(lead, item, act);
    expect([status, body.code]).toEqual([409, "field_conflict"]);
    expect(body.details).toMatchObject({
      fields: [{ field: "priority", value: "low", by: { name: "Bálsamo El Salvador" } }],
    });
    expect(await read(item)).toMatchObject({ priority: "low" });
  });

  it("takes a line of the checklist back while the others stay, and a dependency", async () => {
    const [item, other] = [await create({ checklist: ["Uno", "Dos"] }), await create()];
    const path = `/api/v1/actions/${item.id}`;
    const [one, two] = item.checklist;
    await lead.post(`${path}/checklist`, { command: { do: "remove", id: one?.id } });
    const [removed] = await acts(lead, item);
    await expert.post(`${path}/checklist`, { command: { do: "tick", id: two?.id } });
    const { body } = await undo(lead, item, removed);
    expect(body.checklist).toEqual([one, { ...two, done: true }]);
    await lead.post(`${path}/dependencies`, { needsId: other.id });
    const [added] = await acts(lead, item);
    expect((await undo(lead, item, added)).body.waitsFor).toEqual([]);
    await lead.post(`/api/v1/actions/${other.id}/dependencies`, { needsId: item.id });
    const [taken] = await acts(lead, item);
    expect((await undo(lead, item, taken)).body.code).toBe("circular_dependency");
  });

  it("takes steps back with their event, and a verification only for who could reopen it", async () => {
    const item = await create();
    await step(expert, item, "mark_done", { evidence: "Tabla." });
    await step(lead, item, "verify");
    const [verified] = await acts(lead, item);
    expect(verified?.canUndo).toBe(false);
    for (const person of [lead, expert])
      expect((await undo(person, item, verified)).body.code).toBe("not_allowed");
    const { body: done } = await undo(office, item, verified);
    expect(done).toMatchObject({ state: "done", verifier: null });
    const moved = await app.client.event.findFirst({
      where: { type: "action.moved" },
      orderBy: { seq: "desc" },
    });
    expect(moved?.payload).toMatchObject({ from: "verified", to: "done", undone: true });
    const marked = (await acts(expert, item)).find(({ version }) => version === 2);
    expect((await undo(expert, item, marked)).body.code).toBe("field_conflict");
  });

  it("never makes somebody the owner of what they have verified", async () => {
    const item = await create();
    await change(lead, item, { ownerId: "person-lead-sv" });
    const [given] = await acts(lead, item);
    await undo(lead, item, given);
    await step(expert, item, "mark_done", { evidence: "Tabla." });
    await step(lead, item, "verify");
    const refused = await change(office, item, { ownerId: "person-lead-sv" });
    expect(refused.code).toBe("own_item");
  });

  it("is taken back by nobody who may not change the item, and not by a guess", async () => {
    const [item, other] = [await create(), await create()];
    await change(lead, item, { priority: "high" });
    const [act] = await acts(lead, item);
    const stranger = await app.signIn("expert1.gt");
    expect((await undo(stranger, item, act)).body.code).toBe("not_allowed");
    const hidden = await app.signIn("focal.sica");
    expect((await undo(hidden, item, act)).status).toBe(404);
    expect((await undo(lead, other, act)).status).toBe(404);
  });
});

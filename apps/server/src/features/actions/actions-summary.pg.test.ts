import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionItem, ActionsSummary } from "@istmo/contracts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

describe("the numbers of the action items", () => {
  let app: TestApp;
  let time = new Date("2026-11-24T12:00:00Z");
  beforeAll(async () => {
    app = await openTestApp({ now: () => time });
  });
  afterAll(() => app.close());

  const summaryOf = async (by: Browser, query = "") =>
    (await by.get<ActionsSummary>(`/api/v1/actions/summary${query}`)).body;
  const listed = async (by: Browser, query: string) =>
    (await by.get<{ items: ActionItem[] }>(`/api/v1/actions?limit=500&${query}`)).body.items;
  const make = async (by: Browser, over: object) =>
    (
      await by.post<ActionItem>("/api/v1/actions", {
        ...{ title: "Medir", language: "es", centreId: "centre-sv", ...over },
      })
    ).body;

  it.each(["head", "lead.sv", "expert1.gt", "focal.sica", "observer", "expert2.do"])(
    "are those of the list for %s, centre by centre",
    async (account) => {
      await app.client.person.update({
        where: { id: "person-expert2-do" },
        data: { clearedTo: "unclassified" },
      });
      await app.client.actionItem.updateMany({
        where: { centreId: "centre-gt", state: "blocked" },
        data: { organisationId: "org-sica", classification: "confidential" },
      });
      const person = await app.signIn(account);
      const { centres } = await summaryOf(person);
      const items = await listed(person, "sort=due");
      const waiting = items.filter(({ state }) =>
        ["open", "in_progress", "blocked"].includes(state),
      );
      const sum = (pick: (figures: ActionsSummary["centres"][number]) => number) =>
        centres.reduce((all, one) => all + pick(one), 0);
      expect(sum((one) => one.waiting)).toBe(waiting.length);
      expect(sum((one) => one.verified)).toBe(
        items.filter(({ state }) => state === "verified").length,
      );
      for (const { centreId, today, ...figures } of centres) {
        const within = `centre=${centreId ?? "office"}`;
        const overdue = await listed(person, `${within}&overdue=true`);
        expect(figures.overdue).toBe(overdue.length);
        expect(Object.values(figures.ageing).reduce((a, b) => a + b)).toBe(overdue.length);
        const soon = waiting.filter(
          (item) =>
            item.centreId === centreId &&
            item.dueOn !== null &&
            item.dueOn >= today &&
            item.dueOn < "2026-12-08",
        );
        expect(figures.dueSoon).toBe(soon.length);
        expect(figures.waiting).toBe(figures.overdue + figures.onTime + figures.noDate);
      }
    },
  );

  it("say who has how much to do, and that nobody does the rest", async () => {
    const lead = await app.signIn("lead.sv");
    const ownerId = "person-expert1-sv";
    await make(lead, { ownerId, dueOn: "2026-11-24" });
    await make(lead, {});
    const { load, nextDays, centres } = await summaryOf(lead, "?centre=centre-sv");
    expect(load.find(({ person }) => person?.id === ownerId)).toMatchObject({
      ...{ waiting: 2, overdue: 0, dueSoon: 1 },
    });
    expect(load.find(({ person }) => person === null)?.waiting).toBe(1);
    expect(await listed(lead, "owner=nobody&centre=centre-sv")).toHaveLength(1);
    expect(nextDays[0]).toEqual({ day: "2026-11-24", count: 1 });
    expect(nextDays).toHaveLength(14);
    expect(centres).toMatchObject([{ centreId: "centre-sv", dueToday: 1, noDate: 1 }]);
  });

  it("show a date that was put off", async () => {
    const lead = await app.signIn("lead.sv");
    const made = await make(lead, { dueOn: "2026-11-30" });
    await app.client.actionItem.update({ where: { id: made.id }, data: { dateSlips: 9 } });
    const { slipping } = await summaryOf(lead, "?centre=centre-sv");
    expect(slipping[0]).toMatchObject({ id: made.id, slips: 9, isLate: false });
  });

  it("rise week by week with what is taken on and what is finished, and fall when it is reopened", async () => {
    const lead = await app.signIn("lead.ni");
    const expert = await app.signIn("expert1.ni");
    const step = async (by: Browser, item: ActionItem, event: string, more: object = {}) =>
      (
        await by.post<ActionItem>(`/api/v1/actions/${item.id}/steps`, {
          ...{ version: item.version, event, ...more },
        })
      ).body;
    const last = async () => {
      const { weeks } = await summaryOf(lead, "?centre=centre-ni&weeks=4");
      expect(weeks).toHaveLength(5);
      return weeks;
    };
    const before = (await last()).at(-1);
    const finished = async () => {
      const made = await make(lead, { centreId: "centre-ni", ownerId: "person-expert1-ni" });
      return step(expert, await step(expert, made, "start"), "mark_done", { evidence: "Hecho." });
    };
    const done = await finished();
    await app.client.actionItem.update({ where: { id: done.id }, data: { createdAt: time } });
    time = new Date("2026-12-01T13:00:00Z");
    const back = await step(lead, done, "refuse", { reason: "Falta la firma." });
    expect(back.state).toBe("in_progress");
    const [then, now] = (await last()).slice(-2);
    expect([then?.all, then?.done]).toEqual([(before?.all ?? 0) + 1, (before?.done ?? 0) + 1]);
    expect([now?.all, now?.done]).toEqual([(before?.all ?? 0) + 1, before?.done]);
    await step(lead, back, "cancel", { reason: "Ya no hace falta." });
    expect((await last()).at(-1)?.all).toBe(before?.all);
  });
});

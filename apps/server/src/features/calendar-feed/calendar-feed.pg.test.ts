import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NewCalendarFeed } from "@istmo/contracts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

describe("the calendar of one's action items", () => {
  let app: TestApp;
  let expert: Browser;
  beforeAll(async () => {
    app = await openTestApp({ now: new Date("2026-11-24T12:00:00Z") });
    expert = await app.signIn("expert1.sv");
    await app.client.actionItem.createMany({
      data: [
        { id: "cal-mine", title: { es: "Entregar; y revisar" }, ownerId: "person-expert1-sv" },
        { id: "cal-helped", title: { es: "Ayudar" }, helperIds: ["person-expert1-sv"] },
        {
          ...{ id: "cal-secret", title: { es: "Operación con nombre" } },
          ...{ ownerId: "person-expert1-sv", classification: "confidential" },
        },
        { id: "cal-foreign", title: { es: "De otra persona" }, ownerId: "person-lead-sv" },
        { id: "cal-over", title: { es: "Terminada" }, ownerId: "person-expert1-sv", state: "done" },
      ].map((row, at) => ({
        ...{
          centreId: "centre-sv",
          dueOn: "2026-12-24",
          rank: `c${at}`,
          createdById: "person-head",
        },
        ...row,
      })),
    });
  });
  afterAll(() => app.close());

  const read = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${app.origin}${path}`, { headers });
  const newAddress = async () =>
    (await expert.post<NewCalendarFeed>("/api/v1/calendar-feed", {})).body.path;
  const remove = () =>
    fetch(`${app.origin}/api/v1/calendar-feed`, {
      method: "DELETE",
      headers: { cookie: expert.cookie },
    });

  it("shows what one owns or helps with, without a session and without a word of what is classified", async () => {
    const path = await newAddress();
    const answer = await read(path);
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    const text = await answer.text();
    expect(text).toContain("SUMMARY:Entregar\\; y revisar\r\n");
    expect(text).toContain("UID:cal-helped@istmo\r\n");
    expect(text).not.toMatch(/Operación|cal-foreign|cal-over/);
    await app.client.person.update({
      where: { id: "person-expert1-sv" },
      data: { clearedTo: "confidential" },
    });
    const cleared = await (await read(path)).text();
    expect(cleared).toContain("SUMMARY:Acción reservada\r\n");
    expect(cleared).not.toContain("Operación");
    await app.client.person.update({
      where: { id: "person-expert1-sv" },
      data: { clearedTo: "unclassified" },
    });
    expect(await (await read(path)).text()).not.toContain("cal-secret");
  });

  it("is not sent again while nothing has changed", async () => {
    const path = await newAddress();
    const tag = (await read(path)).headers.get("etag") ?? "";
    expect((await read(path, { "if-none-match": tag })).status).toBe(304);
    await app.client.actionItem.update({
      where: { id: "cal-mine" },
      data: { dueOn: "2026-12-28", version: 2 },
    });
    expect((await read(path, { "if-none-match": tag })).status).toBe(200);
  });

  it("has an address that is said once, replaced, and taken away", async () => {
    const first = await newAddress();
    const token = /calendar\/(.*)\.ics/.exec(first)?.[1] ?? "";
    const rows = await app.client.calendarFeed.findMany();
    expect(JSON.stringify(rows)).not.toContain(token);
    const key = { "idempotency-key": "a-calendar-address" };
    const second = await expert.post<NewCalendarFeed>("/api/v1/calendar-feed", {}, key);
    expect(JSON.stringify(await app.client.idempotencyKey.findMany())).not.toContain("/calendar/");
    expect([(await read(first)).status, (await read(second.body.path)).status]).toEqual([404, 200]);
    await remove();
    expect((await read(second.body.path)).status).toBe(404);
    expect((await expert.get("/api/v1/calendar-feed")).body).toEqual({ createdAt: null });
  });

  it("shows nothing of somebody who has left", async () => {
    const path = await newAddress();
    await app.client.person.update({
      where: { id: "person-expert1-sv" },
      data: { deactivatedAt: new Date("2026-11-24T11:00:00Z") },
    });
    expect((await read(path)).status).toBe(404);
  });

  it("is asked for a limited number of times, and guessed at fewer", async () => {
    const tries = [];
    for (let at = 0; at < 30; at += 1)
      tries.push((await read(`/calendar/${"x".repeat(43)}.ics`)).status);
    expect(tries.at(-1)).toBe(429);
  });
});

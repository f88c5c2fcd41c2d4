import type { CentreEscalation, Notice, NotificationSettings, WholeAction } from "@istmo/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";

/** A Tuesday, ten in the morning in Panama. */
const time = { now: new Date("2026-11-24T15:00:00Z") };
const moveTo = (moment: string) => (time.now = new Date(moment));
let app: TestApp;
let lead: Browser;
let expert: Browser;
let reviewer: Browser;
const person = "person-expert1-gt";

beforeAll(async () => {
  app = await openTestApp({ now: () => time.now });
  lead = await app.signIn("lead.gt");
  expert = await app.signIn("expert1.gt");
  reviewer = await app.signIn("reviewer");
  await app.client.person.updateMany({ data: { timeZone: "America/Panama" } });
  // What the demonstration brings is out of the way.
  await app.client.actionItem.updateMany({ data: { state: "cancelled" } });
  await app.tellNow();
  await app.client.notification.deleteMany();
});
afterAll(() => app.close());

async function create(over: object = {}): Promise<WholeAction> {
  const { body, status } = await lead.post<WholeAction & Problem>("/api/v1/actions", {
    ...{ title: "Enviar el informe", language: "es", centreId: "centre-gt", priority: "normal" },
    ...{ ownerId: person, ...over },
  });
  expect([status, body.code]).toEqual([201, undefined]);
  await app.tellNow();
  return body;
}
const mailsTo = (account: string) =>
  app.client.mail.findMany({
    where: { to: `${account}@istmo.demo`, kind: { startsWith: "notice_" } },
    orderBy: { createdAt: "asc" },
  });
async function about(by: Browser, id: string): Promise<Notice[]> {
  await app.tellNow();
  const { body } = await by.get<{ items: Notice[] }>("/api/v1/notifications?limit=200");
  return body.items.filter(({ subject }) => subject.id === id);
}
const settings = "/api/v1/me/notification-settings";
async function choose(by: Browser, over: Partial<NotificationSettings>): Promise<void> {
  const { body } = await by.get<NotificationSettings>(settings);
  const channels = { ...body.channels, ...over.channels };
  expect((await by.put(settings, { ...body, ...over, channels })).status).toBe(200);
}

describe("the daily digest", () => {
  it("comes once at the person's hour, by reason with links, and holds no classified title", async () => {
    const open = await create();
    const secret = await create({ title: "Plan reservado" });
    await app.client.actionItem.update({
      where: { id: secret.id },
      data: { classification: "confidential" },
    });
    const read = await create({ title: "Ya lo leí" });
    const [notice] = await about(expert, read.id);
    await expert.post("/api/v1/notifications/marks", { as: "read", ids: [notice?.id] });
    await app.client.person.update({ where: { id: person }, data: { clearedTo: "confidential" } });
    expect(await mailsTo("expert1.gt"), "nobody chose to be told at once").toEqual([]);

    moveTo("2026-11-25T11:59:00Z");
    await app.tellNow();
    expect(await mailsTo("expert1.gt")).toEqual([]);
    moveTo("2026-11-25T12:00:00Z");
    const other = await openTestApp({ now: () => time.now, beside: app });
    await Promise.all([app.tellNow(), other.tellNow(), app.tellNow(), other.tellNow()]);
    await other.close();
    const [mail, ...more] = await mailsTo("expert1.gt");
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ kind: "notice_digest", subject: "Istmo: 2 avisos de hoy" });
    expect(mail?.text).toContain("— Se le asignó (2)");
    expect(mail?.text).toMatch(
      new RegExp(`Acción: «Enviar el informe»\nhttp://\\S+/actions\\?action=${open.id}\n`),
    );
    expect(mail?.text).toContain(`/actions?action=${secret.id}`);
    expect(mail?.text).not.toContain("Plan reservado");
    expect(mail?.text).not.toContain("Ya lo leí");

    await create({ title: "Más tarde" });
    moveTo("2026-11-25T20:00:00Z");
    await app.tellNow();
    expect(await mailsTo("expert1.gt"), "the rest waits for tomorrow").toHaveLength(1);
    // A server that was away sends one, not one for each day.
    moveTo("2026-11-28T20:00:00Z");
    await app.tellNow();
    const [, second, ...others] = await mailsTo("expert1.gt");
    expect(others).toEqual([]);
    expect(second?.text).toContain("Más tarde");
    expect(second?.text).not.toContain("Enviar el informe");
  });

  it("is written in the person's language, and left out where all has been read", async () => {
    await app.client.person.update({ where: { id: person }, data: { locale: "en" } });
    const { id } = await create({ title: "Informe" });
    moveTo("2026-11-29T12:30:00Z");
    await app.tellNow();
    const mail = (await mailsTo("expert1.gt")).at(-1);
    expect(mail).toMatchObject({ subject: "Istmo: one notice for today" });
    expect(mail?.text).toContain("Action: “Informe”");
    const sent = (await mailsTo("expert1.gt")).length;
    const second = await create({ title: "Otro" });
    const [notice] = await about(expert, second.id);
    await expert.post("/api/v1/notifications/marks", { as: "done", ids: [notice?.id] });
    moveTo("2026-11-30T12:30:00Z");
    await app.tellNow();
    expect(await mailsTo("expert1.gt")).toHaveLength(sent);
    expect((await about(expert, id)).length).toBe(1);
    await app.client.person.update({ where: { id: person }, data: { locale: "es" } });
  });

  it("comes by the clocks of the person's zone, on the day on which they change too", async () => {
    await choose(expert, { timeZone: "America/New_York", digestHour: 7 });
    const due = async (before: string, at: string) => {
      const sent = (await mailsTo("expert1.gt")).length;
      await create({ title: at });
      moveTo(before);
      await app.tellNow();
      expect(await mailsTo("expert1.gt"), before).toHaveLength(sent);
      moveTo(at);
      await app.tellNow();
      expect(await mailsTo("expert1.gt"), at).toHaveLength(sent + 1);
    };
    moveTo("2027-03-12T18:00:00Z");
    await app.tellNow();
    // Seven is noon in UTC in winter, and eleven from the Sunday on which the clocks go forward.
    await due("2027-03-13T11:59:00Z", "2027-03-13T12:00:00Z");
    await due("2027-03-14T10:59:00Z", "2027-03-14T11:00:00Z");
    await choose(expert, { timeZone: "America/Panama" });
  });
});

describe("a mail at once", () => {
  it("is sent for the reasons that somebody chose, and held by their quiet hours over midnight", async () => {
    const channels = { assigned: "at_once" } as NotificationSettings["channels"];
    await choose(expert, { channels, quiet: { from: "20:00", until: "06:30" } });
    moveTo("2027-04-06T20:00:00Z");
    await create({ title: "De día" });
    const sent = await mailsTo("expert1.gt");
    expect(sent.at(-1)).toMatchObject({ kind: "notice_now", subject: "Istmo: un aviso" });

    moveTo("2027-04-07T04:00:00Z");
    const read = await create({ title: "De noche, leído" });
    await create({ title: "De noche" });
    const [notice] = await about(expert, read.id);
    await expert.post("/api/v1/notifications/marks", { as: "read", ids: [notice?.id] });
    moveTo("2027-04-07T11:29:00Z");
    await app.tellNow();
    expect(await mailsTo("expert1.gt")).toHaveLength(sent.length);
    moveTo("2027-04-07T11:30:00Z");
    await Promise.all([app.tellNow(), app.tellNow()]);
    const morning = (await mailsTo("expert1.gt")).slice(sent.length);
    expect(morning).toHaveLength(1);
    expect(morning[0]?.text).toContain("De noche»");
    expect(morning[0]?.text).not.toContain("De noche, leído");
    await choose(expert, {
      channels: { assigned: "digest" } as NotificationSettings["channels"],
      quiet: null,
    });
  });
});

describe("a due date", () => {
  it("is told when it is near and when it has passed, once for each date, by the person's calendar", async () => {
    moveTo("2027-05-03T15:00:00Z");
    const { id, version } = await create({ dueOn: "2027-05-10" });
    const reasons = async () => (await about(expert, id)).map(({ reason }) => reason);
    expect(await reasons()).toEqual(["assigned"]);
    // The 7th begins in Panama at five in the morning of UTC.
    moveTo("2027-05-07T04:59:00Z");
    expect(await reasons()).toEqual(["assigned"]);
    moveTo("2027-05-07T05:00:00Z");
    expect(await reasons()).toEqual(["due_soon", "assigned"]);
    moveTo("2027-05-08T15:00:00Z");
    expect(await reasons()).toEqual(["due_soon", "assigned"]);
    await lead.patch(`/api/v1/actions/${id}`, { version, dueOn: "2027-05-11" });
    moveTo("2027-05-09T15:00:00Z");
    expect((await reasons()).filter((one) => one === "due_soon")).toHaveLength(2);
    moveTo("2027-05-12T15:00:00Z");
    expect((await reasons())[0]).toBe("overdue");
    moveTo("2027-05-13T15:00:00Z");
    expect((await reasons()).filter((one) => one === "overdue")).toHaveLength(1);
  });

  it("of a promise is told to who gives its evidence", async () => {
    moveTo("2027-06-01T15:00:00Z");
    const { body: made } = await reviewer.post<{ id: string; version: number }>(
      "/api/v1/commitments",
      {
        ...{ title: { es: "Publicar" }, evidenceWanted: { es: "Publicado" } },
        ...{ body: { kind: "organisation", id: "org-sica" }, dueOn: "2027-06-20" },
        origin: { consultationId: "cons-mm-2026-p1" },
      },
    );
    const sica = await app.signIn("focal.sica");
    const path = `/api/v1/commitments/${made.id}/steps`;
    await sica.post(path, { version: made.version, event: "agree" });
    moveTo("2027-06-06T15:00:00Z");
    expect((await about(sica, made.id))[0]?.reason).toBe("due_soon");
    expect((await about(await app.signIn("focal.oas"), made.id)).length).toBe(0);
  });
});

describe("what stands still", () => {
  const path = "/api/v1/centres/centre-gt/escalation";

  it("is told to the lead, and days later to the office, by the rule of the centre, and once", async () => {
    moveTo("2027-07-01T15:00:00Z");
    const { id } = await create({ dueOn: "2027-07-02" });
    const escalated = async (by: Browser) =>
      (await about(by, id)).filter(({ reason }) => reason === "escalated");
    moveTo("2027-07-04T15:00:00Z");
    expect(await escalated(lead)).toEqual([]);
    moveTo("2027-07-05T15:00:00Z");
    const [first] = await escalated(lead);
    expect(first?.detail).toEqual({ cause: "overdue", days: 3, dueOn: "2027-07-02" });
    expect(await escalated(reviewer)).toEqual([]);
    expect(await escalated(expert), "the owner knows").toEqual([]);

    const { body: rule } = await lead.get<CentreEscalation>(path);
    expect(rule).toMatchObject({ overdueToLead: 3, overdueToOffice: 10, version: 0, maySet: true });
    const { overdueToLead, blockedToLead, blockedToOffice, version } = rule;
    const days = { overdueToLead, blockedToLead, blockedToOffice };
    const wanted = { ...days, overdueToOffice: 4, version };
    expect((await reviewer.put<Problem>(path, wanted)).body.code).toBe("not_allowed");
    expect((await (await app.signIn("focal.sica")).get(path)).status).toBe(404);
    const wrong = { ...wanted, overdueToOffice: 2 };
    expect((await lead.put<Problem>(path, wrong)).body.code).toBe("escalation_out_of_order");
    expect((await lead.put<CentreEscalation>(path, wanted)).body).toMatchObject({ version: 1 });
    expect((await lead.put<Problem>(path, wanted)).body.code).toBe("stale_version");

    moveTo("2027-07-06T15:00:00Z");
    expect(await escalated(reviewer)).toHaveLength(1);
    const other = await openTestApp({ now: () => time.now, beside: app });
    moveTo("2027-07-20T15:00:00Z");
    await Promise.all([app.tellNow(), other.tellNow(), app.tellNow()]);
    await other.close();
    expect(await escalated(reviewer)).toHaveLength(1);
    expect(await escalated(lead)).toHaveLength(1);
    expect((await about(await app.signIn("lead.pa"), id)).length).toBe(0);
  });

  it("is also what is blocked for days", async () => {
    moveTo("2027-08-02T15:00:00Z");
    const { id } = await create();
    const blocked = { event: "block", reason: "Falta la firma" };
    const started = await expert.post<WholeAction>(`/api/v1/actions/${id}/steps`, {
      ...{ version: 1, event: "start" },
    });
    await expert.post(`/api/v1/actions/${id}/steps`, { version: started.body.version, ...blocked });
    moveTo("2027-08-06T15:00:00Z");
    expect((await about(lead, id)).map(({ reason }) => reason)).toEqual(["blocked"]);
    moveTo("2027-08-07T15:00:00Z");
    const [first] = await about(lead, id);
    expect(first).toMatchObject({ reason: "escalated", detail: { cause: "blocked", days: 5 } });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ManagedPerson, ManagedPersonDetail } from "@istmo/contracts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

type List<Item> = { items: Item[]; nextCursor: string | null };

describe("people", () => {
  let app: TestApp;
  let admin: Browser;
  let head: Browser;
  const now = new Date("2026-11-24T15:00:00Z");
  const reason = "Cambio de funciones";
  beforeAll(async () => {
    app = await openTestApp({ now });
    admin = await app.signIn("admin");
    head = await app.signIn("head");
  });
  afterAll(() => app.close());

  const list = async (by: Browser, query = "") =>
    (await by.get<List<ManagedPerson>>(`/api/v1/admin/people?limit=200${query}`)).body.items;
  const find = async (id: string, by = admin) =>
    (await by.get<ManagedPersonDetail>(`/api/v1/admin/people/${id}`)).body;
  const act = (by: Browser, id: string, step: string, body: object = { reason }) =>
    by.post<ManagedPersonDetail & { code: string }>(
      `/api/v1/admin/people/${id}${step === "" ? "" : `/${step}`}`,
      body,
    );
  const auditOf = (subjectId: string, kind: string) =>
    app.client.auditEntry.findFirst({ where: { subjectId, kind }, orderBy: { seq: "desc" } });
  const eventsOf = async (type: string) =>
    (await app.client.event.findMany({ where: { type }, orderBy: { seq: "desc" } })).map(
      ({ payload, audience }) => ({ payload, audience }),
    );

  it("are all shown to who manages them and to the office, and those of one's own to leads", async () => {
    expect(await list(admin)).toHaveLength(await app.client.person.count());
    expect(await list(await app.signIn("reviewer"))).toHaveLength(await app.client.person.count());
    const lead = await app.signIn("lead.gt");
    const mine = await list(lead);
    expect(mine.map(({ id }) => id).sort()).toEqual([
      "person-expert1-gt",
      "person-expert2-gt",
      "person-lead-gt",
    ]);
    expect((await lead.get("/api/v1/admin/people/person-lead-pa")).status).toBe(404);
    expect((await lead.get("/api/v1/admin/people/person-expert1-gt")).status).toBe(200);
    const focal = await list(await app.signIn("focal.sica"));
    expect(focal.map(({ id }) => id)).toContain("person-focal-sica");
    expect(focal.map(({ id }) => id)).not.toContain("person-focal-oas");
    for (const account of ["expert1.gt", "policy.gt", "observer"]) {
      const other = await app.signIn(account);
      expect((await other.get("/api/v1/admin/people")).status).toBe(403);
      expect((await other.get("/api/v1/admin/people/person-admin")).status).toBe(403);
    }
  });

  it("are found by part of a name or address, whatever the accents and the case", async () => {
    await app.client.person.create({
      data: { id: "person-nandu", name: "Íñigo Ñandú Pérez", email: "inigo_n@example.org" },
    });
    for (const search of ["ÑANDU", "inigo", "perez", "Íñig", "INIGO_N@"])
      expect(
        (await list(admin, `&search=${encodeURIComponent(search)}`)).map(({ id }) => id),
      ).toEqual(["person-nandu"]);
    // Signs of patterns are letters like others.
    expect(await list(admin, "&search=%25")).toEqual([]);
    expect((await list(admin, "&state=without_post")).map(({ id }) => id)).toEqual([
      "person-nandu",
    ]);
    const leads = await list(admin, "&role=centre_lead");
    expect(leads).toHaveLength(5);
    const ofPanama = await list(admin, "&role=centre_lead&centre=centre-pa");
    expect(ofPanama.map(({ id }) => id)).toEqual(["person-lead-pa"]);
  });

  it("come in pages that together hold everybody once", async () => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string = cursor === null ? "" : `&cursor=${cursor}`;
      const page = await admin.get<List<ManagedPerson>>(`/api/v1/admin/people?limit=7${more}`);
      ids.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(await app.client.person.count());
  });

  it("are changed by who manages them, in plain addresses that nobody else has", async () => {
    await app.client.person.update({
      where: { id: "person-expert1-ni" },
      data: { clearedTo: "unclassified" },
    });
    const { version, abilities } = await find("person-expert1-ni");
    expect(abilities).toMatchObject({ edit: true, givePost: true, deactivate: true, clear: false });
    const change = (body: object, by = admin) =>
      act(by, "person-expert1-ni", "", { version, ...body });
    expect((await change({ email: "еxpert1@istmo.demo" })).body.code).toBe("email_not_plain");
    expect((await change({ email: "HEAD@istmo.demo" })).body.code).toBe("email_taken");
    const reviewer = await app.signIn("reviewer");
    expect((await change({ name: "X" }, reviewer)).body.code).toBe("not_allowed");
    const { body } = await change({ name: "Ceiba Nicaragua", email: "Ceiba.NI@Istmo.Demo" });
    expect(body).toMatchObject({ name: "Ceiba Nicaragua", email: "ceiba.ni@istmo.demo" });
    expect((await change({ name: "Otra" })).body.code).toBe("stale_version");
    const mail = await app.client.mail.findFirstOrThrow({ where: { kind: "email_changed" } });
    expect(mail.to).toBe("expert1.ni@istmo.demo");
    expect((await auditOf("person-expert1-ni", "person.changed"))?.body).toContain(
      "ceiba.ni@istmo.demo",
    );
  });

  it("who are cleared for more than an administrator keep the address that they have", async () => {
    const { version } = await find("person-lead-sv");
    const change = { version, email: "lead.sv@example.org" };
    expect((await act(admin, "person-lead-sv", "", change)).body.code).toBe("above_clearance");
    const byHead = await act(head, "person-lead-sv", "", change);
    expect(byHead.body.email).toBe("lead.sv@example.org");
    const name = { version: byHead.body.version, name: "Otro nombre" };
    expect((await act(admin, "person-lead-sv", "", name)).body.name).toBe("Otro nombre");
  });

  it("who are deactivated are out at once, and come back when reactivated", async () => {
    const expert = await app.signIn("expert2.do");
    expect((await act(admin, "person-expert2-do", "reactivate")).body.code).toBe("not_deactivated");
    const { body } = await act(admin, "person-expert2-do", "deactivate");
    expect(body.deactivatedAt).toBe(now.toISOString());
    expect(body.posts).toHaveLength(1);
    expect(body.signIn.sessions).toBe(0);
    expect((await expert.get("/api/v1/me")).status).toBe(401);
    await expect(app.signIn("expert2.do")).rejects.toThrow();
    expect((await eventsOf("session.ended"))[0]).toEqual({
      payload: { personId: "person-expert2-do", sessionId: null },
      audience: [],
    });
    expect((await eventsOf("access.changed"))[0]).toEqual({
      payload: { subjects: ["person:person-expert2-do"], paperId: null },
      audience: ["person:person-expert2-do"],
    });
    expect((await act(admin, "person-expert2-do", "deactivate")).body.code).toBe(
      "already_deactivated",
    );
    expect((await auditOf("person-expert2-do", "person.deactivated"))?.body).toContain(reason);
    expect((await act(admin, "person-expert2-do", "reactivate")).body.deactivatedAt).toBeNull();
    expect((await (await app.signIn("expert2.do")).get("/api/v1/me")).status).toBe(200);
  });

  it("keep their last administrator", async () => {
    expect((await act(head, "person-admin", "deactivate")).body.code).toBe("last_administrator");
    expect((await act(admin, "person-admin", "deactivate")).body.code).toBe("last_administrator");
    expect((await find("person-admin")).deactivatedAt).toBeNull();
  });

  it("are cleared by the head of office alone, with a reason", async () => {
    const clear = (by: Browser, level: string) =>
      act(by, "person-expert1-sv", "clearance", { level, reason });
    expect((await clear(admin, "strictly_confidential")).body.code).toBe("not_allowed");
    const { body } = await clear(head, "strictly_confidential");
    expect(body.clearedTo).toBe("strictly_confidential");
    expect((await clear(head, "strictly_confidential")).body.code).toBe("same_clearance");
    const entry = await auditOf("person-expert1-sv", "person.cleared");
    expect(entry?.body).toContain('"after":{"clearedTo":"strictly_confidential"}');
    const empty = await act(head, "person-expert1-sv", "clearance", { level: "unclassified" });
    expect(empty.status).toBe(422);
  });

  it("are signed out everywhere, and may sign in again", async () => {
    const phone = await app.signIn("lead.do");
    const desk = await app.signIn("lead.do");
    expect((await act(admin, "person-lead-do", "sign-out")).body.signIn.sessions).toBe(0);
    for (const browser of [phone, desk]) expect((await browser.get("/api/v1/me")).status).toBe(401);
    expect((await auditOf("person-lead-do", "person.signed_out"))?.body).toContain('"sessions":2');
    await app.signIn("lead.do");
  });

  it("who lost their sign-in get a link for a new password, and nothing else opens the account", async () => {
    const id = "person-expert1-pa";
    await app.client.authenticator.create({
      data: { personId: id, secret: "-", confirmedAt: now },
    });
    await app.client.recoveryCode.create({ data: { id: "code", personId: id, hash: "-" } });
    await app.client.passkey.create({
      data: {
        ...{ id: "key", personId: id, name: "Teléfono", counter: 0, isBackedUp: false },
        publicKey: Buffer.from(""),
      },
    });
    expect((await find(id)).signIn).toMatchObject({ hasTotp: true, passkeys: 1 });
    const { body } = await act(admin, id, "reset-sign-in");
    expect(body.signIn).toMatchObject({ hasTotp: false, passkeys: 0, sessions: 0 });
    expect(await app.client.recoveryCode.count({ where: { personId: id } })).toBe(0);
    const mail = await app.client.mail.findFirstOrThrow({
      where: { to: "expert1.pa@istmo.demo" },
      orderBy: { createdAt: "desc" },
    });
    expect(mail.kind).toBe("password_reset");
    expect(mail.text).toContain("/reset-password#");
    for (const kind of ["totp.removed", "passkey.removed", "person.signed_out"])
      expect((await auditOf(id, kind))?.body).toContain(reason);
  });

  it("give one answer to a repeated request", async () => {
    const key = { "idempotency-key": "sign-out-once" };
    const path = "/api/v1/admin/people/person-lead-ni/sign-out";
    await app.signIn("lead.ni");
    const first = await admin.post(path, { reason }, key);
    expect(await admin.post(path, { reason }, key)).toMatchObject({ body: first.body });
    const entries = { subjectId: "person-lead-ni", kind: "person.signed_out" };
    expect(await app.client.auditEntry.count({ where: entries })).toBe(1);
  });
});

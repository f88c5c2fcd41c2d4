import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Invitation, InvitationLook, Me } from "@istmo/contracts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

type List<Item> = { items: Item[]; nextCursor: string | null };
type Signed = { user: { id: string; email: string }; code: string };

describe("invitations", () => {
  let app: TestApp;
  let admin: Browser;
  let lead: Browser;
  let now = new Date("2026-11-24T15:00:00Z");
  const password = "tormenta-lagarto-violeta-19";
  beforeAll(async () => {
    app = await openTestApp({ now: () => now });
    admin = await app.signIn("admin");
    lead = await app.signIn("lead.gt");
  });
  afterAll(() => app.close());

  let made = 0;
  const newAddress = () => `invited${++made}@example.org`;
  const invite = (by: Browser, over: object = {}) =>
    by.post<Invitation & { code: string }>("/api/v1/invitations", {
      ...{ email: newAddress(), name: "Ana Ñandú", locale: "es" },
      ...{ role: "expert", centreId: "centre-gt", ...over },
    });
  const mailTo = (to: string) =>
    app.client.mail.findFirstOrThrow({
      where: { to, kind: "invitation" },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    });
  const tokenTo = async (to: string) => {
    const mails = await app.client.mail.findMany({ where: { to, kind: "invitation" } });
    const tokens = mails.map(({ text }) => /\/invitation#([\w-]{43})$/m.exec(text)?.[1] ?? "");
    const unused = await Promise.all(tokens.map((token) => look(token)));
    const index = unused.findIndex(({ status }) => status === 200);
    return tokens[index === -1 ? tokens.length - 1 : index] ?? "";
  };
  const look = (token: string) =>
    app.stranger().post<InvitationLook & { code: string }>("/api/auth/invitation/look", { token });
  const accept = (token: string, over: object = { password }, by = app.stranger()) =>
    by.post<Signed>("/api/auth/invitation/accept", { token, ...over });
  const cookieOf = (headers: Headers) =>
    headers
      .getSetCookie()
      .map((it) => it.split(";")[0])
      .join("; ");

  it("lead from a mail to a person with a post and a session", async () => {
    const { status, body } = await invite(lead, { email: "Ana.Ruiz@Example.org", locale: "en" });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      email: "ana.ruiz@example.org",
      state: "pending",
      invitedBy: { id: "person-lead-gt" },
      expiresAt: "2026-12-01T15:00:00.000Z",
    });
    const mail = await mailTo("ana.ruiz@example.org");
    expect(mail.subject).toMatch(/^Invitation to Istmo: Expert, /);
    expect(mail.text).toContain("1 December 2026");
    const token = await tokenTo("ana.ruiz@example.org");
    expect(mail.text).toContain(`${app.origin}/invitation#${token}\n`);
    // Only its hash is kept, and no log nor audit entry holds it.
    const row = await app.client.invitation.findUniqueOrThrow({ where: { id: body.id } });
    expect(row.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await app.client.auditEntry.count({ where: { body: { contains: token } } })).toBe(0);

    const looked = await look(token);
    expect(looked.body).toMatchObject({
      name: "Ana Ñandú",
      role: "expert",
      centreId: "centre-gt",
      hasAccount: false,
    });
    expect(looked.body.body?.es).toContain("Centro de Excelencia");
    expect((await accept(token, {})).body.code).toBe("password_too_weak");
    expect((await accept(token, { password: "1234567890123" })).body.code).toBe(
      "password_too_weak",
    );
    const accepted = await accept(token, { password, name: "Ana Ruiz", locale: "en" });
    expect(accepted.body.user.email).toBe("ana.ruiz@example.org");
    const answer = await fetch(`${app.origin}/api/v1/me`, {
      headers: { cookie: cookieOf(accepted.headers) },
    });
    expect((await answer.json()) as Me).toMatchObject({
      name: "Ana Ruiz",
      locale: "en",
      clearedTo: "unclassified",
      posts: [{ role: "expert", centreId: "centre-gt" }],
    });
    const signIn = await app.stranger().post("/api/auth/sign-in/email", {
      ...{ email: "ana.ruiz@example.org", password },
    });
    expect(signIn.status).toBe(200);
    const kinds = await app.client.auditEntry.findMany({
      where: { actorId: accepted.body.user.id },
      orderBy: { seq: "asc" },
    });
    expect(kinds.map(({ kind }) => kind).slice(0, 3)).toEqual([
      "invitation.accepted",
      "post.given",
      "sign_in.succeeded",
    ]);
    expect((await accept(token)).body.code).toBe("link_used");
    expect((await look(token)).body.code).toBe("link_used");
  });

  it("reach as far as one's own post", async () => {
    const observer = { role: "observer", centreId: null, organisationId: "org-sica" };
    const focal = await app.signIn("focal.sica");
    const reviewer = await app.signIn("reviewer");
    const headPost = { role: "head", centreId: null };
    const cases: [Browser, object, number][] = [
      [lead, { centreId: "centre-pa" }, 403],
      [lead, { role: "centre_lead" }, 403],
      [lead, observer, 403],
      [focal, observer, 201],
      [focal, { ...observer, organisationId: "org-oas" }, 403],
      [reviewer, observer, 201],
      [reviewer, headPost, 403],
      [admin, headPost, 201],
      [await app.signIn("expert1.gt"), {}, 403],
    ];
    for (const [by, over, status] of cases) expect((await invite(by, over)).status).toBe(status);
    expect((await (await app.signIn("expert1.gt")).get("/api/v1/invitations")).status).toBe(403);
  });

  it.each([
    ["look-alike letters", { email: "аna@example.org" }, "email_not_plain"],
    ["a host of other letters", { email: "ana@exаmple.org" }, "email_not_plain"],
    ["a post without its centre", { centreId: null }, "post_malformed"],
    ["a post that ends today", { endsOn: "2026-11-24" }, "post_ends_too_soon"],
    ["an unknown centre", { centreId: "centre-xx" }, "unknown_centre"],
  ])("with %s are refused", async (_what, over, code) => {
    expect((await invite(admin, over)).body.code).toBe(code);
  });

  it("take names and addresses with line breaks for what they are", async () => {
    const email = newAddress();
    const { body } = await invite(admin, { email, name: "Ana\r\nBcc: all@example.org" });
    expect(body.name).toBe("Ana Bcc: all@example.org");
    const broken = await invite(admin, { email: "ana@example.org\r\nBcc: all@example.org" });
    expect(broken.body.code).toBe("email_not_plain");
  });

  it("answer alike for who has an account and who has none", async () => {
    const shapeOf = ({ status, body }: { status: number; body: Invitation }) => [
      status,
      Object.keys(body),
      body.state,
    ];
    const known = await invite(lead, { email: "expert1.pa@istmo.demo" });
    const unknown = await invite(lead);
    expect(shapeOf(known)).toEqual(shapeOf(unknown));
    const token = await tokenTo("expert1.pa@istmo.demo");
    expect((await look(token)).body.hasAccount).toBe(true);
  });

  it("of somebody with an account are accepted by them alone, signed in", async () => {
    const token = await tokenTo("expert1.pa@istmo.demo");
    expect((await accept(token)).body.code).toBe("sign_in_to_accept");
    expect((await accept(token, {}, lead)).body.code).toBe("sign_in_to_accept");
    const owner = await app.signIn("expert1.pa");
    expect((await accept(token, {}, owner)).body.user.id).toBe("person-expert1-pa");
    const { body } = await owner.get<Me>("/api/v1/me");
    expect(body.posts.map(({ centreId }) => centreId).sort()).toEqual(["centre-gt", "centre-pa"]);
    expect((await accept(token, {}, owner)).body.code).toBe("link_used");
  });

  it("to a post that somebody holds already do not give it twice", async () => {
    await invite(lead, { email: "expert1.gt@istmo.demo" });
    const token = await tokenTo("expert1.gt@istmo.demo");
    const owner = await app.signIn("expert1.gt");
    expect((await accept(token, {}, owner)).body.code).toBe("post_overlaps");
    expect((await look(token)).status).toBe(200);
  });

  it("give nobody a post who sent them", async () => {
    await invite(admin, { email: "admin@istmo.demo", role: "head", centreId: null });
    const token = await tokenTo("admin@istmo.demo");
    expect((await accept(token, {}, admin)).body.code).toBe("own_post");
    const { body } = await admin.get<Me>("/api/v1/me");
    expect(body.posts.map(({ role }) => role)).toEqual(["admin"]);
  });

  it("are used once, however many accept at the same time", async () => {
    const { body } = await invite(admin);
    const token = await tokenTo(body.email);
    const answers = await Promise.all([accept(token), accept(token), accept(token)]);
    expect(answers.map(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await app.client.person.count({ where: { email: body.email } })).toBe(1);
    const person = await app.client.person.findUniqueOrThrow({ where: { email: body.email } });
    expect(await app.client.post.count({ where: { personId: person.id } })).toBe(1);
  });

  it("to one address for two posts make one person", async () => {
    const email = newAddress();
    await invite(admin, { email });
    await invite(admin, { email, centreId: "centre-pa" });
    const mails = await app.client.mail.findMany({ where: { to: email } });
    const tokens = mails.map(({ text }) => /#([\w-]{43})$/m.exec(text)?.[1] ?? "");
    const answers = await Promise.all(tokens.map((token) => accept(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(answers.find(({ status }) => status === 401)?.body.code).toBe("sign_in_to_accept");
  });

  it("sent again or anew make the link before them useless", async () => {
    const { body } = await invite(admin);
    const first = await tokenTo(body.email);
    const again = await admin.post<Invitation>(`/api/v1/invitations/${body.id}/resend`, {});
    expect(again.body.state).toBe("pending");
    expect((await look(first)).body.code).toBe("link_unknown");
    const second = await tokenTo(body.email);
    expect(second).not.toBe(first);
    const anew = await invite(admin, { email: body.email });
    expect(anew.body.id).not.toBe(body.id);
    expect((await look(second)).body.code).toBe("link_expired");
    const { body: list } = await admin.get<List<Invitation>>("/api/v1/invitations?limit=200");
    expect(list.items.find(({ id }) => id === body.id)?.state).toBe("revoked");
  });

  it("are revoked and sent again by those who could have sent them", async () => {
    const { body } = await invite(lead);
    const other = await app.signIn("lead.pa");
    for (const step of ["revoke", "resend"])
      expect((await other.post(`/api/v1/invitations/${body.id}/${step}`, {})).status).toBe(404);
    const mine = await lead.get<List<Invitation>>("/api/v1/invitations?limit=200&state=pending");
    expect(mine.body.items.map(({ id }) => id)).toContain(body.id);
    expect(mine.body.items.every(({ centreId }) => centreId === "centre-gt")).toBe(true);
    const theirs = await other.get<List<Invitation>>("/api/v1/invitations?limit=200");
    expect(theirs.body.items.map(({ id }) => id)).not.toContain(body.id);
    const token = await tokenTo(body.email);
    const revoked = await lead.post<Invitation>(`/api/v1/invitations/${body.id}/revoke`, {});
    expect(revoked.body.state).toBe("revoked");
    expect((await accept(token)).body.code).toBe("link_expired");
    for (const step of ["revoke", "resend"])
      expect((await lead.post(`/api/v1/invitations/${body.id}/${step}`, {})).body.code).toBe(
        "already_decided",
      );
  });

  it("slow down who tries many links, and open again later", async () => {
    const { body } = await invite(admin);
    const token = await tokenTo(body.email);
    let status = 0;
    for (let tries = 0; tries < 61 && status !== 429; tries++)
      ({ status } = await look(`${"B".repeat(40)}${100 + tries}`));
    expect(status).toBe(429);
    expect((await look(token)).status).toBe(429);
    now = new Date(now.getTime() + 11 * 60_000);
    expect((await look(token)).status).toBe(200);
  });

  it("are refused with foreign tokens and after a week", async () => {
    expect((await look("x".repeat(43))).body.code).toBe("link_unknown");
    expect((await look("short")).status).toBe(422);
    expect((await accept(`${"A".repeat(42)}'`)).body.code).toBe("link_unknown");
    const { body } = await invite(admin);
    const token = await tokenTo(body.email);
    const sent = now;
    now = new Date(sent.getTime() + 7 * 86_400_000);
    expect((await look(token)).body.code).toBe("link_expired");
    expect((await accept(token)).body.code).toBe("link_expired");
    now = sent;
    expect((await look(token)).status).toBe(200);
  });
});

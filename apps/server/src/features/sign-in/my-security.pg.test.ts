import { createHash } from "node:crypto";
import type { MySecurity, MySession, TotpStart } from "@istmo/contracts";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestApp, type TestApp } from "../../../../../tests/support/test-app.ts";
import { Visitor } from "../../../../../tests/support/visitor.ts";

const password = "istmo-demo-2026";
const another = "ruta azul del cacao";
const minute = 60_000;

let app: TestApp;
let now = new Date();
let lastAddress = 0;
const pass = (ms: number) => (now = new Date(now.getTime() + ms));
const aVisitor = () => new Visitor(app.origin, { address: `10.2.0.${++lastAddress}` });
const emailOf = (account: string) => `${account}@istmo.demo`;
const personOf = (account: string) => `person-${account.replace(".", "-")}`;
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() });

async function signedIn(account: string, withPassword = password): Promise<Visitor> {
  const visitor = aVisitor();
  const { status } = await visitor.signIn(emailOf(account), withPassword);
  if (status !== 200) throw new Error(`${account} could not sign in: ${status}`);
  return visitor;
}
const kindsOf = async (account: string) =>
  (
    await app.client.auditEntry.findMany({
      where: { subjectId: personOf(account), NOT: { kind: "sign_in.succeeded" } },
      orderBy: { seq: "asc" },
    })
  ).map(({ kind }) => kind);

beforeAll(async () => {
  app = await openTestApp({ env: { ISTMO_PROXIES: "1" }, now: () => now });
});
afterAll(() => app.close());

describe("a change of how one signs in", () => {
  const changes = [
    ["/api/v1/me/password", { password: another }],
    ["/api/v1/me/totp/start", {}],
    ["/api/v1/me/totp/confirm", { code: "000000" }],
    ["/api/v1/me/totp/remove", {}],
    ["/api/v1/me/recovery-codes", {}],
  ] as const;

  it("asks who one is when that was long ago, and not again for a quarter of an hour", async () => {
    const visitor = await signedIn("head");
    const security = () => visitor.get<MySecurity>("/api/v1/me/security");
    expect((await security()).body.confirmedUntil).not.toBeNull();
    pass(15 * minute);
    expect((await security()).body.confirmedUntil).toBeNull();
    for (const [path, body] of changes) {
      const answer = await visitor.post(path, body);
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, "confirmation_required"]);
    }
    const wrong = await visitor.post("/api/v1/me/confirm", { password: "wrong" });
    expect([wrong.status, wrong.body.code]).toEqual([401, "wrong_credentials"]);
    expect((await visitor.post("/api/v1/me/confirm", { password })).status).toBe(200);
    expect((await security()).body.confirmedUntil).toBe(
      new Date(now.getTime() + 15 * minute).toISOString(),
    );
    expect((await visitor.post("/api/v1/me/totp/start")).status).toBe(200);
  });

  it("lets nobody guess the password by an open page", async () => {
    const visitor = await signedIn("observer");
    const codes: string[] = [];
    for (let tries = 0; tries < 11; tries++)
      codes.push((await visitor.post("/api/v1/me/confirm", { password: "wrong" })).body.code);
    expect(codes.at(-2)).toBe("wrong_credentials");
    expect(codes.at(-1)).toBe("rate_limited");
    await expect.poll(() => kindsOf("observer")).toContain("sign_in.refused");
  });

  it("is refused to strangers", async () => {
    for (const [path, body] of changes)
      expect((await aVisitor().post(path, body)).status).toBe(401);
    for (const path of ["/api/v1/me/security", "/api/v1/me/sessions"])
      expect((await aVisitor().get(path)).status).toBe(401);
  });
});

describe("changing the password", () => {
  it("ends all other sessions and leaves this one", async () => {
    const here = await signedIn("lead.pa");
    const there = await signedIn("lead.pa");
    expect((await here.post("/api/v1/me/password", { password: another })).status).toBe(200);
    expect((await here.get("/api/v1/me")).status).toBe(200);
    expect((await there.get("/api/v1/me")).status).toBe(401);
    expect((await aVisitor().signIn(emailOf("lead.pa"), password)).status).toBe(401);
    expect((await aVisitor().signIn(emailOf("lead.pa"), another)).status).toBe(200);
    expect(await kindsOf("lead.pa")).toContain("password.changed");
    const told = await app.client.event.count({
      where: { type: "session.ended", actorId: "person-lead-pa" },
    });
    expect(told).toBe(1);
  });

  it("refuses one that is easy to guess", async () => {
    const visitor = await signedIn("lead.sv");
    for (const weak of ["short", "password123456", "lead.sv lead.sv", "aaaaaaaaaaaaaaa"]) {
      const { status, body } = await visitor.post("/api/v1/me/password", { password: weak });
      expect([weak, status, body.code]).toEqual([weak, 422, "password_too_weak"]);
    }
    expect((await aVisitor().signIn(emailOf("lead.sv"), password)).status).toBe(200);
  });

  it("leaves nothing behind that a password could be guessed from", async () => {
    const visitor = await signedIn("lead.ni");
    const key = { "idempotency-key": "the-same-key" };
    const browser = await app.signIn("lead.ni");
    await browser.post("/api/v1/me/confirm", { password }, key);
    await browser.post("/api/v1/me/password", { password: another }, key);
    await visitor.post("/api/v1/me/password", { password: another });
    expect(await app.client.idempotencyKey.count({ where: { personId: "person-lead-ni" } })).toBe(
      0,
    );
  });
});

describe("an authenticator app", () => {
  it("is in use from its first right code, with ten recovery codes", async () => {
    const visitor = await signedIn("lead.gt");
    const { body: offer } = await visitor.post<TotpStart>("/api/v1/me/totp/start");
    expect(offer.uri).toContain(`secret=${offer.secret}`);
    expect((await visitor.get<MySecurity>("/api/v1/me/security")).body.totp.isOn).toBe(false);
    const wrong = await visitor.post("/api/v1/me/totp/confirm", { code: "000000" });
    expect([wrong.status, wrong.body.code]).toEqual([401, "wrong_code"]);
    // Until then signing in asks for the password alone.
    expect((await aVisitor().signIn(emailOf("lead.gt"), password)).body).toHaveProperty("user");
    const { body } = await visitor.post<{ codes: string[] }>("/api/v1/me/totp/confirm", {
      code: codeOf(offer.secret),
    });
    expect(new Set(body.codes).size).toBe(10);
    expect((await visitor.get<MySecurity>("/api/v1/me/security")).body.totp).toEqual({
      isOn: true,
      recoveryCodesLeft: 10,
    });
    expect((await aVisitor().signIn(emailOf("lead.gt"), password)).body).toEqual({
      secondFactor: true,
    });
    expect((await visitor.post("/api/v1/me/totp/start")).body.code).toBe("totp_is_on");
    expect(await kindsOf("lead.gt")).toEqual(["totp.added", "recovery_codes.made"]);
  });

  it("takes new recovery codes in place of the earlier ones", async () => {
    const visitor = await signedIn("lead.do");
    const { body: offer } = await visitor.post<TotpStart>("/api/v1/me/totp/start");
    const { body: first } = await visitor.post<{ codes: string[] }>("/api/v1/me/totp/confirm", {
      code: codeOf(offer.secret),
    });
    const { body: second } = await visitor.post<{ codes: string[] }>("/api/v1/me/recovery-codes");
    expect(second.codes).toHaveLength(10);
    const give = async (recoveryCode: string | undefined) => {
      const other = aVisitor();
      await other.signIn(emailOf("lead.do"), password);
      return (await other.post("/api/auth/sign-in/second-factor", { recoveryCode })).status;
    };
    expect(await give(first.codes[0])).toBe(401);
    expect(await give(second.codes[0])).toBe(200);
    expect((await visitor.get<MySecurity>("/api/v1/me/security")).body.totp.recoveryCodesLeft).toBe(
      9,
    );
  });

  it("is no longer asked for when it is removed", async () => {
    const visitor = await signedIn("expert1.pa");
    const { body: offer } = await visitor.post<TotpStart>("/api/v1/me/totp/start");
    await visitor.post("/api/v1/me/totp/confirm", { code: codeOf(offer.secret) });
    expect((await visitor.post("/api/v1/me/totp/remove")).status).toBe(200);
    expect((await aVisitor().signIn(emailOf("expert1.pa"), password)).body).toHaveProperty("user");
    expect(await app.client.recoveryCode.count({ where: { personId: "person-expert1-pa" } })).toBe(
      0,
    );
    expect((await visitor.post("/api/v1/me/totp/remove")).status).toBe(404);
    expect((await visitor.post("/api/v1/me/recovery-codes")).status).toBe(404);
    expect(await kindsOf("expert1.pa")).toContain("totp.removed");
  });
});

describe("a forgotten password", () => {
  const ask = (email: string, visitor = aVisitor()) =>
    visitor.post<{ received?: true; code?: string }>("/api/auth/password/forgot", { email });
  const mailsTo = (account: string) =>
    app.client.mail.findMany({
      where: { to: emailOf(account), kind: "password_reset" },
      orderBy: { createdAt: "asc" },
    });
  const tokenIn = (text: string) => /\/reset-password#([\w-]+)$/m.exec(text)?.[1] ?? "";
  /** Asks for a link and reads it in the mail. */
  async function linkFor(account: string): Promise<string> {
    const before = (await mailsTo(account)).length;
    await ask(emailOf(account));
    await expect.poll(async () => (await mailsTo(account)).length).toBe(before + 1);
    return tokenIn((await mailsTo(account)).at(-1)?.text ?? "");
  }
  const reset = (token: string, to: string, visitor = aVisitor()) =>
    visitor.post<{ code?: string; done?: true }>("/api/auth/password/reset", {
      token,
      password: to,
    });

  it("brings a mail in the person's language, and says nothing of who has an account", async () => {
    await app.client.person.update({
      where: { email: emailOf("policy.do") },
      data: { locale: "en" },
    });
    await app.client.person.update({
      where: { email: emailOf("expert2.do") },
      data: { deactivatedAt: now },
    });
    for (const email of [
      "nobody@example.org",
      emailOf("expert2.do"),
      emailOf("policy.do").toUpperCase(),
    ]) {
      const { status, body } = await ask(email);
      expect([email, status, body]).toEqual([email, 200, { received: true }]);
    }
    await expect.poll(() => mailsTo("policy.do")).toHaveLength(1);
    const [mail] = await mailsTo("policy.do");
    expect(mail?.subject).toBe("Reset your Istmo password");
    expect(mail?.text).toContain(`${app.origin}/reset-password#`);
    await linkFor("policy.gt");
    expect((await mailsTo("policy.gt"))[0]?.subject).toBe("Restablecer su contraseña de Istmo");
    const all = await app.client.mail.findMany({ where: { kind: "password_reset" } });
    expect(all.map(({ to }) => to).sort()).toEqual([emailOf("policy.do"), emailOf("policy.gt")]);
  });

  it("is replaced by the link, once; every session ends and nobody is signed in", async () => {
    const old = await signedIn("expert2.pa");
    const token = await linkFor("expert2.pa");
    const visitor = aVisitor();
    const weak = await reset(token, "password123456", visitor);
    expect(weak.body.code).toBe("password_too_weak");
    expect((await reset(token, another, visitor)).body).toEqual({ done: true });
    expect(visitor.cookie("istmo.session_token")).toBeUndefined();
    expect((await old.get("/api/v1/me")).status).toBe(401);
    const again = await reset(token, "otra ruta azul del cacao");
    expect([again.status, again.body.code]).toEqual([410, "link_used"]);
    expect((await aVisitor().signIn(emailOf("expert2.pa"), password)).status).toBe(401);
    expect((await visitor.signIn(emailOf("expert2.pa"), another)).status).toBe(200);
    expect(await kindsOf("expert2.pa")).toContain("password.reset");
    const told = await app.client.event.findFirst({
      where: { type: "session.ended", actorId: "person-expert2-pa" },
    });
    expect(told?.payload).toEqual({ personId: "person-expert2-pa", sessionId: null });
  });

  it("is replaced once even when the link is used twice at the same moment", async () => {
    const token = await linkFor("expert1.sv");
    const answers = await Promise.all([reset(token, another), reset(token, "ruta verde del café")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
  });

  it("has one link at a time, for half an hour", async () => {
    const first = await linkFor("expert2.sv");
    const second = await linkFor("expert2.sv");
    expect((await reset(first, another)).body.code).toBe("link_used");
    pass(30 * minute);
    const late = await reset(second, another);
    expect([late.status, late.body.code]).toEqual([410, "link_expired"]);
    const foreign = await reset("x".repeat(43), another);
    expect([foreign.status, foreign.body.code]).toEqual([404, "link_unknown"]);
  });

  it("gives nothing to somebody deactivated since", async () => {
    const token = await linkFor("expert1.ni");
    await app.client.person.update({
      where: { email: emailOf("expert1.ni") },
      data: { deactivatedAt: now },
    });
    expect((await reset(token, another)).body.code).toBe("link_unknown");
  });

  it("leaves the authenticator app as it is", async () => {
    const visitor = await signedIn("expert2.ni");
    const { body: offer } = await visitor.post<TotpStart>("/api/v1/me/totp/start");
    await visitor.post("/api/v1/me/totp/confirm", { code: codeOf(offer.secret) });
    expect((await reset(await linkFor("expert2.ni"), another)).status).toBe(200);
    expect((await aVisitor().signIn(emailOf("expert2.ni"), another)).body).toEqual({
      secondFactor: true,
    });
  });

  it("is set for whoever had none", async () => {
    const where = { userId: "person-expert1-gt" };
    await app.client.account.deleteMany({ where });
    expect((await aVisitor().signIn(emailOf("expert1.gt"), password)).status).toBe(401);
    expect((await reset(await linkFor("expert1.gt"), another)).status).toBe(200);
    const visitor = await signedIn("expert1.gt", another);
    expect((await visitor.get<MySecurity>("/api/v1/me/security")).body.hasPassword).toBe(true);
  });

  it("fills no mailbox, and lets no address ask for ever", async () => {
    for (let times = 0; times < 6; times++) await ask(emailOf("expert2.gt"));
    await linkFor("admin");
    expect((await mailsTo("expert2.gt")).length).toBeLessThanOrEqual(3);
    const visitor = aVisitor();
    const codes: (string | undefined)[] = [];
    for (let times = 0; times < 21; times++)
      codes.push((await ask(`nobody${times}@example.org`, visitor)).body.code);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(1);
  });

  it("keeps no link in the database but its hash", async () => {
    const token = await linkFor("focal.oas");
    const rows = await app.client.oneTimeToken.findMany({ where: { kind: "password_reset" } });
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows.map(({ hash }) => hash)).toContain(
      createHash("sha256").update(token).digest("hex"),
    );
  });
});

describe("a list of sessions", () => {
  it("says where and since when", async () => {
    const visitor = await signedIn("focal.sica");
    const { body } = await visitor.get<{ items: MySession[]; nextCursor: null }>(
      "/api/v1/me/sessions",
    );
    expect(body.items).toEqual([
      expect.objectContaining({ isThisOne: true, ip: `10.2.0.${lastAddress}`, method: "password" }),
    ]);
    expect(body.nextCursor).toBeNull();
  });
});

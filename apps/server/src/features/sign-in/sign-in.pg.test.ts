import type { MySession, TotpStart } from "@istmo/contracts";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestApp, type TestApp } from "../../../../../tests/support/test-app.ts";
import { Visitor } from "../../../../../tests/support/visitor.ts";

const password = "istmo-demo-2026";
const minute = 60_000;

let app: TestApp;
let now = new Date();
let lastAddress = 0;
const pass = (ms: number) => (now = new Date(now.getTime() + ms));
/** A browser at an address that nobody else has. */
const aVisitor = (userAgent = "Test") =>
  new Visitor(app.origin, { address: `10.1.0.${++lastAddress}`, userAgent });
const emailOf = (account: string) => `${account}@istmo.demo`;
const personOf = (account: string) => `person-${account.replace(".", "-")}`;
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() });

async function signedIn(account: string, visitor = aVisitor()): Promise<Visitor> {
  const { status } = await visitor.signIn(emailOf(account), password);
  if (status !== 200) throw new Error(`${account} could not sign in: ${status}`);
  return visitor;
}
async function auditOf(account: string, kind: string) {
  const rows = await app.client.auditEntry.findMany({
    where: { kind, subjectId: personOf(account) },
    orderBy: { seq: "asc" },
  });
  return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}

beforeAll(async () => {
  app = await openTestApp({ env: { ISTMO_PROXIES: "1" }, now: () => now });
});
afterAll(() => app.close());

describe("signing in with a password", () => {
  it("answers an unknown account, a wrong password and somebody deactivated alike", async () => {
    await app.client.person.update({
      where: { email: emailOf("expert2.do") },
      data: { deactivatedAt: now },
    });
    const answers = [
      await aVisitor().signIn("nobody@istmo.demo", password),
      await aVisitor().signIn(emailOf("head"), "wrong"),
      await aVisitor().signIn(emailOf("expert2.do"), password),
      await aVisitor().signIn("head@istmo.demo\u0000", "wrong"),
    ];
    for (const { status, body, headers } of answers) {
      expect([status, body]).toEqual([401, answers[0]?.body]);
      expect(headers.getSetCookie()).toEqual([]);
    }
    expect(answers[0]?.body.code).toBe("wrong_credentials");
  });

  it("takes the address in any letters, and no look-alike of it", async () => {
    expect((await aVisitor().signIn("  HEAD@Istmo.Demo ", password)).status).toBe(200);
    expect((await aVisitor().signIn("heаd@istmo.demo", password)).status).toBe(401);
  });

  it("writes a wrong password at an existing account into the audit log, and nothing typed", async () => {
    const visitor = aVisitor();
    for (let tries = 0; tries < 3; tries++)
      await visitor.signIn(emailOf("focal.oas"), "a wrong pass phrase");
    await visitor.signIn("not-known-at-all@example.org", "another wrong pass phrase");
    await expect.poll(() => auditOf("focal.oas", "sign_in.refused")).not.toEqual([]);
    const [entry] = await auditOf("focal.oas", "sign_in.refused");
    expect(entry).toMatchObject({
      actorId: null,
      from: { ip: `10.1.0.${lastAddress}` },
      after: { wrong: "password" },
    });
    const all = JSON.stringify(await app.client.auditEntry.findMany({ select: { body: true } }));
    expect(all).not.toContain("pass phrase");
    expect(all).not.toContain("not-known-at-all");
  });

  it("gives each sign-in a session of its own, whatever the browser brings", async () => {
    const visitor = aVisitor();
    visitor.setCookie("istmo.session_token", "planted.by-somebody-else");
    await signedIn("lead.pa", visitor);
    const first = visitor.cookie("istmo.session_token");
    expect(first).not.toContain("planted");
    await signedIn("lead.pa", visitor);
    expect(visitor.cookie("istmo.session_token")).not.toBe(first);
  });

  it("keeps a person's twenty newest sessions and ends the others, with notice", async () => {
    const personId = personOf("expert1.pa");
    const oldest = await signedIn("expert1.pa");
    await app.client.session.createMany({
      data: Array.from({ length: 19 }, (_one, at) => ({
        id: `session-${at}`,
        token: `token-${at}`,
        userId: personId,
        expiresAt: new Date(Date.now() + 60 * minute),
        createdAt: new Date(Date.now() + 1000),
      })),
    });
    expect((await oldest.get("/api/v1/me")).status).toBe(200);
    await signedIn("expert1.pa");
    expect((await oldest.get("/api/v1/me")).status).toBe(401);
    expect(await app.client.session.count({ where: { userId: personId } })).toBe(20);
    const events = await app.client.event.findMany({ where: { type: "session.ended" } });
    expect(events.filter(({ payload }) => JSON.stringify(payload).includes(personId))).toHaveLength(
      1,
    );
  });

  it("slows a guesser down at one account, and lets the owner's browser in all the while", async () => {
    const owner = await signedIn("focal.sica");
    await owner.post("/api/auth/sign-out");
    const guesser = aVisitor();
    const answers: number[] = [];
    for (let tries = 0; tries < 21; tries++)
      answers.push((await guesser.signIn(emailOf("focal.sica"), "wrong")).status);
    expect(answers.filter((status) => status === 401)).toHaveLength(20);
    const { status, body, headers } = await guesser.signIn(emailOf("focal.sica"), password);
    expect([status, body.code]).toEqual([429, "rate_limited"]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await owner.signIn(emailOf("focal.sica"), password)).status).toBe(200);
    expect((await aVisitor().signIn(emailOf("focal.sica"), password)).status).toBe(200);
    pass(minute);
    expect((await guesser.signIn(emailOf("focal.sica"), password)).status).toBe(200);
  });

  it("answers a flood at once, and lets the same account in afterwards", async () => {
    const guesser = aVisitor();
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => guesser.signIn(emailOf("observer"), "wrong")),
    );
    const codes = new Set(answers.map(({ body }) => body.code));
    expect(codes).toEqual(new Set(["wrong_credentials", "rate_limited"]));
    await signedIn("observer");
  });
});

describe("a body that is no attempt to sign in", () => {
  const send = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${app.origin}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": "10.1.9.9", ...headers },
      body,
    });
  const codeIn = async (answer: Response) =>
    [answer.status, ((await answer.json()) as { code: string }).code] as const;

  it("is refused like anywhere else", async () => {
    expect(await codeIn(await send("{"))).toEqual([400, "malformed_json"]);
    expect(await codeIn(await send("[]"))).toEqual([422, "invalid_request"]);
    expect(await codeIn(await send("email=a", { "content-type": "text/plain" }))).toEqual([
      422,
      "invalid_request",
    ]);
    expect(await codeIn(await send("x".repeat(65 * 1024)))).toEqual([413, "body_too_large"]);
  });

  it("keeps no place that others wait for", async () => {
    const isOpen = new AbortController();
    for (let at = 0; at < 20; at++) {
      // Never ends, until the test does.
      const body = new ReadableStream({ start: (it) => it.enqueue(new TextEncoder().encode("{")) });
      const options = { method: "POST", body, duplex: "half", signal: isOpen.signal };
      fetch(`${app.origin}/api/auth/sign-in/email`, options as RequestInit).catch(() => undefined);
    }
    await signedIn("head");
    isOpen.abort();
  });
});

describe("signing out", () => {
  it("ends the session in the same step as it is told and written down", async () => {
    const visitor = await signedIn("lead.do");
    const [session] = await app.client.session.findMany({ where: { userId: "person-lead-do" } });
    expect((await visitor.post("/api/auth/sign-out")).status).toBe(200);
    expect(visitor.cookie("istmo.session_token") ?? "").toBe("");
    const event = await app.client.event.findFirst({
      where: { type: "session.ended", actorId: "person-lead-do" },
    });
    expect(event).toMatchObject({
      payload: { personId: "person-lead-do", sessionId: session?.id },
      audience: [],
    });
    const entry = await app.client.auditEntry.findFirst({
      where: { kind: "sign_in.ended", subjectId: session?.id ?? "" },
    });
    expect(entry?.actorId).toBe("person-lead-do");
  });

  it("is no trouble without a session", async () => {
    expect((await aVisitor().post("/api/auth/sign-out")).status).toBe(200);
  });
});

describe("the second factor", () => {
  /** Sets up an authenticator app; answers its secret and the recovery codes. */
  async function withApp(account: string) {
    const visitor = await signedIn(account);
    const { body: offer } = await visitor.post<TotpStart>("/api/v1/me/totp/start");
    const { body } = await visitor.post<{ codes: string[] }>("/api/v1/me/totp/confirm", {
      code: codeOf(offer.secret),
    });
    pass(30_000);
    return { visitor, secret: offer.secret, codes: body.codes };
  }
  /** A browser that has given the password and is asked for more. */
  async function pending(account: string, visitor = aVisitor()) {
    const { body } = await visitor.signIn(emailOf(account), password);
    expect(body).toEqual({ secondFactor: true });
    expect(visitor.cookie("istmo.session_token")).toBeUndefined();
    return visitor;
  }
  const give = (visitor: Visitor, answer: object) =>
    visitor.post<{ code?: string }>("/api/auth/sign-in/second-factor", answer);

  it("is asked for after the password, and opens the session", async () => {
    const { secret } = await withApp("lead.sv");
    const visitor = await pending("lead.sv");
    expect((await visitor.get("/api/v1/me")).status).toBe(401);
    expect((await give(visitor, { code: codeOf(secret) })).status).toBe(200);
    expect((await visitor.get("/api/v1/me")).status).toBe(200);
    expect(visitor.cookie("istmo.pending")).toBeUndefined();
  });

  it("takes a code once, even twice at the same moment", async () => {
    const { secret } = await withApp("expert1.sv");
    const visitors = [await pending("expert1.sv"), await pending("expert1.sv")];
    const code = codeOf(secret);
    const answers = await Promise.all(visitors.map((visitor) => give(visitor, { code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    const refused = answers.find(({ status }) => status === 401);
    expect(refused?.body.code).toBe("code_already_used");
    const third = await give(await pending("expert1.sv"), { code });
    expect(third.body.code).toBe("code_already_used");
    pass(30_000);
    expect((await give(await pending("expert1.sv"), { code: codeOf(secret) })).status).toBe(200);
  });

  it("takes no code from before the last one used", async () => {
    const { secret } = await withApp("expert2.sv");
    const early = codeOf(secret);
    pass(30_000);
    expect((await give(await pending("expert2.sv"), { code: codeOf(secret) })).status).toBe(200);
    const { body } = await give(await pending("expert2.sv"), { code: early });
    expect(body.code).toBe("code_already_used");
  });

  it("begins again after five wrong codes, and slows down who begins again and again", async () => {
    const { secret } = await withApp("lead.ni");
    const codes: (string | undefined)[] = [];
    const visitor = await pending("lead.ni");
    for (let tries = 0; tries < 5; tries++)
      codes.push((await give(visitor, { code: "000000" })).body.code);
    codes.push((await give(visitor, { code: codeOf(secret) })).body.code);
    expect(codes).toEqual([
      ...Array<string>(4).fill("wrong_code"),
      "sign_in_expired",
      "sign_in_expired",
    ]);
    for (let attempts = 0; attempts < 2; attempts++) {
      const again = await pending("lead.ni");
      for (let tries = 0; tries < 5; tries++) await give(again, { code: "000000" });
    }
    expect((await give(await pending("lead.ni"), { code: codeOf(secret) })).body.code).toBe(
      "rate_limited",
    );
    pass(15 * minute);
    expect((await give(await pending("lead.ni"), { code: codeOf(secret) })).status).toBe(200);
  });

  it("does not slow the owner's browser down for what others try", async () => {
    const { visitor: owner, secret } = await withApp("expert1.ni");
    await owner.post("/api/auth/sign-out");
    for (let attempts = 0; attempts < 3; attempts++) {
      const guesser = await pending("expert1.ni");
      for (let tries = 0; tries < 5; tries++) await give(guesser, { code: "000000" });
    }
    await pending("expert1.ni", owner);
    expect((await give(owner, { code: codeOf(secret) })).status).toBe(200);
  });

  it("is over after five minutes, and cannot be claimed", async () => {
    const { secret } = await withApp("expert2.ni");
    const visitor = await pending("expert2.ni");
    pass(5 * minute);
    expect((await give(visitor, { code: codeOf(secret) })).body.code).toBe("sign_in_expired");
    const forger = aVisitor();
    forger.setCookie("istmo.pending", "e30.AAAA");
    expect((await give(forger, { code: codeOf(secret) })).body.code).toBe("sign_in_expired");
    const { status } = await give(aVisitor(), { code: codeOf(secret) });
    expect(status).toBe(401);
  });

  it("takes each recovery code once, and writes its use down", async () => {
    const { codes } = await withApp("lead.gt");
    expect(codes).toHaveLength(10);
    const [first = "", second = ""] = codes;
    const typed = first.toLowerCase().replaceAll("-", " ");
    expect((await give(await pending("lead.gt"), { recoveryCode: typed })).status).toBe(200);
    const again = await give(await pending("lead.gt"), { recoveryCode: first });
    expect(again.body.code).toBe("code_already_used");
    const unknown = await give(await pending("lead.gt"), { recoveryCode: "0000-0000-0000-0000" });
    expect(unknown.body.code).toBe("wrong_code");
    const visitors = [await pending("lead.gt"), await pending("lead.gt")];
    const answers = await Promise.all(visitors.map((it) => give(it, { recoveryCode: second })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(await auditOf("lead.gt", "recovery_code.used")).toMatchObject([
      { after: { left: 9 } },
      { after: { left: 8 } },
    ]);
  });

  it("keeps secrets and codes unreadable in the database", async () => {
    const { secret, codes } = await withApp("expert1.gt");
    const where = { personId: "person-expert1-gt" };
    const row = await app.client.authenticator.findUniqueOrThrow({ where });
    expect(row.secret).not.toContain(secret);
    const kept = JSON.stringify(await app.client.recoveryCode.findMany({ where }));
    for (const code of codes) expect(kept).not.toContain(code);
  });
});

describe("one's sessions", () => {
  it("are listed with where they are, and end one by one", async () => {
    const here = await signedIn("reviewer", aVisitor("Firefox"));
    const there = await signedIn("reviewer", aVisitor("Chrome"));
    const { body } = await here.get<{ items: MySession[] }>("/api/v1/me/sessions");
    expect(
      body.items.map(({ isThisOne, userAgent, method }) => ({ isThisOne, userAgent, method })),
    ).toEqual(
      expect.arrayContaining([
        { isThisOne: true, userAgent: "Firefox", method: "password" },
        { isThisOne: false, userAgent: "Chrome", method: "password" },
      ]),
    );
    const other = body.items.find(({ userAgent }) => userAgent === "Chrome");
    expect((await here.post(`/api/v1/me/sessions/${other?.id}/end`)).status).toBe(200);
    expect((await there.get("/api/v1/me")).status).toBe(401);
    expect((await here.post(`/api/v1/me/sessions/${other?.id}/end`)).status).toBe(404);
  });

  it("of somebody else are not found", async () => {
    const eve = await signedIn("admin");
    const ana = await signedIn("lead.pa");
    const { body } = await ana.get<{ items: MySession[] }>("/api/v1/me/sessions");
    const id = body.items.find(({ isThisOne }) => isThisOne)?.id;
    expect((await eve.post(`/api/v1/me/sessions/${id}/end`)).status).toBe(404);
    expect((await ana.get("/api/v1/me")).status).toBe(200);
  });

  it("end everywhere else at once, each with notice", async () => {
    const [here, a, b] = [
      await signedIn("policy.gt"),
      await signedIn("policy.gt"),
      await signedIn("policy.gt"),
    ];
    expect((await here.post("/api/v1/me/sessions/end-others")).status).toBe(200);
    expect([(await a.get("/api/v1/me")).status, (await b.get("/api/v1/me")).status]).toEqual([
      401, 401,
    ]);
    expect((await here.get("/api/v1/me")).status).toBe(200);
    const told = await app.client.event.count({
      where: { type: "session.ended", actorId: personOf("policy.gt") },
    });
    expect(told).toBe(2);
  });
});

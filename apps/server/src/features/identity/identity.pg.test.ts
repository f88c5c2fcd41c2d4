import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Me, Site } from "@istmo/contracts";
import { openTestApp, type TestApp } from "../../../../../tests/support/test-app.ts";
import { Visitor } from "../../../../../tests/support/visitor.ts";

describe("signing in", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp();
  });
  afterAll(() => app.close());

  it("answers an unknown account and a wrong password alike", async () => {
    const attempt = (email: string, password: string) =>
      app.stranger().post("/api/auth/sign-in/email", { email, password });
    const unknown = await attempt("nobody@istmo.demo", "istmo-demo-2026");
    const wrong = await attempt("head@istmo.demo", "istmo-demo-2025");
    expect(unknown.body).toEqual(wrong.body);
    expect([wrong.status, wrong.body.code]).toEqual([401, "wrong_credentials"]);
  });

  it("sets a cookie that scripts cannot read and other sites cannot send", async () => {
    const { headers } = await app.stranger().post("/api/auth/sign-in/email", {
      email: "head@istmo.demo",
      password: "istmo-demo-2026",
    });
    const cookies = headers.getSetCookie();
    expect(cookies.some((cookie) => cookie.startsWith("istmo.session_token="))).toBe(true);
    for (const cookie of cookies) {
      expect(cookie).toContain("HttpOnly");
      expect(cookie).toContain("SameSite=Lax");
    }
  });

  it("binds its cookies to our host and to encryption where people come by https", async () => {
    const secured = await openTestApp({ env: { ISTMO_PUBLIC_URL: "https://istmo.example.org" } });
    const visitor = new Visitor(secured.origin, {});
    const { headers } = await visitor.signIn("head@istmo.demo", "istmo-demo-2026");
    const cookies = headers.getSetCookie();
    const session = cookies.find((cookie) => cookie.startsWith("__Host-istmo.session_token="));
    expect(session).toContain("Path=/");
    expect(session).not.toContain("Domain");
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__(Host|Secure)-istmo\./);
      expect(cookie).toContain("; Secure");
    }
    expect((await visitor.get("/api/v1/me")).status).toBe(200);
    await visitor.post("/api/auth/sign-out");
    expect(visitor.cookie("__Host-istmo.session_token")).toBeUndefined();
    await secured.close();
  });

  it("slows down who tries one account again and again, and nobody else", async () => {
    const attempt = (email: string) =>
      app.stranger().post("/api/auth/sign-in/email", { email, password: "wrong" });
    let status = 0;
    for (let tries = 0; tries < 25; tries++) {
      ({ status } = await attempt("focal.oas@istmo.demo"));
    }
    expect(status).toBe(429);
    expect((await attempt("focal.sica@istmo.demo")).status).toBe(401);
  });

  it("tells a person the posts held today and what the page may offer", async () => {
    const lead = await app.signIn("lead.gt");
    const { body } = await lead.get<Me>("/api/v1/me");
    expect(body).toMatchObject({
      posts: [{ role: "centre_lead", centreId: "centre-gt" }],
      abilities: {
        createPaperFor: ["centre-gt"],
        createActionFor: ["centre-gt"],
        reviewSubmissions: false,
      },
    });
    expect(
      (await (await app.signIn("reviewer")).get<Me>("/api/v1/me")).body.abilities,
    ).toMatchObject({
      reviewSubmissions: true,
      createPaperFor: ["centre-do", "centre-gt", "centre-ni", "centre-pa", "centre-sv"],
    });
  });

  it("takes a post away when its last day has passed, without a new sign-in", async () => {
    const expert = await app.signIn("expert2.ni");
    await app.client.post.updateMany({
      where: { personId: "person-expert2-ni" },
      data: { endsAt: new Date(Date.now() - 1000) },
    });
    const { body } = await expert.get<Me>("/api/v1/me");
    expect(body.posts).toEqual([]);
    expect((await expert.get<{ items: unknown[] }>("/api/v1/actions")).body.items).toEqual([]);
  });

  it("ends for somebody deactivated", async () => {
    const expert = await app.signIn("expert2.sv");
    await app.client.person.update({
      where: { id: "person-expert2-sv" },
      data: { deactivatedAt: new Date() },
    });
    expect((await expert.get("/api/v1/me")).status).toBe(401);
  });

  it("is over after thirty days, however busy the session was", async () => {
    const person = await app.signIn("expert2.pa");
    const beganBefore = (days: number) =>
      app.client.session.updateMany({
        where: { userId: "person-expert2-pa" },
        data: { createdAt: new Date(Date.now() - days * 24 * 3_600_000) },
      });
    await beganBefore(29.9);
    expect((await person.get("/api/v1/me")).status).toBe(200);
    await beganBefore(30);
    expect((await person.get("/api/v1/me")).status).toBe(401);
  });

  it("is over after seven days without use", async () => {
    const person = await app.signIn("expert1.sv");
    const where = { userId: "person-expert1-sv" };
    const session = await app.client.session.findFirstOrThrow({ where });
    const day = 24 * 3_600_000;
    const lasts = session.expiresAt.getTime() - Date.now();
    expect(Math.abs(lasts - 7 * day)).toBeLessThan(60_000);
    const unusedFor = (time: number) =>
      app.client.session.updateMany({
        where,
        data: {
          updatedAt: new Date(session.updatedAt.getTime() - time),
          expiresAt: new Date(session.expiresAt.getTime() - time),
        },
      });
    await unusedFor(6.9 * day);
    expect((await person.get("/api/v1/me")).status).toBe(200);
    await unusedFor(7 * day + 1000);
    expect((await person.get("/api/v1/me")).status).toBe(401);
  });

  it("has a token of its own that nobody guesses, which no answer holds", async () => {
    const people = await Promise.all([1, 2, 3, 4].map(() => app.signIn("expert2.gt")));
    const rows = await app.client.session.findMany({ where: { userId: "person-expert2-gt" } });
    const tokens = rows.map(({ token }) => token);
    expect(new Set(tokens).size).toBe(people.length);
    // 32 of 62 letters and figures: 190 bits.
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9]{32}$/);
    for (const path of ["/me", "/me/sessions", "/me/security"]) {
      const { status, body } = await people[0]!.get<unknown>(`/api/v1${path}`);
      expect(status).toBe(200);
      for (const token of tokens) expect(JSON.stringify(body)).not.toContain(token);
    }
  });

  it("is over after signing out", async () => {
    const person = await app.signIn("expert1.do");
    expect((await person.post("/api/auth/sign-out", {})).status).toBe(200);
    expect((await person.get("/api/v1/me")).status).toBe(401);
  });

  it("remembers the language of a person", async () => {
    const person = await app.signIn("lead.do");
    expect((await person.patch<Me>("/api/v1/me", { locale: "en" })).body.locale).toBe("en");
    expect((await person.get<Me>("/api/v1/me")).body.locale).toBe("en");
    expect((await person.patch("/api/v1/me", { locale: "xx" })).status).toBe(422);
  });

  it("shows people to the office and the centres, and to nobody else", async () => {
    expect((await (await app.signIn("observer")).get("/api/v1/people")).status).toBe(403);
    const lead = await app.signIn("lead.pa");
    const { body } = await lead.get<{ items: { id: string }[] }>("/api/v1/people?centre=centre-pa");
    expect(body.items).toHaveLength(3);
  });

  it("has all demo accounts at hand on the page of a demonstration", async () => {
    const { body } = await app.stranger().get<Site>("/api/v1/site");
    expect(body.demoAccounts).toHaveLength(23);
  });
});

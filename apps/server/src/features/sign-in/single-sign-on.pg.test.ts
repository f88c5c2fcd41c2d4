import type { Site } from "@istmo/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  startOidcProvider,
  type ProviderPerson,
  type TestOidcProvider,
} from "../../../../../tests/support/oidc-provider.ts";
import { openTestApp, type TestApp } from "../../../../../tests/support/test-app.ts";

/** A browser that keeps cookies of both sites and follows redirects by hand. */
class RedirectedBrowser {
  readonly #cookies = new Map<string, Map<string, string>>();

  async get(url: string): Promise<{ status: number; location: string | null; headers: Headers }> {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
    await answer.arrayBuffer();
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ""] = set.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(set)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = answer.headers.get("location");
    const next = location === null ? null : new URL(location, url).href;
    return { status: answer.status, location: next, headers: answer.headers };
  }

  cookie(origin: string, name: string): string | undefined {
    return this.#cookies.get(origin)?.get(name);
  }

  setCookie(origin: string, name: string, value: string): void {
    this.#cookies.get(origin)?.set(name, value);
  }

  /** Follows redirects until one matches, which is not asked for. */
  async follow(url: string, until: (location: string) => boolean): Promise<string> {
    let next = url;
    for (let hops = 0; hops < 12; hops++) {
      const { location, status } = await this.get(next);
      if (location === null) throw new Error(`${next} answered ${status}`);
      if (until(location)) return location;
      next = location;
    }
    throw new Error("The redirects do not end.");
  }
}

describe("single sign-on", () => {
  let provider: TestOidcProvider;
  let app: TestApp;
  let now = new Date("2026-05-04T12:00:00Z").getTime();
  beforeAll(async () => {
    provider = await startOidcProvider();
    app = await openTestApp({ env: provider.env, now: () => new Date(now) });
  });
  afterAll(async () => {
    await app.close();
    await provider.close();
  });

  const start = (back = "/papers") =>
    `${app.origin}/api/auth/oidc/start?return=${encodeURIComponent(back)}`;
  const isCallback = (location: string) => location.includes("/api/auth/oidc/callback");
  const isPage = (location: string) =>
    location.startsWith(app.origin) && !location.includes("/api/");

  /** Signs in as a person of the provider; answers where the browser ends up. */
  async function enter(
    person: ProviderPerson | null,
    back?: string,
    browser = new RedirectedBrowser(),
  ) {
    provider.person = person;
    const end = await browser.follow(start(back), isPage);
    const hasSession = browser.cookie(app.origin, "istmo.session_token") !== undefined;
    return { end: end.slice(app.origin.length), hasSession, browser };
  }
  const linksOf = (userId: string) =>
    app.client.account.findMany({ where: { userId, providerId: "oidc" } });

  it("sends people back to the sign-in page while the provider is away, and works when it is back", async () => {
    expect((await app.stranger().get<Site>("/api/v1/site")).body.singleSignOn).toBe(
      "Cuenta de prueba",
    );
    const browser = new RedirectedBrowser();
    const away = await browser.get(start());
    expect(away.location).toBe(`${app.origin}/sign-in?problem=sso_failed`);
    provider.open([`${app.origin}/api/auth/oidc/callback`]);
    expect((await browser.get(start())).location).toContain(provider.issuer);
  });

  it("asks the provider by code, with PKCE, a state and a nonce", async () => {
    const { location, headers } = await new RedirectedBrowser().get(start());
    const asked = new URL(location ?? "").searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      client_id: "istmo",
    });
    for (const name of ["state", "nonce", "code_challenge"])
      expect(asked.get(name)?.length, name).toBeGreaterThan(40);
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax; Max-Age=600/);
  });

  describe("at a provider that is there", () => {
    beforeAll(() => {
      provider.open([`${app.origin}/api/auth/oidc/callback`]);
    });

    it("links who comes for the first time by the address that the provider vouches for", async () => {
      const person = { sub: "u-1", email: "Lead.PA@istmo.demo", email_verified: true };
      expect(await enter(person)).toMatchObject({ end: "/papers", hasSession: true });
      const [link] = await linksOf("person-lead-pa");
      expect(link?.accountId).toBe(`${provider.issuer}|u-1`);
      const entry = await app.client.auditEntry.findFirstOrThrow({
        where: { kind: "person.changed", subjectId: "person-lead-pa" },
      });
      expect(JSON.parse(entry.body)).toMatchObject({ after: { singleSignOn: provider.issuer } });
      const session = await app.client.session.findFirstOrThrow({
        where: { userId: "person-lead-pa" },
      });
      expect(session.method).toBe("oidc");
    });

    it("knows who comes again by the provider's own name, whatever the address is by then", async () => {
      const moved = { sub: "u-1", email: "elsewhere@example.org", email_verified: true };
      expect(await enter(moved)).toMatchObject({ end: "/papers", hasSession: true });
      expect(await linksOf("person-lead-pa")).toHaveLength(1);
    });

    it("does not let in who got the address of somebody linked", async () => {
      const heir = { sub: "u-2", email: "lead.pa@istmo.demo", email_verified: true };
      expect(await enter(heir)).toMatchObject({
        end: "/sign-in?problem=no_account",
        hasSession: false,
      });
      expect(await linksOf("person-lead-pa")).toHaveLength(1);
    });

    it.each<[string, ProviderPerson]>([
      ["somebody unknown", { sub: "u-3", email: "nobody@example.org", email_verified: true }],
      ["an address not vouched for", { sub: "u-4", email: "lead.gt@istmo.demo" }],
      [
        "an address said to be unverified",
        { sub: "u-5", email: "lead.gt@istmo.demo", email_verified: false },
      ],
      ["nobody's address", { sub: "u-6" }],
      [
        "a look-alike address",
        { sub: "u-7", email: "lead.gt@istmo.demo".replace("l", "ⅼ"), email_verified: true },
      ],
    ])("makes no account and opens none for %s", async (_who, person) => {
      const before = await app.client.person.count();
      expect(await enter(person)).toMatchObject({
        end: "/sign-in?problem=no_account",
        hasSession: false,
      });
      expect(await app.client.person.count()).toBe(before);
      expect(await linksOf("person-lead-gt")).toEqual([]);
    });

    it("is over for somebody deactivated, linked or not", async () => {
      const known = { sub: "u-8", email: "expert1.sv@istmo.demo", email_verified: true };
      expect((await enter(known)).hasSession).toBe(true);
      await app.client.person.updateMany({
        where: { id: { in: ["person-expert1-sv", "person-expert2-sv"] } },
        data: { deactivatedAt: new Date() },
      });
      const refused = { end: "/sign-in?problem=no_account", hasSession: false };
      expect(await enter(known)).toMatchObject(refused);
      const other = { sub: "u-9", email: "expert2.sv@istmo.demo", email_verified: true };
      expect(await enter(other)).toMatchObject(refused);
      expect(await linksOf("person-expert2-sv")).toEqual([]);
    });

    it("still asks for the code of an authenticator app, unless the provider has asked for more than a password", async () => {
      await app.client.authenticator.create({
        data: { personId: "person-lead-ni", secret: "x", confirmedAt: new Date() },
      });
      const person = { sub: "u-10", email: "lead.ni@istmo.demo", email_verified: true };
      const weak = await enter(person, "/papers?tab=mine");
      expect(weak.end).toBe("/sign-in?step=second-factor&return=%2Fpapers%3Ftab%3Dmine");
      expect(weak.hasSession).toBe(false);
      expect(weak.browser.cookie(app.origin, "istmo.pending")).toBeDefined();
      const strong = await enter({ ...person, amr: ["pwd", "mfa"] });
      expect(strong).toMatchObject({ end: "/papers", hasSession: true });
    });

    it("refuses an answer that it did not ask for, or of another sign-in", async () => {
      provider.person = { sub: "u-11", email: "lead.sv@istmo.demo", email_verified: true };
      const browser = new RedirectedBrowser();
      const callback = new URL(await browser.follow(start(), isCallback));
      const failed = `${app.origin}/sign-in?problem=sso_failed`;
      // Another browser, which did not begin: what a link from somebody else would do.
      expect((await new RedirectedBrowser().get(callback.href)).location).toBe(failed);
      // The same browser, another state.
      callback.searchParams.set("state", "x".repeat(43));
      expect((await browser.get(callback.href)).location).toBe(failed);
      expect(browser.cookie(app.origin, "istmo.session_token")).toBeUndefined();
    });

    it("takes an answer once", async () => {
      provider.person = { sub: "u-11", email: "lead.sv@istmo.demo", email_verified: true };
      const browser = new RedirectedBrowser();
      const callback = await browser.follow(start(), isCallback);
      const kept = browser.cookie(app.origin, "istmo.single-sign-on") ?? "";
      expect((await browser.get(callback)).location).toBe(`${app.origin}/papers`);
      expect(browser.cookie(app.origin, "istmo.single-sign-on")).toBeUndefined();
      browser.setCookie(app.origin, "istmo.single-sign-on", kept);
      const again = await browser.get(callback);
      expect(again.location).toBe(`${app.origin}/sign-in?problem=sso_failed`);
      expect(again.headers.getSetCookie().join()).not.toContain("session_token");
    });

    it("takes no answer after ten minutes", async () => {
      provider.person = { sub: "u-11", email: "lead.sv@istmo.demo", email_verified: true };
      const browser = new RedirectedBrowser();
      const callback = await browser.follow(start(), isCallback);
      now += 10 * 60_000 + 1;
      expect((await browser.get(callback)).location).toBe(
        `${app.origin}/sign-in?problem=sso_failed`,
      );
    });

    it.each([
      ["signed by somebody else's key", { isForeignKey: true }],
      ["for another application", { claims: { aud: "another" } }],
      ["of another provider", { claims: { iss: "https://elsewhere.example" } }],
      ["for another sign-in", { claims: { nonce: "x".repeat(43) } }],
      ["that is over", { claims: { iat: 1, exp: 2 } }],
    ])("refuses an ID token %s", async (_what, forgery) => {
      const person = { sub: "u-11", email: "lead.sv@istmo.demo", email_verified: true };
      provider.forgery = {};
      expect(await enter(person), "signed anew by the provider").toMatchObject({
        hasSession: true,
      });
      provider.forgery = forgery;
      expect(await enter(person)).toMatchObject({
        end: "/sign-in?problem=sso_failed",
        hasSession: false,
      });
      provider.forgery = null;
    });

    it("keeps no token of the provider, and shows the browser none", async () => {
      const person = { sub: "u-11", email: "lead.sv@istmo.demo", email_verified: true };
      const { hasSession } = await enter(person);
      expect(hasSession).toBe(true);
      const links = await app.client.account.findMany({ where: { providerId: "oidc" } });
      expect(links.length).toBeGreaterThan(0);
      for (const link of links)
        expect(link).toMatchObject({ accessToken: null, refreshToken: null, idToken: null });
      const lead = await app.signIn("lead.sv");
      for (const path of ["/me", "/me/security", "/me/sessions"]) {
        const { status, body } = await lead.get<unknown>(`/api/v1${path}`);
        expect(status).toBe(200);
        expect(JSON.stringify(body)).not.toMatch(/eyJ|(access|refresh|id)_?token/i);
      }
    });

    it("says so when the provider refuses", async () => {
      expect(await enter(null)).toMatchObject({
        end: "/sign-in?problem=sso_failed",
        hasSession: false,
      });
    });

    it.each(["//evil.example/x", "https://evil.example", "/\\evil.example", "/api/v1/me"])(
      "leads to no other place than a page of ours: %s",
      async (back) => {
        const person = { sub: "u-1", email: "lead.pa@istmo.demo", email_verified: true };
        expect(await enter(person, back)).toMatchObject({ end: "/", hasSession: true });
      },
    );
  });
});

describe("without single sign-on", () => {
  it("there is no such way in", async () => {
    const app = await openTestApp();
    expect((await app.stranger().get<Site>("/api/v1/site")).body.singleSignOn).toBeNull();
    expect((await app.stranger().get("/api/auth/oidc/start")).status).toBe(404);
    await app.close();
  });
});

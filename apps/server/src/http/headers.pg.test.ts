import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestApp, type TestApp } from "../../../../tests/support/test-app.ts";
import { Visitor } from "../../../../tests/support/visitor.ts";

describe("every answer, refusals included", () => {
  let app: TestApp;
  let head: Visitor;
  beforeAll(async () => {
    app = await openTestApp({ env: { ISTMO_PUBLIC_URL: "https://istmo.example.org" } });
    head = new Visitor(app.origin, {});
    await head.signIn("head@istmo.demo", "istmo-demo-2026");
  });
  afterAll(() => app.close());

  const answers = () => {
    const stranger = new Visitor(app.origin, {});
    return Promise.all([
      head.get("/api/v1/me"),
      head.get("/api/v1/papers/nothing-here"),
      head.get("/api/v1/papers?limit=none"),
      head.get("/api/nowhere"),
      stranger.get("/api/v1/me"),
      stranger.get("/api/v1/site"),
      stranger.signIn("head@istmo.demo", "wrong"),
      stranger.post("/api/auth/sign-out"),
      stranger.post("/api/auth/passkey/options"),
      stranger.get("/healthz"),
    ]);
  };

  it("says that nothing is guessed about its type, framed, or told to others", async () => {
    for (const { headers } of await answers()) {
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      const policy = headers.get("content-security-policy") ?? "";
      for (const rule of ["default-src 'self'", "object-src 'none'", "base-uri 'none'"])
        expect(policy).toContain(rule);
      expect(policy).toContain("frame-ancestors 'none'");
    }
  });

  it("keeps browsers to encryption for a year, on every host below ours", async () => {
    for (const { headers } of await answers())
      expect(headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
  });

  it("is kept in no cache", async () => {
    for (const { headers } of await answers())
      expect(headers.get("cache-control")).toBe("no-store");
  });

  it("names its type and its letters, and lets no other site's page read it", async () => {
    for (const { headers } of await answers()) {
      expect(headers.get("content-type")).toMatch(/^application\/(problem\+)?json; charset=utf-8$/);
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

describe("a request", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp();
  });
  afterAll(() => app.close());

  it("names its own address in no header, where no proxy is trusted", async () => {
    const liar = new Visitor(app.origin, { address: "203.0.113.9" });
    await liar.signIn("reviewer@istmo.demo", "istmo-demo-2026");
    const { body } = await liar.get<{ items: { ip: string }[] }>("/api/v1/me/sessions");
    expect(body.items.map(({ ip }) => ip)).toEqual([expect.stringContaining("127.0.0.1")]);
  });

  it("is not echoed by TRACE", async () => {
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${app.origin}/api/v1/me`, { method: "TRACE" }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.once("error", reject).end();
    });
    expect(status).toBe(404);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestApp, type Browser, type TestApp } from "../../../../tests/support/test-app.ts";

describe("the API", () => {
  let app: TestApp;
  let lead: Browser;
  beforeAll(async () => {
    app = await openTestApp();
    lead = await app.signIn("lead.pa");
  });
  afterAll(() => app.close());

  const aPaper = (title: string) => ({
    templateId: "tpl-policy-brief",
    title: { es: title },
    originalLanguage: "es",
    languages: ["es"],
    leadCentreId: "centre-pa",
    centreIds: ["centre-pa"],
  });

  it("asks for a session with 401 on every route that needs one", async () => {
    const document = await app
      .stranger()
      .get<{ paths: Record<string, object> }>("/api/openapi.json");
    const open: string[] = [];
    for (const [path, methods] of Object.entries(document.body.paths)) {
      if (!("get" in methods) || path === "/metrics") continue;
      const { status } = await app.stranger().get(path.replace("{id}", "some-id"));
      if (status !== 401) open.push(path);
    }
    expect(open.sort()).toEqual([
      "/api/auth/oidc/callback",
      "/api/auth/oidc/start",
      "/api/v1/site",
      // In a demonstration alone.
      "/api/v1/site/outbox",
      // A line that is not this browser's is gone for it, whoever asks.
      "/calendar/{file}",
      "/collab/{editionId}/http/{connection}",
      "/healthz",
      "/readyz",
    ]);
  });

  it.each(["papers", "editions", "actions", "centres"])(
    "answers an unknown id of %s with 404",
    async (kind) => {
      const { status, body, headers } = await lead.get(`/api/v1/${kind}/nothing-here`);
      expect([status, body.code]).toEqual([404, "not_found"]);
      expect(headers.get("content-type")).toContain("application/problem+json");
      expect((await lead.get(`/api/v1/${kind}/${"x".repeat(300)}`)).status).toBe(404);
      expect((await lead.get(`/api/v1/${kind}/%E0%A4%A`)).status).toBe(404);
    },
  );

  it("names the fields of an invalid body with 422", async () => {
    const { status, body } = await lead.post("/api/v1/papers", { title: 7, languages: [] });
    expect([status, body.code]).toEqual([422, "invalid_request"]);
    expect(body.fields?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["templateId", "title", "languages", "leadCentreId"]),
    );
  });

  it("refuses JSON that is none, a body of another type and one that is too large", async () => {
    const asText = { "content-type": "text/plain" };
    expect((await lead.post("/api/v1/papers", "{no json", {})).body.code).toBe("malformed_json");
    expect((await lead.post("/api/v1/papers", "title", asText)).status).toBe(415);
    const huge = await lead.post("/api/v1/papers", { title: "x".repeat(2_000_000) });
    expect([huge.status, huge.body.code]).toEqual([413, "body_too_large"]);
  });

  it("refuses a title of 10,000 characters and names the field", async () => {
    const { status, body } = await lead.post("/api/v1/papers", aPaper("á".repeat(10_000)));
    expect(status).toBe(422);
    expect(body.fields).toMatchObject([{ path: "title.es" }]);
  });

  it("takes control characters and text-reordering marks out of a title and keeps emoji", async () => {
    const { status, body } = await lead.post<{ title: { es: string } }>(
      "/api/v1/papers",
      aPaper("  Puertos\u0000\u0007 \u202esecundarios\u202c\n👩🏽‍✈️ עברית  "),
    );
    expect(status).toBe(201);
    expect(body.title.es).toBe("Puertos secundarios 👩🏽‍✈️ עברית");
  });

  it("refuses a title of nothing but invisible characters", async () => {
    expect((await lead.post("/api/v1/papers", aPaper("\u202e\u0000 \n"))).status).toBe(422);
  });

  it("gives a repeated request under the same key its first answer, and makes nothing twice", async () => {
    const key = { "idempotency-key": "the-same-key" };
    const [one, two] = await Promise.all([
      lead.post<{ id: string }>("/api/v1/papers", aPaper("Una vez"), key),
      lead.post<{ id: string }>("/api/v1/papers", aPaper("Una vez"), key),
    ]);
    const three = await lead.post<{ id: string }>("/api/v1/papers", aPaper("Una vez"), key);
    expect([one.status, two.status, three.status]).toEqual([201, 201, 201]);
    expect(new Set([one.body.id, two.body.id, three.body.id]).size).toBe(1);
    const other = await lead.post("/api/v1/papers", aPaper("Otra cosa"), key);
    expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
  });

  it("pages a list by cursor without gaps or repeats", async () => {
    type Page = { items: { id: string }[]; nextCursor: string | null };
    const whole = await lead.get<Page>("/api/v1/actions?limit=500");
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const after: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { body }: { body: Page } = await lead.get<Page>(`/api/v1/actions?limit=7${after}`);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(whole.body.items.map(({ id }) => id));
    expect((await lead.get("/api/v1/actions?limit=100000")).status).toBe(422);
  });

  it("takes no field that a route does not name, and no parameter twice", async () => {
    const more = { id: "mine", stage: "issued", symbol: "X/1", version: 7, createdById: "me" };
    const { body } = await lead.post<object>("/api/v1/papers", { ...aPaper("Campos"), ...more });
    expect(body).toMatchObject({ stage: "draft", symbol: null, version: 1 });
    expect(body).not.toMatchObject({ id: "mine" });
    await lead.patch("/api/v1/me", {
      locale: "es",
      ...{ email: "x@example.org", clearedTo: "strictly_confidential", posts: [] },
    });
    expect((await lead.get<object>("/api/v1/me")).body).toMatchObject({
      email: "lead.pa@istmo.demo",
      clearedTo: (await app.client.person.findUniqueOrThrow({ where: { id: "person-lead-pa" } }))
        .clearedTo,
      posts: [{ role: "centre_lead" }],
    });
    expect((await lead.get("/api/v1/papers?limit=1&limit=2")).status).toBe(422);
  });

  it("is not led astray by the names of JavaScript's own parts", async () => {
    const body = '{"__proto__":{"stage":"issued"},"constructor":{"prototype":{"stage":"issued"}},';
    const { status } = await lead.post(
      "/api/v1/papers",
      body + JSON.stringify(aPaper("Prototipo")).slice(1),
    );
    expect(status).toBe(201);
    expect(({} as { stage?: string }).stage).toBeUndefined();
  });

  it("refuses a write that another site's page sends with our cookie", async () => {
    const foreign = { origin: "https://evil.example" };
    const { status, body } = await lead.post("/api/v1/papers", aPaper("Ajeno"), foreign);
    expect([status, body.code]).toEqual([403, "foreign_origin"]);
  });

  it("sends a strict content security policy and no framework banner", async () => {
    const { headers } = await app.stranger().get("/api/v1/site");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  it("describes every route in OpenAPI 3.1 from the schemas that check it", async () => {
    type Document = {
      openapi: string;
      paths: Record<string, Record<string, { requestBody?: object; responses: object }>>;
    };
    const { body } = await app.stranger().get<Document>("/api/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        "/api/v1/papers",
        "/api/v1/papers/{id}/submit",
        "/api/v1/actions/{id}/steps",
        "/api/v1/centres/{id}",
        "/api/auth/sign-in/email",
      ]),
    );
    expect(body.paths["/api/v1/papers"]?.["post"]?.requestBody).toBeDefined();
  });

  it("says that it is alive and ready, and gives figures to this machine only", async () => {
    expect((await app.stranger().get<{ status: string }>("/healthz")).body.status).toBe("alive");
    expect((await app.stranger().get<{ status: string }>("/readyz")).body.status).toBe("ready");
    const figures = await fetch(`${app.origin}/metrics`).then((answer) => answer.text());
    expect(figures).toContain("istmo_collab_connections 0");
    const proxied = await fetch(`${app.origin}/metrics`, {
      headers: { "x-forwarded-for": "203.0.113.9" },
    });
    expect(proxied.status).toBe(404);
  });
});

import { createHash } from "node:crypto";
import type { Me } from "@istmo/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestApp, type TestApp } from "../../../../../tests/support/test-app.ts";
import { FirstAdministratorRepository } from "./first-administrator.repository.ts";

const wanted = {
  name: "Ana Beatriz Solís",
  email: "ana.solis@example.org",
  password: "una frase que nadie adivina",
  locale: "es",
};

describe("the first administrator", () => {
  let app: TestApp;
  let now: Date;
  beforeEach(async () => {
    now = new Date("2026-05-04T12:00:00Z");
    app = await openTestApp({ env: { ISTMO_DEMO: "0" }, now: () => now });
  });
  afterEach(() => app.close());

  const look = (token: unknown) =>
    app
      .stranger()
      .post<{ code?: string; expiresAt?: string }>("/api/auth/first-administrator/look", { token });
  const make = (changed: Partial<Record<keyof typeof wanted | "token", string>> = {}) =>
    app.stranger().post<{ code?: string; user?: { id: string } }>("/api/auth/first-administrator", {
      token: app.firstAdministratorToken,
      ...wanted,
      ...changed,
    });

  it("is made by the link of a start without one, and is signed in", async () => {
    const { body } = await look(app.firstAdministratorToken);
    expect(body).toEqual({ expiresAt: "2026-05-05T12:00:00.000Z" });
    const made = await make({ email: " Ana.Solis@Example.org " });
    expect(made.status).toBe(200);
    const cookie = made.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; ");
    const me = await app.stranger().get<Me>("/api/v1/me");
    expect(me.status).toBe(401);
    const mine = await fetch(`${app.origin}/api/v1/me`, { headers: { cookie } });
    expect(await mine.json()).toMatchObject({
      name: wanted.name,
      email: wanted.email,
      locale: "es",
      posts: [{ role: "admin", centreId: null, organisationId: null }],
    });
    const signIn = { email: wanted.email, password: wanted.password };
    expect((await app.stranger().post("/api/auth/sign-in/email", signIn)).status).toBe(200);
    const kinds = await app.client.auditEntry.findMany({ orderBy: { seq: "asc" }, take: 2 });
    expect(kinds.map(({ kind }) => kind)).toEqual([
      "administrator.first_made",
      "sign_in.succeeded",
    ]);
    // The token is nowhere in the database.
    const rows = await app.client.oneTimeToken.findMany();
    expect(JSON.stringify(rows)).not.toContain(app.firstAdministratorToken);
  });

  it("is one: of two that use the link at once the second is told that it is used", async () => {
    const both = await Promise.all([make(), make({ email: "otra@example.org" })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(await app.client.person.count()).toBe(1);
    expect((await look(app.firstAdministratorToken)).body.code).toBe("link_used");
    expect((await make({ email: "tercera@example.org" })).body.code).toBe("link_used");
  });

  it("is not made where there is one by other means", async () => {
    await app.client.person.create({
      data: {
        id: "person-1",
        name: "Una",
        email: "una@example.org",
        posts: {
          create: { id: "post-1", role: "admin", startsAt: new Date(now.getTime() - 1000) },
        },
      },
    });
    expect((await look(app.firstAdministratorToken)).body.code).toBe("link_used");
    expect((await make()).body.code).toBe("link_used");
    expect(await app.client.person.count()).toBe(1);
  });

  it("needs the newest link, within a day", async () => {
    expect((await look("x".repeat(43))).body.code).toBe("link_unknown");
    expect((await make({ token: "x".repeat(43) })).body.code).toBe("link_unknown");
    now = new Date(now.getTime() + 24 * 3_600_000);
    expect((await look(app.firstAdministratorToken)).body.code).toBe("link_expired");
    expect((await make()).body.code).toBe("link_expired");
    now = new Date(now.getTime() - 3_600_000);
    const next = createHash("sha256").update("n".repeat(43)).digest("hex");
    const expiresAt = new Date(now.getTime() + 1000);
    await new FirstAdministratorRepository(app.client).replaceToken(next, { now, expiresAt });
    expect((await make()).body.code).toBe("link_expired");
    expect((await make({ token: "n".repeat(43) })).status).toBe(200);
  });

  it("keeps the link when something about the account must be mended", async () => {
    const refusals = [
      [{ password: "demasiado" }, "password_too_weak"],
      [{ password: "ana.solis 2026 ana.solis" }, "password_too_weak"],
      [{ email: "аna@example.org" }, "email_not_plain"],
      [{ name: "" }, "invalid_request"],
      [{ locale: "fr" }, "invalid_request"],
    ] as const;
    for (const [changed, code] of refusals)
      expect((await make(changed)).body.code, code).toBe(code);
    await app.client.person.create({ data: { id: "p", name: "Otra", email: wanted.email } });
    expect((await make()).body.code).toBe("email_taken");
    expect((await make({ email: "libre@example.org" })).status).toBe(200);
  });
});

describe("a demonstration", () => {
  it("has its administrator, and makes no link for another", async () => {
    const app = await openTestApp();
    expect(app.firstAdministratorToken).toBeNull();
    await app.close();
  });
});

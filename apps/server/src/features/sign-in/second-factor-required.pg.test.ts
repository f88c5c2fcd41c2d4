import { once } from "node:events";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Me, TotpStart } from "@istmo/contracts";
import { codeAt } from "../../../../../tests/support/one-time-code.ts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

describe("where more than a password is required", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp({ env: { ISTMO_SECOND_FACTOR: "required" } });
  });
  afterAll(() => app.close());

  const collab = (cookie: string) =>
    new WebSocket(`${app.origin.replace("http", "ws")}/collab/paper-urban-analysts-es`, {
      headers: { cookie },
    });
  const statusOf = (socket: WebSocket) =>
    new Promise<number | undefined>((resolve) => {
      socket.on("unexpected-response", (_request, { statusCode }) => resolve(statusCode));
      socket.on("open", () => resolve(101));
    });
  const hears = (cookie: string) =>
    new Promise<string>((resolve) => {
      const socket = io(app.origin, {
        path: "/socket.io",
        transports: ["websocket"],
        extraHeaders: { cookie },
        reconnection: false,
      });
      const say = (what: string) => {
        socket.close();
        resolve(what);
      };
      socket.on("connect", () => say("connected"));
      socket.on("connect_error", ({ message }) => say(message));
    });
  async function addAuthenticator(person: Browser): Promise<void> {
    const { body } = await person.post<TotpStart>("/api/v1/me/totp/start", {});
    const code = codeAt(body.secret, Date.now());
    expect((await person.post("/api/v1/me/totp/confirm", { code })).status).toBe(200);
  }

  it("a password opens one's own account and no other door", async () => {
    const person = await app.signIn("expert1.gt");
    expect((await person.get<Me>("/api/v1/me")).body.mustAddFactor).toBe(true);
    for (const path of ["/papers", "/people", "/events", "/editions/paper-urban-analysts-es"]) {
      const { status, body } = await person.get(`/api/v1${path}`);
      expect([path, status, body.code]).toEqual([path, 403, "second_factor_required"]);
    }
    expect(await statusOf(collab(person.cookie))).toBe(403);
    expect(await hears(person.cookie)).toBe("second_factor_required");
  });

  it("an authenticator app opens them all, and taking it off closes them, open texts included", async () => {
    const person = await app.signIn("expert1.gt");
    await addAuthenticator(person);
    expect((await person.get<Me>("/api/v1/me")).body.mustAddFactor).toBe(false);
    expect((await person.get("/api/v1/papers")).status).toBe(200);
    expect(await hears(person.cookie)).toBe("connected");
    const text = collab(person.cookie);
    expect(await statusOf(text)).toBe(101);
    const closed = once(text, "close");
    expect((await person.post("/api/v1/me/totp/remove", {})).status).toBe(200);
    expect((await closed)[0]).toBe(4403);
    expect((await person.get("/api/v1/papers")).body.code).toBe("second_factor_required");
  });
});

import { afterEach, expect, test, vi } from "vitest";
import { api, onSignedOut } from "./client.ts";
import { ApiProblem } from "./problem.ts";

interface Sent {
  readonly path: string;
  readonly init: RequestInit;
}

/** Answers every request with the same, and keeps what was sent. */
function aServer(status: number, body: unknown): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    sent.push({ path, init });
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return sent;
}
afterEach(() => {
  vi.unstubAllGlobals();
});
const keyOf = (sent: Sent | undefined) => new Headers(sent?.init.headers).get("idempotency-key");

test("every write carries a key of its own, and the same key when it is sent again", async () => {
  const sent = aServer(201, {});
  await api.post("/papers", {});
  await api.post("/papers", {});
  await api.patch("/me", { locale: "es" }, "again");
  await api.get("/papers", { stage: "draft", centre: undefined });
  expect(keyOf(sent[0])).toMatch(/^[0-9a-f-]{32,36}$/);
  expect(keyOf(sent[1])).not.toBe(keyOf(sent[0]));
  expect(keyOf(sent[2])).toBe("again");
  expect(keyOf(sent[3])).toBeNull();
  expect(sent[3]?.path).toBe("/api/v1/papers?stage=draft");
});

test("a refusal keeps its code, fields and reference", async () => {
  aServer(422, {
    type: "about:blank",
    title: "Invalid",
    status: 422,
    code: "invalid_request",
    fields: [{ path: "title.es", message: "1..300" }],
    reference: "r-1",
  });
  const error: unknown = await api.post("/papers", {}).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ApiProblem);
  const problem = error as ApiProblem;
  expect([problem.code, problem.status, problem.reference]).toEqual([
    "invalid_request",
    422,
    "r-1",
  ]);
  expect(problem.field("title")).toBe("1..300");
  expect(problem.field("templateId")).toBeUndefined();
});

test("an answer that is none of ours still has a code, and no answer is offline", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>", { status: 502 })));
  await expect(api.get("/me")).rejects.toMatchObject({ code: "database_away" });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  await expect(api.get("/me")).rejects.toMatchObject({ code: "offline" });
});

test("an ended session is announced once for each refused request", async () => {
  aServer(401, { code: "not_signed_in" });
  const told = vi.fn();
  const stop = onSignedOut(told);
  await api.get("/me").catch(() => undefined);
  stop();
  await api.get("/me").catch(() => undefined);
  expect(told).toHaveBeenCalledTimes(1);
});

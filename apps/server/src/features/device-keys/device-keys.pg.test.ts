import type { DeviceKey, Paper } from "@istmo/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

const edition = "/api/v1/editions/paper-urban-analysts-es/device-key";
const own = "/api/v1/me/device-key";

describe("the key of a copy on the device", () => {
  let app: TestApp;
  let head: Browser;
  beforeAll(async () => {
    app = await openTestApp();
    head = await app.signIn("head");
  });
  afterAll(() => app.close());

  const keyOf = async (browser: Browser, path: string) =>
    (await browser.get<DeviceKey>(path)).body.key;

  it("is given to a live session that may read the paper, is the same in the next one, and is kept in no cache", async () => {
    const ana = await app.signIn("expert1.sv");
    const answer = await ana.get<DeviceKey>(edition);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.body.personId).toBe("person-expert1-sv");
    expect(Buffer.from(answer.body.key, "base64")).toHaveLength(32);
    expect(await keyOf(await app.signIn("expert1.sv"), edition)).toBe(answer.body.key);
  });

  it("is each person's own, and so is the key of their unsaved words", async () => {
    const [ana, luis] = [await app.signIn("expert1.sv"), await app.signIn("expert1.gt")];
    const keys = await Promise.all([
      keyOf(ana, edition),
      keyOf(luis, edition),
      keyOf(ana, "/api/v1/editions/paper-urban-analysts-en/device-key"),
      keyOf(ana, own),
      keyOf(luis, own),
    ]);
    expect(new Set(keys).size).toBe(5);
  });

  it("is withdrawn with the session", async () => {
    const ana = await app.signIn("expert1.sv");
    await ana.post("/api/auth/sign-out", {});
    for (const path of [edition, own])
      expect(await ana.get(path)).toMatchObject({ status: 401, body: { code: "not_signed_in" } });
  });

  it("is withdrawn with the right to the paper, and while the paper is classified; that of one's own words stays", async () => {
    const { body: paper } = await head.post<Paper>("/api/v1/papers", {
      templateId: "tpl-policy-brief",
      title: { es: "Un documento" },
      originalLanguage: "es",
      languages: ["es"],
      leadCentreId: "centre-gt",
      centreIds: ["centre-gt"],
      classification: "unclassified",
    });
    const path = `/api/v1/editions/${paper.editions[0]?.id ?? ""}/device-key`;
    const guest = await app.signIn("expert1.pa");
    expect(await guest.get(path)).toMatchObject({ status: 404, body: { code: "not_found" } });
    const shares = `/api/v1/papers/${paper.id}/shares`;
    const wanted = { subject: "person:person-expert1-pa", level: "editor" };
    const given = await head.post<{ shares: { id: string }[] }>(shares, wanted);
    const key = await keyOf(guest, path);
    await head.post(`${shares}/${given.body.shares[0]?.id ?? ""}/remove`, {});
    expect((await guest.get(path)).status).toBe(404);
    expect((await guest.get(own)).status).toBe(200);
    // Given again, what the person wrote then and could not send is theirs again: the key is the same.
    await head.post(shares, wanted);
    expect(await keyOf(guest, path)).toBe(key);

    const { body: now } = await head.get<Paper>(`/api/v1/papers/${paper.id}`);
    await head.post(`/api/v1/papers/${paper.id}/classification`, {
      version: now.version,
      to: "confidential",
    });
    expect(await head.get(path)).toMatchObject({ status: 403, body: { code: "not_allowed" } });
  });

  it("is not given to whoever must add a second factor first", async () => {
    const strict = await openTestApp({ env: { ISTMO_SECOND_FACTOR: "required" } });
    try {
      const ana = await strict.signIn("expert1.sv");
      for (const path of [edition, own])
        expect(await ana.get(path)).toMatchObject({
          status: 403,
          body: { code: "second_factor_required" },
        });
    } finally {
      await strict.close();
    }
  });
});

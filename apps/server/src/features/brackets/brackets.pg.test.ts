import type { BracketPreferences, LiveEvent } from "@istmo/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestApp, type TestApp } from "../../../../../tests/support/test-app.ts";

const paper = "/api/v1/papers/paper-secondary-ports";
const preferences = `${paper}/brackets/preferences`;
const prefer = `${paper}/brackets/bracket-1/preference`;

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

describe("preferences among unagreed wordings", () => {
  it("are seen by the office and by those who hold them, and by nobody else", async () => {
    const lead = await app.signIn("lead.gt");
    const said = await lead.post<BracketPreferences>(prefer, {
      subject: "centre:centre-gt",
      alternativeId: "alt-2",
    });
    expect(said.status).toBe(200);
    const mine = { bracketId: "bracket-1", alternativeId: "alt-2", subject: "centre:centre-gt" };
    expect(said.body).toEqual({ preferences: [mine], mayPreferFor: ["centre:centre-gt"] });

    const head = await app.signIn("head");
    expect((await head.get<BracketPreferences>(preferences)).body.preferences).toEqual([mine]);
    const other = await app.signIn("lead.sv");
    expect((await other.get<BracketPreferences>(preferences)).body.preferences).toEqual([]);
    const heard = async (browser: typeof head) =>
      (await browser.get<{ items: LiveEvent[] }>("/api/v1/events?limit=50")).body.items.filter(
        ({ type }) => type === "bracket.preferred",
      ).length;
    expect([await heard(head), await heard(lead), await heard(other)]).toEqual([1, 1, 0]);
  });

  it("change and are taken back, one for each centre", async () => {
    const lead = await app.signIn("lead.gt");
    const wish = { subject: "centre:centre-gt", alternativeId: "alt-1" };
    const changed = await lead.post<BracketPreferences>(prefer, wish);
    expect(changed.body.preferences).toEqual([{ bracketId: "bracket-1", ...wish }]);
    const none = await lead.post<BracketPreferences>(prefer, { ...wish, alternativeId: null });
    expect(none.body.preferences).toEqual([]);
  });

  it("are said by nobody for another centre", async () => {
    const expert = await app.signIn("expert1.gt");
    const wish = { subject: "centre:centre-gt", alternativeId: "alt-1" };
    expect(await expert.post(prefer, wish)).toMatchObject({
      status: 403,
      body: { code: "not_allowed" },
    });
    const lead = await app.signIn("lead.sv");
    expect((await lead.post(prefer, wish)).status).toBe(403);
  });
});

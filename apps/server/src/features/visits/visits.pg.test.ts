import type { EditionVisit } from "@istmo/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { openTestApp, type TestApp } from "../../../../../tests/support/test-app.ts";

const path = "/api/v1/editions/paper-secondary-ports-es/visit";
const vector = (entries: Readonly<Record<number, number>>) =>
  Buffer.from(
    Y.encodeStateVector(new Map(Object.entries(entries).map(([key, value]) => [+key, value]))),
  ).toString("base64");
const decoded = (visit: EditionVisit) =>
  Object.fromEntries(Y.decodeStateVector(Buffer.from(visit.stateVector ?? "", "base64")));

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

describe("a visit to an edition", () => {
  it("is one's own, and never makes old what another page of the same person has seen", async () => {
    const reader = await app.signIn("lead.gt");
    expect((await reader.get<EditionVisit>(path)).body).toEqual({ at: null, stateVector: null });
    await reader.post(path, { stateVector: vector({ 1: 40, 7: 12 }) });
    await reader.post(path, { stateVector: vector({ 1: 44, 9: 3 }) });
    const { body } = await reader.get<EditionVisit>(path);
    expect(decoded(body)).toEqual({ 1: 44, 7: 12, 9: 3 });
    expect(body.at).not.toBeNull();
    const other = await app.signIn("lead.sv");
    expect((await other.get<EditionVisit>(path)).body.at).toBeNull();
  });

  it("is refused when it says nothing that can be read, and to whoever may not read the text", async () => {
    const reader = await app.signIn("lead.gt");
    for (const stateVector of ["AQ==", "%%", "////"]) {
      const answer = await reader.post(path, { stateVector });
      expect(answer).toMatchObject({ status: 422, body: { code: "invalid_request" } });
    }
    const stranger = await app.signIn("observer");
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.post(path, { stateVector: vector({}) })).status).toBe(404);
  });
});

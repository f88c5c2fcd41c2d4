import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ManagedOrganisation } from "@istmo/contracts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

type List<Item> = { items: Item[]; nextCursor: string | null };
type Answer = ManagedOrganisation & { code: string };

describe("organisations", () => {
  let app: TestApp;
  let admin: Browser;
  beforeAll(async () => {
    app = await openTestApp({ now: new Date("2026-11-24T15:00:00Z") });
    admin = await app.signIn("admin");
  });
  afterAll(() => app.close());

  const path = "/api/v1/admin/organisations";
  const wanted = {
    kind: "ministry",
    country: "PA",
    name: { es: "Ministerio de Prueba", en: "Ministry of Trial" },
    abbreviation: { es: "MP", en: "MT" },
    languages: ["es"],
  };
  const join = (bodyId: string, over: object) =>
    admin.post<Answer>(`${path}/${bodyId}/memberships`, {
      ...{ memberId: "org-oas", status: "observer", from: null, to: null, ...over },
    });

  it("are read by the office and changed by who manages people", async () => {
    const reviewer = await app.signIn("reviewer");
    const { body } = await reviewer.get<List<ManagedOrganisation>>(`${path}?limit=200`);
    expect(body.items).toHaveLength(await app.client.organisation.count());
    const sica = body.items.find(({ id }) => id === "org-sica");
    expect(sica?.people).toBeGreaterThan(0);
    expect(sica?.members.length).toBeGreaterThan(0);
    expect((await reviewer.post(path, wanted)).status).toBe(403);
    for (const account of ["lead.gt", "focal.sica", "observer"])
      expect((await (await app.signIn(account)).get(path)).status).toBe(403);
  });

  it("are added and changed, the second of two writers told", async () => {
    const { status, body } = await admin.post<Answer>(path, wanted);
    expect(status).toBe(201);
    expect(body).toMatchObject({ isActive: true, version: 1, people: 0, name: wanted.name });
    const change = { version: 1, isActive: false, name: { es: "Otro nombre", en: "Other name" } };
    const changed = await admin.post<Answer>(`${path}/${body.id}`, change);
    expect(changed.body).toMatchObject({ version: 2, isActive: false, name: change.name });
    expect((await admin.post<Answer>(`${path}/${body.id}`, change)).body.code).toBe(
      "stale_version",
    );
    const post = { personId: "person-observer", role: "observer", organisationId: body.id };
    expect((await admin.post<Answer>("/api/v1/posts", post)).body.code).toBe(
      "unknown_organisation",
    );
    const entries = await app.client.auditEntry.findMany({ where: { subjectId: body.id } });
    expect(entries.map(({ kind }) => kind)).toEqual([
      "organisation.changed",
      "organisation.changed",
    ]);
    expect((await admin.post(`${path}/org-none`, change)).status).toBe(404);
  });

  it("have dated members whose dates do not overlap", async () => {
    const body = "org-caricom";
    const first = await join(body, { from: "2020-01-01", to: "2024-12-31" });
    expect(first.body.members.filter(({ memberId }) => memberId === "org-oas")).toHaveLength(1);
    expect((await join(body, { from: "2024-12-31" })).body.code).toBe("membership_overlaps");
    expect((await join(body, {})).body.code).toBe("membership_overlaps");
    expect((await join(body, { from: "2024-06-01", status: "guest" })).status).toBe(200);
    expect((await join(body, { from: "2025-02-01", to: "2025-01-01" })).status).toBe(422);
    expect((await join(body, { memberId: "org-none" })).body.code).toBe("unknown_organisation");
    expect((await join(body, { memberId: body })).body.code).toBe("unknown_organisation");
    const open = await join(body, { from: "2025-01-01" });
    expect(open.status).toBe(200);
    const [last] = open.body.members.filter(
      ({ from, status }) => from === "2025-01-01" && status === "observer",
    );
    const end = (to: string, id = last?.id) =>
      admin.post<Answer>(`/api/v1/admin/memberships/${id}/end`, { to });
    expect((await end("2024-12-31")).body.code).toBe("invalid_request");
    const ended = await end("2026-06-30");
    expect(ended.body.members.find(({ id }) => id === last?.id)?.to).toBe("2026-06-30");
    const [early] = ended.body.members.filter(({ from }) => from === "2020-01-01");
    expect((await end("2025-03-01", early?.id)).body.code).toBe("membership_overlaps");
    expect((await end("2025-03-01", "nothing")).status).toBe(404);
  });

  it("of the reference data can end their memberships too", async () => {
    const [first] = await app.client.membership.findMany({ where: { to: null }, take: 1 });
    const { status } = await admin.post(`/api/v1/admin/memberships/${first?.id}/end`, {
      to: "2030-01-01",
    });
    expect(status).toBe(200);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HandedOver, Tenure } from "@istmo/contracts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

describe("posts", () => {
  let app: TestApp;
  let admin: Browser;
  const now = new Date("2026-11-24T15:00:00Z");
  const reason = "Rotación";
  beforeAll(async () => {
    app = await openTestApp({ now });
    admin = await app.signIn("admin");
  });
  afterAll(() => app.close());

  type Answer = Tenure & { code: string };
  const give = (personId: string, post: object, by = admin) =>
    by.post<Answer>("/api/v1/posts", { personId, role: "expert", centreId: "centre-gt", ...post });
  const end = (post: Pick<Tenure, "id" | "version">, by = admin) =>
    by.post<Answer>(`/api/v1/posts/${post.id}/end`, { version: post.version, reason });
  const handOver = (post: Pick<Tenure, "id" | "version">, successorId: string, by = admin) =>
    by.post<HandedOver & { code: string }>(`/api/v1/posts/${post.id}/hand-over`, {
      ...{ version: post.version, successorId, reason },
    });
  const aPerson = async (over: object = {}) => {
    const id = `person-${Math.random().toString(36).slice(2)}`;
    await app.client.person.create({
      data: { id, name: "Persona nueva", email: `${id}@example.org`, ...over },
    });
    return id;
  };

  it("are given for days of the office, whose last one counts whole", async () => {
    const personId = await aPerson();
    const { status, body } = await give(personId, { startsOn: "2026-12-01", endsOn: "2026-12-31" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ startsOn: "2026-12-01", endsOn: "2026-12-31", state: "planned" });
    const row = await app.client.post.findUniqueOrThrow({ where: { id: body.id } });
    expect(row.startsAt.toISOString()).toBe("2026-12-01T05:00:00.000Z");
    expect(row.endsAt?.toISOString()).toBe("2027-01-01T05:00:00.000Z");
    const { body: held } = await give(await aPerson(), {});
    expect(held).toMatchObject({ startsOn: "2026-11-24", endsOn: null, state: "held" });
    const audit = await app.client.auditEntry.findFirstOrThrow({ where: { subjectId: held.id } });
    expect(audit).toMatchObject({ kind: "post.given", actorId: "person-admin" });
    const { payload } = await app.client.event.findFirstOrThrow({ orderBy: { seq: "desc" } });
    expect(payload).toEqual({ subjects: [`person:${held.personId}`], paperId: null });
  });

  it.each([
    ["that ends today", { endsOn: "2026-11-24" }, "post_ends_too_soon"],
    [
      "that ends before it begins",
      { startsOn: "2026-12-05", endsOn: "2026-12-04" },
      "post_ends_too_soon",
    ],
    ["without its centre", { centreId: null }, "post_malformed"],
    ["of an unknown centre", { centreId: "centre-xx" }, "unknown_centre"],
    [
      "of an unknown organisation",
      { role: "observer", centreId: null, organisationId: "org-xx" },
      "unknown_organisation",
    ],
    ["that they hold already", {}, "post_overlaps"],
  ])("%s are refused", async (_what, post, code) => {
    expect((await give("person-expert1-gt", post)).body.code).toBe(code);
  });

  it("are given to nobody who does not exist or is deactivated, and by nobody else", async () => {
    expect((await give("person-nobody", {})).body.code).toBe("unknown_person");
    expect((await give(await aPerson({ deactivatedAt: now }), {})).body.code).toBe(
      "unknown_person",
    );
    for (const account of ["reviewer", "lead.gt", "expert1.gt"]) {
      const other = await app.signIn(account);
      expect((await give("person-nobody", {}, other)).body.code).toBe("not_allowed");
      expect((await end({ id: "nothing", version: 1 }, other)).body.code).toBe("not_allowed");
    }
  });

  it("given twice at the same time are held once", async () => {
    const personId = await aPerson();
    const answers = await Promise.all([give(personId, {}), give(personId, {}), give(personId, {})]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await app.client.post.count({ where: { personId } })).toBe(1);
  });

  it("end with a reason, and can be given again the same day", async () => {
    const personId = await aPerson();
    const { body: post } = await give(personId, {});
    expect((await end({ ...post, version: 7 })).body.code).toBe("stale_version");
    const { body: ended } = await end(post);
    expect(ended).toMatchObject({ state: "ended", endsOn: "2026-11-24" });
    expect((await end(ended)).body.code).toBe("post_has_ended");
    expect((await end({ id: "nothing", version: 1 })).status).toBe(404);
    const entry = await app.client.auditEntry.findFirstOrThrow({
      where: { subjectId: post.id, kind: "post.ended" },
    });
    expect(entry.body).toContain('"endsAt":null');
    expect(entry.body).toContain(reason);
    expect((await give(personId, {})).status).toBe(201);
  });

  it("that are cancelled before they begin leave the time free", async () => {
    const personId = await aPerson();
    const { body: planned } = await give(personId, { startsOn: "2026-12-10" });
    expect((await end(planned)).body.state).toBe("ended");
    expect((await give(personId, { startsOn: "2026-12-05" })).status).toBe(201);
  });

  it("pass on with the open work, what the successor may not see aside", async () => {
    const successorId = await aPerson();
    const owned = { ownerId: "person-expert2-sv", centreId: "centre-sv" };
    await app.client.actionItem.updateMany({ where: owned, data: { ownerId: null } });
    const add = (id: string, over: object = {}) =>
      app.client.actionItem.create({
        data: {
          ...{ id, title: { es: id }, ...owned },
          ...{ rank: `z${id}`, createdById: "person-lead-sv", ...over },
        },
      });
    await add("mine-open");
    await add("mine-blocked", { state: "blocked" });
    await add("mine-done", { state: "done" });
    await add("mine-verified", { state: "verified" });
    await add("mine-secret", { classification: "confidential" });
    await add("mine-elsewhere", { centreId: "centre-pa" });

    const post = await app.client.post.update({
      where: { id: "post-person-expert2-sv" },
      data: { endsAt: new Date("2027-07-01T05:00:00Z") },
    });
    const { status, body } = await handOver(post, successorId);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      post: { personId: successorId, role: "expert", centreId: "centre-sv", endsOn: "2027-06-30" },
      moved: { actions: 3 },
      left: { actions: 1 },
    });
    const owners = await app.client.actionItem.findMany({ where: { id: { startsWith: "mine-" } } });
    expect(Object.fromEntries(owners.map(({ id, ownerId }) => [id, ownerId]))).toEqual({
      "mine-open": successorId,
      "mine-blocked": successorId,
      "mine-done": successorId,
      "mine-verified": "person-expert2-sv",
      "mine-secret": null,
      "mine-elsewhere": "person-expert2-sv",
    });
    const rows = await app.client.post.findMany({ where: { id: { in: [post.id, body.post.id] } } });
    expect(rows.find(({ id }) => id === post.id)?.endsAt).toEqual(now);
    expect(rows.find(({ id }) => id === body.post.id)?.handedOverFrom).toBe(post.id);
    // Whoever is told of it in their inbox is told by events besides.
    const events = await app.client.event.findMany({
      where: { type: { in: ["action.changed", "access.changed"] } },
      orderBy: { seq: "desc" },
      take: 5,
    });
    const changed = events.filter(({ type }) => type === "action.changed");
    expect(changed.map(({ classification }) => classification).sort()).toEqual([
      "confidential",
      "unclassified",
      "unclassified",
      "unclassified",
    ]);
    expect(events.find(({ type }) => type === "access.changed")?.payload).toEqual({
      subjects: ["person:person-expert2-sv", `person:${successorId}`],
      paperId: null,
    });
    const entry = await app.client.auditEntry.findFirstOrThrow({
      where: { kind: "post.handed_over" },
    });
    expect(entry.body).toContain('"moved.actions":3');
  });

  it("pass on to nobody, to oneself, to who holds them, or twice: refused", async () => {
    const post = await app.client.post.findUniqueOrThrow({
      where: { id: "post-person-expert1-ni" },
    });
    expect((await handOver(post, "person-nobody")).body.code).toBe("unknown_person");
    expect((await handOver(post, post.personId)).body.code).toBe("own_successor");
    expect((await handOver(post, "person-expert2-ni")).body.code).toBe("post_overlaps");
    expect((await handOver({ ...post, version: 9 }, await aPerson())).body.code).toBe(
      "stale_version",
    );
    const lead = await app.signIn("lead.ni");
    expect((await handOver(post, "person-expert1-gt", lead)).body.code).toBe("not_allowed");
    const { body } = await handOver(post, await aPerson());
    expect(body.moved).toHaveProperty("actions");
    const again = { ...post, version: post.version + 1 };
    expect((await handOver(again, await aPerson())).body.code).toBe("post_has_ended");
  });

  describe("of administrators", () => {
    const adminPosts = () =>
      app.client.post.findMany({
        where: { role: "admin", endsAt: null, person: { deactivatedAt: null } },
      });

    it("do not end when nobody else is left to manage people", async () => {
      const head = await app.signIn("head");
      const [only] = await adminPosts();
      expect(only).toBeDefined();
      if (only === undefined) return;
      expect((await end(only)).body.code).toBe("last_administrator");
      expect((await end(only, head)).body.code).toBe("last_administrator");
      expect((await handOver(only, "person-nobody")).body.code).toBe("unknown_person");
      // Somebody who leaves on a date does not count as the one who stays.
      const office = { role: "admin", centreId: null, endsOn: "2026-12-31" };
      await give(await aPerson(), office);
      expect((await end(only)).body.code).toBe("last_administrator");
    });

    it("never all end when two remove each other at the same time", async () => {
      const office = { role: "admin", centreId: null };
      await give("person-reviewer", office);
      const other = await app.signIn("reviewer");
      for (const act of [
        async () => {
          const posts = await adminPosts();
          const mine = posts.find(({ personId }) => personId === "person-admin");
          const theirs = posts.find(({ personId }) => personId === "person-reviewer");
          if (mine === undefined || theirs === undefined) throw new Error("Two were expected.");
          return Promise.all([end(theirs, admin), end(mine, other)]);
        },
        () =>
          Promise.all([
            admin.post<Answer>("/api/v1/admin/people/person-reviewer/deactivate", { reason }),
            other.post<Answer>("/api/v1/admin/people/person-admin/deactivate", { reason }),
          ]),
      ]) {
        const answers = await act();
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        const refused = answers.find(({ status }) => status !== 200);
        expect(["not_allowed", "not_signed_in", "last_administrator"]).toContain(
          refused?.body.code,
        );
        const left = await adminPosts();
        expect(left).toHaveLength(1);
        // Both again for the next way.
        await app.client.person.updateMany({ data: { deactivatedAt: null } });
        await app.client.post.updateMany({
          where: { role: "admin", personId: { in: ["person-admin", "person-reviewer"] } },
          data: { endsAt: null },
        });
      }
    });
  });
});

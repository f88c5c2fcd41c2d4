import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionComment, ActionPeople, WholeAction } from "@istmo/contracts";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";

type List<Item> = { items: Item[]; nextCursor: string | null };

describe("comments on an action item", () => {
  let app: TestApp;
  let lead: Browser;
  let expert: Browser;
  let now = new Date("2026-11-24T12:00:00Z");
  beforeAll(async () => {
    app = await openTestApp({ now: () => now });
    lead = await app.signIn("lead.sv");
    expert = await app.signIn("expert1.sv");
  });
  afterAll(() => app.close());

  const create = async (over: object = {}, by = lead) => {
    const wanted = { title: "Comparar los registros", language: "es", centreId: "centre-sv" };
    return (await by.post<WholeAction>("/api/v1/actions", { ...wanted, ...over })).body;
  };
  const write = (by: Browser, item: WholeAction, body: string) =>
    by.post<ActionComment & Problem>(`/api/v1/actions/${item.id}/comments`, { body });
  const remove = async (by: Browser, path: string) => {
    const answer = await fetch(`${app.origin}${path}`, {
      method: "DELETE",
      headers: { cookie: by.cookie },
    });
    return (await answer.json()) as ActionComment & Problem;
  };
  const told = async (item: WholeAction) => {
    const events = await app.client.event.findMany({
      where: { type: "action.commented" },
      orderBy: { seq: "asc" },
    });
    return events.filter(({ payload }) => (payload as { actionId: string }).actionId === item.id);
  };

  it("are counted, tell whom they name and nothing of what they say", async () => {
    const item = await create();
    const { status, body } = await write(lead, item, "@{person:person-expert1-sv} ¿cómo va?");
    expect(status).toBe(201);
    expect(body).toMatchObject({
      author: { name: "Maquilishuat El Salvador" },
      mentions: [{ id: "person-expert1-sv", name: "Bálsamo El Salvador" }],
      abilities: { edit: true },
    });
    now = new Date("2026-11-24T12:01:00Z");
    await write(expert, item, "Va bien.");
    const path = `/api/v1/actions/${item.id}`;
    const { body: whole } = await lead.get<WholeAction>(path);
    expect(whole).toMatchObject({ comments: 2, version: item.version });
    const first = await lead.get<List<ActionComment>>(`${path}/comments?limit=1`);
    expect(first.body.items.map((one) => one.body)).toEqual(["Va bien."]);
    const rest = await lead.get<List<ActionComment>>(
      `${path}/comments?limit=1&cursor=${first.body.nextCursor}`,
    );
    expect(rest.body.items.map(({ id }) => id)).toEqual([body.id]);
    const [event] = await told(item);
    expect(event?.payload).toMatchObject({
      ...{ commentId: body.id, change: "added", mentioned: ["person-expert1-sv"] },
    });
    expect(JSON.stringify(event?.payload)).not.toContain("cómo va");
  });

  it("are mended and taken back by who wrote them, and by nobody else", async () => {
    const item = await create();
    const { body: written } = await write(lead, item, "Mal escrito");
    const path = `/api/v1/actions/${item.id}/comments/${written.id}`;
    const mend = { version: written.version, body: "@{person:person-lead-gt} Bien escrito" };
    expect((await expert.patch<Problem>(path, mend)).body.code).toBe("not_allowed");
    const { body: mended } = await lead.patch<ActionComment>(path, mend);
    expect(mended).toMatchObject({ editedAt: now.toISOString(), version: 2 });
    expect((await lead.patch<Problem>(path, mend)).body.code).toBe("stale_version");
    expect((await remove(expert, path)).code).toBe("not_allowed");
    expect(await remove(lead, path)).toMatchObject({ body: "", mentions: [] });
    expect(await remove(lead, path)).toMatchObject({ removedAt: now.toISOString() });
    const again = await lead.patch<Problem>(path, { ...mend, version: 3 });
    expect(again.body.code).toBe("comment_is_removed");
    const { body: whole } = await lead.get<WholeAction>(`/api/v1/actions/${item.id}`);
    expect(whole.comments).toBe(0);
    expect((await told(item)).map(({ payload }) => payload)).toMatchObject([
      { change: "added", mentioned: [] },
      { change: "edited", mentioned: ["person-lead-gt"] },
      { change: "removed", mentioned: [] },
    ]);
  });

  it("name only people who see the item, who are found by their names without accents", async () => {
    const item = await create();
    for (const stranger of ["person-observer", "person-nobody"]) {
      const { body } = await write(lead, item, `Para @{person:${stranger}}`);
      expect(body.code).toBe("mention_without_access");
    }
    expect((await write(lead, item, "Para @{centre:centre-gt}")).status).toBe(422);
    const { body } = await lead.get<ActionPeople>(`/api/v1/actions/${item.id}/people?q=balsamo`);
    expect(body.items).toEqual([
      {
        ...{ id: "person-expert1-sv", name: "Bálsamo El Salvador" },
        ...{ centreId: "centre-sv", organisationId: null },
      },
    ]);
    const all = await lead.get<ActionPeople>(`/api/v1/actions/${item.id}/people?limit=50`);
    expect(all.body.items.map(({ id }) => id)).not.toContain("person-focal-sica");
  });

  it("are hidden with the item, from its list and from the number of its people", async () => {
    const item = await create();
    const { body: written } = await write(lead, item, "Entre nosotros");
    const focal = await app.signIn("focal.sica");
    const path = `/api/v1/actions/${item.id}`;
    for (const hidden of [`${path}/comments`, `${path}/people`])
      expect((await focal.get(hidden)).status).toBe(404);
    expect((await write(focal, item, "Hola")).status).toBe(404);
    const other = await create();
    const elsewhere = await remove(lead, `/api/v1/actions/${other.id}/comments/${written.id}`);
    expect(elsewhere.code).toBe("not_found");
    const office = await app.signIn("reviewer");
    const given = await create(
      { organisationId: "org-sica", centreId: null, ownerId: "person-focal-sica" },
      office,
    );
    expect((await write(focal, given, "@{person:person-reviewer} recibido")).status).toBe(201);
    const people = await focal.get<ActionPeople>(`/api/v1/actions/${given.id}/people?limit=50`);
    expect(people.body.items.map(({ id }) => id)).toContain("person-focal-sica");
  });

  it("are bounded, and one that is sent again is written once", async () => {
    const item = await create();
    const path = `/api/v1/actions/${item.id}/comments`;
    const key = { "idempotency-key": "comment-that-lost-its-answer" };
    const sent = [
      await lead.post<ActionComment>(path, { body: "Una vez" }, key),
      await lead.post<ActionComment>(path, { body: "Una vez" }, key),
    ];
    expect(sent[1]?.body).toEqual(sent[0]?.body);
    await app.client.actionComment.createMany({
      data: Array.from({ length: 499 }, (_one, at) => ({
        ...{ id: `filler-${at}`, actionId: item.id, authorId: "person-lead-sv", body: "…" },
        createdAt: new Date("2026-11-24T12:00:00Z"),
      })),
    });
    expect((await write(lead, item, "Uno más")).body.code).toBe("too_many_action_comments");
  });
});

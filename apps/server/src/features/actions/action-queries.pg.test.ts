import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ActionItem, WholeAction } from "@istmo/contracts";
import { canSeeAction } from "@istmo/domain";
import { findActor } from "../identity/identity.queries.ts";
import { toActionFacts } from "./actions.queries.ts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

type List = { items: ActionItem[]; nextCursor: string | null };

describe("lists of many action items", () => {
  let app: TestApp;
  let lead: Browser;
  beforeAll(async () => {
    app = await openTestApp({ now: new Date("2026-11-24T12:00:00Z") });
    lead = await app.signIn("lead.sv");
    const people = ["person-expert1-sv", "person-expert2-sv", "person-lead-sv", "person-head"];
    await app.client.actionItem.createMany({
      data: Array.from({ length: 300 }, (_, at) => ({
        ...{ id: `many-${at}`, title: { es: `Revisión nº ${at} del 50%`, en: `Review_${at}` } },
        ...{ centreId: "centre-sv", rank: `m${String(at).padStart(4, "0")}` },
        ...{ ownerId: people[at % 4] ?? null, helperIds: [people[(at + 1) % 4] ?? ""] },
        ...{
          dueOn: "2026-12-01",
          createdById: "person-head",
          originPaperId: "paper-secondary-ports",
        },
      })),
    });
    await app.client.actionDependency.createMany({
      data: Array.from({ length: 250 }, (_, at) => ({
        ...{ actionId: `many-${at}`, needsId: `many-${at + 1}` },
      })),
    });
  });
  afterAll(() => app.close());

  /**
   * How many statements a request takes, on whatever connection. What goes on beside, such as the
   * look for what other processes have committed, only adds to them: the fewest of some tries count.
   */
  async function statementsOf(path: string): Promise<{ count: number; items: number }> {
    // What is remembered is remembered.
    await lead.get<List>(path);
    let count = Infinity;
    let items = 0;
    for (let tries = 0; tries < 20; tries++) {
      const spy = vi.spyOn(pg.Client.prototype, "query");
      items = (await lead.get<List>(path)).body.items.length;
      count = Math.min(count, spy.mock.calls.length);
      spy.mockRestore();
    }
    return { count, items };
  }

  it.each(["", "&blocked=true", "&overdue=true", "&q=revision", "&involves=me", "&sort=due"])(
    "ask the database as often for two hundred as for fifty: %s",
    async (more) => {
      const few = await statementsOf(`/api/v1/actions?limit=50${more}`);
      const many = await statementsOf(`/api/v1/actions?limit=200${more}`);
      // Who asks, and the page with all that it shows.
      expect(few.count).toBe(2);
      expect(many.count).toBe(few.count);
      expect(many.items).toBeGreaterThanOrEqual(few.items);
    },
  );

  it("find a title in either language without its accents, and take signs at their word", async () => {
    const found = async (q: string) =>
      (await lead.get<List>(`/api/v1/actions?limit=500&q=${encodeURIComponent(q)}`)).body.items
        .length;
    expect(await found("REVISION Nº 7 DEL")).toBe(1);
    expect(await found("50%")).toBe(300);
    expect(await found("5%")).toBe(0);
    expect(await found("review_299")).toBe(1);
    expect(await found("review-299")).toBe(0);
    expect(await found("\\")).toBe(0);
  });

  it.each(["head", "lead.sv", "expert1.gt", "focal.oas", "policy.gt", "observer"])(
    "show %s the items that the domain lets them see, each as when it is opened",
    async (account) => {
      const browser = await app.signIn(account);
      const personId = `person-${account.replace(".", "-")}`;
      const actor = (await findActor(app.client, personId, new Date()))?.actor;
      expect(actor).toBeDefined();
      const rows = await app.client.actionItem.findMany();
      const visible = rows.filter((row) => actor && canSeeAction(actor, toActionFacts(row)));

      const listed: ActionItem[] = [];
      let cursor = "";
      do {
        const { body } = await browser.get<List>(`/api/v1/actions?limit=120${cursor}`);
        listed.push(...body.items);
        cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
      } while (cursor !== "");
      const ids = (of: readonly { id: string }[]) => of.map(({ id }) => id).sort();
      expect(ids(listed)).toEqual(ids(visible));

      const some = listed.filter(({ id }, at) => !id.startsWith("many-") || at % 60 === 0);
      for (const item of some) {
        const { body: whole } = await browser.get<WholeAction>(`/api/v1/actions/${item.id}`);
        expect(whole).toMatchObject(item);
      }
    },
  );

  it("go on after the last row seen in every order, and miss none", async () => {
    for (const sort of ["rank", "due", "updated", "priority"]) {
      const { body: all } = await lead.get<List>(`/api/v1/actions?limit=500&sort=${sort}`);
      const seen: string[] = [];
      let cursor = "";
      do {
        const path = `/api/v1/actions?limit=70&sort=${sort}${cursor}`;
        const { body } = await lead.get<List>(path);
        seen.push(...body.items.map(({ id }) => id));
        cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
      } while (cursor !== "");
      expect(seen).toEqual(all.items.map(({ id }) => id));
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionsImport } from "@istmo/contracts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

describe("action items as a spreadsheet", () => {
  let app: TestApp;
  let lead: Browser;
  beforeAll(async () => {
    app = await openTestApp({ now: new Date("2026-11-24T12:00:00Z") });
    lead = await app.signIn("lead.sv");
  });
  afterAll(() => app.close());

  const send = async (file: string | Uint8Array, query = "", by = lead, key?: string) => {
    const answer = await fetch(`${app.origin}/api/v1/actions/import?language=es${query}`, {
      method: "POST",
      headers: {
        ...{ cookie: by.cookie, "content-type": "application/octet-stream" },
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      body: typeof file === "string" ? file : new Uint8Array(file),
    });
    return {
      status: answer.status,
      body: (await answer.json()) as ActionsImport & { code?: string },
    };
  };
  const take = ({ sha256 }: ActionsImport) => `&take=true&sha256=${sha256}`;
  const sheet = (...lines: string[]) =>
    ["Título,Centro,Responsable,Empieza,Vence", ...lines].join("\n");

  it("says what is wrong line by line, makes nothing yet, and then all that is right at once", async () => {
    const before = await app.client.actionItem.count();
    const file = sheet(
      "Bien,SV,expert1.sv@istmo.demo,2026-12-01,2026-12-10",
      "Sin centro,XX,,,",
      "De otro centro,GT,,,",
      "Responsable que no existe,SV,nadie@istmo.demo,,",
      "Responsable sin acceso,SV,observer@istmo.demo,,",
      "Al revés,SV,,2026-12-10,2026-12-01",
      "Pasada,SV,,,2026-11-01",
      "Sin día,SV,,,2026-02-30",
    );
    const { body: looked } = await send(file);
    expect(looked.counts).toEqual({ created: 1, changed: 0, unchanged: 0, refused: 7 });
    expect(looked.lines.map(({ line, refusals }) => [line, ...refusals])).toEqual([
      [3, "unknown_place"],
      [4, "not_allowed"],
      [5, "unknown_owner"],
      [6, "owner_without_access"],
      [7, "due_before_start"],
      [8, "due_before_today"],
      [9, "wrong_date"],
      [2],
    ]);
    expect(await app.client.actionItem.count()).toBe(before);
    expect((await send(sheet("Otra,SV,,,"), take(looked))).body.code).toBe("other_file");
    const { body: done } = await send(file, take(looked));
    expect([done.isTaken, done.counts.created]).toEqual([true, 1]);
    const made = await app.client.actionItem.findMany({ where: { originKind: "import" } });
    expect(made).toMatchObject([
      { title: { es: "Bien" }, ownerId: "person-expert1-sv", dueOn: "2026-12-10" },
    ]);
    // The same file again, as when its answer was lost.
    const { body: again } = await send(file, take(looked));
    expect(again.counts).toMatchObject({ created: 0, unchanged: 1 });
    expect(await app.client.actionItem.count()).toBe(before + 1);
  });

  it("comes back from its own export unchanged, and changes what was changed in it", async () => {
    const answer = await fetch(`${app.origin}/api/v1/actions/export?language=es&centre=centre-sv`, {
      headers: { cookie: lead.cookie },
    });
    expect(answer.headers.get("content-disposition")).toContain("acciones.xlsx");
    const { body } = await send(new Uint8Array(await answer.arrayBuffer()));
    const seen = await app.client.actionItem.count({ where: { centreId: "centre-sv" } });
    expect(body.counts).toEqual({ created: 0, changed: 0, unchanged: seen, refused: 0 });
    const item = await app.client.actionItem.findFirstOrThrow({
      where: { originKind: "import" },
    });
    const file = `Título,Referencia,Prioridad\nBien dicho,${item.id},Alta\nOtra,${item.id},\nAjena,no-such,\n`;
    const { body: looked } = await send(file);
    expect(looked.lines.map(({ verdict, refusals }) => [verdict, ...refusals])).toEqual([
      ["refused", "repeated"],
      ["refused", "foreign"],
      ["changed"],
    ]);
    const { body: done } = await send(file, take(looked));
    const changed = await app.client.actionItem.findUniqueOrThrow({ where: { id: item.id } });
    expect(changed).toMatchObject({ title: { es: "Bien dicho" }, priority: "high", version: 2 });
    await lead.post(`/api/v1/actions/acts/${done.actId}/undo`, {});
    expect(await app.client.actionItem.findUniqueOrThrow({ where: { id: item.id } })).toMatchObject(
      { priority: "normal" },
    );
  });

  it("refuses what is no sheet, and whoever makes no items", async () => {
    expect((await send("PK nothing")).body.code).toBe("sheet_unreadable");
    expect((await send("a,b\n1,2\n")).body.code).toBe("no_actions_in_file");
    const observer = await app.signIn("observer");
    expect((await send(sheet("Una,SV,,,"), "", observer)).status).toBe(403);
    const focal = await app.signIn("focal.sica");
    expect((await send(sheet("Una,SV,,,"), "", focal)).status).toBe(403);
  });

  it("takes ten thousand rows while others are served", async () => {
    const lines = Array.from({ length: 10_000 }, (_, at) =>
      at % 100 === 0
        ? `Fila ${at},SV,,,31/02/2027`
        : `Fila ${at},SV,expert1.sv@istmo.demo,,2027-03-01`,
    );
    const file = sheet(...lines);
    const looking = send(file);
    let isDone = false;
    let served = 0;
    void looking.then(() => (isDone = true));
    while (!isDone) {
      const { status } = await fetch(`${app.origin}/healthz`);
      if (status === 200 && !isDone) served += 1;
    }
    const { body: looked } = await looking;
    expect(looked.counts).toEqual({ created: 9900, changed: 0, unchanged: 0, refused: 100 });
    expect(looked.lines).toHaveLength(300);
    expect(served).toBeGreaterThan(3);
    const { body: done } = await send(file, take(looked));
    expect(done.counts.created).toBe(9900);
    const ranks = await app.client.actionItem.findMany({
      where: { originKind: "import" },
      select: { rank: true },
    });
    expect(new Set(ranks.map(({ rank }) => rank)).size).toBe(ranks.length);
    const events = await app.client.event.findMany({ where: { type: "actions.imported" } });
    expect(events.at(-1)?.payload).toEqual({ count: 9900 });
    expect((await send(sheet(...lines, "Una más,SV,,,"))).body.code).toBe("too_many_rows");
  }, 120_000);
});

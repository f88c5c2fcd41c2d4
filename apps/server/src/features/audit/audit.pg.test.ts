import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditCheck, AuditEntry } from "@istmo/contracts";
import { findChainHead, readChain, verifyChain } from "../../platform/audit-chain.ts";
import { AuditLog } from "../../platform/audit-log.ts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

type List = { items: AuditEntry[]; nextCursor: string | null };

/** A database of its own, with entries of two people. */
async function openWithEntries(): Promise<TestApp> {
  const app = await openTestApp();
  await app.signIn("lead.pa");
  await app.signIn("admin");
  for (let n = 0; n < 8; n += 1)
    await new AuditLog(app.client).record({ personId: null, origin: null, at: new Date() }, [
      { kind: "person.changed", subject: { kind: "person", id: `p-${n}` }, after: { n } },
    ]);
  return app;
}

describe("the audit log in the database", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openWithEntries();
  });
  afterAll(() => app.close());

  const check = () => verifyChain(readChain(app.client));
  const run = (sql: string) => app.client.$executeRawUnsafe(sql);

  /** As somebody would who owns the database: past the triggers, and put back for the next test. */
  async function tamper(sql: string): Promise<AuditCheck["broken"]> {
    const entries = await app.client.auditEntry.findMany();
    const head = await app.client.auditHead.findUniqueOrThrow({ where: { id: 1 } });
    const triggers = async (state: "DISABLE" | "ENABLE") => {
      await run(`ALTER TABLE "AuditEntry" ${state} TRIGGER USER`);
      await run(`ALTER TABLE "AuditHead" ${state} TRIGGER USER`);
    };
    await triggers("DISABLE");
    try {
      await run(sql);
      return (await check()).broken;
    } finally {
      await run(`DELETE FROM "AuditEntry"`);
      await app.client.auditEntry.createMany({ data: entries });
      await run(`UPDATE "AuditHead" SET seq = ${head.seq}, hash = '${head.hash}'`);
      await triggers("ENABLE");
    }
  }

  it("refuses to change, delete or empty it, and to move its head back", async () => {
    const append = /append-only: (UPDATE|DELETE|TRUNCATE) is refused/;
    await expect(run(`UPDATE "AuditEntry" SET "actorId" = 'x' WHERE seq = 1`)).rejects.toThrow(
      append,
    );
    await expect(run(`DELETE FROM "AuditEntry" WHERE seq = 1`)).rejects.toThrow(append);
    await expect(run(`DELETE FROM "AuditEntry"`)).rejects.toThrow(append);
    await expect(run(`TRUNCATE "AuditEntry"`)).rejects.toThrow(append);
    await expect(run(`UPDATE "AuditHead" SET seq = seq - 1`)).rejects.toThrow(/only moves forward/);
    await expect(run(`UPDATE "AuditHead" SET hash = 'x'`)).rejects.toThrow(/only moves forward/);
    await expect(run(`DELETE FROM "AuditHead"`)).rejects.toThrow(/only moves forward/);
    await expect(run(`TRUNCATE "AuditHead"`)).rejects.toThrow(append);
    expect((await check()).isSound).toBe(true);
  });

  it("is sound as it was written, in the order of the commits, with the head that it ends with", async () => {
    const log = new AuditLog(app.client);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        log.record({ personId: `p-${n}`, origin: null, at: new Date() }, [
          { kind: "sign_in.refused" },
          { kind: "sign_in.ended" },
        ]),
      ),
    );
    const found = await check();
    expect(found).toMatchObject({ isSound: true, broken: null });
    expect(found.head).toEqual(await findChainHead(app.client));
    expect(found.entries).toBe(await app.client.auditEntry.count());
  });

  it("an entry whose text was changed by SQL is found and named", async () => {
    expect(
      await tamper(
        `UPDATE "AuditEntry" SET body = replace(body, '"seq":4', '"seq":5') WHERE seq = 4`,
      ),
    ).toEqual({ seq: 4, problem: "changed" });
  });

  it("an entry that names another person than it did is found and named", async () => {
    expect(await tamper(`UPDATE "AuditEntry" SET "actorId" = 'else' WHERE seq = 5`)).toEqual({
      seq: 5,
      problem: "columns_differ",
    });
    expect(
      await tamper(`UPDATE "AuditEntry" SET at = at + interval '1 millisecond' WHERE seq = 2`),
    ).toEqual({ seq: 2, problem: "columns_differ" });
  });

  it("deleted entries are found, in the middle and at the end", async () => {
    expect(await tamper(`DELETE FROM "AuditEntry" WHERE seq IN (3, 6)`)).toEqual({
      seq: 3,
      problem: "missing",
    });
    const { seq } = (await findChainHead(app.client))!;
    expect(await tamper(`DELETE FROM "AuditEntry" WHERE seq > ${seq - 2}`)).toEqual({
      seq: seq - 1,
      problem: "head_differs",
    });
    expect(await tamper(`DELETE FROM "AuditEntry"`)).toEqual({ seq: 1, problem: "head_differs" });
  });

  it("a text changed together with its hash breaks the chain after it", async () => {
    const rehashed = `UPDATE "AuditEntry" SET body = body || ' ',
      hash = encode(sha256(convert_to("prevHash" || E'\\n' || body || ' ', 'UTF8')), 'hex') WHERE seq = 3`;
    expect(await tamper(rehashed)).toEqual({ seq: 4, problem: "out_of_chain" });
  });

  it("is read in batches to its end, however long it is", async () => {
    const log = new AuditLog(app.client);
    const at = new Date();
    await log.record(
      { personId: null, origin: null, at },
      Array.from({ length: 2100 }, () => ({ kind: "sign_in.ended" as const })),
    );
    expect(await check()).toMatchObject({ isSound: true });
    const { seq } = (await findChainHead(app.client))!;
    expect(
      await tamper(`UPDATE "AuditEntry" SET kind = 'sign_in.refused' WHERE seq = ${seq - 1}`),
    ).toEqual({ seq: seq - 1, problem: "columns_differ" });
  });
});

describe("the audit log over HTTP", () => {
  let app: TestApp;
  let admin: Browser;
  let reviewer: Browser;
  let lead: Browser;
  /** Above the clearance of the reviewer. */
  const secretPaper = "paper-urban-analysts";
  beforeAll(async () => {
    app = await openTestApp({ now: new Date("2026-11-24T15:00:00Z") });
    admin = await app.signIn("admin");
    reviewer = await app.signIn("reviewer");
    lead = await app.signIn("lead.sv");
    const { id: adminId } = (await admin.get<{ id: string }>("/api/v1/me")).body;
    await app.client.paper.update({
      where: { id: secretPaper },
      data: { classification: "strictly_confidential" },
    });
    const account = { email: "reviewer@istmo.demo" };
    await app.client.person.update({ where: account, data: { clearedTo: "confidential" } });
    const log = new AuditLog(app.client);
    const origin = { ip: "192.0.2.7", userAgent: "A browser", sessionId: "s" };
    await log.record({ personId: adminId, origin, at: new Date("2026-11-20T04:59:59Z") }, [
      {
        kind: "paper.classified",
        subject: { kind: "paper", id: secretPaper, label: "=A title" },
        paperId: secretPaper,
        before: { classification: "confidential" },
        after: { classification: "strictly_confidential" },
        reason: "Because of annex B",
      },
    ]);
    await log.record({ personId: adminId, origin, at: new Date("2026-11-20T05:00:00Z") }, [
      {
        kind: "organisation.changed",
        subject: { kind: "organisation", id: "org-sica", label: "SICA" },
        before: { name: "S" },
        after: { name: "SICA" },
        reason: "+A typing error",
      },
      {
        kind: "person.cleared",
        subject: { kind: "person", id: adminId },
        after: { clearedTo: "confidential" },
      },
    ]);
  });
  afterAll(() => app.close());

  const list = async (who: Browser, query = "") =>
    (await who.get<List>(`/api/v1/audit${query}`)).body.items;
  const only = async (who: Browser, kind: string) => (await list(who, `?kind=${kind}`))[0];

  it("is open to the office and to administrators, and each refusal is an entry", async () => {
    expect((await admin.get("/api/v1/audit")).status).toBe(200);
    expect((await reviewer.get("/api/v1/audit")).status).toBe(200);
    for (const path of ["/api/v1/audit", "/api/v1/audit/export", "/api/v1/audit/check"]) {
      const { status, body } = await lead.get(path);
      expect([status, body.code]).toEqual([403, "not_allowed"]);
      await lead.get(path);
    }
    expect((await app.stranger().get("/api/v1/audit")).status).toBe(401);
    const refused = await list(admin, "?kind=access.refused");
    expect(refused.map(({ after }) => after)).toEqual(
      ["get /audit/check", "get /audit/export", "get /audit"].map((route) => ({
        route,
        code: "not_allowed",
      })),
    );
    expect(refused[0]?.actor?.name).toBeTruthy();
  });

  it("tells nobody of a paper above their clearance more than that something happened", async () => {
    const entry = await only(reviewer, "paper.classified");
    expect(entry).toMatchObject({
      isWithheld: true,
      subject: { kind: "paper", id: secretPaper, label: null },
      before: null,
      after: null,
      reason: null,
      ip: "192.0.2.7",
    });
    const cleared = { email: "reviewer@istmo.demo" };
    await app.client.person.update({
      where: cleared,
      data: { clearedTo: "strictly_confidential" },
    });
    expect(await only(reviewer, "paper.classified")).toMatchObject({
      isWithheld: false,
      subject: { label: "=A title" },
      before: { classification: "confidential" },
      reason: "Because of annex B",
    });
    await app.client.person.update({ where: cleared, data: { clearedTo: "confidential" } });
  });

  it("gives an administrator what happened to people and organisations, and nothing of papers", async () => {
    expect(await only(admin, "paper.classified")).toMatchObject({
      isWithheld: true,
      subject: { label: null },
      after: null,
    });
    expect(await only(admin, "organisation")).toMatchObject({
      isWithheld: false,
      subject: { label: "SICA" },
      before: { name: "S" },
      after: { name: "SICA" },
      reason: "+A typing error",
      userAgent: "A browser",
    });
    const cleared = await only(admin, "person.cleared");
    expect(cleared?.subject?.label).toBe(cleared?.actor?.name);
  });

  it("filters by group, person, thing and day of the office, and goes on where a page ends", async () => {
    const kinds = async (query: string) => (await list(admin, query)).map(({ kind }) => kind);
    expect(await kinds("?kind=papers")).toEqual(["paper.classified"]);
    expect(await kinds("?kind=nothing")).toEqual([]);
    expect(await kinds("?subject=org-sica")).toEqual(["organisation.changed"]);
    expect(await kinds(`?paper=${secretPaper}`)).toEqual(["paper.classified"]);
    // Midnight in Panama is five o'clock in UTC.
    expect(await kinds("?from=2026-11-19&to=2026-11-19")).toEqual(["paper.classified"]);
    expect(await kinds("?from=2026-11-20&to=2026-11-20")).toEqual([
      "person.cleared",
      "organisation.changed",
    ]);
    expect((await admin.get("/api/v1/audit?from=0000-01-01")).status).toBe(422);
    expect((await admin.get("/api/v1/audit?to=9999-12-31")).status).toBe(422);
    const all = (await list(admin, "?limit=200")).map(({ seq }) => seq);
    expect(all).toEqual([...all].sort((a, b) => b - a));
    const paged: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const { body }: { body: List } = await admin.get<List>(
        `/api/v1/audit?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      paged.push(...body.items.map(({ seq }) => seq));
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(all);
  });

  it("is exported as a table without formulas, and the export is an entry", async () => {
    const download = async (who: Browser, query: string) => {
      const answer = await fetch(`${app.origin}/api/v1/audit/export${query}`, {
        headers: { cookie: who.cookie },
      });
      return { headers: answer.headers, text: Buffer.from(await answer.arrayBuffer()).toString() };
    };
    const { headers, text } = await download(admin, "?kind=organisation");
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).toBe(
      "attachment; filename=istmo-audit-2026-11-24.csv",
    );
    expect(text.startsWith("\u{feff}seq,at,kind,")).toBe(true);
    expect(text).toContain(`"{""name"":""SICA""}",'+A typing error,no,`);
    expect(text.trimEnd().split("\r\n")).toHaveLength(2);
    expect(await only(admin, "audit.exported")).toMatchObject({ after: { kind: "organisation" } });
    const withheld = await download(reviewer, "?kind=papers");
    expect(withheld.text).not.toMatch(/A title|annex B|strictly/);
    const whole = await download(admin, "");
    const { length } = whole.text.trimEnd().split("\r\n");
    expect(length - 1).toBe(await app.client.auditEntry.count());
  });

  it("says whether its chain is sound, to several who ask at once", async () => {
    const answers = await Promise.all(
      [admin, reviewer, admin].map((who) => who.get<AuditCheck>("/api/v1/audit/check")),
    );
    for (const { body } of answers)
      expect(body).toEqual({
        isSound: true,
        entries: await app.client.auditEntry.count(),
        head: await findChainHead(app.client),
        broken: null,
      });
  });
});

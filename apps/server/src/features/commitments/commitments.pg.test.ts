import type { Commitment, CommitmentDetail, KeptDocument, LiveEvent } from "@istmo/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";
import { findActor } from "../identity/identity.queries.ts";
import { openCommitmentsOfSeries } from "./commitments.queries.ts";

const now = new Date("2026-11-24T15:00:00Z");
let app: TestApp;
let reviewer: Browser;
let sica: Browser;
let lead: Browser;

beforeAll(async () => {
  app = await openTestApp({ now });
  reviewer = await app.signIn("reviewer");
  sica = await app.signIn("focal.sica");
  lead = await app.signIn("lead.gt");
});
afterAll(() => app.close());

type Answered = CommitmentDetail & Problem;
const path = "/api/v1/commitments";

async function propose(who: Browser, wanted: object = {}) {
  return who.post<Answered>(path, {
    title: { es: "Compartir el calendario" },
    evidenceWanted: { es: "Calendario publicado" },
    body: { kind: "organisation", id: "org-sica" },
    dueOn: "2026-12-20",
    origin: { consultationId: "cons-mm-2026-p1" },
    ...wanted,
  });
}
async function step(who: Browser, { id, version }: CommitmentDetail, event: string, more = {}) {
  return who.post<Answered>(`${path}/${id}/steps`, { version, event, ...more });
}
const given = (more: object = {}) => ({
  evidence: { text: "Publicado el 20 de noviembre", classification: "unclassified", ...more },
});

async function upload(who: Browser, subjectId: string): Promise<KeptDocument> {
  const query = new URLSearchParams({ subjectKind: "commitment", subjectId, name: "acta.pdf" });
  const answer = await fetch(`${app.origin}/api/v1/documents?${query.toString()}`, {
    method: "POST",
    headers: { cookie: who.cookie, "content-type": "application/pdf" },
    body: "%PDF-1.7\n",
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as KeptDocument;
}

describe("a commitment", () => {
  it("is agreed to by its body and kept when somebody else has seen the evidence", async () => {
    let { body: made } = await propose(reviewer);
    expect(made).toMatchObject({ state: "proposed", origin: { seriesId: "series-mm" } });
    expect((await step(reviewer, made, "agree")).body.code).toBe("not_allowed");
    made = (await step(sica, made, "agree")).body;
    expect(made.state).toBe("agreed");
    expect((await step(sica, made, "start")).body.code).toBe("action_missing");
    expect((await step(sica, made, "submit_evidence")).body.code).toBe("evidence_required");

    const document = await upload(sica, made.id);
    const wrong = given({ documentIds: ["no-such-document"] });
    expect((await step(sica, made, "submit_evidence", wrong)).body.code).toBe("unknown_document");
    const evidence = given({ documentIds: [document.id], link: "https://example.org/calendario" });
    made = (await step(sica, made, "submit_evidence", evidence)).body;
    expect(made).toMatchObject({ state: "evidence_submitted", documents: [{ id: document.id }] });
    const taken = (who: Browser) =>
      fetch(`${app.origin}/api/v1/documents/${document.id}`, { headers: { cookie: who.cookie } });
    expect((await taken(reviewer)).status).toBe(200);
    expect((await taken(await app.signIn("focal.oas"))).status).toBe(404);

    expect((await step(sica, made, "verify")).body.code).toBe("not_allowed");
    expect((await step(reviewer, made, "refuse")).body.code).toBe("reason_required");
    made = (await step(reviewer, made, "refuse", { reason: "Falta el segundo semestre" })).body;
    expect(made.state).toBe("in_progress");
    made = (await step(sica, made, "submit_evidence", given())).body;
    made = (await step(reviewer, made, "verify")).body;
    expect(made).toMatchObject({ state: "kept", evidence: [{}, {}] });
    expect(made.history.map((taken) => taken.step)).toEqual([
      ...["propose", "agree", "submit_evidence", "refuse", "submit_evidence", "verify"],
    ]);
    const audited = await app.client.auditEntry.findMany({
      where: { subjectId: made.id },
      orderBy: { seq: "asc" },
    });
    expect(audited.map(({ kind }) => kind)).toEqual([
      ...["commitment.agreed", "commitment.refused", "commitment.verified"],
    ]);

    expect((await step(reviewer, made, "reopen", { reason: "x" })).body.code).toBe("not_allowed");
    const head = await app.signIn("head");
    made = (await step(head, made, "reopen", { reason: "La página ya no existe" })).body;
    expect(made.state).toBe("in_progress");
  });

  it("is seen by the office, the centres and its own body, and heard of by nobody else", async () => {
    const { body: made } = await propose(sica);
    const other = await app.signIn("focal.oas");
    expect((await other.get(`${path}/${made.id}`)).status).toBe(404);
    expect((await lead.get(`${path}/${made.id}`)).status).toBe(200);
    expect((await (await app.signIn("observer")).get(`${path}/${made.id}`)).status).toBe(404);
    const heard = async (who: string) => {
      const rows = await app.client.event.findMany({
        where: { type: "commitment.changed", audience: { has: who } },
      });
      return rows.some(({ payload }) => {
        const { commitmentId } = payload as LiveEvent["payload"] & { commitmentId: string };
        return commitmentId === made.id;
      });
    };
    expect(await heard("staff")).toBe(true);
    expect(await heard("post:focal_point@org-sica")).toBe(true);
    expect(await heard("organisation:org-sica")).toBe(false);
    const { body: ledger } = await sica.get<{ items: Commitment[] }>(`${path}?limit=500`);
    expect(new Set(ledger.items.map(({ body }) => body.id))).toEqual(new Set(["org-sica"]));
  });

  it("from a classified consultation is as classified as that", async () => {
    const { body: made } = await propose(reviewer, {
      origin: { consultationId: "cons-mm-2026-e1" },
    });
    expect(made.classification).toBe("confidential");
    await app.client.person.update({
      where: { id: "person-expert1-pa" },
      data: { clearedTo: "unclassified" },
    });
    const uncleared = await app.signIn("expert1.pa");
    expect((await uncleared.get(`${path}/${made.id}`)).status).toBe(404);
  });

  it("keeps one of the action items that carry it until it is released", async () => {
    const body = { kind: "centre", id: "centre-gt" };
    let { body: made } = await propose(lead, { body });
    made = (await step(lead, made, "agree")).body;
    const create = { title: "Pedir el dato", language: "es", centreId: "centre-gt" };
    const carrying = `${path}/${made.id}/actions`;
    made = (await lead.post<Answered>(carrying, { version: made.version, create })).body;
    expect(made.actions).toEqual({ done: 0, all: 1 });
    const [action] = made.carriedBy;
    made = (await step(lead, made, "start")).body;
    expect(made.state).toBe("in_progress");

    const { body: item } = await lead.get<{ version: number }>(`/api/v1/actions/${action?.id}`);
    const cancel = { version: item.version, event: "cancel", reason: "Ya no hace falta" };
    const cancelled = () => lead.post(`/api/v1/actions/${action?.id}/steps`, cancel);
    expect((await cancelled()).body.code).toBe("commitment_open");
    const release = (consultationId: string) =>
      step(reviewer, made, "release", { decision: { consultationId, text: "Se libera" } });
    expect((await release("cons-mm-2026-e1")).body.code).toBe("decision_required");
    expect((await release("no-such-consultation")).body.code).toBe("unknown_consultation");
    made = (await release("cons-mm-2026-p1")).body;
    expect(made.state).toBe("released");
    expect((await cancelled()).status).toBe(200);
  });

  it("counts the slips of its date, and ages", async () => {
    const { body: late } = await reviewer.get<{ items: Commitment[] }>(`${path}?age=late_to_90`);
    expect(late.items.length).toBeGreaterThan(0);
    expect(late.items.every((one) => one.daysLate > 30 && one.daysLate <= 90)).toBe(true);
    const { body: made } = await propose(reviewer);
    const agreed = (await step(sica, made, "agree")).body;
    const change = { dueOn: "2027-01-31", reason: "La sede no está lista" };
    expect((await step(sica, agreed, "change_date", change)).body).toMatchObject({
      ...{ dueOn: "2027-01-31", dateSlips: 1, state: "agreed" },
    });
    expect((await step(sica, agreed, "change_date", change)).body.code).toBe("stale_version");
  });

  it("flows to the next consultation of its series until it is kept or released", async () => {
    const found = await findActor(app.client, "person-reviewer", now);
    if (found === null) throw new Error("the reviewer is missing");
    const open = await openCommitmentsOfSeries(app.client, found.actor, "series-mm");
    expect(open.length).toBeGreaterThan(5);
    expect(open.some(({ state }) => state === "kept" || state === "released")).toBe(false);
  });

  it("waits for whom it is up to", async () => {
    const kinds = async (who: Browser) => {
      const { body } = await who.get<{ items: { kind: string }[] }>("/api/v1/home/waiting");
      return new Set(
        body.items.map(({ kind }) => kind).filter((kind) => kind.startsWith("commit")),
      );
    };
    expect(await kinds(sica)).toEqual(new Set(["commitment_to_agree", "commitment_evidence_due"]));
    expect(await kinds(reviewer)).toContain("commitment_to_verify");
  });
});

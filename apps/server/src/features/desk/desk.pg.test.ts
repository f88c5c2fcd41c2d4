import type { DeskEntry, Paper, Round, RoundComment } from "@istmo/contracts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

const accounts = {
  reviewer: "reviewer",
  head: "head",
  lead: "lead.gt",
  sica: "focal.sica",
  oas: "focal.oas",
  admin: "admin",
} as const;
const sica = "organisation:org-sica";
const oas = "organisation:org-oas";

let app: TestApp;
let now = new Date("2026-11-02T14:00:00Z");
const people = {} as Record<keyof typeof accounts, Browser>;
let paper: Paper;

beforeAll(async () => {
  app = await openTestApp({ now: () => now });
  for (const [name, account] of Object.entries(accounts))
    people[name as keyof typeof accounts] = await app.signIn(account);
});
afterAll(() => app.close());

const setStage = (stage: string) =>
  app.client.paper.update({ where: { id: paper.id }, data: { stage } });

beforeEach(async () => {
  now = new Date("2026-11-02T14:00:00Z");
  const { body } = await people.lead.post<Paper>("/api/v1/papers", {
    templateId: "tpl-policy-brief",
    title: { es: "Corredores" },
    originalLanguage: "es",
    languages: ["es"],
    leadCentreId: "centre-gt",
    centreIds: ["centre-gt"],
  });
  paper = body;
});

async function entry(who: Browser = people.reviewer): Promise<DeskEntry | undefined> {
  const { status, body } = await who.get<{ items: DeskEntry[] }>("/api/v1/desk");
  expect(status).toBe(200);
  return body.items.find(({ paperId }) => paperId === paper.id);
}
async function openRound(): Promise<Round> {
  await setStage("in_expert_review");
  const { body } = await people.reviewer.post<Round>(`/api/v1/papers/${paper.id}/rounds`, {
    limit: { day: "2026-11-30", hour: "18:00", timeZone: "America/Panama" },
    scope: "whole",
    questions: "Is it right?",
    subjects: [sica, oas],
  });
  return body;
}

describe("the office's desk", () => {
  it("is the office's alone", async () => {
    for (const who of [people.lead, people.sica, people.admin])
      expect((await who.get<{ code: string }>("/api/v1/desk")).body.code).toBe("not_allowed");
  });

  it("holds no draft and nothing that is over, and what was submitted until it is decided", async () => {
    expect(await entry()).toBeUndefined();
    await setStage("submitted");
    expect(await entry()).toMatchObject({ kind: "decide_submission", waitingFor: [] });
    await setStage("issued");
    expect(await entry()).toBeUndefined();
  });

  it("says who has not submitted, until when, and what is late", async () => {
    const round = await openRound();
    expect(await entry()).toMatchObject({
      ...{ kind: "positions", roundId: round.id, roundNumber: 1, isLate: false },
      due: "2026-11-30T23:00:00.000Z",
      waitingFor: [{ subject: oas }, { subject: sica, label: { es: "SICA" } }],
    });
    await people.oas.post(`/api/v1/rounds/${round.id}/submit`, {
      ...{ subject: oas, hasNoComments: true },
    });
    expect((await entry())?.waitingFor).toMatchObject([{ subject: sica }]);
    now = new Date("2026-12-01T12:00:00Z");
    expect(await entry()).toMatchObject({ kind: "close_round", isLate: true, waitingFor: [] });
  });

  it("counts the rows of the matrix that are open, and goes on when it is finished", async () => {
    const round = await openRound();
    await people.sica.post<RoundComment>(`/api/v1/rounds/${round.id}/comments`, {
      ...{ subject: sica, observation: "Which law?" },
    });
    await people.sica.post(`/api/v1/rounds/${round.id}/submit`, { subject: sica });
    const close = { version: round.version, summary: "One comment", reason: "Agreed" };
    const latest = (await people.reviewer.get<Round>(`/api/v1/rounds/${round.id}`)).body;
    const closed = await people.reviewer.post(`/api/v1/rounds/${round.id}/close`, {
      ...{ ...close, version: latest.version },
    });
    expect(closed.status).toBe(200);
    expect(await entry()).toMatchObject({ kind: "answer_matrix", count: 1, roundId: round.id });
    await app.client.roundComment.updateMany({
      where: { roundId: round.id },
      data: { state: "answered", disposition: "accepted" },
    });
    expect(await entry()).toMatchObject({ kind: "finish_matrix", count: 0 });
    await app.client.reviewRound.update({
      where: { id: round.id },
      data: { state: "answered" },
    });
    expect((await entry())?.kind).toBe("next_step");
  });

  it("shows no paper to whoever of the office is not cleared for it", async () => {
    await setStage("submitted");
    await app.client.paper.update({
      where: { id: paper.id },
      data: { classification: "strictly_confidential" },
    });
    await app.client.person.update({
      where: { id: "person-reviewer" },
      data: { clearedTo: "unclassified" },
    });
    try {
      expect(await entry(people.reviewer)).toBeUndefined();
    } finally {
      await app.client.person.update({
        where: { id: "person-reviewer" },
        data: { clearedTo: "confidential" },
      });
    }
  });
});

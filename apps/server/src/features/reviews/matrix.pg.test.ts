import { writeDocument, type PaperNodeJson } from "@istmo/paper-schema";
import type {
  MatrixPage,
  MatrixRow,
  MatrixRowDetail,
  MatrixStanding,
  Paper,
  Round,
  RoundComment,
} from "@istmo/contracts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Doc, applyUpdate, encodeStateAsUpdate } from "yjs";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

const accounts = {
  reviewer: "reviewer",
  head: "head",
  lead: "lead.gt",
  stranger: "expert1.ni",
  sica: "focal.sica",
  oas: "focal.oas",
  minister: "policy.gt",
  caricom: "focal.caricom",
  admin: "admin",
} as const;
type Account = keyof typeof accounts;

const sica = "organisation:org-sica";
const oas = "organisation:org-oas";
const now = new Date("2026-11-02T14:00:00Z");

let app: TestApp;
const people = {} as Record<Account, Browser>;
let paper: Paper;
let round: Round;
/** On the paper as a whole, on the heading, and twice on paragraph 2. */
let rows: MatrixRow[];

beforeAll(async () => {
  app = await openTestApp({ now: () => now });
  for (const [name, account] of Object.entries(accounts))
    people[name as Account] = await app.signIn(account);
});
afterAll(() => app.close());

const matrixOf = async (who: Browser, query = "?limit=200") =>
  (await who.get<MatrixPage>(`/api/v1/rounds/${round.id}/matrix${query}`)).body;
const act = <Answer = MatrixRow & { code: string }>(
  who: Browser,
  row: { readonly id: string },
  [what, body]: readonly [what: string, body: object],
) => who.post<Answer>(`/api/v1/matrix-rows/${row.id}/${what}`, body);
const read = async (who: Browser, row: { readonly id: string }) =>
  (await who.get<MatrixRowDetail>(`/api/v1/matrix-rows/${row.id}`)).body;
const answer = (row: MatrixRow, over: object = {}) =>
  ["answer", { version: row.version, disposition: "accepted", ...over }] as const;
const noted = (row: MatrixRow) => answer(row, { disposition: "noted" });

const heading = (id: string, text: string): PaperNodeJson => ({
  ...{ type: "heading", attrs: { id, level: 1 }, content: [{ type: "text", text }] },
});
const paragraph = (id: string, text: string): PaperNodeJson => ({
  ...{ type: "paragraph", attrs: { id }, content: [{ type: "text", text }] },
});

/** Writes the original as another node would: straight into the log. */
async function write(...content: PaperNodeJson[]): Promise<void> {
  const editionId = paper.editions.find(({ language }) => language === "es")?.id ?? "";
  const doc = new Doc();
  for (const { data } of await app.client.editionUpdate.findMany({ where: { editionId } }))
    applyUpdate(doc, data);
  writeDocument(doc, { type: "doc", content });
  const data = new Uint8Array(encodeStateAsUpdate(doc));
  await app.client.editionUpdate.create({ data: { editionId, data } });
}
const asFrozen = [
  heading("s-1", "Puertos"),
  paragraph("p-1", "El puerto menor."),
  heading("s-2", "Rutas"),
  paragraph("p-2", "La ruta del sur."),
];

async function draft(who: Browser, over: object): Promise<void> {
  const path = `/api/v1/rounds/${round.id}/comments`;
  expect((await who.post<RoundComment>(path, over)).status).toBe(201);
}
const onRound = (who: Browser, what: string, body: object) =>
  who.post<Round & { code: string; details?: object }>(`/api/v1/rounds/${round.id}/${what}`, body);
const versionOf = async () =>
  (await people.reviewer.get<Round>(`/api/v1/rounds/${round.id}`)).body.version;

/** A closed round with four submitted comments, and one that SICA dropped. */
beforeEach(async () => {
  const made = await people.lead.post<Paper>("/api/v1/papers", {
    templateId: "tpl-joint-strategy-paper",
    title: { es: "Puertos", en: "Ports" },
    originalLanguage: "es",
    languages: ["es", "en"],
    leadCentreId: "centre-gt",
    centreIds: ["centre-gt"],
    classification: "confidential",
  });
  paper = made.body;
  await app.client.paper.update({ where: { id: paper.id }, data: { stage: "in_expert_review" } });
  await write(...asFrozen);
  const opened = await people.reviewer.post<Round>(`/api/v1/papers/${paper.id}/rounds`, {
    limit: { day: "2026-11-30", hour: "18:00", timeZone: "America/Panama" },
    scope: "whole",
    questions: "Is the analysis right?",
    subjects: [sica, oas, "organisation:state-gt"],
  });
  round = opened.body;
  const proposedText = "Otra redacción";
  await draft(people.sica, {
    subject: sica,
    blockId: "p-2",
    observation: "Said by SICA",
    proposedText,
  });
  await draft(people.sica, { subject: sica, observation: "On the whole" });
  await draft(people.sica, { subject: sica, blockId: "s-2", observation: "On the heading" });
  await draft(people.sica, { subject: sica, observation: "Kept within SICA" });
  await draft(people.oas, { subject: oas, blockId: "p-2", observation: "Said by OAS" });
  const dropped = await app.client.roundComment.findFirstOrThrow({
    where: { roundId: round.id, observation: "Kept within SICA" },
  });
  await people.sica.post(`/api/v1/round-comments/${dropped.id}/drop`, { version: 1 });
  await onRound(people.sica, "submit", { subject: sica });
  await onRound(people.oas, "submit", { subject: oas });
  const closing = { version: await versionOf(), summary: "Two positions", reason: "All agreed" };
  expect((await onRound(people.reviewer, "close", closing)).status).toBe(200);
  rows = (await matrixOf(people.reviewer)).items;
});

const row = (observation: string) =>
  rows.find((one) => one.observation === observation) as MatrixRow;
const first = () => row("Said by SICA");
const byOas = () => row("Said by OAS");

describe("the matrix", () => {
  it("stands in its order: the whole paper, then by paragraph, then by the name of who says it", () => {
    expect(rows.map(({ observation }) => observation)).toEqual([
      ...["On the whole", "On the heading", "Said by OAS", "Said by SICA"],
    ]);
    expect(rows.map((one) => one.paragraph)).toEqual([null, null, 2, 2]);
  });

  it("is read page by page, and nothing is read twice", async () => {
    const read: string[] = [];
    let cursor: string | null = null;
    do {
      const page: MatrixPage = await matrixOf(
        people.reviewer,
        `?limit=1${cursor === null ? "" : `&cursor=${cursor}`}`,
      );
      read.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(read).toEqual(rows.map(({ id }) => id));
  });

  it("is for whoever sees the round; for others neither it nor a row of it exists", async () => {
    for (const who of ["reviewer", "head", "lead", "sica", "oas", "minister"] as const)
      expect((await matrixOf(people[who])).items).toHaveLength(4);
    for (const who of ["stranger", "caricom", "admin"] as const) {
      const path = `/api/v1/rounds/${round.id}/matrix`;
      expect((await people[who].get(path)).status).toBe(404);
      expect((await people[who].get(`/api/v1/matrix-rows/${first().id}`)).status).toBe(404);
      expect((await act(people[who], first(), noted(first()))).status).toBe(404);
    }
  });

  it("never holds what was dropped within a participant", async () => {
    const dropped = await app.client.roundComment.findFirstOrThrow({
      where: { roundId: round.id, observation: "Kept within SICA" },
    });
    for (const who of ["reviewer", "sica", "oas"] as const) {
      expect(JSON.stringify(await matrixOf(people[who]))).not.toContain("Kept within SICA");
      expect((await people[who].get(`/api/v1/matrix-rows/${dropped.id}`)).status).toBe(404);
    }
  });

  it("holds of an open round what the office has received, and for others their own alone", async () => {
    await app.client.reviewRound.update({ where: { id: round.id }, data: { state: "open" } });
    expect((await matrixOf(people.reviewer)).items).toHaveLength(4);
    expect((await matrixOf(people.lead)).items).toEqual([]);
    expect((await matrixOf(people.oas)).items.map((row) => row.observation)).toEqual([
      "Said by OAS",
    ]);
    expect((await people.oas.get(`/api/v1/matrix-rows/${first().id}`)).status).toBe(404);
  });
});

describe("a row is answered", () => {
  it("by the office, with a reason where it asks for one", async () => {
    const bare = answer(first(), { disposition: "not_accepted" });
    expect(await act(people.reviewer, first(), bare)).toMatchObject({
      status: 422,
      body: { code: "reason_required" },
    });
    const whole = { disposition: "not_accepted", reason: "Out of scope", response: "Thank you" };
    const made = await act(people.reviewer, first(), answer(first(), whole));
    expect(made.body).toMatchObject({ state: "answered", ...whole, isDone: true });
    expect(made.body.decidedBy?.id).toBe("person-reviewer");
    for (const who of ["lead", "sica", "oas"] as const)
      expect((await act(people[who], byOas(), noted(byOas()))).body.code).toBe("not_allowed");
  });

  it("once, when two people decide at the same time: the second is told, and nothing is lost", async () => {
    const [one, two] = await Promise.all([
      act(people.reviewer, first(), answer(first(), { response: "By the reviewer" })),
      act(people.head, first(), answer(first(), { response: "By the head" })),
    ]);
    const statuses = [one.status, two.status].sort();
    expect(statuses).toEqual([200, 409]);
    const [taken, refused] = one.status === 200 ? [one, two] : [two, one];
    expect(refused.body.code).toBe("stale_version");
    expect((await read(people.reviewer, first())).response).toBe(taken.body.response);
    const entries = await app.client.auditEntry.count({
      where: { paperId: paper.id, kind: "paper.matrix_row_changed" },
    });
    expect(entries).toBe(1);
  });

  it("after a draft, which the office and the centres alone know and hear of", async () => {
    const responsible = "centre:centre-gt";
    const drafted = await act(people.reviewer, first(), [
      "draft",
      { version: first().version, response: "Not decided yet", responsible },
    ]);
    expect(drafted.body).toMatchObject({ state: "submitted", response: "Not decided yet" });
    expect((await read(people.lead, first())).responsible?.subject).toBe(responsible);
    for (const who of ["sica", "oas", "minister"] as const) {
      const seen = JSON.stringify([await read(people[who], first()), await matrixOf(people[who])]);
      expect(seen).not.toContain("Not decided yet");
      expect(seen).not.toContain(responsible);
    }
    const heard = await app.client.event.findFirstOrThrow({
      where: { type: "matrix.changed", paperId: paper.id },
    });
    expect(heard.audience).toEqual(["office", "centre:centre-gt"]);
    const answered = await act(people.reviewer, first(), noted(drafted.body));
    expect(answered.body.response).toBe("Not decided yet");
    expect((await read(people.oas, first())).response).toBe("Not decided yet");
  });

  it("by its section's owner in words, who decides nothing", async () => {
    const own = first();
    const wanted = { version: own.version, response: "Our view", responsible: null };
    await app.client.paperSection.create({
      data: { paperId: paper.id, sectionId: "s-2", ownerId: "centre-gt", position: 99 },
    });
    expect((await act(people.lead, own, ["draft", wanted])).status).toBe(200);
    const whole = row("On the whole");
    const onWhole = { ...wanted, version: whole.version };
    expect((await act(people.lead, whole, ["draft", onWhole])).body.code).toBe("not_allowed");
    expect((await act(people.oas, own, ["draft", wanted])).body.code).toBe("not_allowed");
  });

  it("with somebody responsible who has to do with the paper", async () => {
    const give = (responsible: string) =>
      act(people.reviewer, first(), answer(first(), { responsible }));
    expect((await give("centre:centre-ni")).body.code).toBe("unknown_subject");
    expect((await give("person:person-focal-oas")).body.code).toBe("unknown_person");
    expect((await give("person:person-lead-gt")).status).toBe(200);
  });

  it("not before the round has closed", async () => {
    await app.client.reviewRound.update({ where: { id: round.id }, data: { state: "open" } });
    expect((await act(people.reviewer, first(), noted(first()))).body.code).toBe(
      "round_not_closed",
    );
  });
});

describe("an answer is contested", () => {
  const contested = async (text = "We do not agree") => {
    const row = first();
    const reason = "Out of scope";
    const refused = answer(row, { disposition: "not_accepted", reason });
    const { body } = await act(people.reviewer, row, refused);
    return act(people.sica, row, ["contest", { version: body.version, text }]);
  };

  it("by who speaks for it, once, and is settled by the head of office for good", async () => {
    const { status, body: row } = await contested();
    expect(status).toBe(200);
    expect(row).toMatchObject({
      state: "contested",
      isDone: false,
      contest: { text: "We do not agree", disposition: "not_accepted", reason: "Out of scope" },
    });
    const settle = (version: number) =>
      ["settle", { version, disposition: "partially_accepted", reason: "A middle way" }] as const;
    expect((await act(people.reviewer, row, settle(row.version))).body.code).toBe("not_allowed");
    expect((await act(people.head, row, settle(1))).body.code).toBe("stale_version");
    const settled = await act(people.head, row, settle(row.version));
    expect(settled.body).toMatchObject({
      state: "answered",
      disposition: "partially_accepted",
      reason: "A middle way",
      settlement: { by: { id: "person-head" } },
      contest: { reason: "Out of scope" },
      isDone: true,
    });
    const again = ["contest", { version: settled.body.version, text: "Again" }] as const;
    expect((await act(people.sica, row, again)).body.code).toBe("already_contested");
    expect((await act(people.head, row, noted(settled.body))).body.code).toBe("row_settled");
  });

  it("by nobody else, and not before it has been answered", async () => {
    const row = first();
    const contest = { version: row.version, text: "No" };
    expect((await act(people.sica, row, ["contest", contest])).body.code).toBe("row_not_answered");
    const { body } = await act(people.reviewer, row, noted(row));
    for (const who of ["oas", "reviewer", "lead", "minister"] as const) {
      const wanted = ["contest", { ...contest, version: body.version }] as const;
      expect((await act(people[who], row, wanted)).body.code).toBe("not_allowed");
    }
  });

  it("until a later round has closed", async () => {
    const later = await people.reviewer.post<Round>(`/api/v1/papers/${paper.id}/rounds`, {
      limit: { day: "2026-12-30", hour: "18:00", timeZone: "America/Panama" },
      ...{ scope: "whole", questions: "Again?", subjects: [sica] },
    });
    const close = { version: later.body.version, summary: "Done", reason: "Agreed" };
    await people.reviewer.post(`/api/v1/rounds/${later.body.id}/close`, close);
    const refused = await contested();
    expect(refused).toMatchObject({ status: 409, body: { code: "contest_window_over" } });
    const row = first();
    expect((await read(people.sica, row)).abilities.contest).toBe(false);
  });
});

describe("a row comes to its end", () => {
  it("when the change that was promised is in the text", async () => {
    const row = first();
    const { body } = await act(people.reviewer, row, answer(row));
    const close = ["close", { version: body.version }] as const;
    expect((await act(people.reviewer, row, close)).body.code).toBe("change_missing");
    await write(...asFrozen.slice(0, 3), paragraph("p-2", "La ruta del norte."));
    expect((await read(people.reviewer, row)).live).toMatchObject({
      ...{ isSame: false, text: "La ruta del norte." },
    });
    expect((await act(people.reviewer, row, close)).body.state).toBe("closed");
  });

  it("when a note says where the change stands, or none was promised", async () => {
    const row = first();
    const { body } = await act(people.reviewer, row, answer(row));
    const close = { version: body.version, changeNote: "See paragraph 12" };
    const closed = await act(people.reviewer, row, ["close", close]);
    expect(closed.body).toMatchObject({ state: "closed", changeNote: "See paragraph 12" });
    const other = (await act(people.reviewer, byOas(), noted(byOas()))).body;
    const bare = ["close", { version: other.version }] as const;
    expect((await act(people.reviewer, other, bare)).body.state).toBe("closed");
  });

  it("when its author withdraws it; it stays, and nobody answers it", async () => {
    const row = byOas();
    const withdraw = ["withdraw", { version: row.version }] as const;
    expect((await act(people.sica, row, withdraw)).body.code).toBe("not_allowed");
    const { body } = await act(people.oas, row, withdraw);
    expect(body).toMatchObject({ state: "withdrawn", isDone: true });
    expect((await act(people.reviewer, row, noted(body))).body.code).toBe("row_withdrawn");
    expect((await matrixOf(people.reviewer)).items).toHaveLength(4);
  });
});

describe("the matrix is finished", () => {
  it("when every row has been dealt with, and is told to who takes part", async () => {
    const finish = async (who: Browser) =>
      who.post<MatrixStanding & { code: string; details: object }>(
        `/api/v1/rounds/${round.id}/finish-matrix`,
        { version: await versionOf() },
      );
    expect(await finish(people.reviewer)).toMatchObject({
      status: 409,
      body: { code: "matrix_incomplete", details: { open: 4 } },
    });
    for (const row of rows) await act(people.reviewer, row, noted(row));
    expect((await finish(people.lead)).body.code).toBe("not_allowed");
    expect((await finish(people.oas)).body.code).toBe("not_allowed");
    const done = await finish(people.reviewer);
    expect(done.body).toMatchObject({ roundState: "answered", rows: 4, open: 0 });
    const [row] = (await matrixOf(people.reviewer)).items as [MatrixRow];
    expect((await act(people.reviewer, row, noted(row))).body.code).toBe("matrix_is_finished");
    const mails = await app.client.mail.findMany({
      where: { kind: "round_answered", text: { contains: round.id } },
      orderBy: { to: "asc" },
    });
    expect(mails.map(({ to }) => to)).toEqual(["focal.oas@istmo.demo", "focal.sica@istmo.demo"]);
  });

  it("by two people at once, once", async () => {
    for (const row of rows) await act(people.reviewer, row, noted(row));
    const version = await versionOf();
    const path = `/api/v1/rounds/${round.id}/finish-matrix`;
    const answers = await Promise.all(
      [people.reviewer, people.head].map((who) => who.post(path, { version })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

it("a row tells whether its paragraph still is what was commented on, to who may read it", async () => {
  const seen = await read(people.reviewer, first());
  const text = "La ruta del sur.";
  expect(seen).toMatchObject({ frozenText: text, live: { isSame: true, text } });
  expect(await read(people.sica, first())).toMatchObject({ frozenText: text, live: null });
});

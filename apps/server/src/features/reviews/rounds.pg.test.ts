import { createHash, randomUUID } from "node:crypto";
import type { Paper, Round, RoundComment, RoundText, WaitingItem } from "@istmo/contracts";
import { bodyFragment } from "@istmo/paper-schema";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";
import { PgPaperStore } from "../../collab/pg-paper-store.ts";
import { EventLog } from "../../platform/event-log.ts";
import { UnitOfWork } from "../../platform/unit-of-work.ts";
import { FoundRounds } from "./found-rounds.ts";
import { versionSha256 } from "../versions/versions.queries.ts";
import { RoundMailing } from "./round-mailing.ts";
import { RoundReminders } from "./round-reminders.ts";
import { RoundsRepository } from "./rounds.repository.ts";

const accounts = {
  reviewer: "reviewer",
  head: "head",
  lead: "lead.gt",
  expert: "expert1.gt",
  stranger: "expert1.ni",
  sica: "focal.sica",
  oas: "focal.oas",
  caricom: "focal.caricom",
  minister: "policy.gt",
  admin: "admin",
  observer: "observer",
} as const;
type Account = keyof typeof accounts;

const sica = "organisation:org-sica";
const oas = "organisation:org-oas";
const guatemala = "organisation:state-gt";
const secret = "An observation that only SICA knows of";

let app: TestApp;
let now = new Date("2026-11-02T14:00:00Z");
const people = {} as Record<Account, Browser>;
let paper: Paper;
let round: Round;

beforeAll(async () => {
  app = await openTestApp({ now: () => now });
  for (const [name, account] of Object.entries(accounts))
    people[name as Account] = await app.signIn(account);
});
afterAll(() => app.close());

/** A paper in expert review, with a round that asks SICA, OAS and Guatemala until 30 November. */
beforeEach(async () => {
  now = new Date("2026-11-02T14:00:00Z");
  paper = await aPaperInReview();
  round = (await openRound()).body;
});

async function aPaperInReview(): Promise<Paper> {
  const made = await people.lead.post<Paper>("/api/v1/papers", {
    templateId: "tpl-joint-strategy-paper",
    title: { es: "Puertos", en: "Ports" },
    originalLanguage: "es",
    languages: ["es", "en"],
    leadCentreId: "centre-gt",
    centreIds: ["centre-gt"],
    classification: "confidential",
  });
  expect(made.status).toBe(201);
  await app.client.paper.update({
    where: { id: made.body.id },
    data: { stage: "in_expert_review" },
  });
  return made.body;
}

const panama = (day: string) => ({ day, hour: "18:00", timeZone: "America/Panama" });
const openRound = (over: object = {}, who: Browser = people.reviewer) =>
  who.post<Round & { code: string }>(`/api/v1/papers/${paper.id}/rounds`, {
    limit: panama("2026-11-30"),
    scope: "whole",
    questions: "Is the analysis right?",
    subjects: [sica, oas, guatemala],
    ...over,
  });
const act = (who: Browser, what: string, body: object) =>
  who.post<Round & { code: string }>(`/api/v1/rounds/${round.id}/${what}`, body);
const read = (who: Browser) => who.get<Round>(`/api/v1/rounds/${round.id}`);
const commentsOf = async (who: Browser) =>
  (await who.get<{ items: RoundComment[] }>(`/api/v1/rounds/${round.id}/comments`)).body.items;
const draft = (who: Browser, over: object = {}) =>
  who.post<RoundComment & { code: string }>(`/api/v1/rounds/${round.id}/comments`, {
    ...{ subject: sica, observation: secret },
    ...over,
  });
const versionOf = async () => (await read(people.reviewer)).body.version;

describe("opening a round", () => {
  it("freezes the paper and binds the round to the hash of every edition", async () => {
    expect(round).toMatchObject({ number: 1, state: "open", languages: ["es", "en"] });
    expect(round.limit).toEqual({ at: "2026-11-30T23:00:00.000Z", timeZone: "America/Panama" });
    const editions = await Promise.all(
      (["es", "en"] as const).map(async (language) => {
        const path = `/api/v1/rounds/${round.id}/text?language=${language}`;
        const { body } = await people.sica.get<RoundText>(path);
        expect(createHash("sha256").update(body.canonical).digest("hex")).toBe(body.sha256);
        return { language, sha256: body.sha256 };
      }),
    );
    expect(versionSha256(editions)).toBe(round.sha256);
  });

  it("tells whoever speaks for the invited, and names no classified paper in a mail", async () => {
    const mails = await app.client.mail.findMany({
      where: { text: { contains: round.id } },
      orderBy: { to: "asc" },
    });
    expect(mails.map(({ to }) => to)).toEqual(["focal.oas@istmo.demo", "focal.sica@istmo.demo"]);
    for (const { text, kind } of mails) {
      expect(kind).toBe("round_opened");
      expect(text).toContain("America/Panama");
      expect(text).not.toContain("Puertos");
    }
  });

  it("opens one round, however many press at once", async () => {
    paper = await aPaperInReview();
    const answers = await Promise.all([openRound(), openRound()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe("round_open");
  });

  it.each([
    ["a centre opens it", "lead", {}, 403, "not_allowed"],
    ["a focal point opens it", "sica", {}, 404, "not_found"],
    ["the hour has passed", "reviewer", { limit: panama("2026-11-01") }, 422, "deadline_in_past"],
    [
      "there is no such zone",
      "reviewer",
      { limit: { ...panama("2026-11-30"), timeZone: "Mars/Olympus" } },
      422,
      "unknown_time_zone",
    ],
    ["nobody is invited", "reviewer", { subjects: [] }, 422, "nobody_invited"],
    [
      "an organisation does not exist",
      "reviewer",
      { subjects: ["organisation:org-nowhere"] },
      422,
      "unknown_organisation",
    ],
    ["a person does not exist", "reviewer", { subjects: ["person:nobody"] }, 422, "unknown_person"],
    [
      "somebody of an invited organisation is invited beside it",
      "reviewer",
      { subjects: [sica, "person:person-focal-sica"] },
      422,
      "speaks_within_organisation",
    ],
  ] as const)("is refused when %s", async (_why, who, over, status, code) => {
    paper = await aPaperInReview();
    expect(await openRound(over, people[who])).toMatchObject({ status, body: { code } });
  });

  it("asks again only about what changed, and is refused where nothing did", async () => {
    expect(
      (
        await act(people.reviewer, "close", {
          ...{ version: round.version, summary: "Closed early", reason: "Agreed" },
        })
      ).status,
    ).toBe(200);
    expect(await openRound({ scope: "changed" })).toMatchObject({
      status: 409,
      body: { code: "nothing_changed" },
    });
    const whole = await openRound();
    expect(whole.body.number).toBe(2);
  });
});

describe("who sees a round", () => {
  it("is the office, the paper's centres and the invited; for others there is none", async () => {
    for (const who of ["reviewer", "head", "lead", "expert", "sica", "oas", "minister"] as const)
      expect((await read(people[who])).status).toBe(200);
    for (const who of ["caricom", "stranger", "admin", "observer"] as const) {
      expect((await read(people[who])).status).toBe(404);
      expect((await people[who].get(`/api/v1/rounds/${round.id}/text`)).status).toBe(404);
      expect((await people[who].get(`/api/v1/rounds/${round.id}/comments`)).status).toBe(404);
      const list = await people[who].get<{ items: Round[] }>("/api/v1/rounds?limit=200");
      expect(list.body.items.map(({ id }) => id)).not.toContain(round.id);
    }
    const mine = await people.sica.get<{ items: Round[] }>("/api/v1/rounds?limit=200");
    expect(mine.body.items.map(({ id }) => id)).toContain(round.id);
  });

  it("sees itself alone among the invited while the round is open; the office sees all", async () => {
    const seen = (await read(people.sica)).body;
    expect(seen.participants.map(({ subject }) => subject)).toEqual([sica]);
    expect(seen.progress).toBeNull();
    const all = (await read(people.reviewer)).body;
    expect(all.participants).toHaveLength(3);
    expect(all.progress).toMatchObject({ invited: 3, submitted: 0, waiting: 3 });
  });
});

describe("an organisation speaks once", () => {
  it("drafts within: nobody outside is sent a draft or told of one, the office included", async () => {
    const made = await draft(people.sica);
    expect(made.status).toBe(201);
    for (const who of ["reviewer", "head", "lead", "oas", "minister"] as const) {
      expect(await commentsOf(people[who])).toEqual([]);
      const path = `/api/v1/round-comments/${made.body.id}`;
      const edit = { version: 1, observation: "x", proposedText: null, kind: "editorial" };
      expect((await people[who].patch(path, edit)).status).toBe(404);
      expect((await people[who].post(`${path}/drop`, { version: 1 })).status).toBe(404);
    }
    expect(await commentsOf(people.sica)).toMatchObject([{ observation: secret }]);
    const events = await app.client.event.findMany({
      where: { type: "round.changed", paperId: paper.id },
      orderBy: { seq: "asc" },
    });
    expect(events.at(-1)?.audience).toEqual([`${sica}&${sica}`]);
  });

  it("hides what was submitted from the others until the round closes", async () => {
    await draft(people.sica);
    expect((await act(people.sica, "submit", { subject: sica })).status).toBe(200);
    for (const who of ["oas", "minister", "lead", "expert"] as const) {
      const answer = await people[who].get(`/api/v1/rounds/${round.id}/comments`);
      expect(JSON.stringify(answer.body)).not.toContain(secret);
      expect(JSON.stringify((await read(people[who])).body)).not.toContain("org-sica");
    }
    expect(await commentsOf(people.reviewer)).toMatchObject([
      { observation: secret, subject: sica, state: "submitted", author: null },
    ]);
    now = new Date("2026-12-01T12:00:00Z");
    const close = { version: await versionOf(), summary: "One position was received" };
    expect((await act(people.reviewer, "close", close)).body.state).toBe("closed");
    for (const who of ["oas", "minister", "lead", "expert"] as const)
      expect(await commentsOf(people[who])).toMatchObject([{ observation: secret, author: null }]);
  });

  it("submits through its focal point, once, and not without a word", async () => {
    const submit = (who: Browser, body: object) => act(who, "submit", body);
    expect((await submit(people.sica, { subject: sica })).body.code).toBe("position_empty");
    expect((await submit(people.oas, { subject: sica })).body.code).toBe("not_allowed");
    expect((await submit(people.minister, { subject: guatemala })).body.code).toBe(
      "not_focal_point",
    );
    expect((await submit(people.sica, { subject: sica, hasNoComments: true })).status).toBe(200);
    expect((await submit(people.sica, { subject: sica })).body.code).toBe("already_submitted");
    expect((await draft(people.sica)).body.code).toBe("already_submitted");
  });

  it("is opened again by the office, mends its comments and submits anew", async () => {
    const { id } = (await draft(people.sica)).body;
    await act(people.sica, "submit", { subject: sica });
    const again = await act(people.reviewer, "reopen", {
      ...{ version: await versionOf(), subject: sica },
    });
    expect(again.status).toBe(200);
    expect(await commentsOf(people.reviewer)).toEqual([]);
    const [mine] = await commentsOf(people.sica);
    const mended = await people.sica.patch<RoundComment>(`/api/v1/round-comments/${id}`, {
      ...{ version: mine?.version, observation: "Mended", proposedText: null, kind: "editorial" },
    });
    expect(mended.body).toMatchObject({ observation: "Mended", state: "internal" });
    expect((await act(people.sica, "submit", { subject: sica })).status).toBe(200);
    expect(await commentsOf(people.reviewer)).toMatchObject([{ observation: "Mended" }]);
  });

  it("keeps a draft that was dropped to itself, also when the round has closed", async () => {
    const { id } = (await draft(people.sica)).body;
    await draft(people.sica, { observation: "Said" });
    const dropped = await people.sica.post<RoundComment>(`/api/v1/round-comments/${id}/drop`, {
      version: 1,
    });
    expect(dropped.body.state).toBe("withdrawn");
    await act(people.sica, "submit", { subject: sica });
    const close = { version: await versionOf(), summary: "Done", reason: "Agreed" };
    await act(people.reviewer, "close", close);
    for (const who of ["reviewer", "oas", "lead"] as const)
      expect((await commentsOf(people[who])).map((one) => one.observation)).toEqual(["Said"]);
  });

  it("refuses whoever mends a draft that a colleague has mended meanwhile", async () => {
    const { id } = (await draft(people.sica)).body;
    const edit = { version: 1, observation: "First", proposedText: null, kind: "editorial" };
    expect((await people.sica.patch(`/api/v1/round-comments/${id}`, edit)).status).toBe(200);
    expect(await people.sica.patch(`/api/v1/round-comments/${id}`, edit)).toMatchObject({
      status: 409,
      body: { code: "stale_version" },
    });
  });

  it("comments on blocks of the frozen version, by their permanent numbers", async () => {
    expect((await draft(people.sica, { blockId: "no-such-block" })).status).toBe(404);
    const row = await app.client.reviewRound.findUniqueOrThrow({ where: { id: round.id } });
    const [blockId = ""] = Object.keys(row.blocks as object);
    const made = await draft(people.sica, { blockId });
    expect(made.body).toMatchObject({ blockId, sectionId: expect.any(String) as string });
  });
});

describe("time", () => {
  it("is the server's: a position after the limit is late, and more time makes it none", async () => {
    await draft(people.oas, { subject: oas });
    await draft(people.sica);
    const more = await act(people.reviewer, "extend", {
      ...{ version: await versionOf(), limit: panama("2026-12-04"), reason: "Holidays" },
      subject: sica,
    });
    expect(more.status).toBe(200);
    now = new Date("2026-12-02T12:00:00Z");
    await act(people.oas, "submit", { subject: oas });
    await act(people.sica, "submit", { subject: sica });
    const { participants, progress } = (await read(people.reviewer)).body;
    const isLate = new Map(participants.map((one) => [one.subject, one.isLate]));
    expect([isLate.get(oas), isLate.get(sica)]).toEqual([true, false]);
    expect(progress).toMatchObject({ submitted: 2, waiting: 1, late: 1 });
  });

  it("is never taken away, nor given by two people who did not see each other", async () => {
    const extend = (day: string, version: number) =>
      act(people.reviewer, "extend", { version, limit: panama(day), reason: "Holidays" });
    expect((await extend("2026-11-20", round.version)).body.code).toBe("earlier_deadline");
    expect((await extend("2026-12-04", round.version)).status).toBe(200);
    expect((await extend("2026-12-10", round.version)).body.code).toBe("stale_version");
  });

  it("keeps a round open until its limit, unless there is a reason", async () => {
    const close = { version: round.version, summary: "Done" };
    expect((await act(people.reviewer, "close", close)).body.code).toBe("deadline_not_reached");
    const reason = "All agreed by telephone";
    expect((await act(people.reviewer, "close", { ...close, reason })).status).toBe(200);
    expect((await act(people.sica, "submit", { subject: sica })).body.code).toBe("round_closed");
  });

  it("reminds whoever has not submitted, once, and nobody else", async () => {
    const clock = { now: () => now };
    const repository = new RoundsRepository(app.client);
    const log = new EventLog(app.client, pino({ level: "silent" }));
    const readings = { note: async () => undefined };
    const reminders = new RoundReminders({
      ...{ repository, clock, logger: pino({ level: "silent" }) },
      rounds: new FoundRounds({ repository, readings, clock }),
      mailing: new RoundMailing(repository, () => "https://istmo.example"),
      unitOfWork: new UnitOfWork(app.client, log, clock),
    });
    await act(people.oas, "submit", { subject: oas, hasNoComments: true });
    const sent = async () =>
      (
        await app.client.mail.findMany({
          where: { kind: { startsWith: "round_" }, text: { contains: round.id } },
          orderBy: [{ createdAt: "asc" }, { to: "asc" }],
        })
      )
        .map(({ kind, to }) => `${kind} ${to}`)
        .filter((one) => !one.startsWith("round_opened"));
    await reminders.look();
    expect(await sent()).toEqual([]);
    now = new Date("2026-11-24T12:00:00Z");
    await reminders.look();
    await reminders.look();
    expect(await sent()).toEqual(["round_a_week_left focal.sica@istmo.demo"]);
    now = new Date("2026-12-20T12:00:00Z");
    await reminders.look();
    expect(await sent()).toEqual([
      "round_a_week_left focal.sica@istmo.demo",
      "round_late focal.sica@istmo.demo",
    ]);
  });
});

describe("an organisation that is removed in mid-round", () => {
  it("sees the round no longer, and what it submitted stays on record", async () => {
    await draft(people.sica);
    await act(people.sica, "submit", { subject: sica });
    const remove = async (reason: string) =>
      act(people.reviewer, "remove", { version: await versionOf(), subject: sica, reason });
    expect((await remove("It left the body")).status).toBe(200);
    expect((await read(people.sica)).status).toBe(404);
    expect((await act(people.sica, "submit", { subject: sica })).status).toBe(404);
    expect(await commentsOf(people.reviewer)).toMatchObject([{ observation: secret }]);
    const heard = await app.client.event.findMany({
      where: { type: "round.changed", audience: { has: `${sica}&${sica}` }, paperId: paper.id },
    });
    expect(heard).toEqual([]);
    const again = { version: await versionOf(), subject: sica };
    expect((await act(people.reviewer, "invite", again)).status).toBe(200);
    expect((await read(people.sica)).status).toBe(200);
  });
});

it("a round is broken off by the head of office, and everything done to it is in the audit log", async () => {
  const cancel = { version: round.version, reason: "Overtaken by events" };
  expect((await act(people.reviewer, "cancel", cancel)).body.code).toBe("not_allowed");
  expect((await act(people.head, "cancel", cancel)).body.state).toBe("cancelled");
  const entries = await app.client.auditEntry.findMany({
    where: { paperId: paper.id, kind: { startsWith: "paper.round_" } },
    orderBy: { seq: "asc" },
  });
  expect(entries.map(({ kind }) => kind)).toEqual(["paper.round_opened", "paper.round_cancelled"]);
  expect(JSON.parse(entries[0]?.body ?? "{}")).toMatchObject({ after: { sha256: round.sha256 } });
});

describe("what waits", () => {
  const waiting = async (who: Browser) =>
    (await who.get<{ items: WaitingItem[] }>("/api/v1/home/waiting")).body.items.filter(
      ({ roundId }) => roundId === round.id,
    );

  it("is a position for whoever submits it, late after the limit, and nothing once it is submitted", async () => {
    expect(await waiting(people.sica)).toMatchObject([
      { kind: "round_to_answer", since: "2026-11-30T23:00:00.000Z", isLate: false },
    ]);
    expect(await waiting(people.stranger)).toEqual([]);
    expect(await waiting(people.observer)).toEqual([]);
    now = new Date("2026-12-01T00:00:00Z");
    expect(await waiting(people.sica)).toMatchObject([{ isLate: true }]);
    await act(people.sica, "submit", { subject: sica, hasNoComments: true });
    expect(await waiting(people.sica)).toEqual([]);
  });

  it("is a round for the office once its time has run out, and not before", async () => {
    expect(await waiting(people.reviewer)).toEqual([]);
    now = new Date("2026-12-01T00:00:00Z");
    expect(await waiting(people.reviewer)).toMatchObject([{ kind: "round_to_close" }]);
  });
});

describe("the pictures and sources of a frozen text", () => {
  /** Puts a figure and a paragraph that cites a source into the text, at the lead's page. */
  async function writeInto(editionId: string, fileId: string, sourceId: string): Promise<void> {
    const store = new PgPaperStore(app.pool);
    const doc = new Y.Doc();
    for (const update of (await store.load(editionId)).state) Y.applyUpdate(doc, update);
    const before = Y.encodeStateVector(doc);
    const element = (name: string, attributes: Record<string, string>) => {
      const made = new Y.XmlElement(name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      return made;
    };
    const paragraph = element("paragraph", { id: "cites" });
    paragraph.insert(0, [element("citation", { sourceId })]);
    doc.getXmlFragment(bodyFragment).push([element("figure", { id: "fig", fileId }), paragraph]);
    const personId = "person-lead-gt";
    await store.append([
      {
        ...{ editionId, personId, update: Y.encodeStateAsUpdate(doc, before) },
        bindings: [{ clientId: doc.clientID, personId }],
      },
    ]);
  }

  it("are shown to whoever is asked about it, and to nobody else outside the paper", async () => {
    paper = await aPaperInReview();
    const [fileId, sourceId] = [randomUUID(), randomUUID()];
    const createdById = "person-lead-gt";
    await app.client.paperFile.create({
      data: {
        ...{ id: fileId, paperId: paper.id, name: "map.png", mediaType: "image/png", createdById },
        ...{ width: 1, height: 1, bytes: 4, sha256: "0".repeat(64), data: Buffer.from("map!") },
      },
    });
    const csl = { type: "book", title: "Ports" };
    await app.client.bibliographySource.create({
      data: { id: sourceId, paperId: paper.id, key: "PORTS", csl, createdById },
    });
    const show = async ({ cookie }: Browser) =>
      (await fetch(`${app.origin}/api/v1/files/${fileId}`, { headers: { cookie } })).status;
    const spanish = paper.editions.find(({ language }) => language === "es");
    await writeInto(spanish?.id ?? "", fileId, sourceId);
    expect([await show(people.sica), await show(people.lead)]).toEqual([404, 200]);
    round = (await openRound()).body;
    expect([await show(people.sica), await show(people.stranger)]).toEqual([200, 404]);
    const { body } = await people.sica.get<RoundText>(`/api/v1/rounds/${round.id}/text`);
    expect(body.sources).toEqual([{ id: sourceId, key: "PORTS", csl }]);
  });
});

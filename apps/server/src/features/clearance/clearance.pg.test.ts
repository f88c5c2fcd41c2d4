import type {
  ClearanceRequestAnswer,
  ClearanceText,
  IssuedPaper,
  LinkedClearance,
  Paper,
  PaperClearance,
} from "@istmo/contracts";
import { bodyFragment } from "@istmo/paper-schema";
import { createHash, randomUUID } from "node:crypto";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";
import { PgPaperStore } from "../../collab/pg-paper-store.ts";
import { Api } from "../../http/api.ts";
import { EventLog } from "../../platform/event-log.ts";
import { UnitOfWork } from "../../platform/unit-of-work.ts";
import type { ClearanceWatch } from "./clearance-watch.ts";
import { createClearance } from "./create-clearance.ts";
import { checkAgainstDatabase } from "./check-record.queries.ts";
import { findBroken, readRecord } from "./sealed-record.ts";

const accounts = {
  reviewer: "reviewer",
  head: "head",
  lead: "lead.gt",
  stranger: "expert1.ni",
  sica: "focal.sica",
  oas: "focal.oas",
  caricom: "focal.caricom",
  minister: "policy.gt",
  dominican: "policy.do",
  admin: "admin",
  observer: "observer",
} as const;
type Account = keyof typeof accounts;

const sica = "org-sica";
const oas = "org-oas";
const caricom = "org-caricom";
const guatemala = "state-gt";
const dominicana = "state-do";

type Step = PaperClearance & { code: string };
type Request = ClearanceRequestAnswer & { code: string };

let app: TestApp;
let watch: ClearanceWatch;
let now = new Date("2026-11-02T14:00:00Z");
const people = {} as Record<Account, Browser>;
let paper: Paper;

beforeAll(async () => {
  app = await openTestApp({ now: () => now });
  for (const [name, account] of Object.entries(accounts))
    people[name as Account] = await app.signIn(account);
  const logger = pino({ level: "silent" });
  const clock = { now: () => now };
  watch = createClearance(
    new Api(
      async () => null,
      async () => undefined,
    ),
    {
      ...{ client: app.client, clock, logger, secret: "a secret of this test alone" },
      unitOfWork: new UnitOfWork(app.client, new EventLog(app.client, logger), clock),
      readings: { note: async () => undefined },
      ownOrigin: () => app.origin,
      freezer: {
        take: () => Promise.reject(new Error()),
        freezePaper: () => Promise.reject(new Error()),
      },
    },
  ).watch;
});
afterAll(() => app.close());

beforeEach(async () => {
  now = new Date("2026-11-02T14:00:00Z");
  paper = await aPaper();
});

async function aPaper(over: { classification?: string; templateId?: string } = {}): Promise<Paper> {
  const made = await people.lead.post<Paper>("/api/v1/papers", {
    ...{ templateId: "tpl-joint-strategy-paper", title: { es: "Puertos" } },
    ...{ originalLanguage: "es", languages: ["es"], classification: "unclassified" },
    ...{ leadCentreId: "centre-gt", centreIds: ["centre-gt"], ...over },
  });
  expect(made.status).toBe(201);
  const { id } = made.body;
  await app.client.paper.update({ where: { id }, data: { stage: "in_expert_review" } });
  return made.body;
}

/** Writes into the section of this place, as somebody of the lead centre would. */
async function write(place: number, words: string, of = paper): Promise<string> {
  const editionId = of.editions[0]?.id ?? "";
  const store = new PgPaperStore(app.pool);
  const doc = new Y.Doc();
  for (const update of (await store.load(editionId)).state) Y.applyUpdate(doc, update);
  const before = Y.encodeStateVector(doc);
  const blocks = doc.getXmlFragment(bodyFragment).toArray() as Y.XmlElement[];
  const headings = blocks.filter(
    (it) => it.nodeName === "heading" && Number(it.getAttribute("level")) === 1,
  );
  const heading = headings[place] as Y.XmlElement;
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.setAttribute("id", randomUUID());
  paragraph.insert(0, [new Y.XmlText(words)]);
  doc.getXmlFragment(bodyFragment).insert(blocks.indexOf(heading) + 1, [paragraph]);
  const personId = "person-lead-gt";
  await store.append([
    {
      ...{ editionId, personId, update: Y.encodeStateAsUpdate(doc, before) },
      bindings: [{ clientId: doc.clientID, personId }],
    },
  ]);
  return heading.getAttribute("id") ?? "";
}

const panama = (day: string) => ({ day, hour: "18:00", timeZone: "America/Panama" });
const see = async (who: Browser = people.head) =>
  (await who.get<PaperClearance>(`/api/v1/papers/${paper.id}/clearance`)).body;
const versionOf = async () =>
  (await app.client.paper.findUniqueOrThrow({ where: { id: paper.id } })).version;
const take = async (step: string, over: object = {}, who: Browser = people.head) =>
  who.post<Step>(`/api/v1/papers/${paper.id}/steps`, {
    ...{ step, version: await versionOf(), ...over },
  });
const asked = (...ids: string[]) => ids.map((organisationId) => ({ organisationId }));
const openExpert = (over: object = {}, who: Browser = people.reviewer) =>
  take(
    "open_expert_clearance",
    { organisations: asked(sica, oas), limit: panama("2026-11-30"), ...over },
    who,
  );
const openPolicy = (over: object = {}) =>
  take("open_policy_clearance", {
    ...{ organisations: asked(guatemala, dominicana), limit: panama("2026-12-15"), ...over },
  });
const requestOf = async (organisationId: string, level = "expert", who: Browser = people.head) => {
  const { requests } = await see(who);
  const found = requests.find(
    (one) => one.organisationId === organisationId && one.level === level,
  );
  if (found === undefined) throw new Error(`no request of ${organisationId}`);
  return found;
};
const act = async (
  who: Browser,
  organisationId: string,
  what: string,
  over: object = {},
  level = "expert",
) => {
  const { id, version, sha256 } = await requestOf(organisationId, level);
  const wanted = what === "answer" || what === "withdraw" ? { sha256 } : {};
  return who.post<Request>(`/api/v1/clearance-requests/${id}/${what}`, {
    ...{ version, ...wanted, ...over },
  });
};
const answer = (
  who: Browser,
  organisationId: string,
  said: string,
  over: object = {},
  level = "expert",
) => act(who, organisationId, "answer", { answer: said, ...over }, level);
const mailsOf = (kind: string) =>
  app.client.mail.findMany({
    where: { kind, text: { contains: app.origin } },
    orderBy: { createdAt: "asc" },
  });
const tokenIn = (text: string | undefined) => /\/clear#(\S+)/.exec(text ?? "")?.[1] ?? "";

/** To the policy level, with both experts cleared. */
async function toPolicy(over: object = {}): Promise<void> {
  expect((await openExpert()).body.stage).toBe("in_expert_clearance");
  await answer(people.sica, sica, "clear");
  await answer(people.oas, oas, "clear");
  expect((await openPolicy(over)).body.stage).toBe("in_policy_clearance");
}

describe("opening expert clearance", () => {
  it("freezes the version, asks each organisation about its hash and closes the text", async () => {
    const opened = await openExpert();
    expect(opened.body).toMatchObject({ stage: "in_expert_clearance" });
    const [level] = opened.body.levels;
    expect(opened.body.requests.map(({ organisationId }) => organisationId).sort()).toEqual([
      oas,
      sica,
    ]);
    const mine = await requestOf(sica, "expert", people.sica);
    expect(mine).toMatchObject({ state: "requested", silence: true, sha256: level?.sha256 });
    expect(mine.limit).toEqual({ at: "2026-11-30T23:00:00.000Z", timeZone: "America/Panama" });
    const { body: text } = await people.sica.get<ClearanceText>(
      `/api/v1/clearance-requests/${mine.id}/text`,
    );
    expect(createHash("sha256").update(text.canonical).digest("hex")).toBe(text.sha256);
    const edition = await people.lead.get<Paper>(`/api/v1/papers/${paper.id}`);
    expect(edition.body.editions[0]?.role).toBe("reader");
  });

  it("opens once, however many press at once", async () => {
    const answers = await Promise.all([openExpert(), openExpert()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const rows = await app.client.clearanceOpening.count({ where: { paperId: paper.id } });
    expect(rows).toBe(1);
  });

  it.each([
    ["a centre opens it", "lead", {}, 403, "not_allowed"],
    ["a focal point opens it", "sica", {}, 404, "not_found"],
    ["the hour has passed", "reviewer", { limit: panama("2026-11-01") }, 422, "deadline_in_past"],
    ["nobody is asked", "reviewer", { organisations: [] }, 422, "nobody_invited"],
    [
      "an organisation does not exist",
      "reviewer",
      { organisations: asked("org-nowhere") },
      422,
      "unknown_organisation",
    ],
    [
      "somebody saw another version of the paper",
      "reviewer",
      { version: 999_999 },
      409,
      "stale_version",
    ],
  ] as const)("is refused when %s", async (_why, who, over, status, code) => {
    expect(await openExpert(over, people[who])).toMatchObject({ status, body: { code } });
  });

  it("waits for the round and for every row of its matrix", async () => {
    const round = await people.reviewer.post<{ id: string; version: number }>(
      `/api/v1/papers/${paper.id}/rounds`,
      {
        ...{
          limit: panama("2026-11-10"),
          scope: "whole",
          questions: "?",
          subjects: [`organisation:${sica}`],
        },
      },
    );
    expect((await openExpert()).body.code).toBe("round_open");
    const subject = `organisation:${sica}`;
    await people.sica.post(`/api/v1/rounds/${round.body.id}/comments`, {
      subject,
      observation: "No",
    });
    const submitted = await people.sica.post<{ version: number }>(
      `/api/v1/rounds/${round.body.id}/submit`,
      { subject },
    );
    await people.reviewer.post(`/api/v1/rounds/${round.body.id}/close`, {
      ...{ version: submitted.body.version, summary: "Done", reason: "Agreed" },
    });
    expect((await openExpert()).body.code).toBe("matrix_incomplete");
    expect((await see()).steps).toContainEqual({
      step: "open_expert_clearance",
      refusal: "matrix_incomplete",
    });
    await app.client.roundComment.updateMany({
      where: { roundId: round.body.id },
      data: { state: "answered", disposition: "accepted" },
    });
    expect((await openExpert()).status).toBe(200);
  });
});

describe("who sees a clearance", () => {
  it("is the office, and an organisation its own; the others hear of an objection alone", async () => {
    await openExpert();
    expect((await see(people.reviewer)).requests).toHaveLength(2);
    expect((await see(people.sica)).requests.map((one) => one.organisationId)).toEqual([sica]);
    expect((await see(people.lead)).requests).toEqual([]);
    for (const who of ["caricom", "minister", "stranger", "admin", "observer"] as const)
      expect((await people[who].get(`/api/v1/papers/${paper.id}/clearance`)).status).toBe(404);
    const { id } = await requestOf(oas);
    for (const end of ["", "/text"])
      expect((await people.sica.get(`/api/v1/clearance-requests/${id}${end}`)).status).toBe(404);

    expect((await answer(people.oas, oas, "object")).body.code).toBe("reason_required");
    await answer(people.oas, oas, "object", { reason: "It omits the ports of the Caribbean" });
    const seen = await see(people.sica);
    expect(seen.requests.map((one) => one.organisationId).sort()).toEqual([oas, sica]);
    expect(seen.levels[0]?.standing).toBeNull();
    const told = (await mailsOf("clearance_objected")).map(({ to }) => to).sort();
    expect(told).toEqual(expect.arrayContaining(["focal.sica@istmo.demo", "head@istmo.demo"]));
    const event = await app.client.event.findFirst({
      where: { paperId: paper.id, type: "clearance.changed" },
      orderBy: { seq: "desc" },
    });
    expect([...(event?.audience ?? [])].sort()).toEqual([
      "office",
      `organisation:${oas}&organisation:${oas}`,
      `organisation:${sica}&organisation:${sica}`,
    ]);
  });

  it("does not name a classified paper in a mail", async () => {
    paper = await aPaper({ classification: "confidential" });
    await openExpert();
    for (const { text } of await app.client.mail.findMany({
      where: { text: { contains: paper.id } },
    }))
      expect(text).not.toContain("Puertos");
  });
});

describe("an answer", () => {
  beforeEach(async () => void (await openExpert()));

  it("names the hash that was shown, and is refused for any other", async () => {
    const other = "0".repeat(64);
    expect((await answer(people.sica, sica, "clear", { sha256: other })).body.code).toBe(
      "version_changed",
    );
    const given = await answer(people.sica, sica, "clear", {
      reservation: "Article 3 binds no member",
    });
    expect(given.body).toMatchObject({
      state: "cleared",
      answers: [{ reservation: "Article 3 binds no member" }],
    });
    expect((await answer(people.sica, sica, "clear")).body.code).toBe("already_answered");
  });

  it("is given once, however many give it at once", async () => {
    const { id, version, sha256 } = await requestOf(sica);
    const give = (said: object) =>
      people.sica.post<Request>(`/api/v1/clearance-requests/${id}/answer`, {
        version,
        sha256,
        ...said,
      });
    const both = await Promise.all([
      give({ answer: "clear" }),
      give({ answer: "object", reason: "No" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await app.client.clearanceAnswer.count({ where: { requestId: id } })).toBe(1);
  });

  it("is taken from whoever opened it in the same moment: a receipt makes nothing stale", async () => {
    const { id, version, sha256 } = await requestOf(sica);
    await people.sica.post(`/api/v1/clearance-requests/${id}/receipt`, {});
    const path = `/api/v1/clearance-requests/${id}/answer`;
    expect((await people.sica.post(path, { version, sha256, answer: "clear" })).status).toBe(200);
  });

  it("with comments keeps them, and holds the level up only if it is bound to them", async () => {
    const comments = { comments: "Say which ports", isConditional: true };
    await answer(people.sica, sica, "clear_with_comments", comments);
    await answer(people.oas, oas, "clear");
    expect((await see()).levels[0]?.standing).toMatchObject({
      isComplete: false,
      waitingFor: [sica],
    });
    await act(people.sica, sica, "withdraw");
    now = new Date(now.getTime() + 60_000);
    await answer(people.sica, sica, "clear_with_comments", { ...comments, isConditional: false });
    expect((await see()).levels[0]?.standing).toMatchObject({ isComplete: true, withComments: 1 });
    const { answers } = await requestOf(sica);
    expect(answers.map((one) => [one.comments, one.withdrawnAt !== null])).toEqual([
      ["Say which ports", false],
      ["Say which ports", true],
    ]);
  });

  it("is the answering post's alone, or its delegate's", async () => {
    expect((await answer(people.reviewer, sica, "clear")).body.code).toBe("not_allowed");
    expect((await answer(people.oas, sica, "clear")).status).toBe(404);
    await app.client.person.create({
      data: { id: `d-${paper.id}`, name: "Delegada", email: `d-${paper.id}@x.demo` },
    });
    await app.client.post.create({
      data: {
        id: randomUUID(),
        personId: `d-${paper.id}`,
        role: "observer",
        organisationId: sica,
        startsAt: new Date("2026-01-01"),
      },
    });
    const delegate = (id: string) => act(people.sica, sica, "delegate", { delegateId: id });
    expect((await delegate("person-focal-oas")).body.code).toBe("delegate_not_of_organisation");
    const done = await delegate(`d-${paper.id}`);
    expect(done.body.delegate).toMatchObject({ name: "Delegada" });
    expect(
      (await mailsOf("clearance_delegated")).some(({ to }) => to === `d-${paper.id}@x.demo`),
    ).toBe(true);
    expect((await act(people.sica, sica, "end-delegation")).body.delegate).toBeNull();
    expect((await act(people.sica, sica, "end-delegation")).body.code).toBe("not_delegated");
  });

  it("can be gone without by the head of office, once the limit has passed, for a reason on record", async () => {
    const reason = { reason: "The meeting begins tomorrow" };
    expect((await act(people.head, sica, "override", reason)).body.code).toBe(
      "deadline_not_reached",
    );
    now = new Date("2026-12-01T12:00:00Z");
    expect((await act(people.reviewer, sica, "override", reason)).body.code).toBe("not_allowed");
    const done = await act(people.head, sica, "override", reason);
    expect(done.body).toMatchObject({
      state: "overridden",
      answers: [{ answer: "override", ...reason }],
    });
  });
});

describe("silence", () => {
  it("counts after a receipt, a reminder and the limit, by the server's clock", async () => {
    await openExpert();
    const { id } = await requestOf(sica);
    expect(
      (await people.sica.post<Request>(`/api/v1/clearance-requests/${id}/receipt`, {})).status,
    ).toBe(200);
    const first = (await requestOf(sica)).receivedAt;
    now = new Date("2026-11-29T12:00:00Z");
    await people.sica.post(`/api/v1/clearance-requests/${id}/receipt`, {});
    expect((await requestOf(sica)).receivedAt).toBe(first);
    await watch.look();
    await watch.look();
    const reminded = (await mailsOf("clearance_reminder")).filter(({ text }) =>
      text.includes(paper.id),
    );
    expect(reminded.map(({ to }) => to).sort()).toEqual([
      "focal.oas@istmo.demo",
      "focal.sica@istmo.demo",
    ]);
    now = new Date("2026-11-30T22:59:59Z");
    await watch.look();
    expect((await requestOf(sica)).state).toBe("requested");
    now = new Date("2026-11-30T23:00:00Z");
    await watch.look();
    expect(await requestOf(sica)).toMatchObject({
      state: "no_objection",
      answers: [{ answer: "silence", givenBy: null }],
    });
    // OAS never opened it: nobody consents by silence to what they have not received.
    expect((await requestOf(oas)).state).toBe("requested");
  });

  it("is no consent of whoever was not reminded in time, whatever the clock of a page says", async () => {
    await openExpert();
    const { id } = await requestOf(sica);
    await people.sica.post(`/api/v1/clearance-requests/${id}/receipt`, {});
    // The server was away until a day after the limit.
    now = new Date("2026-12-01T23:00:00Z");
    await watch.look();
    await watch.look();
    expect((await requestOf(sica)).state).toBe("requested");
    const late = await answer(people.sica, sica, "clear");
    expect(late.body.answers[0]?.isLate).toBe(true);
  });

  it("can be broken afterwards, and then is not taken for consent again", async () => {
    await openExpert();
    const { id } = await requestOf(sica);
    await people.sica.post(`/api/v1/clearance-requests/${id}/receipt`, {});
    now = new Date("2026-11-29T12:00:00Z");
    await watch.look();
    now = new Date("2026-12-01T00:00:00Z");
    await watch.look();
    expect((await act(people.sica, sica, "withdraw")).body.state).toBe("requested");
    await watch.look();
    expect((await requestOf(sica)).state).toBe("requested");
  });

  it("counts for nothing at the policy level unless the office says so", async () => {
    await toPolicy();
    expect((await requestOf(guatemala, "policy")).silence).toBe(false);
  });
});

describe("a new version", () => {
  it("asks again only whom its changes concern, and says that the other answers are carried", async () => {
    const first = await write(0, "Uno.");
    const second = await write(1, "Dos.");
    await openExpert({
      organisations: [
        { organisationId: sica, concerns: [first] },
        { organisationId: oas, concerns: [second] },
        { organisationId: caricom, concerns: [second] },
      ],
    });
    await answer(people.sica, sica, "clear");
    await answer(people.oas, oas, "clear");
    await answer(people.caricom, caricom, "object", { reason: "No" });
    const before = await requestOf(sica);
    expect((await take("revise")).body.stage).toBe("in_expert_review");
    expect((await answer(people.sica, sica, "clear")).body.code).toBe("stage_closed");
    await write(1, "Y otra frase.");
    await openExpert({ organisations: asked(sica, oas, caricom), limit: panama("2026-12-10") });

    const held = await requestOf(sica);
    expect(held).toMatchObject({
      state: "cleared",
      isCarried: true,
      renewedFor: null,
      changedSections: [],
    });
    expect(held.sha256).not.toBe(before.sha256);
    expect(held.answers).toMatchObject([{ answer: "clear", sha256: before.sha256 }]);
    expect(await requestOf(oas)).toMatchObject({
      state: "requested",
      renewedFor: "sections_changed",
      changedSections: [{ sectionId: second }],
    });
    expect(await requestOf(caricom)).toMatchObject({ state: "requested", renewedFor: "objected" });
    const stale = await people.oas.post<Request>(`/api/v1/clearance-requests/${before.id}/answer`, {
      version: 1,
      answer: "clear",
      sha256: before.sha256,
    });
    expect(stale.status).toBe(404);
    const old = await people.sica.post<Request>(`/api/v1/clearance-requests/${before.id}/answer`, {
      version: 1,
      answer: "clear",
      sha256: before.sha256,
    });
    expect(old.body.code).toBe("version_superseded");
    const text = await people.oas.get<ClearanceText>(
      `/api/v1/clearance-requests/${(await requestOf(oas)).id}/text?of=before`,
    );
    expect(text.body.canonical).not.toContain("Y otra frase.");

    const withdrawn = await act(people.sica, sica, "withdraw");
    expect(withdrawn.body).toMatchObject({ state: "requested", isCarried: false });
  });

  it("leaves out an organisation that is not asked any more", async () => {
    await openExpert();
    const { id, version, sha256 } = await requestOf(oas);
    await take("revise", { reason: "A chapter is missing" });
    await openExpert({ organisations: asked(sica) });
    expect((await people.oas.get(`/api/v1/papers/${paper.id}/clearance`)).status).toBe(404);
    const late = await people.oas.post<Request>(`/api/v1/clearance-requests/${id}/answer`, {
      version: version + 1,
      answer: "clear",
      sha256,
    });
    expect(late.body.code).toBe("version_superseded");
  });
});

describe("the policy level", () => {
  it("opens when every expert answer is final, or for the head's reason on record", async () => {
    await openExpert();
    await answer(people.sica, sica, "clear");
    expect((await openPolicy()).body.code).toBe("expert_level_open");
    const opened = await openPolicy({ reason: "OAS has no quorum before the meeting" });
    expect(opened.body.stage).toBe("in_policy_clearance");
    expect(opened.body.history[0]).toMatchObject({
      isOverride: true,
      step: "open_policy_clearance",
    });
  });

  it("is complete when every counterpart has answered, and seals the record", async () => {
    await toPolicy();
    expect((await take("complete")).body.code).toBe("policy_level_open");
    await answer(
      people.minister,
      guatemala,
      "clear",
      { reservation: "Without prejudice to the border" },
      "policy",
    );
    await answer(people.dominican, dominicana, "clear", {}, "policy");
    const done = await take("complete");
    expect(done.body.stage).toBe("cleared");
    const json = (await people.lead.get<string>(`/api/v1/papers/${paper.id}/record`))
      .body as unknown;
    const text = typeof json === "string" ? json : "";
    const stored = (
      await app.client.clearanceRecord.findFirstOrThrow({ where: { paperId: paper.id } })
    ).json;
    expect(text === "" ? stored : text).toBe(stored);
    expect(findBroken(stored)).toBeNull();
    expect(await checkAgainstDatabase(app.client, stored)).toBeNull();
    expect(await checkAgainstDatabase(app.client, `${stored} `)).toBe("record_differs");
    const record = readRecord(stored);
    expect(record?.body.reservations).toMatchObject([
      { number: 1, text: "Without prejudice to the border" },
    ]);
    expect(record?.body.audit.map(({ kind }) => kind)).toContain("paper.clearance_answered");
    expect((await people.stranger.get(`/api/v1/papers/${paper.id}/record`)).status).toBe(404);
    const pdf = await fetch(`${app.origin}/api/v1/papers/${paper.id}/record?form=pdf&language=en`, {
      headers: { cookie: people.head.cookie },
    });
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  it("does not complete on a text that was written on behind it", async () => {
    await toPolicy();
    await answer(people.minister, guatemala, "clear", {}, "policy");
    await answer(people.dominican, dominicana, "clear", {}, "policy");
    await write(0, "Tarde.");
    expect((await take("complete")).body.code).toBe("hash_mismatch");
    expect((await take("revise", { reason: "The text was written on" })).body.stage).toBe(
      "in_expert_review",
    );
  });
});

async function cleared(): Promise<void> {
  await toPolicy();
  await answer(people.minister, guatemala, "clear", {}, "policy");
  await answer(people.dominican, dominicana, "clear", {}, "policy");
  expect((await take("complete")).body.stage).toBe("cleared");
}

describe("issuing", () => {
  const issue = async (symbol: string, over: object = {}, who: Browser = people.head) =>
    take("issue", { symbol, sha256: (await see()).record?.versionSha256 ?? "", ...over }, who);

  it("binds one symbol to the very text that was cleared", async () => {
    await cleared();
    const { nextSymbol } = await see();
    expect(nextSymbol).toMatch(/^ROPAN\/JSP\/2026\/\d+$/);
    expect((await issue(nextSymbol ?? "", { sha256: "0".repeat(64) })).body.code).toBe(
      "hash_mismatch",
    );
    expect((await issue("ROPAN/XX/2026/1")).body.code).toBe("symbol_malformed");
    expect((await issue(nextSymbol ?? "", {}, people.reviewer)).body.code).toBe("not_allowed");
    const done = await issue(nextSymbol ?? "", { distribution: [sica] });
    expect(done.body).toMatchObject({ stage: "issued", symbol: nextSymbol });
    for (const who of ["observer", "stranger", "oas"] as const) {
      const { body } = await people[who].get<IssuedPaper>(`/api/v1/papers/${paper.id}/issued`);
      expect(body).toMatchObject({ symbol: nextSymbol, corrigenda: [], withdrawn: null });
      expect(body.text?.canonical).toContain("heading");
    }
    expect((await mailsOf("clearance_issued")).map(({ to }) => to)).toContain(
      "focal.sica@istmo.demo",
    );
  });

  it("gives a symbol to one of two papers that are issued under it at once", async () => {
    await cleared();
    const first = paper;
    const { nextSymbol, version, record } = await see();
    paper = await aPaper();
    await cleared();
    const second = await see();
    const post = (id: string, body: object) =>
      people.head.post<Step>(`/api/v1/papers/${id}/steps`, {
        step: "issue",
        symbol: nextSymbol,
        ...body,
      });
    const both = await Promise.all([
      post(first.id, { version, sha256: record?.versionSha256 }),
      post(paper.id, { version: second.version, sha256: second.record?.versionSha256 }),
    ]);
    expect(both.map(({ body }) => body.code ?? "issued").sort()).toEqual([
      "issued",
      "symbol_taken",
    ]);
  });

  it("leaves the body untouched by corrigenda, and links a successor both ways", async () => {
    await cleared();
    await issue((await see()).nextSymbol ?? "");
    const before = (await people.observer.get<IssuedPaper>(`/api/v1/papers/${paper.id}/issued`))
      .body;
    expect((await take("issue_corrigendum", { correction: "For 12 read 21" })).body.code).toBe(
      "meaning_changed",
    );
    await take("issue_corrigendum", {
      correction: "For «puero» read «puerto»",
      keepsMeaning: true,
    });
    await take("issue_corrigendum", { correction: "For «nvo» read «nuevo»", keepsMeaning: true });
    const after = (await people.observer.get<IssuedPaper>(`/api/v1/papers/${paper.id}/issued`))
      .body;
    expect(after.text).toEqual(before.text);
    expect(after.corrigenda.map(({ symbol }) => symbol)).toEqual([
      `${before.symbol}/Corr.1`,
      `${before.symbol}/Corr.2`,
    ]);

    const old = paper;
    paper = await aPaper();
    const successorId = paper.id;
    paper = old;
    expect((await take("supersede", { successorId })).body.code).toBe("successor_not_issued");
    paper = await aPaper();
    await cleared();
    await issue((await see()).nextSymbol ?? "");
    const next = paper;
    paper = old;
    expect((await take("supersede", { successorId: next.id })).body.stage).toBe("superseded");
    const read = async (id: string) =>
      (await people.observer.get<IssuedPaper>(`/api/v1/papers/${id}/issued`)).body;
    expect((await read(old.id)).supersededBy?.paperId).toBe(next.id);
    expect((await read(next.id)).supersedes.map(({ paperId }) => paperId)).toEqual([old.id]);
  });

  it("leaves a notice and no text of a paper that is withdrawn", async () => {
    await cleared();
    await issue((await see()).nextSymbol ?? "");
    expect((await take("withdraw", {}, people.head)).body.code).toBe("reason_required");
    await take("withdraw", { reason: "It named a person" });
    const { body } = await people.observer.get<IssuedPaper>(`/api/v1/papers/${paper.id}/issued`);
    expect(body.text).toBeNull();
    expect(body.withdrawn?.at).toBe(now.toISOString());
    expect(JSON.stringify(body)).not.toContain("It named a person");
  });
});

describe("a link in a mail", () => {
  const open = (token: string) =>
    app
      .stranger()
      .post<LinkedClearance & { code: string }>("/api/v1/clearance-links/open", { token });
  const sendCode = (token: string) =>
    app
      .stranger()
      .post<{ sentTo: string; code: string }>("/api/v1/clearance-links/code", { token });
  const reply = (token: string, code: string, over: object = {}) =>
    app.stranger().post<LinkedClearance & { code: string }>("/api/v1/clearance-links/answer", {
      token,
      code,
      answer: "clear",
      ...over,
    });
  const lastMail = async (kind: string, to: string) =>
    app.client.mail.findFirst({ where: { kind, to }, orderBy: { createdAt: "desc" } });
  const codeFor = async (token: string, to = "policy.gt@istmo.demo") => {
    await app.client.mail.deleteMany({ where: { kind: "clearance_code" } });
    expect((await sendCode(token)).status).toBe(200);
    return /^\d{6}$/m.exec((await lastMail("clearance_code", to))?.text ?? "")?.[0] ?? "";
  };
  let token: string;

  beforeEach(async () => {
    await toPolicy();
    const mails = await app.client.mail.findMany({
      where: { kind: "clearance_asked", to: "policy.gt@istmo.demo" },
      orderBy: { createdAt: "desc" },
    });
    token = "";
    for (const { text } of mails) {
      const one = tokenIn(text);
      const row = await app.client.clearanceLink.findFirst({
        where: {
          hash: createHash("sha256").update(one).digest("hex"),
          request: { paperId: paper.id },
        },
      });
      if (row !== null) token = one;
    }
    expect(token).not.toBe("");
  });

  it("shows its owner the text, logs the receipt and answers once with the mailed code", async () => {
    const opened = await open(token);
    expect(opened.body).toMatchObject({ level: "policy", state: "requested", isOpen: true });
    expect((await requestOf(guatemala, "policy")).receivedAt).toBe(now.toISOString());
    const { sha256 } = opened.body;
    const code = await codeFor(token);
    const done = await reply(token, code, { sha256, reservation: "Without prejudice" });
    expect(done.body).toMatchObject({ state: "cleared" });
    expect((await requestOf(guatemala, "policy")).answers).toMatchObject([
      { by: "mail", reservation: "Without prejudice", givenBy: { id: "person-policy-gt" } },
    ]);
    expect((await reply(token, code, { sha256 })).body.code).toBe("link_used");
    expect((await open(token)).body.code).toBe("link_used");
  });

  it("is stored as a hash, and one that was made up opens nothing", async () => {
    const rows = await app.client.clearanceLink.findMany();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect((await open(`${token.slice(0, -1)}x`)).body.code).toBe("link_unknown");
    expect((await open("a".repeat(40))).body.code).toBe("link_unknown");
  });

  it("lets whoever it was forwarded to answer nothing: the code goes to its owner", async () => {
    const { sha256 } = (await open(token)).body;
    const sent = await sendCode(token);
    expect(sent.body.sentTo).toBe("p…@istmo.demo");
    const right =
      /^\d{6}$/m.exec(
        (await lastMail("clearance_code", "policy.gt@istmo.demo"))?.text ?? "",
      )?.[0] ?? "";
    const wrong = right === "000000" ? "000001" : "000000";
    for (let guess = 0; guess < 5; guess += 1)
      expect((await reply(token, wrong, { sha256 })).body.code).toBe("wrong_code");
    // Five guesses end the code, the right one included.
    expect((await reply(token, right, { sha256 })).body.code).toBe("wrong_code");
    expect((await requestOf(guatemala, "policy")).state).toBe("requested");
    for (let more = 0; more < 4; more += 1) await sendCode(token);
    expect((await sendCode(token)).body.code).toBe("rate_limited");
  });

  it("dies at the limit, and its code after ten minutes", async () => {
    const { sha256 } = (await open(token)).body;
    const code = await codeFor(token);
    now = new Date(now.getTime() + 10 * 60_000);
    expect((await reply(token, code, { sha256 })).body.code).toBe("wrong_code");
    now = new Date("2026-12-15T23:00:00Z");
    expect((await open(token)).body.code).toBe("link_expired");
  });

  it("dies when the version is superseded or the paper goes back", async () => {
    expect((await take("revise", { reason: "A new annex" })).status).toBe(200);
    expect((await open(token)).body.code).toBe("link_expired");
    await openExpert({ limit: panama("2026-12-10") });
    await openPolicy({ reason: "In haste" });
    expect((await open(token)).body.code).toBe("version_superseded");
  });

  it("refuses another text than the one it showed", async () => {
    const code = await codeFor(token);
    expect((await reply(token, code, { sha256: "0".repeat(64) })).body.code).toBe(
      "version_changed",
    );
  });

  it("opens no classified paper: its owner signs in", async () => {
    await app.client.paper.update({
      where: { id: paper.id },
      data: { classification: "confidential" },
    });
    expect((await open(token)).status).toBe(401);
  });

  it("answers no more when its owner's post has ended", async () => {
    const { posts } = await app.client.person.findUniqueOrThrow({
      where: { id: "person-policy-gt" },
      include: { posts: true },
    });
    const where = { id: posts[0]?.id ?? "" };
    await app.client.post.update({ where, data: { endsAt: new Date("2026-11-01T00:00:00Z") } });
    expect((await open(token)).body.code).toBe("link_expired");
    await app.client.post.update({ where, data: { endsAt: null } });
  });
});

describe("a meeting", () => {
  it("is planned backwards from, and says what was missed", async () => {
    const set = (day: string, path: string, version = 0) =>
      people.reviewer.post<{ code: string; plan: { milestone: string }[] }>(
        `/api/v1/papers/${paper.id}/meeting`,
        {
          ...{ day, hour: "09:00", timeZone: "America/Panama", path, version },
        },
      );
    expect((await set("2026-11-20", "usual")).body.code).toBe("too_late_for_usual_way");
    const done = await set("2027-06-15", "usual");
    expect(done.body.plan.map(({ milestone }) => milestone)).toContain("policy_cleared");
    expect((await set("2027-06-16", "usual", 0)).body.code).toBe("stale_version");
    expect((await see()).meeting).toMatchObject({ day: "2027-06-15", version: 1 });
  });
});

it("a paper is sent back to its authors with a note, and everything is in the audit log", async () => {
  expect((await take("send_back", {}, people.reviewer)).body.code).toBe("note_required");
  expect((await take("send_back", { reason: "Say which ports" }, people.reviewer)).body.stage).toBe(
    "draft",
  );
  const entry = await app.client.auditEntry.findFirstOrThrow({
    where: { paperId: paper.id, kind: "paper.stage_changed" },
    orderBy: { seq: "desc" },
  });
  expect(JSON.parse(entry.body)).toMatchObject({
    before: { stage: "in_expert_review" },
    after: { stage: "draft", step: "send_back" },
    reason: "Say which ports",
  });
});

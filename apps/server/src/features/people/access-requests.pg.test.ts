import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AccessRequest, OutboxMail } from "@istmo/contracts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

type List<Item> = { items: Item[]; nextCursor: string | null };

describe("requests for access", () => {
  let app: TestApp;
  let admin: Browser;
  let reviewer: Browser;
  let now = new Date("2026-11-24T15:00:00Z");
  const received = { received: true };
  beforeAll(async () => {
    app = await openTestApp({ now: () => now });
    admin = await app.signIn("admin");
    reviewer = await app.signIn("reviewer");
  });
  afterAll(() => app.close());

  const ask = (over: object = {}) =>
    app.stranger().post<{ code: string }>("/api/auth/ask", {
      ...{ name: "Ana Ruiz", email: "ana@example.org", organisation: "Fiscalía" },
      ...{ reason: "Trabajo en los puertos", locale: "es", ...over },
    });
  const askForPaper = (by: Browser, paperId: string) =>
    by.post("/api/v1/access-requests", { paperId, reason: "Lo necesito" });
  const list = async (by: Browser, state = "open") =>
    (await by.get<List<AccessRequest>>(`/api/v1/access-requests?limit=200&state=${state}`)).body
      .items;
  const decide = (by: Browser, id: string, body: object) =>
    by.post<AccessRequest & { code: string }>(`/api/v1/access-requests/${id}/decide`, body);
  const requestOf = async (email: string) => {
    const found = (await list(admin)).find((one) => one.email === email);
    if (found === undefined) throw new Error(`Nobody asked as ${email}.`);
    return found;
  };

  it("of strangers are all received alike, few are kept, and none of it is told", async () => {
    expect((await ask()).body).toEqual(received);
    expect((await ask({ email: "head@istmo.demo" })).body).toEqual(received);
    for (let times = 0; times < 5; times++)
      expect((await ask({ email: "Insistent@example.org" })).body).toEqual(received);
    const kept = await app.client.accessRequest.count({
      where: { email: "insistent@example.org" },
    });
    expect(kept).toBe(3);
    expect((await ask({ email: "аna@example.org" })).body.code).toBe("email_not_plain");
    const entries = await app.client.auditEntry.findMany({
      where: { kind: "access_request.received" },
    });
    expect(entries.length).toBe(5);
    for (const { body } of entries) expect(body).not.toMatch(/example\.org|Ruiz|puertos/);
  });

  it("of strangers are slowed down where one address sends many", async () => {
    const codes = new Set<string>();
    for (let times = 0; times < 30; times++)
      codes.add((await ask({ email: "insistent@example.org" })).body.code);
    expect(codes).toContain("rate_limited");
    now = new Date(now.getTime() + 11 * 60_000);
    expect((await ask({ email: "insistent@example.org" })).body).toEqual(received);
  });

  it("of strangers are seen by who invites anywhere", async () => {
    for (const by of [admin, reviewer, await app.signIn("head")])
      expect((await list(by)).map(({ email }) => email)).toContain("ana@example.org");
    const lead = await app.signIn("lead.gt");
    expect((await list(lead)).filter(({ kind }) => kind === "account")).toEqual([]);
    const { id } = await requestOf("ana@example.org");
    expect((await decide(lead, id, { decision: "declined" })).status).toBe(404);
    for (const account of ["expert1.gt", "focal.sica", "policy.gt", "observer"]) {
      const other = await app.signIn(account);
      expect((await other.get("/api/v1/access-requests")).status).toBe(403);
      expect((await decide(other, id, { decision: "declined" })).status).toBe(403);
    }
  });

  it("for an account that are granted send an invitation into the post", async () => {
    const { id } = await requestOf("ana@example.org");
    expect((await decide(admin, id, { decision: "granted" })).body.code).toBe("invalid_request");
    const headPost = { role: "head" };
    expect((await decide(reviewer, id, { decision: "granted", post: headPost })).body.code).toBe(
      "not_allowed",
    );
    const post = { role: "observer", organisationId: "org-sica" };
    const { body } = await decide(reviewer, id, { decision: "granted", post });
    expect(body).toMatchObject({ decision: "granted", decidedBy: { id: "person-reviewer" } });
    const invitation = await app.client.invitation.findFirstOrThrow({
      where: { email: "ana@example.org" },
    });
    expect(invitation).toMatchObject({ role: "observer", organisationId: "org-sica" });
    const mail = await app.client.mail.findFirstOrThrow({ where: { to: "ana@example.org" } });
    expect(mail.text).toContain("/invitation#");
    expect((await decide(admin, id, { decision: "declined" })).body.code).toBe("already_decided");
    expect((await list(admin, "decided")).map((one) => one.id)).toContain(id);
  });

  it("that are declined tell the requester, and keep the note for the file", async () => {
    await ask({ email: "declined@example.org", locale: "en" });
    const { id } = await requestOf("declined@example.org");
    const note = "Nadie le conoce";
    const { body } = await decide(admin, id, { decision: "declined", note });
    expect(body).toMatchObject({ decision: "declined", note });
    const mail = await app.client.mail.findFirstOrThrow({ where: { to: "declined@example.org" } });
    expect(mail.subject).toBe("Your request in Istmo");
    expect(mail.text).not.toContain(note);
  });

  it("are decided once, however many decide at the same time", async () => {
    await ask({ email: "race@example.org" });
    const { id } = await requestOf("race@example.org");
    const post = { role: "observer", organisationId: "org-sica" };
    const answers = await Promise.all([
      decide(admin, id, { decision: "granted", post }),
      decide(reviewer, id, { decision: "declined" }),
      decide(admin, id, { decision: "granted", post }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await app.client.invitation.count({ where: { email: "race@example.org" } })).toBe(
      answers[1]?.status === 200 ? 0 : 1,
    );
  });

  it("for a paper are answered alike whether it is hidden, seen, or does not exist", async () => {
    const focal = await app.signIn("focal.sica");
    const { id: paperId } = await app.client.paper.findFirstOrThrow({ where: { stage: "draft" } });
    await app.client.paperShare.deleteMany({ where: { paperId } });
    const paper = await app.client.paper.update({
      where: { id: paperId },
      data: { classification: "unclassified" },
      include: { editions: true },
    });
    const answers = [
      await askForPaper(focal, paper.id),
      await askForPaper(focal, paper.id),
      await askForPaper(focal, "paper-that-is-none"),
    ];
    for (const { status, body } of answers) expect([status, body]).toEqual([200, received]);
    const kept = await app.client.accessRequest.findMany({ where: { kind: "paper" } });
    expect(kept.map(({ paperId }) => paperId)).toEqual([paper.id]);

    const leadAccount = `lead.${paper.leadCentreId.replace("centre-", "")}`;
    const lead = await app.signIn(leadAccount);
    const [asked] = await list(lead);
    expect(asked).toMatchObject({
      kind: "paper",
      person: { id: "person-focal-sica" },
      email: null,
      paper: { id: paper.id },
    });
    expect(paper.editions.map(({ title }) => title)).toContain(asked?.paper?.title);
    // An administrator shares no papers, and so decides on none.
    expect((await list(admin)).map(({ kind }) => kind)).not.toContain("paper");
    expect((await decide(admin, asked?.id ?? "", { decision: "declined" })).status).toBe(404);

    const granted = await decide(lead, asked?.id ?? "", {
      ...{ decision: "granted", level: "commenter", expiresOn: "2026-12-31" },
    });
    expect(granted.body.decision).toBe("granted");
    const share = await app.client.paperShare.findFirstOrThrow({ where: { paperId: paper.id } });
    expect(share).toMatchObject({ subject: "person:person-focal-sica", level: "commenter" });
    expect((await focal.get(`/api/v1/papers/${paper.id}`)).status).toBe(200);
  });

  it("for a paper above the requester's clearance are not granted", async () => {
    const observer = await app.signIn("observer");
    const { id: paperId } = await app.client.paper.findFirstOrThrow({ where: { stage: "draft" } });
    const paper = await app.client.paper.update({
      where: { id: paperId },
      data: { classification: "confidential" },
    });
    await app.client.person.update({
      where: { id: "person-observer" },
      data: { clearedTo: "unclassified" },
    });
    expect((await askForPaper(observer, paper.id)).body).toEqual(received);
    const [asked] = (await list(reviewer)).filter((one) => one.paper?.id === paper.id);
    const granted = await decide(reviewer, asked?.id ?? "", { decision: "granted" });
    expect(granted.body.code).toBe("person_not_cleared");
    expect((await decide(reviewer, asked?.id ?? "", { decision: "declined" })).status).toBe(200);
    const mail = await app.client.mail.findFirstOrThrow({ where: { to: "observer@istmo.demo" } });
    const editions = await app.client.edition.findMany({ where: { paperId: paper.id } });
    for (const { title } of editions) expect(`${mail.subject} ${mail.text}`).not.toContain(title);
  });

  it("leave their mails in the outbox, for administrators and for a demonstration", async () => {
    const { body } = await admin.get<List<OutboxMail>>("/api/v1/outbox?limit=200");
    expect(body.items.length).toBeGreaterThan(2);
    expect(body.items.every(({ state, text }) => state === "kept" && text !== "")).toBe(true);
    expect((await reviewer.get("/api/v1/outbox")).status).toBe(403);
    const open = await app.stranger().get<List<OutboxMail>>("/api/v1/site/outbox?limit=200");
    expect(open.body.items).toEqual(body.items);
  });

  it("show an administrator no link that opens the account of somebody cleared for more", async () => {
    const email = "head@istmo.demo";
    await app.stranger().post("/api/auth/password/forgot", { email });
    const mailTo = async (who: Browser) => {
      const { body } = await who.get<List<OutboxMail>>("/api/v1/outbox?limit=200");
      return body.items.find(({ to }) => to === email);
    };
    await expect.poll(() => mailTo(admin)).toMatchObject({ state: "kept", text: "" });
    expect((await mailTo(await app.signIn("head")))?.text).toContain("/reset-password#");
  });
});

describe("an installation that is no demonstration", () => {
  it("shows its mails to no stranger", async () => {
    const app = await openTestApp({ env: { ISTMO_DEMO: "0" } });
    expect((await app.stranger().get("/api/v1/site/outbox")).status).toBe(404);
    await app.close();
  });
});

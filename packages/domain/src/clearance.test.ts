import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actor, ClassificationLevel } from "./actor.ts";
import {
  answersClearance,
  canSeeClearance,
  clearanceAnswers,
  clearanceReminderAt,
  decideAnswerWithdrawal,
  decideClearanceAnswer,
  decideDelegation,
  decideDelegationEnd,
  decideOverride,
  decideSilence,
  isAnswerFinal,
  levelStanding,
  numberedReservations,
  renewalsFor,
  silenceByDefault,
  type ClearanceRefusal,
  type ClearanceRequest,
  type WantedAnswer,
} from "./clearance.ts";
import type { PaperFacts } from "./paper.ts";
import type { Role } from "./role-matrix.ts";
import { stateMachines } from "./state-machines.ts";

const aPerson = (
  role: Role,
  over: { centreId?: string; organisationId?: string; clearedTo?: ClassificationLevel } = {},
): Actor => ({
  id: `${role}-${over.centreId ?? over.organisationId ?? "office"}`,
  posts: [{ role, centreId: over.centreId ?? null, organisationId: over.organisationId ?? null }],
  clearedTo: over.clearedTo ?? "confidential",
});
const reviewer = aPerson("office_reviewer");
const head = aPerson("head");
const lead = aPerson("centre_lead", { centreId: "centre-pa" });
const sica = aPerson("focal_point", { organisationId: "org-sica" });
const sicaMinister = aPerson("policy_counterpart", { organisationId: "org-sica" });
const sicaObserver = aPerson("observer", { organisationId: "org-sica" });
const oas = aPerson("focal_point", { organisationId: "org-oas" });
const admin = aPerson("admin");

const aPaper = (over: Partial<PaperFacts> = {}): PaperFacts => ({
  id: "paper",
  stage: "in_expert_clearance",
  leadCentreId: "centre-pa",
  centreIds: ["centre-pa"],
  classification: "confidential",
  shares: [],
  ...over,
});
const hash = "a".repeat(64);
const limit = { at: new Date("2026-12-04T23:00:00Z"), timeZone: "America/Panama" };
const before = new Date("2026-12-01T12:00:00Z");
const after = new Date("2026-12-05T12:00:00Z");
const aRequest = (over: Partial<ClearanceRequest> = {}): ClearanceRequest => ({
  organisationId: "org-sica",
  level: "expert",
  sha256: hash,
  state: "requested",
  limit,
  silence: true,
  receivedAt: before,
  remindedAt: before,
  delegateId: null,
  isConditional: false,
  ...over,
});
const refused = (code: ClearanceRefusal) => ({ accepted: false, code });
const answer = (
  request: ClearanceRequest,
  over: Partial<WantedAnswer> = {},
  { actor = sica, paper = aPaper(), now = before } = {},
) =>
  decideClearanceAnswer(request, actor, { answer: "clear", sha256: hash, ...over }, { paper, now });

describe("an organisation's answer", () => {
  it("is given by its focal point at the expert level and by its counterpart at the policy level", () => {
    expect(answer(aRequest())).toEqual({ accepted: true, event: { to: "cleared", isLate: false } });
    expect(answer(aRequest(), {}, { actor: sicaMinister })).toEqual(refused("not_allowed"));
    const policy = aRequest({ level: "policy" });
    const paper = aPaper({ stage: "in_policy_clearance" });
    expect(answer(policy, {}, { actor: sicaMinister, paper }).accepted).toBe(true);
    expect(answer(policy, {}, { actor: sica, paper })).toEqual(refused("not_allowed"));
    for (const actor of [reviewer, head, lead, oas, admin, sicaObserver])
      expect(answer(aRequest(), {}, { actor })).toEqual(refused("not_allowed"));
  });

  it("is given to one text: another hash, and an older version, are refused", () => {
    expect(answer(aRequest(), { sha256: "b".repeat(64) })).toEqual(refused("version_changed"));
    expect(answer(aRequest({ state: "lapsed" }))).toEqual(refused("version_superseded"));
  });

  it("says what it must: comments, the reason of an objection, no reservation beside one", () => {
    expect(answer(aRequest(), { answer: "clear_with_comments" })).toEqual(
      refused("comments_required"),
    );
    expect(
      answer(aRequest(), { answer: "clear_with_comments", comments: "Add 2025" }),
    ).toMatchObject({ event: { to: "cleared_with_comments" } });
    expect(answer(aRequest(), { answer: "object", reason: " " })).toEqual(
      refused("reason_required"),
    );
    expect(answer(aRequest(), { answer: "object", reason: "Article 3" })).toMatchObject({
      event: { to: "objected" },
    });
    expect(answer(aRequest(), { reservation: "Not paragraph 9" }).accepted).toBe(true);
    expect(
      answer(aRequest(), { answer: "object", reason: "x", reservation: "Not paragraph 9" }),
    ).toEqual(refused("reservation_with_objection"));
  });

  it("is late after the limit by the server's clock, and taken as long as the level is open", () => {
    expect(answer(aRequest(), {}, { now: after })).toMatchObject({ event: { isLate: true } });
    for (const stage of ["in_expert_review", "in_policy_clearance", "cleared"] as const)
      expect(answer(aRequest(), {}, { paper: aPaper({ stage }) })).toEqual(refused("stage_closed"));
  });

  it("is given once, and taken back to give another while the level is open", () => {
    const cleared = aRequest({ state: "cleared" });
    expect(answer(cleared)).toEqual(refused("already_answered"));
    const takeBack = (request: ClearanceRequest, { actor = sica, paper = aPaper() } = {}) =>
      decideAnswerWithdrawal(request, actor, { sha256: hash }, { paper });
    for (const state of ["cleared", "cleared_with_comments", "no_objection", "objected"] as const)
      expect(takeBack(aRequest({ state }))).toEqual({
        accepted: true,
        event: { to: "requested" },
      });
    expect(takeBack(aRequest())).toEqual(refused("not_answered"));
    expect(takeBack(aRequest({ state: "overridden" }))).toEqual(refused("not_answered"));
    expect(takeBack(aRequest({ state: "lapsed" }))).toEqual(refused("version_superseded"));
    expect(takeBack(aRequest({ state: "cleared", sha256: "c" }))).toEqual(
      refused("version_changed"),
    );
    expect(takeBack(cleared, { actor: oas })).toEqual(refused("not_allowed"));
    expect(takeBack(cleared, { paper: aPaper({ stage: "in_policy_clearance" }) })).toEqual(
      refused("stage_closed"),
    );
  });

  it("is not given above the person's clearance", () => {
    const paper = aPaper({ classification: "strictly_confidential" });
    expect(answer(aRequest(), {}, { paper })).toEqual(refused("not_allowed"));
  });
});

describe("silence", () => {
  const silence = (request: ClearanceRequest, { now = after, paper = aPaper() } = {}) =>
    decideSilence(request, { paper, now });

  it("is on at the expert level and off at the policy level unless the office says otherwise", () => {
    expect(silenceByDefault).toEqual({ expert: true, policy: false });
    expect(silence(aRequest({ silence: false }))).toEqual(refused("silence_not_allowed"));
  });

  it("is recorded at the exact hour, of whoever has received the request and was reminded", () => {
    expect(silence(aRequest())).toEqual({ accepted: true, event: { to: "no_objection" } });
    expect(silence(aRequest(), { now: limit.at }).accepted).toBe(true);
    expect(silence(aRequest(), { now: new Date(limit.at.getTime() - 1) })).toEqual(
      refused("deadline_not_reached"),
    );
    expect(silence(aRequest({ receivedAt: null }))).toEqual(refused("receipt_missing"));
    expect(silence(aRequest({ receivedAt: after }))).toEqual(refused("receipt_missing"));
    expect(silence(aRequest({ remindedAt: null }))).toEqual(refused("not_reminded"));
  });

  it("says nothing of whoever has answered, of an older version, or after the level", () => {
    expect(silence(aRequest({ state: "objected" }))).toEqual(refused("already_answered"));
    expect(silence(aRequest({ state: "lapsed" }))).toEqual(refused("version_superseded"));
    expect(silence(aRequest(), { paper: aPaper({ stage: "cleared" }) })).toEqual(
      refused("stage_closed"),
    );
  });

  it("is warned of with a quarter of the time left", () => {
    const askedAt = new Date("2026-12-04T19:00:00Z");
    expect(clearanceReminderAt({ limit, askedAt })).toEqual(new Date("2026-12-04T22:00:00Z"));
    expect(clearanceReminderAt({ limit, askedAt: after })).toEqual(limit.at);
  });
});

describe("going on without an answer", () => {
  const override = (
    request: ClearanceRequest,
    { actor = head, reason = "No reply to five calls", now = after, paper = aPaper() } = {},
  ) => decideOverride(request, actor, { reason }, { paper, now });

  it("is the head of office's, after the limit, for a reason", () => {
    expect(override(aRequest())).toEqual({ accepted: true, event: { to: "overridden" } });
    expect(override(aRequest(), { actor: reviewer })).toEqual(refused("not_allowed"));
    expect(override(aRequest(), { reason: " " })).toEqual(refused("reason_required"));
    expect(override(aRequest(), { now: before })).toEqual(refused("deadline_not_reached"));
  });

  it("overrides no answer that was given, an objection least of all", () => {
    for (const state of ["objected", "cleared", "overridden"] as const)
      expect(override(aRequest({ state }))).toEqual(refused("already_answered"));
    expect(override(aRequest({ state: "lapsed" }))).toEqual(refused("version_superseded"));
    expect(override(aRequest(), { paper: aPaper({ stage: "cleared" }) })).toEqual(
      refused("stage_closed"),
    );
  });
});

describe("delegation", () => {
  const deputy = {
    id: "deputy",
    posts: sicaObserver.posts,
    clearedTo: "confidential" as ClassificationLevel,
  };
  const delegate = (
    request: ClearanceRequest,
    { actor = sica, to = deputy, paper = aPaper() } = {},
  ) => decideDelegation(request, actor, to, { paper });

  it("lets somebody of the organisation answer for one request", () => {
    expect(delegate(aRequest())).toEqual({ accepted: true, event: { delegateId: "deputy" } });
    const delegated = aRequest({ delegateId: "deputy" });
    expect(answersClearance(deputy, aPaper(), delegated)).toBe(true);
    expect(answersClearance(deputy, aPaper(), aRequest())).toBe(false);
    expect(canSeeClearance(deputy, aPaper(), { request: delegated, askedIds: [] })).toBe(true);
    expect(answersClearance({ ...deputy, posts: [] }, aPaper(), delegated)).toBe(false);
    expect(answersClearance({ ...deputy, clearedTo: "unclassified" }, aPaper(), delegated)).toBe(
      false,
    );
  });

  it("is given by the post's holder alone, to a colleague who is cleared, before the answer", () => {
    const delegated = aRequest({ delegateId: "deputy" });
    expect(delegate(aRequest(), { actor: oas })).toEqual(refused("not_allowed"));
    // A delegate delegates no further.
    expect(delegate(delegated, { actor: { ...deputy } })).toEqual(refused("not_allowed"));
    expect(delegate(delegated)).toEqual(refused("already_delegated"));
    expect(delegate(aRequest(), { to: sica })).toEqual(refused("own_delegate"));
    expect(delegate(aRequest(), { to: { ...deputy, posts: oas.posts } })).toEqual(
      refused("delegate_not_of_organisation"),
    );
    expect(delegate(aRequest(), { to: { ...deputy, clearedTo: "unclassified" } })).toEqual(
      refused("person_not_cleared"),
    );
    expect(delegate(aRequest({ state: "cleared" }))).toEqual(refused("already_answered"));
    expect(delegate(aRequest({ state: "lapsed" }))).toEqual(refused("version_superseded"));
    expect(delegate(aRequest(), { paper: aPaper({ stage: "cleared" }) })).toEqual(
      refused("stage_closed"),
    );
  });

  it("is taken back by whoever could give it", () => {
    const end = (request: ClearanceRequest, actor: Actor = sica) =>
      decideDelegationEnd(request, actor, { paper: aPaper() });
    expect(end(aRequest({ delegateId: "deputy" })).accepted).toBe(true);
    expect(end(aRequest())).toEqual(refused("not_delegated"));
    expect(end(aRequest({ delegateId: "deputy" }), oas)).toEqual(refused("not_allowed"));
  });
});

describe("who sees an answer", () => {
  const sees = (actor: Actor, request = aRequest({ state: "cleared" })) =>
    canSeeClearance(actor, aPaper(), { request, askedIds: ["org-sica", "org-oas"] });

  it("is the office and the organisation itself", () => {
    for (const actor of [reviewer, head, sica, sicaMinister]) expect(sees(actor)).toBe(true);
    for (const actor of [oas, lead, admin, sicaObserver]) expect(sees(actor)).toBe(false);
    expect(sees({ ...sica, clearedTo: "unclassified" })).toBe(false);
    expect(sees({ ...reviewer, clearedTo: "unclassified" })).toBe(false);
  });

  it("is every organisation asked at the level when it is an objection", () => {
    const objected = aRequest({ state: "objected" });
    expect(sees(oas, objected)).toBe(true);
    expect(sees(lead, objected)).toBe(false);
    expect(sees(aPerson("focal_point", { organisationId: "org-eu" }), objected)).toBe(false);
  });
});

describe("where a level stands", () => {
  it("is complete when every answer that holds is final, and never when nobody was asked", () => {
    const states = ["cleared", "cleared_with_comments", "no_objection", "overridden"] as const;
    const final = states.map((state) => aRequest({ state }));
    expect(levelStanding(final, "expert")).toMatchObject({
      asked: 4,
      isComplete: true,
      withComments: 1,
    });
    expect(levelStanding([], "expert").isComplete).toBe(false);
    expect(levelStanding(final, "policy").isComplete).toBe(false);
    const objected = [...final, aRequest({ state: "objected", organisationId: "org-oas" })];
    expect(levelStanding(objected, "expert")).toMatchObject({
      isComplete: false,
      objections: 1,
      waitingFor: ["org-oas"],
    });
    expect(levelStanding([...final, aRequest()], "expert").isComplete).toBe(false);
    expect(levelStanding([...final, aRequest({ state: "lapsed" })], "expert").isComplete).toBe(
      true,
    );
  });

  it("is not complete while a clearance waits for its condition", () => {
    const conditional = aRequest({ state: "cleared_with_comments", isConditional: true });
    expect(isAnswerFinal(conditional)).toBe(false);
    expect(isAnswerFinal({ ...conditional, isConditional: false })).toBe(true);
  });
});

describe("a new version", () => {
  const concerns = new Map([
    ["org-sica", ["situation"]],
    ["org-oas", ["measures"]],
  ]);

  it("asks again only whose sections changed, and says which", () => {
    const requests = [
      aRequest({ state: "cleared" }),
      aRequest({ organisationId: "org-oas", state: "no_objection" }),
      aRequest({ organisationId: "org-eu", state: "cleared_with_comments" }),
    ];
    expect(
      renewalsFor(requests, "expert", { changedSectionIds: ["situation", "annex"], concerns }),
    ).toEqual([
      {
        kind: "asked_again",
        organisationId: "org-sica",
        sectionIds: ["situation"],
        why: "sections_changed",
      },
      { kind: "carried", organisationId: "org-oas" },
      // Nobody said what concerns it: everything does.
      {
        kind: "asked_again",
        organisationId: "org-eu",
        sectionIds: ["situation", "annex"],
        why: "sections_changed",
      },
    ]);
  });

  it("asks again who objected, set a condition or has not answered, whatever changed", () => {
    const requests = [
      aRequest({ state: "objected" }),
      aRequest({
        organisationId: "org-oas",
        state: "cleared_with_comments",
        isConditional: true,
      }),
      aRequest({ organisationId: "org-eu", state: "requested" }),
      aRequest({ organisationId: "org-old", state: "lapsed" }),
      aRequest({ organisationId: "org-min", level: "policy", state: "cleared" }),
    ];
    const renewals = renewalsFor(requests, "expert", { changedSectionIds: [], concerns });
    expect(renewals.map((one) => [one.organisationId, one.kind])).toEqual([
      ["org-sica", "asked_again"],
      ["org-oas", "asked_again"],
      ["org-eu", "asked_again"],
    ]);
  });
});

it("reservations are numbered notes: the expert level first, then as they were given", () => {
  const reservation = (organisationId: string, level: "expert" | "policy", answeredAt: Date) => ({
    ...{ organisationId, level, answeredAt },
    text: "Not paragraph 9",
  });
  const numbered = numberedReservations([
    reservation("org-min", "policy", before),
    reservation("org-sica", "expert", after),
    reservation("org-oas", "expert", before),
  ]);
  expect(numbered.map((one) => [one.number, one.organisationId])).toEqual([
    [1, "org-oas"],
    [2, "org-sica"],
    [3, "org-min"],
  ]);
});

describe("whatever is asked of a clearance, in whatever order", () => {
  const people = { reviewer, head, lead, sica, sicaMinister, oas, admin };
  const anEvent = fc.record({
    what: fc.constantFrom(...clearanceAnswers, "silence", "override", "change", "new_version"),
    who: fc.constantFrom(...Object.keys(people)) as fc.Arbitrary<keyof typeof people>,
    text: fc.constantFrom("", "Some words"),
    isRightHash: fc.boolean(),
    now: fc.constantFrom(before, limit.at, after),
    stage: fc.constantFrom(
      "in_expert_clearance" as const,
      "in_policy_clearance" as const,
      "cleared" as const,
    ),
  });
  type ClearanceEvent = typeof anEvent extends fc.Arbitrary<infer Value> ? Value : never;

  function apply(request: ClearanceRequest, event: ClearanceEvent): ClearanceRequest {
    const { what, who, text, isRightHash, now, stage } = event;
    const paper = aPaper({ stage });
    const actor = people[who];
    const sha256 = isRightHash ? hash : "b".repeat(64);
    const moved = (made: { accepted: boolean; event?: { to: ClearanceRequest["state"] } }) =>
      made.accepted && made.event !== undefined ? { ...request, state: made.event.to } : request;
    switch (what) {
      case "silence":
        return moved(decideSilence(request, { paper, now }));
      case "override":
        return moved(decideOverride(request, actor, { reason: text }, { paper, now }));
      case "change":
        return moved(decideAnswerWithdrawal(request, actor, { sha256 }, { paper }));
      case "new_version": {
        const [renewal] = renewalsFor([request], request.level, {
          changedSectionIds: text === "" ? [] : ["situation"],
          concerns: new Map(),
        });
        return renewal?.kind === "asked_again" ? { ...request, state: "lapsed" } : request;
      }
      default:
        return moved(
          decideClearanceAnswer(
            request,
            actor,
            { answer: what, sha256, comments: text, reason: text },
            { paper, now },
          ),
        );
    }
  }

  it("no sequence reaches a forbidden state", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("expert" as const, "policy" as const),
        fc.boolean(),
        fc.array(anEvent, { maxLength: 40 }),
        (level, silence, events) => {
          let request = aRequest({ level, silence });
          for (const event of events) {
            const was = request;
            request = apply(request, event);
            expect(stateMachines.clearance.states).toContain(request.state);
            if (was.state === "lapsed") expect(request.state).toBe("lapsed");
            if (request.state === was.state || request.state === "lapsed") continue;
            // Nothing is said for an organisation but by itself, by its silence, or by the head on record.
            const speaker = level === "expert" ? "sica" : "sicaMinister";
            if (["cleared", "cleared_with_comments", "objected"].includes(request.state)) {
              expect(event.who).toBe(speaker);
              expect(event.isRightHash).toBe(true);
            }
            if (request.state === "no_objection") {
              expect(silence).toBe(true);
              expect(event.now >= limit.at).toBe(true);
            }
            if (request.state === "overridden") {
              expect(event.who).toBe("head");
              expect(event.text).not.toBe("");
              expect(was.state).toBe("requested");
            }
            // And nothing at all while the level is not open.
            const open = level === "expert" ? "in_expert_clearance" : "in_policy_clearance";
            expect(event.stage).toBe(open);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

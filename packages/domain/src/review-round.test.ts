import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actor, ClassificationLevel } from "./actor.ts";
import type { PaperFacts } from "./paper.ts";
import {
  canReadComment,
  canSeeRound,
  decideExtension,
  decideInvitation,
  decideMatrixFinish,
  decideRemoval,
  decideReopening,
  decideRoundCancelling,
  decideRoundClosing,
  decideRoundComment,
  decideRoundOpening,
  decideRoundSubmission,
  isInScope,
  nextReminderAt,
  remindersDue,
  roundProgress,
  type Participant,
  type RoundFacts,
  type RoundRefusal,
  type WantedRound,
} from "./review-round.ts";
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
const oas = aPerson("focal_point", { organisationId: "org-oas" });
const sica = aPerson("focal_point", { organisationId: "org-sica" });
const sicaMinister = aPerson("policy_counterpart", { organisationId: "org-sica" });
const sicaObserver = aPerson("observer", { organisationId: "org-sica" });
const stranger = aPerson("focal_point", { organisationId: "org-eu" });
const admin = aPerson("admin");
const professor = aPerson("expert", { centreId: "centre-ni" });

const aPaper = (over: Partial<PaperFacts> = {}): PaperFacts => ({
  id: "paper",
  stage: "in_expert_review",
  leadCentreId: "centre-pa",
  centreIds: ["centre-pa", "centre-gt"],
  classification: "confidential",
  shares: [],
  ...over,
});
const opened = new Date("2026-11-02T14:00:00Z");
const limit = { at: new Date("2026-11-30T23:00:00Z"), timeZone: "America/Panama" };
const before = new Date("2026-11-20T12:00:00Z");
const after = new Date("2026-12-01T12:00:00Z");
const part = (subject: string, over: Partial<Participant> = {}): Participant => ({
  subject,
  state: "invited",
  submittedAt: null,
  extendedTo: null,
  ...over,
});
const aRound = (over: Partial<RoundFacts> = {}): RoundFacts => ({
  id: "round",
  state: "open",
  scope: "whole",
  blockIds: [],
  openedAt: opened,
  limit,
  participants: [part("organisation:org-oas"), part("organisation:org-sica")],
  ...over,
});
const wanted = (over: Partial<WantedRound> = {}): WantedRound => ({
  limit,
  scope: "whole",
  changedBlockIds: [],
  subjects: ["organisation:org-oas"],
  ...over,
});
const context = { now: before, versionOf: "paper", otherRounds: [], people: [] };
const refused = (code: RoundRefusal) => ({ accepted: false, code });

describe("opening a round", () => {
  it("asks organisations and persons about a frozen version until an hour", () => {
    const subjects = ["organisation:org-oas", "person:expert-centre-ni"];
    expect(decideRoundOpening(aPaper(), reviewer, wanted({ subjects }), context)).toEqual({
      accepted: true,
      event: { subjects, blockIds: [] },
    });
  });

  it("may ask only about the paragraphs that changed", () => {
    const scoped = wanted({ scope: "changed", changedBlockIds: ["b1", "b2"] });
    expect(decideRoundOpening(aPaper(), reviewer, scoped, context)).toMatchObject({
      event: { blockIds: ["b1", "b2"] },
    });
    const round = aRound({ scope: "changed", blockIds: ["b1"] });
    expect(isInScope(round, "b1")).toBe(true);
    expect(isInScope(round, "b9")).toBe(false);
    expect(isInScope(round, null)).toBe(true);
  });

  it.each([
    ["a centre opens it", aPaper(), lead, wanted(), context, "not_allowed"],
    ["an administrator opens it", aPaper(), admin, wanted(), context, "not_allowed"],
    [
      "the reviewer is not cleared for the paper",
      aPaper({ classification: "strictly_confidential" }),
      reviewer,
      wanted(),
      context,
      "not_allowed",
    ],
    [
      "the paper is a draft",
      aPaper({ stage: "draft" }),
      reviewer,
      wanted(),
      context,
      "paper_not_in_review",
    ],
    [
      "the version is of another paper",
      aPaper(),
      reviewer,
      wanted(),
      { ...context, versionOf: "another" },
      "version_not_of_paper",
    ],
    [
      "another round is open",
      aPaper(),
      reviewer,
      wanted(),
      { ...context, otherRounds: ["answered", "open"] as const },
      "round_open",
    ],
    ["nobody is invited", aPaper(), reviewer, wanted({ subjects: [] }), context, "nobody_invited"],
    [
      "somebody is invited twice",
      aPaper(),
      reviewer,
      wanted({ subjects: ["organisation:org-oas", "organisation:org-oas"] }),
      context,
      "already_invited",
    ],
    [
      "a person of an invited organisation is invited beside it",
      aPaper(),
      reviewer,
      wanted({ subjects: ["organisation:org-oas", "person:x"] }),
      {
        ...context,
        people: [{ id: "x", organisationIds: ["org-oas"], clearedTo: "confidential" as const }],
      },
      "speaks_within_organisation",
    ],
    [
      "a person is not cleared for the paper",
      aPaper(),
      reviewer,
      wanted({ subjects: ["person:x"] }),
      {
        ...context,
        people: [{ id: "x", organisationIds: [], clearedTo: "unclassified" as const }],
      },
      "person_not_cleared",
    ],
    [
      "the hour has no zone that is known",
      aPaper(),
      reviewer,
      wanted({ limit: { ...limit, timeZone: "Mars/Olympus" } }),
      context,
      "unknown_time_zone",
    ],
    [
      "the server's clock is past the hour",
      aPaper(),
      reviewer,
      wanted(),
      { ...context, now: after },
      "deadline_in_past",
    ],
    [
      "nothing has changed since the round before",
      aPaper(),
      reviewer,
      wanted({ scope: "changed" }),
      context,
      "nothing_changed",
    ],
  ] as const)("is refused when %s", (_why, paper, actor, asked, facts, code) => {
    expect(decideRoundOpening(paper, actor, asked, facts)).toEqual(refused(code));
  });
});

describe("who sees what of a round", () => {
  const paper = aPaper();
  const withSica = { subject: "organisation:org-sica", isSubmitted: true };
  const draftOfSica = { ...withSica, isSubmitted: false };

  it("is open to the office, the paper's centres and the invited, and to nobody else", () => {
    for (const actor of [reviewer, head, lead, oas, sica, sicaMinister])
      expect(canSeeRound(actor, paper, aRound())).toBe(true);
    for (const actor of [stranger, admin, sicaObserver, professor])
      expect(canSeeRound(actor, paper, aRound())).toBe(false);
    const uncleared = { ...sica, clearedTo: "unclassified" as const };
    expect(canSeeRound(uncleared, paper, aRound())).toBe(false);
  });

  it("keeps what is drafted within an organisation from everybody else, the office and its head included", () => {
    for (const state of stateMachines.round.states) {
      const round = aRound({ state });
      for (const actor of [reviewer, head, lead, oas, admin, sicaObserver])
        expect(canReadComment(actor, { paper, round }, draftOfSica)).toBe(false);
      expect(canReadComment(sica, { paper, round }, draftOfSica)).toBe(true);
      expect(canReadComment(sicaMinister, { paper, round }, draftOfSica)).toBe(true);
    }
  });

  it("hides a submitted position from the others until the round closes", () => {
    for (const actor of [oas, lead])
      expect(canReadComment(actor, { paper, round: aRound() }, withSica)).toBe(false);
    expect(canReadComment(reviewer, { paper, round: aRound() }, withSica)).toBe(true);
    for (const state of ["closed", "answered"] as const)
      for (const actor of [oas, lead, reviewer])
        expect(canReadComment(actor, { paper, round: aRound({ state }) }, withSica)).toBe(true);
    const cancelled = aRound({ state: "cancelled" });
    expect(canReadComment(oas, { paper, round: cancelled }, withSica)).toBe(false);
    expect(canReadComment(stranger, { paper, round: aRound({ state: "closed" }) }, withSica)).toBe(
      false,
    );
  });

  it("ends for an organisation that is removed in mid-round", () => {
    const round = aRound({
      participants: [
        part("organisation:org-oas"),
        part("organisation:org-sica", { state: "removed" }),
      ],
    });
    expect(canSeeRound(sica, paper, round)).toBe(false);
    expect(canReadComment(sica, { paper, round }, draftOfSica)).toBe(false);
    const wish = { round, subject: "organisation:org-sica", blockId: null };
    expect(decideRoundComment(paper, sica, wish)).toEqual(refused("not_found"));
  });
});

describe("an organisation's position", () => {
  const submit = (
    actor: Actor,
    over: Partial<Parameters<typeof decideRoundSubmission>[2]> = {},
    now = before,
  ) =>
    decideRoundSubmission(
      aPaper(),
      actor,
      {
        round: aRound(),
        subject: "organisation:org-sica",
        comments: 3,
        hasNoComments: false,
        ...over,
      },
      now,
    );

  it("is drafted by its people and submitted once, by its focal point", () => {
    const wish = { round: aRound(), subject: "organisation:org-sica", blockId: "b1" };
    expect(decideRoundComment(aPaper(), sicaMinister, wish).accepted).toBe(true);
    expect(submit(sicaMinister)).toEqual(refused("not_focal_point"));
    expect(submit(sica)).toEqual({
      accepted: true,
      event: { subject: "organisation:org-sica", isLate: false },
    });
    const submitted = aRound({
      participants: [part("organisation:org-sica", { state: "submitted", submittedAt: before })],
    });
    expect(submit(sica, { round: submitted })).toEqual(refused("already_submitted"));
    expect(decideRoundComment(aPaper(), sica, { ...wish, round: submitted })).toEqual(
      refused("already_submitted"),
    );
  });

  it("is late after its limit by the server's clock, and taken while the round is open", () => {
    expect(submit(sica, {}, after)).toMatchObject({ event: { isLate: true } });
    const extended = aRound({
      participants: [
        part("organisation:org-sica", { extendedTo: new Date("2026-12-05T00:00:00Z") }),
      ],
    });
    expect(submit(sica, { round: extended }, after)).toMatchObject({ event: { isLate: false } });
    expect(submit(sica, { round: aRound({ state: "closed" }) }, after)).toEqual(
      refused("round_closed"),
    );
  });

  it("is comments, or a word that there are none, and not both", () => {
    expect(submit(sica, { comments: 0 })).toEqual(refused("position_empty"));
    expect(submit(sica, { comments: 2, hasNoComments: true })).toEqual(
      refused("position_contradicts"),
    );
    expect(submit(sica, { comments: 0, hasNoComments: true }).accepted).toBe(true);
  });

  it("is nobody else's to submit, nor known to strangers", () => {
    expect(submit(oas)).toEqual(refused("not_allowed"));
    expect(submit(reviewer)).toEqual(refused("not_allowed"));
    expect(submit(stranger)).toEqual(refused("not_found"));
  });

  it("of a person invited by name is that person's own", () => {
    const round = aRound({ participants: [part(`person:${professor.id}`)] });
    const subject = `person:${professor.id}`;
    expect(submit(professor, { round, subject }).accepted).toBe(true);
    expect(submit(reviewer, { round, subject })).toEqual(refused("not_allowed"));
  });

  it("stays within the paragraphs that are asked about", () => {
    const round = aRound({ scope: "changed", blockIds: ["b1"] });
    const wish = { round, subject: "organisation:org-sica", blockId: "b2" };
    expect(decideRoundComment(aPaper(), sica, wish)).toEqual(refused("out_of_scope"));
  });

  it("is opened again by the office while the round is open", () => {
    const subject = "organisation:org-sica";
    const submitted = [part(subject, { state: "submitted", submittedAt: before })];
    const open = (actor: Actor, round: RoundFacts) =>
      decideReopening(aPaper(), actor, { round, subject });
    expect(open(reviewer, aRound({ participants: submitted })).accepted).toBe(true);
    expect(open(sica, aRound({ participants: submitted }))).toEqual(refused("not_allowed"));
    expect(open(reviewer, aRound())).toEqual(refused("position_not_submitted"));
    expect(open(reviewer, aRound({ participants: [part("organisation:org-oas")] }))).toEqual(
      refused("not_invited"),
    );
    expect(open(reviewer, aRound({ state: "closed", participants: submitted }))).toEqual(
      refused("round_closed"),
    );
  });
});

describe("changing an open round", () => {
  const extend = (
    over: Partial<Parameters<typeof decideExtension>[2]> = {},
    actor: Actor = reviewer,
    now = before,
  ) =>
    decideExtension(
      aPaper(),
      actor,
      {
        round: aRound(),
        until: new Date("2026-12-10T23:00:00Z"),
        reason: "Holidays",
        subject: null,
        ...over,
      },
      now,
    );

  it("gives more time to all or to one, for a reason, and never less", () => {
    expect(extend()).toMatchObject({ event: { before: limit.at } });
    expect(extend({ subject: "organisation:org-sica" }).accepted).toBe(true);
    expect(extend({ until: limit.at })).toEqual(refused("earlier_deadline"));
    expect(extend({ reason: " " })).toEqual(refused("reason_required"));
    expect(extend({ subject: "organisation:org-eu" })).toEqual(refused("not_invited"));
    expect(extend({ round: aRound({ state: "closed" }) })).toEqual(refused("round_closed"));
    expect(extend({}, lead)).toEqual(refused("not_allowed"));
    expect(extend({}, reviewer, new Date("2026-12-11T00:00:00Z"))).toEqual(
      refused("deadline_in_past"),
    );
    const done = aRound({ participants: [part("organisation:org-oas", { state: "submitted" })] });
    expect(extend({ round: done, subject: "organisation:org-oas" })).toEqual(
      refused("already_submitted"),
    );
  });

  it("takes an organisation out for a reason, keeps what it submitted, and may invite it again", () => {
    const remove = (round: RoundFacts, reason = "It left the body", actor: Actor = reviewer) =>
      decideRemoval(aPaper(), actor, { round, subject: "organisation:org-sica", reason });
    expect(remove(aRound())).toEqual({ accepted: true, event: { hadSubmitted: false } });
    const submitted = part("organisation:org-sica", { state: "submitted" });
    const others = part("organisation:org-oas");
    expect(remove(aRound({ participants: [others, submitted] }))).toMatchObject({
      event: { hadSubmitted: true },
    });
    expect(remove(aRound(), "")).toEqual(refused("reason_required"));
    expect(remove(aRound(), "x", sica)).toEqual(refused("not_allowed"));
    expect(remove(aRound({ participants: [submitted] }))).toEqual(refused("last_participant"));
    expect(remove(aRound({ participants: [others] }))).toEqual(refused("not_invited"));
    expect(remove(aRound({ state: "closed" }))).toEqual(refused("round_closed"));

    const removed = part("organisation:org-sica", { state: "removed" });
    const round = aRound({ participants: [others, removed] });
    const invite = (subject: string) =>
      decideInvitation(aPaper(), reviewer, { round, subject, people: [] });
    expect(invite("organisation:org-sica")).toMatchObject({ event: { isAgain: true } });
    expect(invite("organisation:org-eu")).toMatchObject({ event: { isAgain: false } });
    expect(invite("organisation:org-oas")).toEqual(refused("already_invited"));
    expect(
      decideInvitation(aPaper(), reviewer, {
        round,
        subject: "person:x",
        people: [{ id: "x", organisationIds: ["org-oas"], clearedTo: "confidential" }],
      }),
    ).toEqual(refused("speaks_within_organisation"));
    expect(
      decideInvitation(aPaper(), lead, { round, subject: "organisation:org-eu", people: [] }),
    ).toEqual(refused("not_allowed"));
    expect(
      decideInvitation(aPaper(), reviewer, {
        round: aRound({ state: "closed" }),
        subject: "organisation:org-eu",
        people: [],
      }),
    ).toEqual(refused("round_closed"));
  });

  it("is broken off by the head of office alone, for a reason", () => {
    const cancel = (actor: Actor, reason: string, round = aRound()) =>
      decideRoundCancelling(aPaper(), actor, { round, reason });
    expect(cancel(head, "Overtaken by events").accepted).toBe(true);
    expect(cancel(reviewer, "Overtaken")).toEqual(refused("not_allowed"));
    expect(cancel(head, "")).toEqual(refused("reason_required"));
    expect(cancel(head, "x", aRound({ state: "closed" }))).toEqual(refused("round_closed"));
  });
});

describe("closing a round", () => {
  const close = (
    over: { round?: RoundFacts; summary?: string; reason?: string } = {},
    { actor = reviewer, now = after }: { actor?: Actor; now?: Date } = {},
  ) => decideRoundClosing(aPaper(), actor, { round: aRound(), summary: "Done", ...over }, now);

  it("waits for the limit, for all to submit, or takes a reason; and names who kept silent", () => {
    expect(close()).toEqual({
      accepted: true,
      event: { silent: ["organisation:org-oas", "organisation:org-sica"] },
    });
    expect(close({}, { now: before })).toEqual(refused("deadline_not_reached"));
    expect(close({ reason: "Agreed by telephone" }, { now: before }).accepted).toBe(true);
    const all = ["organisation:org-oas", "organisation:org-sica"].map((subject) =>
      part(subject, { state: "submitted", submittedAt: before }),
    );
    expect(close({ round: aRound({ participants: all }) }, { now: before })).toMatchObject({
      event: { silent: [] },
    });
  });

  it("waits for whoever was given more time, and not for whoever was removed", () => {
    const extended = part("organisation:org-sica", {
      extendedTo: new Date("2026-12-05T00:00:00Z"),
    });
    const round = aRound({ participants: [extended] });
    expect(close({ round })).toEqual(refused("deadline_not_reached"));
    const removed = { ...extended, state: "removed" as const };
    expect(close({ round: aRound({ participants: [removed] }) }).accepted).toBe(true);
  });

  it("asks for a summary, and is the office's", () => {
    expect(close({ summary: " " })).toEqual(refused("summary_required"));
    expect(close({}, { actor: lead })).toEqual(refused("not_allowed"));
    expect(close({ round: aRound({ state: "answered" }) })).toEqual(refused("round_closed"));
  });

  it("ends with the matrix, once every row has been dealt with", () => {
    const finish = (state: RoundFacts["state"], openRows: number, actor: Actor = reviewer) =>
      decideMatrixFinish(aPaper(), actor, { round: aRound({ state }), openRows });
    expect(finish("closed", 0).accepted).toBe(true);
    expect(finish("closed", 1)).toEqual(refused("matrix_incomplete"));
    expect(finish("open", 0)).toEqual(refused("round_closed"));
    expect(finish("closed", 0, lead)).toEqual(refused("not_allowed"));
  });
});

describe("reminders of a round", () => {
  const at = (text: string) => new Date(text);

  it("go to whoever has not submitted: a week, two days and four hours before, and once late", () => {
    const round = aRound({
      participants: [
        part("organisation:org-oas", { state: "submitted" }),
        part("organisation:org-sica"),
      ],
    });
    const kinds = (now: string) => remindersDue(round, at(now), []).map(({ kind }) => kind);
    expect(kinds("2026-11-10T00:00:00Z")).toEqual([]);
    expect(kinds("2026-11-24T00:00:00Z")).toEqual(["a_week_left"]);
    expect(kinds("2026-11-29T00:00:00Z")).toEqual(["two_days_left"]);
    expect(kinds("2026-11-30T20:00:00Z")).toEqual(["hours_left"]);
    expect(kinds("2026-12-20T00:00:00Z")).toEqual(["late"]);
  });

  it("are sent once, and again when the limit has moved", () => {
    const round = aRound({ participants: [part("organisation:org-sica")] });
    const sent = remindersDue(round, at("2026-11-29T00:00:00Z"), []);
    expect(remindersDue(round, at("2026-11-29T08:00:00Z"), sent)).toEqual([]);
    const moved = { ...round, limit: { ...limit, at: at("2026-12-10T23:00:00Z") } };
    expect(remindersDue(moved, at("2026-12-09T00:00:00Z"), sent)).toHaveLength(1);
  });

  it("never tell of a moment before the invitation, nor after the round is over", () => {
    const short = aRound({ openedAt: at("2026-11-30T21:00:00Z") });
    expect(remindersDue(short, at("2026-11-30T22:00:00Z"), [])).toEqual([]);
    expect(remindersDue(aRound({ state: "closed" }), after, [])).toEqual([]);
    expect(nextReminderAt(aRound({ state: "closed" }), before)).toBeNull();
  });

  it("wait for their next instant", () => {
    expect(nextReminderAt(aRound(), before)).toEqual(at("2026-11-23T23:00:00Z"));
    expect(nextReminderAt(aRound(), after)).toBeNull();
  });
});

it("a round tells how far it has come", () => {
  const participants = [
    part("organisation:a", { state: "submitted" }),
    part("organisation:b"),
    part("organisation:c", { extendedTo: new Date("2026-12-05T00:00:00Z") }),
    part("organisation:d", { state: "removed" }),
  ];
  expect(roundProgress(aRound({ participants }), after)).toEqual({
    invited: 3,
    submitted: 1,
    waiting: 2,
    late: 1,
    removed: 1,
  });
});

describe("whatever is asked of a round, in whatever order", () => {
  const people = { reviewer, head, lead, oas, sica, stranger, admin };
  const subjects = ["organisation:org-oas", "organisation:org-sica", "organisation:org-eu"];
  const anEvent = fc.record({
    what: fc.constantFrom(
      "submit",
      "reopen",
      "remove",
      "invite",
      "extend",
      "extend",
      "close",
      "cancel",
      "finish",
    ),
    // Mostly those who may, so that a sequence gets somewhere.
    who: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom("reviewer", "head", "oas", "sica") },
      { weight: 1, arbitrary: fc.constantFrom("lead", "stranger", "admin") },
    ),
    subject: fc.constantFrom(...subjects),
    text: fc.constantFrom("", "A reason"),
    hours: fc.integer({ min: 0, max: 400 }),
    openRows: fc.integer({ min: 0, max: 2 }),
  });

  type RoundEvent = typeof anEvent extends fc.Arbitrary<infer Value> ? Value : never;

  function apply(
    round: RoundFacts,
    { what, who, subject, text, openRows, hours }: RoundEvent,
    now: Date,
  ): RoundFacts {
    const paper = aPaper();
    const actor = people[who];
    const change = (over: Partial<Participant>): RoundFacts => ({
      ...round,
      participants: round.participants.map((one) =>
        one.subject === subject ? { ...one, ...over } : one,
      ),
    });
    switch (what) {
      case "submit": {
        const wish = { round, subject, comments: 1, hasNoComments: false };
        const made = decideRoundSubmission(paper, actor, wish, now);
        return made.accepted ? change({ state: "submitted", submittedAt: now }) : round;
      }
      case "reopen": {
        const made = decideReopening(paper, actor, { round, subject });
        return made.accepted ? change({ state: "invited", submittedAt: null }) : round;
      }
      case "remove": {
        const made = decideRemoval(paper, actor, { round, subject, reason: text });
        return made.accepted ? change({ state: "removed" }) : round;
      }
      case "invite": {
        const made = decideInvitation(paper, actor, { round, subject, people: [] });
        if (!made.accepted) return round;
        if (made.event.isAgain) return change({ state: "invited" });
        return { ...round, participants: [...round.participants, part(subject)] };
      }
      case "extend": {
        const until = new Date(limit.at.getTime() + hours * 3_600_000);
        const made = decideExtension(
          paper,
          actor,
          { round, until, reason: text, subject: null },
          now,
        );
        return made.accepted ? { ...round, limit: { ...round.limit, at: until } } : round;
      }
      case "close": {
        const made = decideRoundClosing(paper, actor, { round, summary: text }, now);
        return made.accepted ? { ...round, state: "closed" } : round;
      }
      case "cancel": {
        const made = decideRoundCancelling(paper, actor, { round, reason: text });
        return made.accepted ? { ...round, state: "cancelled" } : round;
      }
      case "finish": {
        const made = decideMatrixFinish(paper, actor, { round, openRows });
        return made.accepted ? { ...round, state: "answered" } : round;
      }
    }
  }

  it("no sequence reaches a forbidden state", () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 60 }), (events) => {
        let round = aRound();
        let now = opened;
        for (const event of events) {
          const was = round;
          now = new Date(now.getTime() + event.hours * 360_000);
          round = apply(round, event, now);
          expect(stateMachines.round.states).toContain(round.state);
          // A round that is over stays over, and what was submitted in it stays as it is.
          if (was.state !== "open") {
            expect(round.state === was.state || round.state === "answered").toBe(true);
            expect(round.participants).toEqual(was.participants);
          }
          if (was.state === "cancelled" || was.state === "answered") expect(round).toEqual(was);
          // Somebody is always asked, each once, and the limit never moves back.
          expect(round.participants.some(({ state }) => state !== "removed")).toBe(true);
          const all = round.participants.map(({ subject }) => subject);
          expect(new Set(all).size).toBe(all.length);
          expect(round.limit.at >= was.limit.at).toBe(true);
          // Nobody closes a round before its time without a reason.
          if (was.state === "open" && round.state === "closed" && event.what === "close") {
            const stillWaits = was.participants.some(({ state }) => state === "invited");
            if (stillWaits) expect(now >= was.limit.at).toBe(true);
          }
          // While it is open nobody but the office reads another's position, and never a draft.
          const facts = { paper: aPaper(), round };
          const leaks = [oas, sica, lead, stranger, admin].flatMap((actor) =>
            subjects.filter((subject) => {
              const isOwn = actor.posts.some(
                ({ organisationId }) => `organisation:${organisationId}` === subject,
              );
              if (isOwn) return false;
              const draft = canReadComment(actor, facts, { subject, isSubmitted: false });
              const isOpen = round.state === "open";
              return (
                draft || (isOpen && canReadComment(actor, facts, { subject, isSubmitted: true }))
              );
            }),
          );
          if (leaks.length > 0) expect(leaks).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

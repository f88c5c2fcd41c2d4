import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canSeeAction, type ActionItem } from "./action-item.ts";
import type { Actor } from "./actor.ts";
import type { Commitment } from "./commitment.ts";
import {
  concernsOfAction,
  concernsOfCommitment,
  noticeReasons,
  strongest,
  usualChannels,
  type ActionHappened,
} from "./notices.ts";
import { roles, type Role } from "./role-matrix.ts";

const someone = (
  id: string,
  role: Role,
  at: { centreId?: string; organisationId?: string } = {},
  clearedTo: Actor["clearedTo"] = "confidential",
): Actor => ({
  ...{ id, clearedTo },
  posts: [{ role, centreId: at.centreId ?? null, organisationId: at.organisationId ?? null }],
});
const gt = { centreId: "centre-gt" };
const people = [
  someone("owner", "expert", gt),
  someone("helper", "expert", gt),
  someone("lead", "centre_lead", gt),
  someone("other-lead", "centre_lead", { centreId: "centre-pa" }),
  someone("reviewer", "office_reviewer"),
  someone("head", "head"),
  someone("focal", "focal_point", { organisationId: "org-sica" }),
  someone("uncleared", "expert", gt, "unclassified"),
];
const anItem = (over: Partial<ActionItem & { watcherIds: string[] }> = {}) => ({
  ...{ id: "act", state: "in_progress" as const, ownerId: "owner", centreId: "centre-gt" },
  ...{ organisationId: null, helperIds: ["helper"], watcherIds: ["uncleared"] },
  classification: "unclassified" as const,
  ...over,
});
const told = (happened: Partial<ActionHappened>, item = anItem()) =>
  Object.fromEntries(
    concernsOfAction(item, { byId: null, isTold: false, ...happened }, people).map(
      ({ personId, reason }) => [personId, reason],
    ),
  );

describe("what happens to an action item", () => {
  it("is told to its new owner and helpers", () => {
    const happened = { newOwnerId: "owner", newHelperIds: ["helper"] };
    expect(told(happened)).toEqual({ owner: "assigned", helper: "assigned" });
    expect(told({ ...happened, byId: "owner" })).toEqual({ helper: "assigned" });
  });

  it("is told to the lead and to whoever could unblock it when it is blocked", () => {
    const move = { from: "in_progress", to: "blocked" };
    const blocked = anItem({ state: "blocked" });
    expect(told({ move, unblockerId: "reviewer" }, blocked)).toEqual({
      ...{ lead: "blocked", reviewer: "blocked" },
    });
    // Of the office's own items the office is told, of an organisation's its focal point.
    expect(told({ move }, anItem({ centreId: null, state: "blocked" }))).toEqual({
      ...{ reviewer: "blocked", head: "blocked" },
    });
    const ofSica = { centreId: null, organisationId: "org-sica", state: "blocked" as const };
    expect(told({ move }, anItem(ofSica))).toEqual({ focal: "blocked" });
  });

  it("waits for those who may verify it, and comes back to its owner when they refuse", () => {
    const done = anItem({ state: "done" });
    expect(told({ move: { from: "in_progress", to: "done" }, byId: "owner" }, done)).toEqual({
      ...{ lead: "to_verify", reviewer: "to_verify", head: "to_verify" },
    });
    const back = { move: { from: "done", to: "in_progress" }, byId: "lead" };
    expect(told(back)).toEqual({ owner: "returned" });
  });

  it("is told once, for the strongest reason, and to those who follow it only where it is worth it", () => {
    expect(told({ mentionedIds: ["owner"], newOwnerId: "owner", isTold: true })).toEqual({
      ...{ owner: "mentioned", uncleared: "watched" },
    });
    expect(told({ isTold: false })).toEqual({});
  });

  it("is told to nobody who does not see the item, never to who did it, and to each once", () => {
    const ids = fc.constantFrom(...people.map(({ id }) => id));
    const happened = fc.record({
      byId: fc.option(ids),
      newOwnerId: fc.option(ids),
      newHelperIds: fc.array(ids),
      mentionedIds: fc.array(ids),
      unblockerId: fc.option(ids),
      isTold: fc.boolean(),
    });
    const item = fc.record({
      classification: fc.constantFrom("unclassified", "confidential", "strictly_confidential"),
      organisationId: fc.constantFrom(null, "org-sica", "org-oas"),
      centreId: fc.constantFrom(null, "centre-gt"),
      watcherIds: fc.array(ids),
      state: fc.constantFrom("open", "in_progress", "blocked", "done"),
    });
    fc.assert(
      fc.property(happened, item, fc.constantFrom(...roles), (what, over, role) => {
        const all = [...people, someone("any", role, { organisationId: "org-oas" })];
        const one = anItem(over);
        const concerns = concernsOfAction(
          one,
          { ...what, move: { from: "in_progress", to: one.state } },
          all,
        );
        expect(new Set(concerns.map(({ personId }) => personId)).size).toBe(concerns.length);
        for (const { personId } of concerns) {
          expect(personId).not.toBe(what.byId);
          expect(canSeeAction(all.find(({ id }) => id === personId) as Actor, one)).toBe(true);
        }
      }),
    );
  });
});

describe("what a commitment asks for", () => {
  const aCommitment = (state: Commitment["state"]): Commitment => ({
    ...{ id: "c", state, body: { kind: "organisation", id: "org-sica" } },
    ...{ classification: "unclassified", dueOn: "2026-12-31", hasEvidenceWanted: true },
    ...{ actions: 1, level: "expert" },
  });
  const asked = (state: Commitment["state"], from: string, byId: string | null = null) => {
    const concerns = concernsOfCommitment(aCommitment(state), { byId, from }, people);
    return Object.fromEntries(concerns.map(({ personId, reason }) => [personId, reason]));
  };

  it("is told to those who take the next step, and to nobody where there is none", () => {
    expect(asked("proposed", "proposed")).toEqual({ focal: "commitment" });
    expect(asked("proposed", "proposed", "focal")).toEqual({});
    expect(asked("evidence_submitted", "in_progress")).toEqual({
      ...{ reviewer: "commitment", head: "commitment" },
    });
    expect(asked("in_progress", "evidence_submitted")).toEqual({ focal: "returned" });
    expect(asked("in_progress", "agreed")).toEqual({});
  });
});

describe("reasons", () => {
  it("of one person become the strongest one, in whatever order they come", () => {
    const reason = fc.constantFrom(...noticeReasons);
    fc.assert(
      fc.property(fc.array(reason, { minLength: 1 }), (all) => {
        const [one, ...more] = strongest(
          all.map((each) => ({ personId: "a", reason: each })),
          null,
        );
        const first = Math.min(...all.map((each) => noticeReasons.indexOf(each)));
        expect(more).toEqual([]);
        expect(one?.reason).toBe(noticeReasons[first]);
      }),
    );
  });

  it("send no mail at once unless somebody has chosen so", () => {
    expect(Object.keys(usualChannels).sort()).toEqual([...noticeReasons].sort());
    expect(Object.values(usualChannels)).not.toContain("at_once");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { regionalOfficeId, type Actor } from "./actor.ts";
import {
  ageOf,
  canSeeCommitment,
  commitmentSteps,
  daysLate,
  decideCommitmentStep,
  flowsToNext,
  isOfBody,
  mayProposeCommitment,
  possibleCommitmentSteps,
  type Commitment,
  type CommitmentStep,
} from "./commitment.ts";
import type { Role } from "./role-matrix.ts";
import { stateMachines, transitionFor } from "./state-machines.ts";

const today = "2026-11-28";
const someone = (
  role: Role,
  at: { centreId?: string; organisationId?: string } = {},
  clearedTo: Actor["clearedTo"] = "confidential",
): Actor => ({
  id: `${role}-${at.centreId ?? at.organisationId ?? ""}`,
  posts: [{ role, centreId: at.centreId ?? null, organisationId: at.organisationId ?? null }],
  clearedTo,
});
const officer = someone("office_reviewer");
const head = someone("head");
const focal = someone("focal_point", { organisationId: "org-sica" });
const policy = someone("policy_counterpart", { organisationId: "org-sica" });
const otherFocal = someone("focal_point", { organisationId: "org-oas" });
const lead = someone("centre_lead", { centreId: "centre-gt" });
const expert = someone("expert", { centreId: "centre-gt" });
const observer = someone("observer", { organisationId: "org-sica" });
const people = [officer, head, focal, policy, otherFocal, lead, expert, observer];

const aCommitment = (wanted: Partial<Commitment> = {}): Commitment => ({
  ...{ id: "c", state: "proposed", classification: "unclassified", dueOn: "2026-12-31" },
  ...{ hasEvidenceWanted: true, actions: 1, level: "expert" },
  body: { kind: "organisation", id: "org-sica" },
  ...wanted,
});
const decide = (wanted: Partial<Commitment>, actor: Actor, step: Omit<CommitmentStep, "today">) => {
  const decision = decideCommitmentStep(aCommitment(wanted), actor, { ...step, today });
  return decision.accepted ? decision.event.to : decision.code;
};

describe("a commitment", () => {
  it("is put forward by the office for anybody, and by a body for itself", () => {
    const ofSica = { body: aCommitment().body, classification: "unclassified" } as const;
    expect(people.filter((actor) => mayProposeCommitment(actor, ofSica))).toEqual([
      ...[officer, head, focal, policy],
    ]);
    const ofCentre = { ...ofSica, body: { kind: "centre", id: "centre-gt" } } as const;
    expect(mayProposeCommitment(lead, ofCentre)).toBe(true);
    expect(mayProposeCommitment(expert, ofCentre)).toBe(false);
  });

  it("is seen by the office, the centres and who speaks for the body, with the clearance", () => {
    const seen = people.filter((actor) => canSeeCommitment(actor, aCommitment()));
    expect(seen).toEqual([officer, head, focal, policy, lead, expert]);
    const secret = aCommitment({ classification: "strictly_confidential" });
    expect(people.some((actor) => canSeeCommitment(actor, secret))).toBe(false);
  });

  it("is agreed to by the body itself, once its date and its evidence are named", () => {
    expect(decide({}, focal, { event: "agree" })).toBe("agreed");
    expect(decide({}, policy, { event: "agree" })).toBe("agreed");
    expect(decide({}, officer, { event: "agree" })).toBe("not_allowed");
    expect(decide({ dueOn: null }, focal, { event: "agree" })).toBe("evidence_not_defined");
    expect(decide({ hasEvidenceWanted: false }, focal, { event: "agree" })).toBe(
      "evidence_not_defined",
    );
  });

  it("starts with an action item, and is never verified by its own body", () => {
    expect(decide({ state: "agreed", actions: 0 }, focal, { event: "start" })).toBe(
      "action_missing",
    );
    expect(decide({ state: "agreed" }, focal, { event: "start" })).toBe("in_progress");
    expect(decide({ state: "agreed" }, focal, { event: "submit_evidence" })).toBe(
      "evidence_required",
    );
    const given = { state: "evidence_submitted" } as const;
    expect(decide(given, officer, { event: "verify" })).toBe("kept");
    expect(decide(given, focal, { event: "verify" })).toBe("not_allowed");
    const body = { kind: "organisation", id: regionalOfficeId } as const;
    expect(decide({ ...given, body }, officer, { event: "verify" })).toBe("own_commitment");
    expect(decide(given, officer, { event: "refuse" })).toBe("reason_required");
    expect(decide({ state: "kept" }, head, { event: "reopen", reason: "Otra fuente" })).toBe(
      "in_progress",
    );
    expect(decide({ state: "kept" }, officer, { event: "reopen", reason: "x" })).toBe(
      "not_allowed",
    );
  });

  it("is released by a decision of its own level or a higher one", () => {
    const made = { state: "agreed", level: "policy" } as const;
    const released = (level: string) =>
      decide(made, officer, { event: "release", decision: { text: "Se libera", level } });
    expect(released("policy")).toBe("released");
    expect(released("expert")).toBe("decision_required");
    expect(decide(made, officer, { event: "release" })).toBe("decision_required");
  });

  it("counts a slip when an agreed date moves later, and asks why", () => {
    const slips = (state: Commitment["state"], dueOn: string) => {
      const step = { event: "change_date", reason: "Falta la sede", dueOn, today } as const;
      const decision = decideCommitmentStep(aCommitment({ state }), focal, step);
      return decision.accepted && decision.event.slips;
    };
    expect(slips("agreed", "2027-01-31")).toBe(true);
    expect(slips("agreed", "2026-12-01")).toBe(false);
    expect(slips("proposed", "2027-01-31")).toBe(false);
    expect(decide({ state: "agreed" }, focal, { event: "change_date", dueOn: "2027-01-31" })).toBe(
      "reason_required",
    );
    expect(
      decide({ state: "agreed" }, focal, {
        event: "change_date",
        reason: "x",
        dueOn: "2020-01-01",
      }),
    ).toBe("due_before_today");
  });

  it("ages from the day after its date", () => {
    const late = (dueOn: string) => daysLate({ state: "in_progress", dueOn }, today);
    expect(late("2026-11-28")).toBe(0);
    expect(late("2026-11-27")).toBe(1);
    expect(daysLate({ state: "kept", dueOn: "2026-01-01" }, today)).toBe(0);
    expect([0, 1, 30, 31, 90, 91, 180, 181].map(ageOf)).toEqual([
      ...["not_due", "late_to_30", "late_to_30", "late_to_90", "late_to_90"],
      ...["late_to_180", "late_to_180", "late_over_180"],
    ]);
  });

  it("moves as the machine says, whoever asks, and flows on until it is kept or released", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...stateMachines.commitment.states),
        fc.constantFrom(...people),
        fc.constantFrom(...commitmentSteps),
        fc.constantFrom(aCommitment().body, { kind: "centre", id: "centre-gt" } as const, {
          ...({ kind: "organisation", id: regionalOfficeId } as const),
        }),
        (state, actor, event, body) => {
          const commitment = aCommitment({ state, body });
          const decision = decideCommitmentStep(commitment, actor, {
            ...{ event, today, reason: "Motivo", hasEvidence: true, dueOn: "2027-05-01" },
            decision: { text: "Decisión", level: "policy" },
          });
          expect(possibleCommitmentSteps(commitment, actor).includes(event)).toBe(
            decision.accepted,
          );
          if (!decision.accepted) return;
          const to = transitionFor("commitment", state, event)?.to ?? state;
          expect(decision.event.to).toBe(to);
          expect(canSeeCommitment(actor, commitment)).toBe(true);
          if (to === "kept") expect(isOfBody(actor, body)).toBe(false);
          expect(flowsToNext({ state: decision.event.to })).toBe(
            !["kept", "released"].includes(decision.event.to),
          );
        },
      ),
    );
  });
});

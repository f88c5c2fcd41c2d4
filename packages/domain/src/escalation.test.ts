import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ActionItem } from "./action-item.ts";
import type { Actor } from "./actor.ts";
import {
  decideEscalationRule,
  escalationsOf,
  hearsEscalation,
  usualEscalation,
  type EscalationRule,
} from "./escalation.ts";
import type { Role } from "./role-matrix.ts";

const someone = (id: string, role: Role, centreId: string | null): Actor => ({
  ...{ id, clearedTo: "unclassified" as const },
  posts: [{ role, centreId, organisationId: null }],
});
const lead = someone("lead", "centre_lead", "centre-gt");
const otherLead = someone("other", "centre_lead", "centre-pa");
const expert = someone("expert", "expert", "centre-gt");
const reviewer = someone("reviewer", "office_reviewer", null);
const head = someone("head", "head", null);
const item: ActionItem = {
  ...{ id: "act", state: "blocked", ownerId: "expert", centreId: "centre-gt" },
  ...{ organisationId: null, helperIds: [], classification: "unclassified" },
};

describe("what stands still", () => {
  it("is told to the lead after three days and to the office after ten, unless they set it otherwise", () => {
    const told = (overdueDays: number, rule = usualEscalation) =>
      escalationsOf(rule, { overdueDays, blockedDays: 0 }).map(({ to }) => to);
    expect(told(2)).toEqual([]);
    expect(told(3)).toEqual(["lead"]);
    expect(told(10)).toEqual(["lead", "office"]);
    expect(told(10, { ...usualEscalation, overdueToLead: null })).toEqual(["office"]);
  });

  it("is told to the lead of the centre and to the office, and not to its owner", () => {
    const hearers = (to: "lead" | "office", one = item) =>
      [lead, otherLead, expert, reviewer, head]
        .filter((person) => hearsEscalation(person, one, to))
        .map(({ id }) => id);
    expect(hearers("lead")).toEqual(["lead"]);
    expect(hearers("lead", { ...item, ownerId: "lead" })).toEqual([]);
    expect(hearers("office")).toEqual(["reviewer", "head"]);
    expect(hearers("office", { ...item, classification: "confidential" })).toEqual([]);
  });

  it("stays told as days go by, and is never told before its day or where the rule says never", () => {
    const days = fc.option(fc.integer({ min: 1, max: 90 }));
    const rules = fc.record({
      ...{ overdueToLead: days, overdueToOffice: days, blockedToLead: days, blockedToOffice: days },
    });
    const spans = fc.integer({ min: 0, max: 120 });
    fc.assert(
      fc.property(rules, spans, spans, spans, (rule, overdueDays, blockedDays, later) => {
        const now = escalationsOf(rule, { overdueDays, blockedDays });
        const then = escalationsOf(rule, {
          overdueDays: overdueDays + later,
          blockedDays: blockedDays + later,
        });
        for (const one of now) expect(then).toContainEqual(one);
        for (const { cause, to } of now) {
          const name = `${cause}To${to === "lead" ? "Lead" : "Office"}` as keyof EscalationRule;
          const span = cause === "overdue" ? overdueDays : blockedDays;
          expect(rule[name]).not.toBe(null);
          expect(span).toBeGreaterThanOrEqual(rule[name] as number);
        }
      }),
    );
  });
});

describe("the rule of a centre", () => {
  const decide = (actor: Actor, over: Partial<EscalationRule> = {}) => {
    const decision = decideEscalationRule(actor, "centre-gt", { ...usualEscalation, ...over });
    return decision.accepted ? "set" : decision.code;
  };

  it("is set by its lead and by the head of office", () => {
    expect(decide(lead)).toBe("set");
    expect(decide(head)).toBe("set");
    expect(decide(otherLead)).toBe("not_allowed");
    expect(decide(reviewer)).toBe("not_allowed");
    const focal: Actor = {
      ...lead,
      posts: [{ role: "focal_point", centreId: null, organisationId: "org-sica" }],
    };
    expect(decide(focal)).toBe("not_found");
  });

  it("never tells the office before the lead", () => {
    expect(decide(lead, { overdueToOffice: 2 })).toBe("escalation_out_of_order");
    expect(decide(lead, { overdueToOffice: 3 })).toBe("set");
    expect(decide(lead, { overdueToLead: null, overdueToOffice: 1 })).toBe("set");
    expect(decide(lead, { blockedToLead: 11 })).toBe("escalation_out_of_order");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { regionalOfficeId, type Actor } from "./actor.ts";
import {
  decideContest,
  decideRowAnswer,
  decideRowClosing,
  decideRowDraft,
  decideRowWithdrawal,
  decideSettlingOfRow,
  dispositions,
  inMatrixOrder,
  isRowDone,
  mayRespond,
  openRows,
  type MatrixContext,
  type MatrixRefusal,
  type MatrixRow,
} from "./comment-matrix.ts";
import type { PaperFacts } from "./paper.ts";
import type { Role } from "./role-matrix.ts";
import { stateMachines } from "./state-machines.ts";

const aPerson = (role: Role, over: { centreId?: string; organisationId?: string } = {}): Actor => ({
  id: `${role}-${over.centreId ?? over.organisationId ?? "office"}`,
  posts: [{ role, centreId: over.centreId ?? null, organisationId: over.organisationId ?? null }],
  clearedTo: "confidential",
});
const reviewer = aPerson("office_reviewer");
const head = aPerson("head");
const lead = aPerson("centre_lead", { centreId: "centre-pa" });
const otherLead = aPerson("centre_lead", { centreId: "centre-gt" });
const sica = aPerson("focal_point", { organisationId: "org-sica" });
const oas = aPerson("focal_point", { organisationId: "org-oas" });
const admin = aPerson("admin");

const paper: PaperFacts = {
  id: "paper",
  stage: "in_expert_review",
  leadCentreId: "centre-pa",
  centreIds: ["centre-pa", "centre-gt"],
  classification: "confidential",
  shares: [],
};
const inMatrix = (over: Partial<MatrixContext> = {}): MatrixContext => ({
  paper,
  round: "closed",
  laterRoundClosed: false,
  ...over,
});
const aRow = (over: Partial<MatrixRow> = {}): MatrixRow => ({
  subject: "organisation:org-sica",
  state: "submitted",
  disposition: null,
  reason: "",
  wasContested: false,
  sectionOwnerId: "centre-pa",
  version: 3,
  ...over,
});
const refused = (code: MatrixRefusal) => ({ accepted: false, code });
const answer = (
  row: MatrixRow,
  over: Partial<Parameters<typeof decideRowAnswer>[2]> = {},
  { actor = reviewer, context = inMatrix() }: { actor?: Actor; context?: MatrixContext } = {},
) =>
  decideRowAnswer(
    row,
    actor,
    { version: 3, disposition: "accepted", reason: "", ...over },
    context,
  );

describe("a row of the comment matrix", () => {
  it("is answered by the office, which says why unless it accepts or notes", () => {
    expect(answer(aRow())).toEqual({
      accepted: true,
      event: { state: "answered", disposition: "accepted" },
    });
    expect(answer(aRow(), { disposition: "noted" }).accepted).toBe(true);
    for (const disposition of ["partially_accepted", "not_accepted"] as const) {
      expect(answer(aRow(), { disposition })).toEqual(refused("reason_required"));
      expect(answer(aRow(), { disposition, reason: "Against article 4" }).accepted).toBe(true);
    }
  });

  it("is decided once when two people decide at the same time: the second sees the first's decision", () => {
    expect(answer(aRow({ version: 4, state: "answered", disposition: "accepted" }))).toEqual(
      refused("stale_version"),
    );
  });

  it("may be answered otherwise until it is contested", () => {
    const answered = aRow({ state: "answered", disposition: "accepted" });
    expect(answer(answered, { disposition: "noted" }).accepted).toBe(true);
    expect(answer(aRow({ state: "contested" }))).toEqual(refused("row_contested"));
    expect(answer(aRow({ state: "answered", wasContested: true }))).toEqual(refused("row_settled"));
  });

  it.each([
    ["a centre decides it", aRow(), { actor: lead }, "not_allowed"],
    ["an administrator decides it", aRow(), { actor: admin }, "not_allowed"],
    ["the organisation itself decides it", aRow(), { actor: sica }, "not_allowed"],
    ["the round is open", aRow(), { context: inMatrix({ round: "open" }) }, "round_not_closed"],
    [
      "the matrix has gone out",
      aRow(),
      { context: inMatrix({ round: "answered" }) },
      "matrix_is_finished",
    ],
    ["it was withdrawn", aRow({ state: "withdrawn" }), {}, "row_withdrawn"],
    ["it is closed", aRow({ state: "closed" }), {}, "row_closed"],
  ] as const)("is refused when %s", (_why, row, who, code) => {
    expect(answer(row, {}, who)).toEqual(refused(code));
  });

  it("has its response drafted by the office, and by the centre whose section it is", () => {
    const draft = (actor: Actor, row = aRow()) =>
      decideRowDraft(row, actor, { version: 3 }, inMatrix());
    expect(draft(reviewer).accepted).toBe(true);
    expect(draft(lead).accepted).toBe(true);
    expect(draft(otherLead)).toEqual(refused("not_allowed"));
    expect(draft(sica)).toEqual(refused("not_allowed"));
    expect(mayRespond(lead, paper, { sectionOwnerId: null })).toBe(false);
    expect(mayRespond(reviewer, paper, { sectionOwnerId: regionalOfficeId })).toBe(true);
    expect(draft(lead, aRow({ version: 9 }))).toEqual(refused("stale_version"));
    expect(draft(reviewer, aRow({ state: "contested" }))).toEqual(refused("row_contested"));
  });

  it("is contested once, by whoever speaks for it, while there is time, and settled by the head", () => {
    const answered = aRow({ state: "answered", disposition: "not_accepted", reason: "No" });
    const contest = (
      row = answered,
      { actor = sica, text = "It is a treaty obligation", context = inMatrix() } = {},
    ) => decideContest(row, actor, { version: 3, text }, context);
    expect(contest()).toEqual({ accepted: true, event: { state: "contested" } });
    expect(contest(answered, { actor: oas })).toEqual(refused("not_allowed"));
    expect(contest(answered, { text: " " })).toEqual(refused("reason_required"));
    expect(contest(aRow())).toEqual(refused("row_not_answered"));
    expect(contest(aRow({ state: "answered", wasContested: true }))).toEqual(
      refused("already_contested"),
    );
    expect(contest({ ...answered, version: 4 })).toEqual(refused("stale_version"));
    expect(contest(answered, { context: inMatrix({ laterRoundClosed: true }) })).toEqual(
      refused("contest_window_over"),
    );
    const cleared = inMatrix({ paper: { ...paper, stage: "in_expert_clearance" } });
    expect(contest(answered, { context: cleared })).toEqual(refused("contest_window_over"));

    const contested = aRow({ state: "contested", disposition: "not_accepted", wasContested: true });
    const settle = (row = contested, { actor = head, reason = "The treaty binds us" } = {}) =>
      decideSettlingOfRow(row, actor, { version: 3, disposition: "accepted", reason }, inMatrix());
    expect(settle()).toEqual({
      accepted: true,
      event: { state: "answered", disposition: "accepted" },
    });
    expect(settle(contested, { actor: reviewer })).toEqual(refused("not_allowed"));
    expect(settle(contested, { reason: "" })).toEqual(refused("reason_required"));
    expect(settle(answered)).toEqual(refused("row_not_contested"));
    expect(settle({ ...contested, version: 4 })).toEqual(refused("stale_version"));
  });

  it("closes when the change that was promised is in the text", () => {
    const close = (row: MatrixRow, isChanged: boolean, actor: Actor = reviewer) =>
      decideRowClosing(row, actor, { version: 3, isChanged }, inMatrix());
    const accepted = aRow({ state: "answered", disposition: "accepted" });
    expect(close(accepted, true)).toEqual({ accepted: true, event: { state: "closed" } });
    expect(close(accepted, false)).toEqual(refused("change_missing"));
    expect(close(aRow({ state: "answered", disposition: "noted" }), false).accepted).toBe(true);
    expect(close(aRow(), true)).toEqual(refused("row_not_answered"));
    expect(close(aRow({ state: "contested" }), true)).toEqual(refused("row_contested"));
    expect(close(accepted, true, lead)).toEqual(refused("not_allowed"));
    expect(close({ ...accepted, version: 4 }, true)).toEqual(refused("stale_version"));
  });

  it("is withdrawn by whoever speaks for it before it is answered, and stays", () => {
    const withdraw = (row: MatrixRow, actor: Actor = sica) =>
      decideRowWithdrawal(row, actor, { version: 3 }, inMatrix());
    expect(withdraw(aRow())).toEqual({ accepted: true, event: { state: "withdrawn" } });
    expect(withdraw(aRow(), reviewer)).toEqual(refused("not_allowed"));
    expect(withdraw(aRow({ state: "withdrawn" }))).toEqual(refused("row_withdrawn"));
    expect(withdraw(aRow({ state: "answered" }))).toEqual(refused("row_settled"));
    expect(withdraw(aRow({ state: "closed" }))).toEqual(refused("row_closed"));
    expect(withdraw(aRow({ version: 4 }))).toEqual(refused("stale_version"));
  });
});

describe("the whole matrix", () => {
  it("keeps the paper from its next stage until every submitted row has been dealt with", () => {
    const rows = [
      aRow({ state: "internal" }),
      aRow({ state: "withdrawn" }),
      aRow({ state: "closed", disposition: "noted" }),
      aRow({ state: "answered", disposition: "accepted" }),
      aRow({ state: "answered", disposition: "not_accepted", reason: "" }),
      aRow({ state: "contested", disposition: "accepted" }),
      aRow(),
    ];
    expect(openRows(rows)).toEqual(rows.slice(4));
  });

  it("stands in the order of the paragraphs, then of names, and no name stands for importance", () => {
    const row = (id: string, paragraph: number | null, subject: string, position: number) => ({
      ...{ id, paragraph, subject, position },
      ...aRow({ subject }),
    });
    const rows = [
      row("1", 7, "organisation:org-sica", 2),
      row("2", 7, "organisation:org-oas", 1),
      row("3", 2, "organisation:org-sica", 1),
      row("4", null, "organisation:org-sica", 0),
      row("5", 7, "organisation:org-sica", 0),
    ];
    const names = new Map([
      ["organisation:org-oas", "OEA"],
      ["organisation:org-sica", "SICA"],
    ]);
    const ordered = inMatrixOrder(rows, (subject) => names.get(subject) ?? subject);
    expect(ordered.map(({ id }) => id)).toEqual(["4", "3", "2", "5", "1"]);
  });
});

describe("whatever is asked of a row, in whatever order", () => {
  const people = { reviewer, head, lead, sica, oas, admin };
  const anEvent = fc.record({
    what: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom("answer", "contest", "settle") },
      { weight: 1, arbitrary: fc.constantFrom("close", "withdraw") },
    ),
    // Mostly those who may, so that a sequence gets somewhere.
    who: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom("reviewer", "head", "sica") },
      { weight: 1, arbitrary: fc.constantFrom("lead", "oas", "admin") },
    ),
    disposition: fc.constantFrom(...dispositions),
    text: fc.constantFrom("", "A reason", "Another"),
    isFresh: fc.constantFrom(true, true, true, false),
    isChanged: fc.boolean(),
    laterRoundClosed: fc.constantFrom(false, false, true),
  });
  type RowEvent = typeof anEvent extends fc.Arbitrary<infer Value> ? Value : never;

  function apply(row: MatrixRow, event: RowEvent): MatrixRow {
    const { what, who, disposition, text, isFresh, isChanged, laterRoundClosed } = event;
    const actor = people[who];
    const version = isFresh ? row.version : row.version - 1;
    const context = inMatrix({ laterRoundClosed });
    const next = { ...row, version: row.version + 1 };
    const given = { version, disposition, reason: text };
    switch (what) {
      case "answer": {
        const made = decideRowAnswer(row, actor, given, context);
        return made.accepted ? { ...next, ...made.event, reason: text } : row;
      }
      case "settle": {
        const made = decideSettlingOfRow(row, actor, given, context);
        return made.accepted ? { ...next, ...made.event, reason: text } : row;
      }
      case "contest": {
        const made = decideContest(row, actor, { version, text }, context);
        return made.accepted ? { ...next, ...made.event, wasContested: true } : row;
      }
      case "close": {
        const made = decideRowClosing(row, actor, { version, isChanged }, context);
        return made.accepted ? { ...next, ...made.event } : row;
      }
      case "withdraw": {
        const made = decideRowWithdrawal(row, actor, { version }, context);
        return made.accepted ? { ...next, ...made.event } : row;
      }
    }
  }

  it("no sequence reaches a forbidden state", () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 40 }), (events) => {
        let row = aRow();
        let contests = 0;
        for (const event of events) {
          const was = row;
          row = apply(row, event);
          expect(stateMachines.comment.states).toContain(row.state);
          // What is closed or withdrawn stays so.
          if (was.state === "closed" || was.state === "withdrawn") expect(row).toBe(was);
          // Nothing changes for who saw another version.
          if (!event.isFresh) expect(row).toBe(was);
          if (row !== was && row.state === "contested") contests += 1;
          expect(contests).toBeLessThanOrEqual(1);
          // A row that counts as done says what became of it, and why where it was not accepted.
          if (isRowDone(row) && row.state !== "withdrawn") {
            expect(row.disposition).not.toBeNull();
            if (row.disposition === "not_accepted") expect(row.reason).not.toBe("");
          }
          // Only the head of office ends what is contested.
          if (was.state === "contested" && row !== was) expect(event.who).toBe("head");
        }
      }),
      { numRuns: 200 },
    );
  });
});

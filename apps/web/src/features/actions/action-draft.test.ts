import { actionTitleLength } from "@istmo/contracts";
import { describe, expect, it } from "vitest";
import { changeOf, creationOf, draftOf, faultsOf, titleLength } from "./action-draft.ts";
import { anActionItem } from "./an-action-item.ts";

const today = "2026-11-24";
const late = anActionItem({ dueOn: "2026-11-01", isOverdue: true });

describe("the form of an action", () => {
  it("allows titles as long as the server does", () => {
    expect(titleLength).toBe(actionTitleLength);
  });

  it("asks for a title of some length and for a date to come", () => {
    const draft = { ...draftOf(anActionItem(), "es"), title: "  ", dueOn: "2026-11-23" };
    expect(faultsOf(draft, today)).toEqual({ title: "title_required", dueOn: "due_past" });
    expect(faultsOf({ ...draft, title: "x".repeat(201), dueOn: today }, today)).toEqual({
      title: "title_too_long",
    });
  });

  it("refuses a start after the date, and sends both ends and the organisation when they change", () => {
    const item = anActionItem({ dueOn: "2026-12-01" });
    const draft = { ...draftOf(item, "es"), startOn: "2026-12-02" };
    expect(faultsOf(draft, today, item)).toEqual({ startOn: "start_after_due" });
    const mended = { ...draft, dueOn: "2026-12-10", organisation: "org-sica" };
    expect(faultsOf(mended, today, item)).toEqual({});
    expect(changeOf(mended, item, "es")).toEqual({
      ...{ startOn: "2026-12-02", dueOn: "2026-12-10", organisationId: "org-sica" },
    });
  });

  it("leaves the old date of a late item alone, and asks why it moves", () => {
    const draft = draftOf(late, "es");
    expect(faultsOf({ ...draft, title: "Otro" }, today, late)).toEqual({});
    expect(faultsOf({ ...draft, dueOn: "2026-12-01" }, today, late)).toEqual({
      reason: "reason_required",
    });
  });

  it("sends only what was changed", () => {
    const draft = { ...draftOf(late, "es"), dueOn: "2026-12-01", reason: " Feriado " };
    expect(changeOf(draft, late, "es")).toEqual({ dueOn: "2026-12-01", reason: "Feriado" });
    expect(changeOf(draftOf(late, "es"), late, "es")).toEqual({});
  });

  it("makes an action that comes again on the day of its date, and asks for one", () => {
    const draft = {
      ...draftOf(anActionItem({ dueOn: null }), "es"),
      repeats: "fortnight",
    } as const;
    expect(faultsOf(draft, today)).toEqual({ dueOn: "repeats_without_date" });
    const patternOn = (repeats: "fortnight" | "quarter", dueOn: string) =>
      creationOf({ ...draft, repeats, dueOn }, "es").recurrence?.pattern;
    expect(patternOn("fortnight", "2026-12-06")).toEqual({ unit: "week", every: 2, weekday: 7 });
    expect(patternOn("quarter", "2026-12-31")).toEqual({ unit: "month", every: 3, monthDay: 31 });
  });

  it("sends the output of a programme, and takes it away", () => {
    const output = { programmeId: "rp-1", outputId: "rp-1.1.1" };
    const item = anActionItem({ output });
    expect(creationOf(draftOf(item, "es"), "es")).toMatchObject({ output });
    expect(changeOf({ ...draftOf(item, "es"), output: "" }, item, "es")).toEqual({ output: null });
  });

  it("edits the title in the language it was written in when the reader's is missing", () => {
    const english = anActionItem({ title: { en: "Draft" } });
    const draft = { ...draftOf(english, "es"), title: "Draft two" };
    expect(changeOf(draft, english, "es")).toEqual({
      title: { language: "en", text: "Draft two" },
    });
  });

  it("makes an action of the regional office where no centre is chosen", () => {
    const draft = { ...draftOf(anActionItem({ centreId: null, owner: null }), "es") };
    expect(creationOf(draft, "es", { paperId: "p", blockId: "b" })).toEqual({
      title: "Redactar el protocolo",
      language: "es",
      centreId: null,
      priority: "normal",
      origin: { paperId: "p", blockId: "b" },
    });
  });
});

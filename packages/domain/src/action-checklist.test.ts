import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyToChecklist,
  checklistAtMost,
  withLineAsBefore,
  type ChecklistCommand,
} from "./action-checklist.ts";

const lines = ["a", "b", "c"].map((id) => ({ id, text: id.toUpperCase(), done: false }));
const after = (command: ChecklistCommand, list = lines) => {
  const decision = applyToChecklist(list, command);
  return decision.accepted
    ? decision.event.map(({ id, done }) => id + (done ? "✓" : "")).join(" ")
    : decision.code;
};

describe("a checklist", () => {
  it("does what it is told with one line", () => {
    expect(after({ do: "tick", id: "b" })).toBe("a b✓ c");
    expect(after({ do: "move", id: "c", afterId: null })).toBe("c a b");
    expect(after({ do: "move", id: "a", afterId: "b" })).toBe("b a c");
    expect(after({ do: "add", id: "d", text: "D" })).toBe("a b c d");
    expect(after({ do: "remove", id: "a" })).toBe("b c");
  });

  it("says that a line is gone, and takes the same command twice", () => {
    expect(after({ do: "tick", id: "x" })).toBe("checklist_line_gone");
    expect(after({ do: "remove", id: "x" })).toBe("a b c");
    expect(after({ do: "add", id: "a", text: "Otra" })).toBe("a b c");
    expect(after({ do: "move", id: "a", afterId: "x" })).toBe("b c a");
  });

  it("does not grow without end", () => {
    const full = Array.from({ length: checklistAtMost }, (_one, at) => ({
      id: `l${at}`,
      text: "x",
      done: false,
    }));
    expect(after({ do: "add", id: "x", text: "x" }, full)).toBe("checklist_full");
  });

  it("ends the same in whichever order two people tick", () => {
    const id = fc.constantFrom("a", "b", "c");
    fc.assert(
      fc.property(id, id, (one, other) => {
        const apply = (list: typeof lines, first: string) => {
          const decision = applyToChecklist(list, { do: "tick", id: first });
          return decision.accepted ? [...decision.event] : list;
        };
        expect(apply(apply(lines, one), other)).toEqual(apply(apply(lines, other), one));
      }),
    );
  });

  it("is as it was when a command is taken back, while the other lines stay as they are now", () => {
    const commands: fc.Arbitrary<ChecklistCommand> = fc.oneof(
      fc.record({
        do: fc.constantFrom("tick" as const, "untick" as const, "remove" as const),
        id: fc.constantFrom("a", "b", "c"),
      }),
      fc.constant({ do: "add" as const, id: "d", text: "D" }),
      fc.constant({ do: "rename" as const, id: "b", text: "Otra" }),
      fc.record({
        do: fc.constant("move" as const),
        id: fc.constantFrom("a", "b", "c"),
        afterId: fc.constantFrom("a", "b", "c", null),
      }),
    );
    const placed = (list: readonly (typeof lines)[number][], id: string) => {
      const place = list.findIndex((line) => line.id === id);
      const line = list[place];
      return line === undefined ? null : { ...line, place };
    };
    fc.assert(
      fc.property(commands, (command) => {
        const decision = applyToChecklist(lines, command);
        if (!decision.accepted) throw new Error(decision.code);
        const act = {
          before: placed(lines, command.id),
          after: placed(decision.event, command.id),
        };
        expect(withLineAsBefore(decision.event, act)).toEqual(lines);
        const ticked = decision.event.map((line) =>
          line.id === command.id ? line : { ...line, done: true },
        );
        expect(withLineAsBefore(ticked, act).filter(({ id }) => id !== command.id)).toEqual(
          ticked.filter(({ id }) => id !== command.id),
        );
      }),
    );
  });
});

import type { MatrixRow } from "@istmo/contracts";
import { describe, expect, it } from "vitest";
import { countsOf, noFilters, shownRows } from "./matrix-filters.ts";

const aRow = (id: string, over: Partial<MatrixRow> = {}) =>
  ({
    ...{ id, subject: "organisation:oas", blockId: "b", sectionId: "s-1", isDone: false },
    ...{ state: "submitted", ...over },
  }) as MatrixRow;
const rows = [
  aRow("whole", { blockId: null, sectionId: null, subject: "organisation:sica" }),
  aRow("answered", { state: "answered", isDone: true }),
  aRow("contested", { state: "contested", sectionId: "s-2" }),
];
const ids = (filters: object, keep: string | null = null) =>
  shownRows(rows, { ...noFilters, ...filters }, keep).map(({ id }) => id);

describe("the rows of a matrix that are shown", () => {
  it("are those that stand so, of that organisation and in that section", () => {
    expect(ids({})).toEqual(["whole", "answered", "contested"]);
    expect(ids({ standing: "open" })).toEqual(["whole", "contested"]);
    expect(ids({ standing: "contested" })).toEqual(["contested"]);
    expect(ids({ subject: "organisation:sica" })).toEqual(["whole"]);
    expect(ids({ section: "s-2" })).toEqual(["contested"]);
    expect(ids({ section: "paper" })).toEqual(["whole"]);
  });

  it("keep the one that is being worked on, though it stands otherwise by now", () => {
    expect(ids({ standing: "open" }, "answered")).toEqual(["whole", "answered", "contested"]);
  });

  it("are counted", () => {
    expect(countsOf(rows)).toEqual({ all: 3, open: 2, answered: 1, contested: 1 });
  });
});

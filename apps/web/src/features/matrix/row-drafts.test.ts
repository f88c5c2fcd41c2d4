import type { MatrixRow } from "@istmo/contracts";
import { describe, expect, it } from "vitest";
import { isOverwritten, keptMine, seenVersion, shownWords, typed, without } from "./row-drafts.ts";

const aRow = (over: Partial<MatrixRow> = {}): MatrixRow => ({
  ...({ id: "r", response: "", disposition: null, reason: "", responsible: null } as MatrixRow),
  version: 3,
  ...over,
});

describe("what is typed into a row", () => {
  it("is shown until it says again what the row says", () => {
    const row = aRow({ response: "Yes" });
    const drafts = typed({}, row, { response: "Yes, and" });
    expect(shownWords(row, drafts["r"]).response).toBe("Yes, and");
    expect(typed(drafts, row, { response: "Yes" })).toEqual({});
  });

  it("stays when somebody else answers the row meanwhile, and says that it is on an older row", () => {
    const drafts = typed({}, aRow(), { response: "Mine" });
    const newer = aRow({ version: 4, response: "Theirs" });
    expect(isOverwritten(newer, drafts["r"])).toBe(true);
    expect(shownWords(newer, drafts["r"]).response).toBe("Mine");
    expect(seenVersion(newer, drafts["r"])).toBe(3);
    const again = typed(drafts, newer, { response: "Mine, longer" });
    expect(isOverwritten(newer, again["r"])).toBe(true);
  });

  it("can be sent over the newer row once that has been looked at, or given up", () => {
    const drafts = typed({}, aRow(), { response: "Mine" });
    const newer = aRow({ version: 4, response: "Theirs", disposition: "noted" });
    const kept = keptMine(drafts, newer);
    expect([isOverwritten(newer, kept["r"]), seenVersion(newer, kept["r"])]).toEqual([false, 4]);
    expect(shownWords(newer, kept["r"])).toMatchObject({ response: "Mine", disposition: "noted" });
    expect(shownWords(newer, without(kept, "r")["r"]).response).toBe("Theirs");
  });

  it("is on no older row when what changed there is not what is typed", () => {
    const drafts = typed({}, aRow(), { response: "Mine" });
    const closed = aRow({ version: 4, state: "closed" });
    expect([isOverwritten(closed, drafts["r"]), seenVersion(closed, drafts["r"])]).toEqual([
      false,
      4,
    ]);
  });
});

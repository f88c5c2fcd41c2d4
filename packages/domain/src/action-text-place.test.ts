import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textPlaceAfter, type TextPlace } from "./action-text-place.ts";

describe("where an action item stands in its paper's text", () => {
  it("is gone only where it has once been, and here whenever a text names it", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (looks) => {
        const last = looks.reduce<TextPlace>(textPlaceAfter, "none");
        const wanted = looks.at(-1) === true ? "here" : looks.includes(true) ? "gone" : "none";
        expect(last).toBe(wanted);
      }),
    );
  });
});

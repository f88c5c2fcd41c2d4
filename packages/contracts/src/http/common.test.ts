import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLine, cleanText, day, id, line } from "./common.ts";

describe("a line that a person types", () => {
  it("is the same after it has been cleaned twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        expect(cleanLine(cleanLine(typed))).toBe(cleanLine(typed));
      }),
    );
  });

  it("holds no control character, no line break and no mark that reorders text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        expect(cleanLine(typed)).not.toMatch(
          /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u,
        );
      }),
    );
  });

  it("is the same after it has been cleaned twice, also where marks stood between other signs", () => {
    const signs = fc.constantFrom("a", "e", " ", "\u0301", "\u202a", "\u2066", "\ud83d", "\udc4d");
    fc.assert(
      fc.property(fc.array(signs), (typed) => {
        const once = cleanLine(typed.join(""));
        expect(cleanLine(once)).toBe(once);
      }),
    );
  });

  it("keeps accents, right-to-left letters and joined emoji", () => {
    expect(cleanLine("  Jose\u0301  👩🏽‍✈️ עברית\u200f ")).toBe("José 👩🏽‍✈️ עברית\u200f");
  });

  it("is measured in characters as people count them, not in code units", () => {
    expect(line(3).safeParse("👍👍👍").success).toBe(true);
    expect(line(3).safeParse("👍👍👍👍").success).toBe(false);
    expect(line(3).safeParse(" \u0000 ").success).toBe(false);
  });
});

describe("a text of several lines", () => {
  it("keeps its line breaks, whatever system they come from", () => {
    expect(cleanText("uno\r\ndos\rtres\n\n  cuatro\u0007 ")).toBe("uno\ndos\ntres\n\ncuatro");
  });
});

describe("what names a row", () => {
  it.each(["", "a\u0000b", "a b", "\ud800", "ñ", "x".repeat(65)])("is never %j", (text) => {
    expect(id.safeParse(text).success).toBe(false);
  });
});

describe("a day", () => {
  it("is one that a calendar and a database know", () => {
    expect(day.safeParse("2026-11-24").success).toBe(true);
    for (const text of ["0000-01-01", "9999-12-31", "2026-02-30", "24.11.2026"])
      expect(day.safeParse(text).success).toBe(false);
  });
});

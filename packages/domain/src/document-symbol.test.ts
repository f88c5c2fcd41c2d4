import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decideSymbol,
  isSymbol,
  nextSymbol,
  suffixedSymbol,
  symbolSuffixes,
} from "./document-symbol.ts";

const pattern = "{office}/JSP/{year}/{n}";
const parts = { office: "ROPAN", year: 2026 };

describe("a document symbol", () => {
  it("is the next number of the office's scheme in its year", () => {
    expect(nextSymbol(pattern, parts, [])).toBe("ROPAN/JSP/2026/1");
    const inUse = [
      "ROPAN/JSP/2026/2",
      "ROPAN/JSP/2026/10",
      "ROPAN/CN/2026/40",
      "ROPAN/JSP/2025/99",
    ];
    expect(nextSymbol(pattern, parts, inUse)).toBe("ROPAN/JSP/2026/11");
    expect(nextSymbol("{series}/{year}/AM", parts, inUse)).toBeNull();
  });

  it("is of the scheme, and free, whatever its case", () => {
    const decide = (symbol: string, inUse: string[] = []) =>
      decideSymbol(symbol, { pattern, parts, inUse });
    expect(decide("ROPAN/JSP/2026/12")).toEqual({
      accepted: true,
      event: { symbol: "ROPAN/JSP/2026/12" },
    });
    expect(decide("ROPAN/JSP/2026/12", ["ropan/jsp/2026/12"])).toMatchObject({
      code: "symbol_taken",
    });
    for (const symbol of [
      "ROPAN/JSP/2025/12",
      "ROPAN/JSP/2026/0",
      "ROPAN/JSP/2026/012",
      "ROPAN/JSP/2026/1/Rev.1",
      "ropan/JSP/2026/1",
      "",
      "../../etc",
      "ROPAN/JSP/2026/<b>",
    ])
      expect(decide(symbol)).toMatchObject({ code: "symbol_malformed" });
  });

  it("carries corrigenda, revisions and addenda, each with its own running number", () => {
    const symbol = "ROPAN/JSP/2026/12";
    expect(suffixedSymbol(symbol, "corrigendum", [symbol])).toBe("ROPAN/JSP/2026/12/Corr.1");
    expect(suffixedSymbol(symbol, "corrigendum", [`${symbol}/Corr.1`, `${symbol}/Rev.4`])).toBe(
      "ROPAN/JSP/2026/12/Corr.2",
    );
    expect(suffixedSymbol(symbol, "information", [])).toBe("ROPAN/JSP/2026/12/INF/1");
  });

  it("is never given twice, however many papers are issued", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("{office}/JSP/{year}/{n}", "{office}/CN/{year}/{n}"), {
          maxLength: 40,
        }),
        fc.array(fc.constantFrom(...(Object.keys(symbolSuffixes) as ["revision"])), {
          maxLength: 20,
        }),
        (patterns, suffixes) => {
          const inUse: string[] = [];
          for (const one of patterns) inUse.push(nextSymbol(one, parts, inUse) ?? "");
          for (const suffix of suffixes)
            inUse.push(suffixedSymbol(inUse[0] ?? "ROPAN/JSP/2026/1", suffix, inUse));
          expect(new Set(inUse.map((symbol) => symbol.toLowerCase())).size).toBe(inUse.length);
          expect(inUse.filter((symbol) => !isSymbol(symbol))).toEqual([]);
        },
      ),
    );
  });
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { escapeText, fold, writeCalendar } from "./icalendar.ts";

const unfold = (text: string) => text.replace(/\r\n /g, "");
const unescape = (text: string) =>
  text.replace(/\\([\\;,n])/g, (_all, sign: string) => (sign === "n" ? "\n" : sign));

it("a line of a calendar is folded between characters and comes back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      const line = `SUMMARY:${escapeText(text)}`;
      const folded = fold(line);
      for (const one of folded.split("\r\n"))
        expect(Buffer.byteLength(one)).toBeLessThanOrEqual(75);
      expect(folded).not.toContain("\ufffd".repeat(2));
      expect(unfold(folded)).toBe(line);
    }),
  );
});

it("words are escaped so that no title begins a property of its own", () => {
  expect(escapeText("a;b,c\\d\r\nBEGIN:VEVENT")).toBe("a\\;b\\,c\\\\d\\nBEGIN:VEVENT");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 80 }), (text) => {
      expect(unescape(escapeText(text))).toBe(text);
    }),
  );
});

it("a day lasts until the next one, over the end of a month and of a year", () => {
  const text = writeCalendar(
    [
      {
        ...{ uid: "a@istmo", day: "2026-12-31", summary: "Entregar", url: "https://x/actions" },
        ...{ changedAt: new Date("2026-11-24T12:00:00Z"), sequence: 3 },
      },
    ],
    { name: "Istmo", language: "es" },
  );
  expect(text).toContain("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n");
  expect(text).toContain("DTSTAMP:20261124T120000Z\r\n");
  expect(text.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")).toBe(true);
  expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
});

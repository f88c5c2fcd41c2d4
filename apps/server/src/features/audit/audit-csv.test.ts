import type { AuditEntry } from "@istmo/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvCell, csvHead, csvLine } from "./audit-csv.ts";

/** Reads one line as RFC 4180 says. */
function parse(line: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at];
    if (isQuoted && sign === '"' && line[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && sign === ",") {
      cells.push(cell);
      cell = "";
    } else if (!isQuoted && sign === "\r" && line[at + 1] === "\n") break;
    else cell += sign;
  }
  return [...cells, cell];
}

/** Texts that are likely to break a table. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .tuple(fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", "＝", '"', ",", "'"), fc.string())
    .map((parts) => parts.join("")),
);
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const facts = orNull(fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }));
const entry: fc.Arbitrary<AuditEntry> = fc.record({
  seq: fc.integer({ min: 1 }),
  at: fc.constant("2026-11-24T12:00:00.000Z"),
  kind: text,
  actor: orNull(fc.record({ id: text, name: text })),
  ip: orNull(text),
  userAgent: orNull(text),
  subject: orNull(fc.record({ kind: text, id: text, label: orNull(text) })),
  paperId: orNull(text),
  before: facts,
  after: facts,
  reason: orNull(text),
  isWithheld: fc.boolean(),
  hash: text,
});

describe("the audit log as a table", () => {
  it("no cell begins a formula, whatever people typed", () => {
    fc.assert(
      fc.property(entry, (one) => {
        for (const cell of parse(csvLine(one))) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
    );
    expect(csvCell("=HYPERLINK(1)")).toBe("'=HYPERLINK(1)");
    expect(csvCell("-2+3")).toBe("'-2+3");
    expect(csvCell('@SUM(A1,"x")')).toBe(`"'@SUM(A1,""x"")"`);
  });

  it("every entry is one line of as many cells as there are headers, and reads back", () => {
    const width = parse(csvHead).length;
    fc.assert(
      fc.property(entry, (one) => {
        const cells = parse(csvLine(one));
        expect(cells).toHaveLength(width);
        const plain = (value: string | null) =>
          value !== null && /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : (value ?? "");
        expect(cells[4]).toBe(plain(one.actor?.name ?? null));
        expect(cells[6]).toBe(plain(one.userAgent));
        expect(cells[11]).toBe(one.before === null ? "" : JSON.stringify(one.before));
        expect(cells[13]).toBe(plain(one.reason));
      }),
    );
  });

  it("begins with the byte order mark by which Excel knows UTF-8", () => {
    expect(Buffer.from(csvHead).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(csvHead.endsWith("withheld,hash\r\n")).toBe(true);
  });
});

import { auditKinds, auditSubjectKinds } from "@istmo/domain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAnchor, verifyChain, type ChainBatch } from "./audit-chain.ts";
import {
  canonicalBody,
  chainHash,
  chainRows,
  firstHash,
  type AuditRow,
  type ChainHead,
} from "./audit-log.ts";

const empty: ChainHead = { seq: 0, hash: firstHash };
const headOf = (rows: readonly AuditRow[]): ChainHead => {
  const last = rows.at(-1);
  return last === undefined ? empty : { seq: last.seq, hash: last.hash };
};

const facts = fc.dictionary(
  fc.string({ maxLength: 8 }),
  fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string())),
  { maxKeys: 3 },
);
const entry = fc.record(
  {
    kind: fc.constantFrom(...auditKinds),
    subject: fc.record(
      { kind: fc.constantFrom(...auditSubjectKinds), id: fc.string(), label: fc.string() },
      { requiredKeys: ["kind", "id"] },
    ),
    paperId: fc.string(),
    before: facts,
    after: facts,
    reason: fc.string(),
  },
  { requiredKeys: ["kind"] },
);
const recorded = fc.record({
  entry,
  personId: fc.option(fc.string(), { nil: null }),
  at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") }),
});

/** Sound logs of `least` entries or more. */
const logs = (least: number) =>
  fc.array(recorded, { minLength: least, maxLength: 12 }).map((all) => {
    const rows: AuditRow[] = [];
    for (const { entry: one, personId, at } of all)
      rows.push(...chainRows(headOf(rows), { personId, origin: null, at }, [one]));
    return rows;
  });

/** In batches of two, each with the head of the end. */
function* batchesOf(rows: readonly AuditRow[], head: ChainHead | null): Generator<ChainBatch> {
  for (let from = 0; from < rows.length; from += 2)
    yield { rows: rows.slice(from, from + 2), head };
  yield { rows: [], head };
}
const check = (rows: readonly AuditRow[], head: ChainHead | null, anchor?: ChainHead) =>
  verifyChain(batchesOf(rows, head), anchor);
const brokenIn = async (rows: readonly AuditRow[], head: ChainHead | null) =>
  (await check(rows, head)).broken;
const bySeq = (rows: readonly AuditRow[]) => [...rows].sort((a, b) => a.seq - b.seq);

/** The log with one row replaced. */
const withRow = (rows: readonly AuditRow[], index: number, row: AuditRow) =>
  rows.map((one, at) => (at === index ? row : one));
const pick = (rows: readonly AuditRow[], seed: number) => {
  const index = seed % rows.length;
  return { index, row: rows[index]! };
};

/** Each column, changed. */
const changes: Record<Exclude<keyof AuditRow, "seq">, (row: AuditRow) => AuditRow> = {
  at: (row) => ({ ...row, at: new Date(row.at.getTime() + 1) }),
  kind: (row) => ({ ...row, kind: `${row.kind}x` }),
  actorId: (row) => ({ ...row, actorId: row.actorId === null ? "somebody" : null }),
  subjectKind: (row) => ({ ...row, subjectKind: row.subjectKind === null ? "paper" : null }),
  subjectId: (row) => ({ ...row, subjectId: row.subjectId === null ? "it" : null }),
  paperId: (row) => ({ ...row, paperId: row.paperId === null ? "it" : null }),
  body: (row) => ({ ...row, body: row.body.replace('"seq":', '"seq": ') }),
  prevHash: (row) => ({ ...row, prevHash: chainHash(row.prevHash, "other") }),
  hash: (row) => ({ ...row, hash: chainHash(row.hash, "other") }),
};

describe("the check of the audit log", () => {
  it("finds every log sound that was written by appending, however it was read", async () => {
    await fc.assert(
      fc.asyncProperty(logs(0), async (rows) => {
        expect(await check(rows, headOf(rows))).toEqual({
          isSound: true,
          entries: rows.length,
          head: rows.length === 0 ? null : headOf(rows),
          broken: null,
          isAnchorKept: null,
        });
      }),
    );
    expect((await check([], null)).isSound).toBe(true);
  });

  for (const [column, change] of Object.entries(changes)) {
    it(`names the entry whose ${column} was changed`, async () => {
      const problem = { prevHash: "out_of_chain", hash: "changed", body: "changed" }[column];
      await fc.assert(
        fc.asyncProperty(logs(1), fc.nat(), async (rows, seed) => {
          const { index, row } = pick(rows, seed);
          const tampered = withRow(rows, index, change(row));
          const expected = { seq: row.seq, problem: problem ?? "columns_differ" };
          expect(await brokenIn(tampered, headOf(rows))).toEqual(expected);
        }),
      );
    });
  }

  it("names the entry after one whose hash was made to fit its new text, for there the chain breaks", async () => {
    await fc.assert(
      fc.asyncProperty(logs(1), fc.nat(), async (rows, seed) => {
        const { index, row } = pick(rows, seed);
        const said = JSON.parse(row.body) as object;
        const body = canonicalBody({ ...said, reason: "another reason entirely" });
        const tampered = withRow(rows, index, {
          ...row,
          body,
          hash: chainHash(row.prevHash, body),
        });
        expect(await brokenIn(tampered, headOf(rows))).toEqual(
          index === rows.length - 1
            ? { seq: row.seq, problem: "head_differs" }
            : { seq: row.seq + 1, problem: "out_of_chain" },
        );
      }),
    );
  });

  it("names the first of the entries that were deleted", async () => {
    await fc.assert(
      fc.asyncProperty(logs(1), fc.nat(), fc.nat(), async (rows, seed, count) => {
        const { index, row } = pick(rows, seed);
        const size = 1 + (count % (rows.length - index));
        const tampered = rows.toSpliced(index, size);
        const problem = index + size === rows.length ? "head_differs" : "missing";
        expect(await brokenIn(tampered, headOf(rows))).toEqual({ seq: row.seq, problem });
      }),
    );
  });

  it("names the number of an entry that was given another", async () => {
    await fc.assert(
      fc.asyncProperty(logs(1), fc.nat(), async (rows, seed) => {
        const { index, row } = pick(rows, seed);
        const moved = bySeq(withRow(rows, index, { ...row, seq: rows.length + 5 }));
        expect(await brokenIn(moved, headOf(rows))).toEqual({ seq: row.seq, problem: "missing" });
        const first = bySeq(withRow(rows, index, { ...row, seq: -1 }));
        expect(await brokenIn(first, headOf(rows))).toEqual({ seq: -1, problem: "out_of_chain" });
      }),
    );
  });

  it("names an entry that was put in beside another, or after the head", async () => {
    await fc.assert(
      fc.asyncProperty(logs(1), fc.nat(), async (rows, seed) => {
        const { index, row } = pick(rows, seed);
        const twice = rows.toSpliced(index + 1, 0, row);
        const expected = { seq: row.seq, problem: "out_of_chain" };
        expect(await brokenIn(twice, headOf(rows))).toEqual(expected);
        const forged = chainRows(headOf(rows), { personId: "x", origin: null, at: new Date(0) }, [
          { kind: "sign_in.succeeded" },
        ]);
        expect(await brokenIn([...rows, ...forged], headOf(rows))).toEqual({
          seq: rows.length + 1,
          problem: "head_differs",
        });
      }),
    );
  });

  it("names the earlier of two entries that changed places", async () => {
    await fc.assert(
      fc.asyncProperty(logs(2), fc.nat(), fc.nat(), async (rows, seedA, seedB) => {
        const a = pick(rows, seedA);
        const b = pick(rows, seedB);
        fc.pre(a.index !== b.index);
        const renumbered = withRow(withRow(rows, a.index, { ...b.row, seq: a.row.seq }), b.index, {
          ...a.row,
          seq: b.row.seq,
        });
        expect(await brokenIn(renumbered, headOf(rows))).toEqual({
          seq: Math.min(a.row.seq, b.row.seq),
          problem: "out_of_chain",
        });
      }),
    );
  });

  it("notices a head that was moved or lost", async () => {
    await fc.assert(
      fc.asyncProperty(logs(1), async (rows) => {
        const { seq, hash } = headOf(rows);
        const differs = (at: number) => ({ seq: at, problem: "head_differs" });
        expect(await brokenIn(rows, { seq: seq + 3, hash })).toEqual(differs(seq + 1));
        expect(await brokenIn(rows, { seq, hash: firstHash })).toEqual(differs(seq));
        expect(await brokenIn(rows, null)).toEqual(differs(1));
        expect(await brokenIn([], headOf(rows))).toEqual(differs(1));
      }),
    );
  });

  it("finds a log that was written anew as a whole by an entry noted earlier", async () => {
    await fc.assert(
      fc.asyncProperty(logs(1), fc.nat(), async (rows, seed) => {
        const { row } = pick(rows, seed);
        const noted = { seq: row.seq, hash: row.hash };
        expect((await check(rows, headOf(rows), noted)).isAnchorKept).toBe(true);
        const rewritten: AuditRow[] = [];
        for (const { at } of rows)
          rewritten.push(
            ...chainRows(headOf(rewritten), { personId: "forger", origin: null, at }, [
              { kind: "sign_in.ended", reason: "never happened" },
            ]),
          );
        expect(await check(rewritten, headOf(rewritten))).toMatchObject({ isSound: true });
        expect(await check(rewritten, headOf(rewritten), noted)).toMatchObject({
          isSound: false,
          broken: null,
          isAnchorKept: false,
        });
        const shorter = rewritten.slice(0, row.seq - 1);
        expect((await check(shorter, headOf(shorter), noted)).isSound).toBe(false);
      }),
    );
  });

  it("reads an anchor as the page shows it, and nothing else", () => {
    const hash = "ab".repeat(32);
    expect(parseAnchor(`12:${hash}`)).toEqual({ seq: 12, hash });
    expect(parseAnchor(` 12:${hash.toUpperCase()}\n`)).toEqual({ seq: 12, hash });
    for (const wrong of [
      "",
      "12",
      `:${hash}`,
      `12:${hash}0`,
      `-1:${hash}`,
      `12:${"zz".repeat(32)}`,
    ])
      expect(parseAnchor(wrong), wrong).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { versionSha256 } from "../versions/versions.queries.ts";
import { printRecord } from "./record-print.ts";
import {
  findBroken,
  publicKeyOf,
  recordJson,
  recordKey,
  sealRecord,
  type RecordBody,
  type SealedRecord,
} from "./sealed-record.ts";

const editions = [
  { language: "es", title: "Puertos", sha256: "a".repeat(64) },
  { language: "en", title: "Ports", sha256: "b".repeat(64) },
];
const sha256 = versionSha256(editions);
const at = "2026-12-01T12:00:00.000Z";
const head = { id: "person-head", name: "Ana Núñez" };

const body: RecordBody = {
  format: "istmo-clearance-record/1",
  paper: { id: "paper-1", title: { es: "Puertos" }, classification: "unclassified" },
  version: { id: "version-1", sha256, editions },
  levels: [
    {
      ...{ level: "expert", sha256, openedAt: at },
      requests: ["org-oas", "org-sica"].map((id) => ({
        organisation: { id, name: { es: id, en: id } },
        ...{ state: "no_objection", limit: { at, timeZone: "America/Panama" } },
        ...{ silenceCounts: true, askedAt: at, receivedAt: at, remindedAt: at, isCarried: false },
        answers: [
          {
            ...{ answer: "silence", sha256, comments: null, isConditional: false, reason: null },
            ...{ reservation: null, isLate: false, by: "installation", givenBy: null },
            ...{ asDelegate: false, givenAt: at, withdrawnAt: null },
          },
        ],
      })),
    },
  ],
  overrides: [{ step: "complete", reason: "The meeting begins", by: head, at }],
  reservations: [
    { number: 1, level: "expert", organisation: { es: "OEA", en: "OAS" }, text: "Art. 3", at },
  ],
  audit: [{ seq: 7, kind: "paper.clearance_opened", hash: "c".repeat(64) }],
  sealed: { at, by: head },
};
const key = recordKey("the secret of an installation");
const record = sealRecord(body, key);
const text = recordJson(record);

const changed = (change: (record: SealedRecord) => void): string => {
  const copy = structuredClone(record);
  change(copy);
  return recordJson(copy);
};
/** For a test's own changes of what is read-only. */
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
const writable = <T extends object>(value: T): Writable<T> => value;

describe("a sealed record", () => {
  it("is sound as it was sealed, with or without the office's key at hand", () => {
    expect(findBroken(text)).toBeNull();
    expect(findBroken(text, publicKeyOf(key))).toBeNull();
  });

  it("is found broken when any one of its bytes is another", () => {
    const bytes = Buffer.from(text);
    for (let place = 0; place < bytes.length; place += 1) {
      const other = Buffer.from(bytes);
      // Another bit of an ASCII letter, and never the byte that was there.
      other[place] = (other[place] ?? 0) ^ 1;
      expect([place, findBroken(other.toString("utf8")) === null]).toEqual([place, false]);
    }
  });

  it.each([
    ["paper", (it: SealedRecord) => void (writable(it.body.paper).id = "paper-2")],
    [
      "levels/expert/org-sica",
      (it: SealedRecord) =>
        void (writable(it.body.levels[0]?.requests[1] as object as { state: string }).state =
          "cleared"),
    ],
    [
      "reservations",
      (it: SealedRecord) =>
        void (writable(it.body.reservations[0] as object as { text: string }).text = ""),
    ],
    [
      "levels/expert/org-oas",
      (it: SealedRecord) => void (it.body.levels[0]?.requests as unknown[]).shift(),
    ],
    ["seal/sha256", (it: SealedRecord) => void (writable(it.seal).sha256 = "0".repeat(64))],
  ])("names %s as the first field that was changed", (path, change) => {
    expect(findBroken(changed(change))?.path).toBe(path);
  });

  it("is found forged when it was hashed anew, and when another key signed it", () => {
    const forged = { ...body, overrides: [] };
    const hashed = {
      body: forged,
      seal: { ...sealRecord(forged, key).seal, signature: record.seal.signature },
    };
    expect(findBroken(recordJson(hashed))).toEqual({
      path: "seal/signature",
      problem: "signature_differs",
    });
    const signed = recordJson(sealRecord(forged, recordKey("another secret")));
    expect(findBroken(signed)).toBeNull();
    expect(findBroken(signed, publicKeyOf(key))).toEqual({
      path: "seal/publicKey",
      problem: "another_key",
    });
  });

  it("refuses what is no record", () => {
    for (const other of ["", "{}", "null", '{"body":{"levels":[]},"seal":{"parts":[]}}'])
      expect(findBroken(other)?.problem).toBe("not_a_record");
  });

  it("is printed in both languages, with its hash and its reservations", async () => {
    for (const language of ["es", "en"] as const) {
      const pdf = Buffer.from(await printRecord(record, language)).toString("latin1");
      expect(pdf.slice(0, 5)).toBe("%PDF-");
      expect(pdf.length).toBeGreaterThan(1500);
    }
  });
});

/**
 * The sealed record of a clearance. What is sealed:
 *
 *   body   ──  each part of it ──> SHA-256 of its canonical JSON      seal.parts
 *                                  SHA-256 of all of those, in order   seal.sha256
 *                                  Ed25519 of that by the office's key seal.signature
 *
 * A part is a field of the body, and of the levels each request by itself, so that whoever checks
 * the record names what was changed. The parts' hashes can be made anew by anybody, the signature
 * cannot. Nothing here asks a database.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import type { Classification, LocalText, TypedText } from "@istmo/contracts";
import type { ClearanceLevel, ClearanceState } from "@istmo/domain";
import { canonicalBody } from "../../platform/audit-log.ts";
import { versionSha256 } from "../versions/versions.queries.ts";

export const recordFormat = "istmo-clearance-record/1";

export interface RecordedPerson {
  readonly id: string;
  readonly name: string;
}

/** One answer on record. */
export interface RecordedAnswer {
  /** Silence is recorded as such, and never as consent in words. */
  readonly answer: "clear" | "clear_with_comments" | "object" | "silence" | "override";
  /** The text that it was given to. */
  readonly sha256: string;
  readonly comments: string | null;
  readonly isConditional: boolean;
  readonly reason: string | null;
  readonly reservation: string | null;
  readonly isLate: boolean;
  readonly by: string;
  readonly givenBy: RecordedPerson | null;
  readonly asDelegate: boolean;
  readonly givenAt: string;
  readonly withdrawnAt: string | null;
}

export interface RecordedRequest {
  readonly organisation: { readonly id: string; readonly name: LocalText };
  readonly state: ClearanceState;
  readonly limit: { readonly at: string; readonly timeZone: string };
  readonly silenceCounts: boolean;
  readonly askedAt: string;
  readonly receivedAt: string | null;
  readonly remindedAt: string | null;
  readonly isCarried: boolean;
  /** Every answer, newest first, those that were withdrawn included. */
  readonly answers: readonly RecordedAnswer[];
}

export interface RecordBody {
  readonly format: typeof recordFormat;
  readonly paper: {
    readonly id: string;
    readonly title: TypedText;
    readonly classification: Classification;
  };
  /** What was cleared: SHA-256 of the lines "<language> <sha256>" of its texts. */
  readonly version: {
    readonly id: string;
    readonly sha256: string;
    readonly editions: readonly {
      readonly language: string;
      readonly title: string;
      readonly sha256: string;
    }[];
  };
  readonly levels: readonly {
    readonly level: ClearanceLevel;
    readonly sha256: string;
    readonly openedAt: string;
    readonly requests: readonly RecordedRequest[];
  }[];
  /** Where the head of office went on without a complete level. */
  readonly overrides: readonly {
    readonly step: string;
    readonly reason: string | null;
    readonly by: RecordedPerson;
    readonly at: string;
  }[];
  /** Numbered notes beside the text, outside its hash. */
  readonly reservations: readonly {
    readonly number: number;
    readonly level: ClearanceLevel;
    readonly organisation: LocalText;
    readonly text: string;
    readonly at: string;
  }[];
  /** Where the audit log tells of it. */
  readonly audit: readonly { readonly seq: number; readonly kind: string; readonly hash: string }[];
  readonly sealed: { readonly at: string; readonly by: RecordedPerson };
}

export interface SealedRecord {
  readonly body: RecordBody;
  readonly seal: {
    /** Path of each part and its hash, in the order of the body. */
    readonly parts: readonly { readonly path: string; readonly sha256: string }[];
    readonly sha256: string;
    /** Ed25519, as base64 of the key's SubjectPublicKeyInfo. */
    readonly publicKey: string;
    readonly signature: string;
  };
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

/** Of the parts: what is signed. */
const rootOf = (parts: SealedRecord["seal"]["parts"]): string => hash(canonicalBody(parts));

function partsOf(body: RecordBody): SealedRecord["seal"]["parts"] {
  const { levels, ...fields } = body;
  const part = (path: string, value: unknown) => ({ path, sha256: hash(canonicalBody(value)) });
  return [
    ...Object.keys(fields)
      .sort()
      .map((name) => part(name, fields[name as keyof typeof fields])),
    ...levels.flatMap(({ requests, ...level }) => [
      part(`levels/${level.level}`, level),
      ...requests.map((request) =>
        part(`levels/${level.level}/${request.organisation.id}`, request),
      ),
    ]),
  ];
}

/** The office's key, which follows from the secret in its data folder. */
export function recordKey(secret: string): KeyObject {
  const seed = Buffer.from(hkdfSync("sha256", secret, "", "clearance records", 32));
  // An Ed25519 private key in PKCS #8 is this head and its 32 bytes.
  const head = Buffer.from("302e020100300506032b657004220420", "hex");
  return createPrivateKey({ key: Buffer.concat([head, seed]), format: "der", type: "pkcs8" });
}

/** The public half, as records carry it. */
export const publicKeyOf = (key: KeyObject): string =>
  createPublicKey(key).export({ format: "der", type: "spki" }).toString("base64");

/** By which people compare keys. */
export const fingerprintOf = (publicKey: string): string =>
  createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("hex").slice(0, 32);

export function sealRecord(body: RecordBody, key: KeyObject): SealedRecord {
  const parts = partsOf(body);
  const sha256 = rootOf(parts);
  return {
    body,
    seal: {
      ...{ parts, sha256 },
      publicKey: publicKeyOf(key),
      signature: sign(null, Buffer.from(sha256, "hex"), key).toString("base64"),
    },
  };
}

/** As it is stored and given out: sorted keys, so that equal records are equal bytes. */
export const recordJson = (record: SealedRecord): string => `${canonicalBody(record)}\n`;

/** What is wrong with a record: the first part that does not fit, and why. */
export interface BrokenRecord {
  readonly path: string;
  readonly problem:
    | "not_a_record"
    | "not_canonical"
    | "changed"
    | "missing"
    | "added"
    | "hash_differs"
    | "signature_differs"
    | "another_key";
}

/**
 * Whether a record is as it was sealed, by itself; null when it is. With `publicKey` it has to be
 * signed by that key: one that was made anew and signed by another is found.
 */
export function findBroken(text: string, publicKey: string | null = null): BrokenRecord | null {
  const record = readRecord(text);
  if (record === null) return { path: "", problem: "not_a_record" };
  const { body, seal } = record;
  try {
    return (
      brokenPart(partsOf(body), seal.parts) ??
      brokenVersion(body) ??
      brokenSeal(record, publicKey) ??
      (recordJson(record) === text ? null : { path: "", problem: "not_canonical" })
    );
  } catch {
    // A field is missing that every record has.
    return { path: "", problem: "not_a_record" };
  }
}

/** The record in a text; null when it is none. */
export function readRecord(text: string): SealedRecord | null {
  try {
    const record = JSON.parse(text) as Partial<SealedRecord> | null;
    const isOne =
      record?.body?.format === recordFormat &&
      Array.isArray(record.body.levels) &&
      Array.isArray(record.seal?.parts);
    return isOne ? (record as SealedRecord) : null;
  } catch {
    return null;
  }
}

type Parts = SealedRecord["seal"]["parts"];

function brokenPart(actual: Parts, sealed: Parts): BrokenRecord | null {
  const known = new Map(sealed.map(({ path, sha256 }) => [path, sha256]));
  for (const { path, sha256 } of actual) {
    const wanted = known.get(path);
    if (wanted === undefined) return { path, problem: "added" };
    if (wanted !== sha256) return { path, problem: "changed" };
  }
  const present = new Set(actual.map(({ path }) => path));
  const gone = sealed.find(({ path }) => !present.has(path));
  if (gone !== undefined) return { path: gone.path, problem: "missing" };
  return canonicalBody(actual) === canonicalBody(sealed)
    ? null
    : { path: "seal/parts", problem: "changed" };
}

/** What the record says of its own text agrees with itself. */
function brokenVersion({ version, levels }: RecordBody): BrokenRecord | null {
  if (versionSha256(version.editions) !== version.sha256)
    return { path: "version/sha256", problem: "hash_differs" };
  const other = levels.find(({ sha256 }) => sha256 !== version.sha256);
  return other === undefined
    ? null
    : { path: `levels/${other.level}/sha256`, problem: "hash_differs" };
}

function brokenSeal({ seal }: SealedRecord, publicKey: string | null): BrokenRecord | null {
  if (rootOf(seal.parts) !== seal.sha256) return { path: "seal/sha256", problem: "hash_differs" };
  if (publicKey !== null && seal.publicKey !== publicKey)
    return { path: "seal/publicKey", problem: "another_key" };
  // Base64 has spare bits at its end: another letter there would decode to the same bytes.
  const isExact = (text: string) => Buffer.from(text, "base64").toString("base64") === text;
  if (!isExact(seal.publicKey)) return { path: "seal/publicKey", problem: "changed" };
  if (!isExact(seal.signature)) return { path: "seal/signature", problem: "changed" };
  const key = createPublicKey({
    key: Buffer.from(seal.publicKey, "base64"),
    ...{ format: "der", type: "spki" },
  });
  const isSigned = verify(
    null,
    Buffer.from(seal.sha256, "hex"),
    key,
    Buffer.from(seal.signature, "base64"),
  );
  return isSigned ? null : { path: "seal/signature", problem: "signature_differs" };
}

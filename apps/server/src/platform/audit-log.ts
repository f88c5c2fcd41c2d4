/**
 * The audit log: append-only and hash-chained. Each entry's `hash` is the SHA-256 of the hash before
 * it, a line feed, and its own `body`; the body is canonical JSON (sorted keys), so that anyone can
 * compute the chain again. An entry is written in the transaction of the change that it tells of.
 * The single row of `AuditHead` is locked from the reading of the last hash until the commit, which
 * makes the order of the entries the order of the commits.
 */
import { createHash } from "node:crypto";
import type { AuditFacts, AuditKind, AuditSubjectKind } from "@istmo/domain";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

/** Where a request came from. */
export interface RequestOrigin {
  /** The client's address, as the proxies that we trust name it. */
  readonly ip: string;
  readonly userAgent: string | null;
  /** Null for somebody who has not signed in. */
  readonly sessionId: string | null;
}

/** An entry as a service records it; what does not apply is left out. */
export interface NewAuditEntry {
  readonly kind: AuditKind;
  readonly subject?: {
    readonly kind: AuditSubjectKind;
    readonly id: string;
    readonly label?: string;
  };
  readonly paperId?: string;
  readonly before?: AuditFacts;
  readonly after?: AuditFacts;
  readonly reason?: string;
}

/** Who recorded it, and where from: null for the installation itself. */
export interface AuditActor {
  readonly personId: string | null;
  readonly origin: RequestOrigin | null;
  readonly at: Date;
}

/** What an entry's body says. */
export interface AuditBody extends NewAuditEntry {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actorId: string | null;
  readonly from: RequestOrigin | null;
}

/** An entry as it lies in the database. */
export interface AuditRow {
  readonly seq: number;
  readonly at: Date;
  readonly kind: string;
  readonly actorId: string | null;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly paperId: string | null;
  readonly body: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** Where a chain ends. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** The hash before the first entry. */
export const firstHash = "0".repeat(64);

/** JSON with sorted keys and without what is undefined, so that equal facts give equal bytes. */
export function canonicalBody(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalBody).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => `${JSON.stringify(key)}:${canonicalBody(one)}`);
    return `{${parts.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** The hash of an entry. */
export function chainHash(prevHash: string, body: string): string {
  return createHash("sha256").update(`${prevHash}\n${body}`).digest("hex");
}

/** The rows that continue a chain from its head. */
export function chainRows(
  head: ChainHead,
  actor: AuditActor,
  entries: readonly NewAuditEntry[],
): AuditRow[] {
  let { seq, hash: prevHash } = head;
  return entries.map((entry) => {
    seq += 1;
    const said: AuditBody = {
      ...entry,
      seq,
      at: actor.at.toISOString(),
      actorId: actor.personId,
      from: actor.origin,
    };
    const body = canonicalBody(said);
    const hash = chainHash(prevHash, body);
    const row = {
      seq,
      at: actor.at,
      kind: entry.kind,
      actorId: actor.personId,
      subjectKind: entry.subject?.kind ?? null,
      subjectId: entry.subject?.id ?? null,
      paperId: entry.paperId ?? null,
      body,
      prevHash,
      hash,
    };
    prevHash = hash;
    return row;
  });
}

/**
 * Adds entries within a transaction. Call it after the change's own statements and before the
 * events: whoever holds the head makes every other writer wait.
 */
export async function appendAudit(
  tx: PrismaTransaction,
  actor: AuditActor,
  entries: readonly NewAuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "AuditHead" (id, seq, hash) VALUES (1, 0, ${firstHash}) ON CONFLICT (id) DO NOTHING`;
  const [head] = await tx.$queryRaw<{ seq: bigint; hash: string }[]>`
    SELECT seq, hash FROM "AuditHead" WHERE id = 1 FOR UPDATE`;
  if (head === undefined) throw new Error("The head of the audit log is missing.");
  const rows = chainRows({ seq: Number(head.seq), hash: head.hash }, actor, entries);
  const last = rows.at(-1);
  if (last === undefined) return;
  await tx.auditEntry.createMany({ data: rows });
  await tx.auditHead.update({ where: { id: 1 }, data: { seq: last.seq, hash: last.hash } });
}

/** For entries that tell of no change of rows: a refusal, a sign-in, the reading of a paper. */
export class AuditLog {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    this.#client = client;
  }

  async record(actor: AuditActor, entries: readonly NewAuditEntry[]): Promise<void> {
    await this.#client.$transaction((tx) => appendAudit(tx, actor, entries), {
      timeout: 20_000,
      maxWait: 20_000,
    });
  }
}

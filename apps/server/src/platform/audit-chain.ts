/**
 * Proves that the audit log is as it was written. The chain is computed again from its first entry,
 * in batches, and the first entry that does not fit is named:
 *
 *   missing         a number is skipped: entries were deleted, or renumbered
 *   out_of_chain    its `prevHash` is not the hash of the entry before it
 *   changed         its `hash` is not that of `prevHash` and `body`
 *   columns_differ  a column for searching says something else than the body
 *   head_differs    the log does not end where `AuditHead` says: entries were deleted or added there
 *
 * A chain that was written anew as a whole fits together. It is found by an anchor: the number and
 * hash of an entry, noted earlier where the writer of the chain does not reach.
 */
import type { AuditCheck } from "@istmo/contracts";
import type { PrismaClient } from "@istmo/prisma/client";
import {
  chainHash,
  firstHash,
  type AuditBody,
  type AuditRow,
  type ChainHead,
} from "./audit-log.ts";

/** Some entries in their order, and the head as it stood at the same instant. */
export interface ChainBatch {
  readonly rows: readonly AuditRow[];
  readonly head: ChainHead | null;
}

/** What came of a check. */
export interface ChainCheck {
  readonly isSound: boolean;
  /** How many entries were read. */
  readonly entries: number;
  /** The last entry that fits. */
  readonly head: ChainHead | null;
  readonly broken: AuditCheck["broken"];
  /** Whether the entry noted earlier is still there; null without one, or when the chain is broken. */
  readonly isAnchorKept: boolean | null;
}

/** Whether the columns repeat what the body says. */
function fitsBody(row: AuditRow): boolean {
  let said: AuditBody;
  try {
    said = JSON.parse(row.body) as AuditBody;
  } catch {
    return false;
  }
  return (
    said.seq === row.seq &&
    said.at === row.at.toISOString() &&
    said.kind === row.kind &&
    said.actorId === row.actorId &&
    (said.subject?.kind ?? null) === row.subjectKind &&
    (said.subject?.id ?? null) === row.subjectId &&
    (said.paperId ?? null) === row.paperId
  );
}

/** What is wrong with the entry that follows `last`; null when it fits. */
function problemOf(row: AuditRow, last: ChainHead): AuditCheck["broken"] {
  const expected = last.seq + 1;
  if (row.seq > expected) return { seq: expected, problem: "missing" };
  if (row.seq < expected || row.prevHash !== last.hash)
    return { seq: row.seq, problem: "out_of_chain" };
  if (row.hash !== chainHash(row.prevHash, row.body)) return { seq: row.seq, problem: "changed" };
  if (!fitsBody(row)) return { seq: row.seq, problem: "columns_differ" };
  return null;
}

/** What is wrong where the log ends; a log that was never written to has no head. */
function problemAtEnd(last: ChainHead, head: ChainHead | null): AuditCheck["broken"] {
  const kept = head ?? { seq: 0, hash: firstHash };
  if (kept.seq === last.seq)
    return kept.hash === last.hash ? null : { seq: last.seq, problem: "head_differs" };
  return { seq: Math.min(kept.seq, last.seq) + 1, problem: "head_differs" };
}

/** Computes the chain again. The head that counts is that of the last batch. */
export async function verifyChain(
  batches: AsyncIterable<ChainBatch> | Iterable<ChainBatch>,
  anchor: ChainHead | null = null,
): Promise<ChainCheck> {
  let last: ChainHead = { seq: 0, hash: firstHash };
  let head: ChainHead | null = null;
  let entries = 0;
  let isAnchorKept = false;
  const result = (broken: AuditCheck["broken"]): ChainCheck => ({
    isSound: broken === null && (anchor === null || isAnchorKept),
    entries,
    head: last.seq === 0 ? null : last,
    broken,
    isAnchorKept: anchor === null || broken !== null ? null : isAnchorKept,
  });
  for await (const batch of batches) {
    ({ head } = batch);
    for (const row of batch.rows) {
      entries += 1;
      const broken = problemOf(row, last);
      if (broken !== null) return result(broken);
      last = { seq: row.seq, hash: row.hash };
      if (row.seq === anchor?.seq) isAnchorKept = row.hash === anchor.hash;
    }
  }
  return result(problemAtEnd(last, head));
}

/** Entries read at a time. */
const batchSize = 1000;

/**
 * The whole log, oldest first. Each batch is one snapshot, so that the last one, which reaches the
 * end, and its head belong together while others go on writing.
 */
export async function* readChain(client: PrismaClient): AsyncGenerator<ChainBatch> {
  let batch = await readBatch(client, null);
  for (;;) {
    yield batch;
    const last = batch.rows.at(-1);
    if (last === undefined || batch.rows.length < batchSize) return;
    batch = await readBatch(client, last.seq);
  }
}

async function readBatch(client: PrismaClient, after: number | null): Promise<ChainBatch> {
  const [rows, head] = await client.$transaction(
    [
      client.auditEntry.findMany({
        ...(after === null ? {} : { where: { seq: { gt: after } } }),
        orderBy: { seq: "asc" },
        take: batchSize,
      }),
      client.auditHead.findUnique({ where: { id: 1 } }),
    ],
    { isolationLevel: "RepeatableRead" },
  );
  return {
    rows: rows.map((row) => ({ ...row, seq: Number(row.seq) })),
    head: head && { seq: Number(head.seq), hash: head.hash },
  };
}

/** The last entry of the log as its head tells it; null before the first. */
export async function findChainHead(client: PrismaClient): Promise<ChainHead | null> {
  const head = await client.auditHead.findUnique({ where: { id: 1 } });
  return head === null || head.seq === 0n ? null : { seq: Number(head.seq), hash: head.hash };
}

/** Reads "1234:ab12…", as the page and the log show a head. Null when it is none. */
export function parseAnchor(text: string): ChainHead | null {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim().toLowerCase());
  return match === null ? null : { seq: Number(match[1]), hash: match[2] ?? "" };
}

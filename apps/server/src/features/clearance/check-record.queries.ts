/** Whether a sealed record is the one that the database holds, with the texts that it names. */
import type { PrismaClient } from "@istmo/prisma/client";
import { findVersionText, versionSha256 } from "../versions/versions.queries.ts";
import { readRecord } from "./sealed-record.ts";

/** What the database does not agree with; the record itself was checked before. */
export type Disagreement = "unknown" | "record_differs" | "version_differs" | "audit_differs";

/** Null when all agrees. */
export async function checkAgainstDatabase(
  client: PrismaClient,
  text: string,
): Promise<Disagreement | null> {
  const record = readRecord(text);
  if (record === null) return "unknown";
  const { paper, version, audit } = record.body;
  const kept = await client.clearanceRecord.findFirst({
    where: { paperId: paper.id, versionId: version.id },
  });
  if (kept === null) return "unknown";
  if (kept.json !== text) return "record_differs";
  const rows = await client.editionVersion.findMany({
    where: { paperVersionId: version.id },
    select: { id: true, edition: { select: { language: true } } },
  });
  const texts: { language: string; sha256: string }[] = [];
  for (const { id, edition } of rows) {
    // Throws where the stored text is not what was hashed.
    const found = await findVersionText(client, id).catch(() => null);
    if (found === null) return "version_differs";
    texts.push({ language: edition.language, sha256: found.sha256 });
  }
  if (versionSha256(texts) !== version.sha256) return "version_differs";
  const entries = await client.auditEntry.findMany({
    where: { seq: { in: audit.map(({ seq }) => seq) } },
    select: { seq: true, hash: true },
  });
  const hashes = new Map(entries.map(({ seq, hash }) => [Number(seq), hash]));
  return audit.every(({ seq, hash }) => hashes.get(seq) === hash) ? null : "audit_differs";
}

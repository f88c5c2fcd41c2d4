/** Versions for other features: what was kept, whole and by its id. */
import { createHash } from "node:crypto";
import type { PaperDocumentJson } from "@istmo/paper-schema";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { readState } from "./packed-state.ts";
import { canonicalOf, readText, unpack } from "./packed-text.ts";
import { verified } from "./verified-text.ts";

type Db = PrismaClient | PrismaTransaction;

/** A version's text, as it was hashed. */
export interface VersionText {
  readonly id: string;
  readonly editionId: string;
  readonly number: number;
  readonly title: string;
  readonly sha256: string;
  /** Its SHA-256, over UTF-8, is `sha256`: that was checked. */
  readonly canonical: string;
  readonly document: PaperDocumentJson;
}

/** Where a version stands in its edition's history. */
interface Place {
  readonly editionId: string;
  readonly number: number;
  readonly chainStart: number;
}

/** The packed columns of the chain that ends with this version. */
export async function chainOf(
  db: Db,
  { editionId, number, chainStart }: Place,
  column: "text" | "state",
): Promise<Uint8Array[]> {
  const rows = await db.editionVersion.findMany({
    where: { editionId, number: { gte: chainStart, lte: number } },
    select: { text: column === "text", state: column === "state" },
    orderBy: { number: "asc" },
  });
  return rows.map((row) => unpack(row[column] as Uint8Array));
}

/**
 * The text of a version; null where there is none. Throws when what is stored is not what was
 * hashed.
 */
export async function findVersionText(db: Db, versionId: string): Promise<VersionText | null> {
  const row = await db.editionVersion.findUnique({
    where: { id: versionId },
    select: {
      id: true,
      editionId: true,
      number: true,
      title: true,
      sha256: true,
      chainStart: true,
    },
  });
  if (row === null) return null;
  const { id, editionId, number, title, sha256 } = row;
  const canonical = verified(canonicalOf(readText(await chainOf(db, row, "text"))), row);
  return {
    ...{ id, editionId, number, title, sha256, canonical },
    document: JSON.parse(canonical) as PaperDocumentJson,
  };
}

/** The Yjs state of a version as one update; null where there is none. */
export async function findVersionState(db: Db, versionId: string): Promise<Uint8Array | null> {
  const row = await db.editionVersion.findUnique({
    where: { id: versionId },
    select: { editionId: true, number: true, chainStart: true },
  });
  return row && readState(await chainOf(db, row, "state"));
}

/** One hash for all languages of a version: of the lines "<language> <sha256>" of its editions. */
export function versionSha256(
  editions: readonly { readonly language: string; readonly sha256: string }[],
): string {
  const lines = editions.map(({ language, sha256 }) => `${language} ${sha256}\n`).sort();
  return createHash("sha256").update(lines.join("")).digest("hex");
}

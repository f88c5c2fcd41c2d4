/** Documents for the features whose evidence they are. */
import type { DocumentSubjectKind, KeptDocument } from "@istmo/contracts";
import {
  classificationLevels,
  isClearedFor,
  type Actor,
  type ClassificationLevel,
} from "@istmo/domain";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { namesOf } from "../identity/identity.queries.ts";

type Db = PrismaClient | PrismaTransaction;

/** Whose a document is. */
export interface DocumentSubject {
  readonly kind: DocumentSubjectKind;
  readonly id: string;
}

/** What somebody may do with the documents of an item that they may see. */
export interface DocumentAccess {
  /** Whether they may give documents as evidence of it. */
  readonly mayAdd: boolean;
  /** That of the item; its documents are at least as classified. */
  readonly classification: ClassificationLevel;
}

/** What is told of a document; its bytes are read for whoever takes it. */
export const toldOfDocument = {
  ...{ id: true, name: true, mediaType: true, bytes: true, sha256: true, classification: true },
  ...{ subjectKind: true, subjectId: true, createdById: true, createdAt: true, givenAt: true },
} as const;

export interface DocumentRow {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly classification: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly createdById: string;
  readonly createdAt: Date;
  readonly givenAt: Date | null;
}

/**
 * Within the transaction of a step: what the actor uploaded for the subject becomes its evidence, at
 * the classification of that step or its own if that is higher. Ask first whether the actor may.
 * Refusals: `unknown_document` where one is not in the actor's hand for this subject.
 */
export async function giveDocumentsWithin(
  tx: PrismaTransaction,
  given: {
    readonly actor: Pick<Actor, "id">;
    readonly subject: DocumentSubject;
    readonly ids: readonly string[];
    readonly classification: ClassificationLevel;
    readonly at: Date;
  },
): Promise<void> {
  const { actor, subject, classification, at } = given;
  const ids = [...new Set(given.ids)];
  if (ids.length === 0) return;
  const inHand = {
    ...{ id: { in: ids }, createdById: actor.id, givenAt: null },
    ...{ subjectKind: subject.kind, subjectId: subject.id },
  };
  const lower = classificationLevels.filter((level) => !isClearedFor(level, classification));
  await tx.keptDocument.updateMany({
    where: { ...inHand, classification: { in: lower } },
    data: { classification },
  });
  const { count } = await tx.keptDocument.updateMany({ where: inHand, data: { givenAt: at } });
  if (count !== ids.length) throw new AppError("unknown_document");
}

/**
 * What was given as evidence of these subjects of one kind, in the order in which it came, of that
 * for which the actor is cleared. Ask first whether the actor may see the subjects.
 */
export async function documentsOf(
  db: Db,
  actor: Actor,
  wanted: { readonly kind: DocumentSubjectKind; readonly ids: readonly string[] },
): Promise<ReadonlyMap<string, readonly KeptDocument[]>> {
  const rows = await db.keptDocument.findMany({
    where: {
      ...{ subjectKind: wanted.kind, subjectId: { in: [...wanted.ids] } },
      givenAt: { not: null },
    },
    select: toldOfDocument,
    orderBy: [{ givenAt: "asc" }, { createdAt: "asc" }, { id: "asc" }],
  });
  const names = await namesOf(
    db,
    rows.map(({ createdById }) => createdById),
  );
  const documents = new Map<string, KeptDocument[]>();
  for (const row of rows) {
    if (!isClearedFor(actor.clearedTo, row.classification)) continue;
    const document = toDocument(row, names.get(row.createdById) ?? null);
    documents.set(row.subjectId, [...(documents.get(row.subjectId) ?? []), document]);
  }
  return documents;
}

export function toDocument(row: DocumentRow, createdBy: KeptDocument["createdBy"]): KeptDocument {
  const { id, name, mediaType, bytes, sha256, classification, createdAt } = row;
  return {
    ...{ id, name, mediaType, bytes, sha256, createdBy },
    classification: classification as ClassificationLevel,
    createdAt: createdAt.toISOString(),
  };
}

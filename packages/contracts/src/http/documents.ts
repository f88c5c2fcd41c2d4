/**
 * Documents that are kept as evidence: each belongs to one action item or commitment.
 *
 *     POST   documents?subjectKind&subjectId&name   the file's bytes as the body → keptDocument (201)
 *     GET    documents/:id                          the file, to keep
 *     DELETE documents/:id                          before it has been given as evidence → {}
 *
 * Until a step names it as evidence, nobody but who uploaded it knows of it; a day later it is gone.
 */
import { z } from "zod";
import { id, line, personRef } from "./common.ts";
import { classification } from "./people.ts";

/** Bytes of one document. */
export const documentBytes = 20 * 1024 * 1024;
/** Documents of one action item or commitment, and all their bytes. */
export const documentsPerSubject = 50;
export const documentBytesPerSubject = 200 * 1024 * 1024;
/** Documents that one person has uploaded and not yet given as evidence. */
export const documentsInHand = 20;
/** Documents that one step gives. */
export const documentsPerStep = 10;

export const documentSubjectKinds = ["action", "commitment"] as const;
export type DocumentSubjectKind = (typeof documentSubjectKinds)[number];

/** What a document may be, by what its bytes hold: media type → endings of names, the usual first. */
export const documentKinds = {
  "application/pdf": ["pdf"],
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/webp": ["webp"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  "application/vnd.oasis.opendocument.text": ["odt"],
  "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
  "text/plain": ["txt"],
  "text/csv": ["csv"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type DocumentType = keyof typeof documentKinds;
export const documentTypes = Object.keys(documentKinds) as DocumentType[];

/** The endings of all kinds, as a page's file picker wants them: ".pdf,.png,…". */
export const documentEndings = Object.values(documentKinds)
  .flat()
  .map((ending) => `.${ending}`)
  .join(",");

export const keptDocument = z.object({
  id,
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  classification,
  createdBy: personRef.nullable(),
  createdAt: z.iso.datetime(),
});
export type KeptDocument = z.infer<typeof keptDocument>;

export const documentUploadQuery = z.object({
  subjectKind: z.enum(documentSubjectKinds),
  subjectId: id,
  name: line(200),
});

/** The documents that a step gives as evidence. */
export const documentIds = z.array(id).max(documentsPerStep);

/**
 * Evidence of an action item: each piece is words, a link or a document. It stays once given.
 *
 *     POST actions/:id/evidence   giveEvidence → wholeAction
 *
 * A step `mark_done` may bring its own; it asks for one piece at least since the item was last
 * refused or reopened.
 */
import { z } from "zod";
import { id, personRef, text } from "./common.ts";
import { documentIds, keptDocument } from "./documents.ts";

/** Pieces of evidence of one item. */
export const evidencePerAction = 100;

export const evidenceLink = z.url({ protocol: /^https?$/ }).max(2000);

export const actionEvidence = z.object({
  id,
  /** What the asking person is not cleared for is a document of which nothing more is told. */
  content: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("text"), text: z.string() }),
    z.object({ kind: z.literal("link"), link: z.string() }),
    z.object({ kind: z.literal("document"), document: keptDocument.nullable() }),
  ]),
  givenBy: personRef.nullable(),
  givenAt: z.iso.datetime(),
});
export type ActionEvidence = z.infer<typeof actionEvidence>;

/** What is given beside the words of a step. */
export const evidencePieces = {
  links: z.array(evidenceLink).max(10).optional(),
  documentIds: documentIds.optional(),
};

export const giveEvidence = z
  .object({ text: text(4000).optional(), ...evidencePieces })
  .refine(
    ({ text: words, links = [], documentIds: documents = [] }) =>
      words !== undefined || links.length + documents.length > 0,
    { error: "one piece at least" },
  );
export type GiveEvidence = z.input<typeof giveEvidence>;

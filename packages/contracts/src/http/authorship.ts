/** Who wrote what stands in a text, proved by the sessions that brought it. */
import { z } from "zod";
import { id, personRef } from "./common.ts";

/** Letters, as UTF-16 units. */
const characters = z.int().min(0);

/**
 * Somebody as they were when they wrote: the centre and organisation are those of the post that
 * they held when they began to write on that page; null where no post of then is known.
 */
export const textAuthor = z.object({
  /** Null: nobody's, as the words of a template. */
  person: personRef.nullable(),
  centreId: id.nullable(),
  organisationId: id.nullable(),
  characters,
});
export type TextAuthor = z.infer<typeof textAuthor>;

export const authorship = z.object({
  editionId: id,
  /** Most first. A person who changed posts is there once for each. */
  authors: z.array(textAuthor),
  /** In the order of the text; blocks without text are left out. */
  blocks: z.array(
    z.object({
      /** Null for text outside of any block. */
      blockId: z.string().nullable(),
      /** From and to in UTF-16 units of the block's own text; the author by place in `authors`. */
      spans: z.array(z.object({ from: z.int(), to: z.int(), author: z.int() })),
    }),
  ),
  totals: z.object({
    characters,
    /** Words of a template, and others that nobody typed. */
    ofNobody: characters,
    people: z.array(
      z.object({
        person: personRef,
        characters,
        /** Units that this person took out of the text: letters, and one for each mark or block. */
        removed: z.int().min(0),
      }),
    ),
    /** Null: written by people without a centre. */
    centres: z.array(z.object({ centreId: id.nullable(), characters })),
    /** Null: written by people without an organisation of their own. */
    organisations: z.array(z.object({ organisationId: id.nullable(), characters })),
  }),
});
export type Authorship = z.infer<typeof authorship>;

/** Everybody who ever wrote in an edition, as their posts are today: suggestions name only their id. */
export const editionWriters = z.object({
  items: z
    .array(z.object({ person: personRef, centreId: id.nullable(), organisationId: id.nullable() }))
    .max(1_000),
});
export type EditionWriters = z.infer<typeof editionWriters>;

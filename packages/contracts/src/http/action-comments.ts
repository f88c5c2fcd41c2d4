/**
 * Comments on an action item, read by whoever sees the item.
 *
 *     GET    actions/:id/comments                listQuery          → page of actionComment, newest first
 *     POST   actions/:id/comments                writeActionComment → actionComment (201)
 *     PATCH  actions/:id/comments/:commentId     editActionComment  → actionComment
 *     DELETE actions/:id/comments/:commentId                        → actionComment, taken back
 *     GET    actions/:id/people                  actionPeopleQuery  → actionPeople
 */
import { z } from "zod";
import { commentLength, mentionsPerMessage, mentionsIn } from "./comments.ts";
import { cleanLine, id, personRef, rowVersion, text } from "./common.ts";

/** Comments of one item. */
export const commentsPerAction = 500;

/** Plain text in which `@{person:…}` names somebody who sees the item; no body can be named. */
const body = text(commentLength)
  .refine((it) => mentionsIn(it).length <= mentionsPerMessage, { error: "mentions" })
  .refine((it) => mentionsIn(it).every((subject) => subject.startsWith("person:")), {
    error: "people only",
  });

export const actionComment = z.object({
  id,
  author: personRef.nullable(),
  /** Empty once it has been taken back. */
  body: z.string(),
  /** Whom the tokens of the body name. */
  mentions: z.array(personRef),
  createdAt: z.iso.datetime(),
  /** Null while it stands as it was written. */
  editedAt: z.iso.datetime().nullable(),
  removedAt: z.iso.datetime().nullable(),
  version: rowVersion,
  abilities: z.object({ edit: z.boolean() }),
});
export type ActionComment = z.infer<typeof actionComment>;

export const writeActionComment = z.object({ body });
export const editActionComment = z.object({ version: rowVersion, body });

export const actionPeopleQuery = z.object({
  /** Matched with the beginnings of words of the name, without regard to case and accents. */
  q: z.string().max(100).overwrite(cleanLine).default(""),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});
/** People who see the item: who can be named in a comment, help, or be asked to unblock it. */
export const actionPeople = z.object({
  items: z.array(personRef.extend({ centreId: id.nullable(), organisationId: id.nullable() })),
});
export type ActionPeople = z.infer<typeof actionPeople>;

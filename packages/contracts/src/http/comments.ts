/**
 * Conversations about a paper, in two tiers: within one centre or organisation, which nobody outside
 * of it ever sees, and with everybody who may read the paper.
 *
 *     GET   papers/:id/comments              commentsQuery  → commentsPage
 *     GET   papers/:id/comments/mentionable  mentionableQuery → mentionable
 *     POST  papers/:id/comments              openThread     → commentThread (201)
 *     POST  papers/:id/comments/read-all     readAllThreads → commentReadingAnswer
 *     POST  papers/:id/positions             submitPosition → commentThread (201), the position
 *     GET   comments/:id                                    → commentThread
 *     POST  comments/:id/messages            writeMessage   → commentThread (201)
 *     PATCH comments/:id/messages/:messageId editMessage    → commentThread
 *     POST  comments/:id/resolve | reopen    changeThread   → commentThread
 *     POST  comments/:id/assign              assignThread   → commentThread
 *     POST  comments/:id/read                readThread     → commentReadingAnswer
 */
import { z } from "zod";
import { actionTitleLength, priority } from "./actions.ts";
import {
  cleanLine,
  day,
  id,
  language,
  line,
  listQuery,
  localText,
  personRef,
  rowVersion,
  text,
} from "./common.ts";

/** Characters of a message, its mentions included. */
export const commentLength = 4000;
/** Characters of the words that a conversation was opened on. */
export const quoteLength = 500;
/** People, centres and organisations that one message may name. */
export const mentionsPerMessage = 20;
/** Conversations within an organisation that one position may bring together. */
export const threadsPerPosition = 50;
/** Messages of one conversation. */
export const messagesPerThread = 200;

/** Whom a message names: "person:<id>", "centre:<id>" or "organisation:<id>". */
export const mentionSubject = z.string().regex(/^(person|centre|organisation):[\w.-]{1,64}$/);

/**
 * How a message names somebody within its plain text: `@{person:person-lead-gt}`. Everything else of
 * a body is text as it was typed, and is shown as text.
 */
export const mentionToken = /@\{((?:person|centre|organisation):[\w.-]{1,64})\}/g;

/** The subjects that a body names, each once, in the order of the text. */
export function mentionsIn(body: string): string[] {
  return [...new Set([...body.matchAll(mentionToken)].map(([, subject = ""]) => subject))];
}

/** "paper": whoever may read the paper. Otherwise the people of one centre or organisation alone. */
export const commentCircle = z
  .string()
  .regex(/^(paper|centre:[\w.-]{1,64}|organisation:[\w.-]{1,64})$/);

export const commentTargets = ["paper", "text", "block", "figure", "cell", "suggestion"] as const;
export const commentTarget = z.enum(commentTargets);
export type CommentTarget = z.infer<typeof commentTarget>;

/** A Yjs relative position, encoded, as base64: at most 512 bytes. */
const relativePosition = z
  .string()
  .max(684)
  .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/)
  .refine((it) => it.length > 0, { error: "1..512 bytes" });

/** Where in the text: both ends as relative positions, which move with what is typed around them. */
export const commentAnchor = z.object({ start: relativePosition, end: relativePosition });
export type CommentAnchor = z.infer<typeof commentAnchor>;

const blockId = z.string().regex(/^[\x21-\x7e]{1,64}$/);

export const commentMessage = z.object({
  id,
  author: personRef,
  /** The centre or organisation of the post by which it was written; the office is an organisation. */
  centreId: id.nullable(),
  organisationId: id.nullable(),
  /** Plain text with mention tokens. */
  body: z.string(),
  /** Whom the tokens of the body name; for a person both languages hold the name. */
  mentions: z.array(z.object({ subject: mentionSubject, label: localText })),
  createdAt: z.iso.datetime(),
  /** Null while it stands as it was written. */
  editedAt: z.iso.datetime().nullable(),
  version: rowVersion,
  abilities: z.object({ edit: z.boolean() }),
});
export type CommentMessage = z.infer<typeof commentMessage>;

export const commentThread = z.object({
  id,
  paperId: id,
  /** Null on the paper as a whole, which is the same in every language. */
  editionId: id.nullable(),
  /** That of the edition. */
  language: language.nullable(),
  circle: commentCircle,
  /** The organisation that speaks by it as one: "organisation:<id>"; null for a person's own words. */
  onBehalfOf: z.string().nullable(),
  target: commentTarget,
  /** The block in or on which it stands; what is left to show where an anchor finds nothing. */
  blockId: z.string().nullable(),
  suggestionId: z.string().nullable(),
  anchor: commentAnchor.nullable(),
  /** The words that it was about, when it was opened; "" where there are none. */
  quote: z.string(),
  state: z.enum(["open", "resolved"]),
  /** The action item that it was assigned as; ask for the item by its id. */
  action: z.object({ id }).nullable(),
  /** Of a conversation within an organisation: the position by which it was submitted. */
  submittedAsId: id.nullable(),
  /** Of a position: the conversations that it came from; empty to whoever may not see those. */
  submittedFrom: z.array(id),
  createdBy: personRef,
  createdAt: z.iso.datetime(),
  resolvedBy: personRef.nullable(),
  resolvedAt: z.iso.datetime().nullable(),
  sample: z.boolean(),
  version: rowVersion,
  /** Whether somebody else has written since the asking person last read it. */
  isUnread: z.boolean(),
  /** Oldest first; the first one opened the conversation. */
  messages: z.array(commentMessage).min(1),
  abilities: z.object({
    reply: z.boolean(),
    resolve: z.boolean(),
    reopen: z.boolean(),
    assign: z.boolean(),
    /** To submit it as the organisation's position, alone or with others of the same circle. */
    submit: z.boolean(),
  }),
});
export type CommentThread = z.infer<typeof commentThread>;

export const commentsQuery = listQuery.extend({
  /** Of this edition, and those on the paper as a whole. */
  edition: id.optional(),
  circle: commentCircle.optional(),
  /** In which somebody of this centre, or organisation, has written, or that speaks for it. */
  centre: id.optional(),
  organisation: id.optional(),
  state: z.enum(["open", "resolved"]).optional(),
  unread: z.stringbool().optional(),
  /** That I have opened or answered, or that name me, my centre or my organisation. */
  mine: z.stringbool().optional(),
});

/** Newest first. A page is shorter than asked for where its conversations are long. */
export const commentsPage = z.object({
  items: z.array(commentThread),
  nextCursor: z.string().nullable(),
  /** Of everything that the asking person sees on this paper, whatever the filter. */
  counts: z.object({ open: z.int(), resolved: z.int(), unread: z.int() }),
  /** The circles in which the person may open a conversation here, their own ones first. */
  circles: z.array(
    z.object({
      circle: commentCircle,
      /** Whether the person submits for it: what is said here becomes the organisation's position. */
      maySubmit: z.boolean(),
    }),
  ),
});
export type CommentsPage = z.infer<typeof commentsPage>;

const messageBody = text(commentLength).refine(
  (body) => mentionsIn(body).length <= mentionsPerMessage,
  { error: `0..${mentionsPerMessage} mentions` },
);

/** A quote may be empty; what is too long is cut by the page. */
const quote = z
  .string()
  .max(20_000)
  .overwrite(cleanLine)
  .refine((it) => [...it].length <= quoteLength, { error: `0..${quoteLength}` });

/**
 * What each target asks for: on the paper as a whole nothing; elsewhere the edition, and the block
 * or the suggestion. The anchor is for text alone, and may be missing there.
 */
export const openThread = z
  .object({
    circle: commentCircle.default("paper"),
    target: commentTarget,
    editionId: id.nullable().default(null),
    blockId: blockId.nullable().default(null),
    suggestionId: blockId.nullable().default(null),
    anchor: commentAnchor.nullable().default(null),
    quote: quote.default(""),
    body: messageBody,
  })
  .refine(({ target, editionId }) => (target === "paper") === (editionId === null), {
    path: ["editionId"],
    error: "on the paper as a whole null, elsewhere required",
  })
  .refine(
    ({ target, blockId }) =>
      target === "paper" ? blockId === null : target === "suggestion" || blockId !== null,
    { path: ["blockId"], error: "required on text, blocks, figures and cells" },
  )
  .refine(({ target, suggestionId }) => (target === "suggestion") === (suggestionId !== null), {
    path: ["suggestionId"],
    error: "required on a suggestion, null elsewhere",
  })
  .refine(({ target, anchor }) => anchor === null || ["text", "suggestion"].includes(target), {
    path: ["anchor"],
    error: "only on text",
  });
export type OpenThread = z.input<typeof openThread>;

export const writeMessage = z.object({ body: messageBody });
export const editMessage = z.object({ version: rowVersion, body: messageBody });
/** Of resolving and opening again; the version is the conversation's. */
export const changeThread = z.object({ version: rowVersion });

/**
 * An action item that comes from the paper and, where there is one, the block. Everybody on the
 * board reads its title: of a conversation within a circle nothing is filled in by itself.
 */
export const assignThread = z.object({
  version: rowVersion,
  title: line(actionTitleLength),
  language,
  centreId: id.nullable(),
  ownerId: id.optional(),
  priority: priority.default("normal"),
  dueOn: day.optional(),
});
export type AssignThread = z.input<typeof assignThread>;

/** Up to which message the person has read; what came later stays unread. */
export const readThread = z.object({ messageId: id });
/** Everything on the paper up to this instant: when the page asked for what it shows. */
export const readAllThreads = z.object({
  upTo: z.iso.datetime().refine((it) => it >= "1970-01-01", { error: "after 1970" }),
});
/** What is left unread on the paper. */
export const commentReadingAnswer = z.object({ unread: z.int() });

/** One position of the organisation, out of conversations of its circle, which stay within. */
export const submitPosition = z.object({
  threadIds: z.array(id).min(1).max(threadsPerPosition),
  /** The one of them where it will stand; null: on the paper as a whole. */
  placeOf: id.nullable(),
  body: messageBody,
});
export type SubmitPosition = z.infer<typeof submitPosition>;

export const mentionableQuery = z.object({
  /** What has been typed after the @; matched within names without regard to case and accents. */
  q: z.string().max(100).overwrite(cleanLine).default(""),
  /** In which circle the message will stand: only who sees it can be named. */
  circle: commentCircle.default("paper"),
  limit: z.coerce.number().int().min(1).max(20).default(10),
});
/** Centres and organisations first, then people, each by name. */
export const mentionable = z.object({
  items: z.array(
    z.object({
      subject: mentionSubject,
      label: localText,
      /** Where a person works, to tell two of one name apart. */
      centreId: id.nullable(),
      organisationId: id.nullable(),
    }),
  ),
});
export type Mentionable = z.infer<typeof mentionable>;

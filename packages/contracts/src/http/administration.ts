/** People, posts, invitations, requests and organisations, as those who manage them see them. */
import { roles } from "@istmo/domain";
import { z } from "zod";
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
import { classification } from "./people.ts";
import { emailAddress } from "./sign-in.ts";

/** Characters of a reason. */
export const reasonLength = 2000;
export const reason = text(reasonLength);

/** A post as somebody holds it. Days are the office's; `endsOn` is the last day. */
export const tenure = z.object({
  id,
  personId: id,
  role: z.enum(roles),
  centreId: id.nullable(),
  organisationId: id.nullable(),
  startsOn: day,
  endsOn: day.nullable(),
  state: z.enum(["planned", "held", "ended"]),
  version: rowVersion,
  abilities: z.object({ end: z.boolean(), handOver: z.boolean() }),
});
export type Tenure = z.infer<typeof tenure>;

export const managedPerson = z.object({
  id,
  name: z.string(),
  email: z.string(),
  locale: language,
  sample: z.boolean(),
  clearedTo: classification,
  deactivatedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  version: rowVersion,
  /** Of today and to come, the first first; ended ones in `managedPersonDetail` alone. */
  posts: z.array(tenure),
  abilities: z.object({
    edit: z.boolean(),
    givePost: z.boolean(),
    deactivate: z.boolean(),
    reactivate: z.boolean(),
    clear: z.boolean(),
    signOut: z.boolean(),
    resetSignIn: z.boolean(),
  }),
});
export type ManagedPerson = z.infer<typeof managedPerson>;

export const managedPersonDetail = managedPerson.extend({
  endedPosts: z.array(tenure),
  signIn: z.object({
    hasPassword: z.boolean(),
    hasTotp: z.boolean(),
    passkeys: z.int(),
    sessions: z.int(),
  }),
});
export type ManagedPersonDetail = z.infer<typeof managedPersonDetail>;

export const managedPeopleQuery = listQuery.extend({
  /** Part of a name or address. */
  search: z.string().max(200).overwrite(cleanLine).optional(),
  state: z.enum(["active", "deactivated", "without_post"]).optional(),
  role: z.enum(roles).optional(),
  centre: id.optional(),
  organisation: id.optional(),
});

export const withReason = z.object({ reason });
export const changePerson = z.object({
  version: rowVersion,
  name: line(120).optional(),
  email: emailAddress.optional(),
});
export const clearPerson = z.object({ level: classification, reason });

const newPost = z.object({
  role: z.enum(roles),
  centreId: id.nullable().default(null),
  organisationId: id.nullable().default(null),
  /** Today when left out. */
  startsOn: day.optional(),
  endsOn: day.nullable().default(null),
});
export const givePost = newPost.extend({ personId: id });
export const endPost = z.object({ version: rowVersion, reason });
export const handOverPost = z.object({ version: rowVersion, successorId: id, reason });
/** What passed on with a post. */
export const handedOver = z.object({
  post: tenure,
  /** By kind of work: "actions", later "reviews" and "clearances". */
  moved: z.record(z.string(), z.int()),
  /** Work that the successor may not see; it is left without an owner. */
  left: z.record(z.string(), z.int()),
});
export type HandedOver = z.infer<typeof handedOver>;

export const invite = newPost.extend({
  email: emailAddress,
  name: line(120),
  locale: language,
});
export type Invite = z.input<typeof invite>;
export const invitation = z.object({
  id,
  email: z.string(),
  name: z.string(),
  locale: language,
  role: z.enum(roles),
  centreId: id.nullable(),
  organisationId: id.nullable(),
  startsOn: day,
  endsOn: day.nullable(),
  state: z.enum(["pending", "accepted", "expired", "revoked"]),
  invitedBy: personRef,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Invitation = z.infer<typeof invitation>;
export const invitationsQuery = listQuery.extend({
  state: z.enum(["pending", "accepted", "expired", "revoked"]).optional(),
});

/** `paperId` without a look at whether it exists: the answer is always the same. */
export const askForPaper = z.object({ paperId: id, reason });
export const accessRequest = z.object({
  id,
  kind: z.enum(["account", "paper"]),
  name: z.string(),
  email: z.string().nullable(),
  organisation: z.string().nullable(),
  person: personRef.nullable(),
  paper: z.object({ id, title: z.string() }).nullable(),
  reason: z.string(),
  createdAt: z.iso.datetime(),
  decision: z.enum(["granted", "declined"]).nullable(),
  decidedBy: personRef.nullable(),
  note: z.string().nullable(),
});
export type AccessRequest = z.infer<typeof accessRequest>;
export const accessRequestsQuery = listQuery.extend({
  state: z.enum(["open", "decided"]).optional(),
});
/**
 * Declining takes a note for the file. Granting a request for an account sends an invitation into
 * `post`; granting one for a paper shares it at `level`.
 */
export const decideAccessRequest = z.union([
  z.object({ decision: z.literal("declined"), note: text(reasonLength).optional() }),
  z.object({
    decision: z.literal("granted"),
    post: newPost.optional(),
    level: z.enum(["reader", "commenter", "suggester", "editor"]).optional(),
    expiresOn: day.nullable().optional(),
  }),
]);

export const membership = z.object({
  id,
  memberId: id,
  bodyId: id,
  status: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export const organisationKinds = ["state", "partner", "ministry", "office"] as const;
export const managedOrganisation = z.object({
  id,
  kind: z.string(),
  country: z.string().nullable(),
  name: localText,
  abbreviation: localText,
  languages: z.array(z.string()),
  isActive: z.boolean(),
  version: rowVersion,
  /** Who belongs to it, and where it belongs, with dates. */
  members: z.array(membership),
  memberOf: z.array(membership),
  /** Of today. */
  people: z.int(),
});
export type ManagedOrganisation = z.infer<typeof managedOrganisation>;
const bothLanguages = z.object({ es: line(200), en: line(200) });
export const addOrganisation = z.object({
  kind: z.string().regex(/^[a-z_]{2,40}$/),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  name: bothLanguages,
  abbreviation: bothLanguages,
  languages: z
    .array(z.string().regex(/^[a-z]{2}$/))
    .min(1)
    .max(6),
});
export const changeOrganisation = z.object({
  version: rowVersion,
  name: bothLanguages.optional(),
  abbreviation: bothLanguages.optional(),
  isActive: z.boolean().optional(),
});
export const addMembership = z.object({
  memberId: id,
  /** "member", "observer", "chair" … as the body's own rules name it. */
  status: line(60),
  from: day.nullable(),
  to: day.nullable(),
});
export const endMembership = z.object({ to: day });

/** A mail of the outbox. The text is gone once it has been delivered. */
export const outboxMail = z.object({
  id,
  kind: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  state: z.enum(["queued", "sent", "failed", "kept"]),
  attempts: z.int(),
  lastError: z.string().nullable(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
});
export type OutboxMail = z.infer<typeof outboxMail>;

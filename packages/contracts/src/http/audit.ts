/** The audit log as a list, and the proof that nobody has touched it. */
import { auditKinds } from "@istmo/domain";
import { z } from "zod";
import { day, id, personRef } from "./common.ts";

const facts = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);

/** A day that a log can hold; beyond these a database knows no dates. */
const loggedDay = day.refine((it) => it >= "1970-01-01" && it < "9000-01-01");

export const auditEntry = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  kind: z.string(),
  actor: personRef.nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  subject: z.object({ kind: z.string(), id, label: z.string().nullable() }).nullable(),
  paperId: id.nullable(),
  /** Null for those who read metadata alone. */
  before: facts.nullable(),
  after: facts.nullable(),
  reason: z.string().nullable(),
  /** Whether label, values and reason are kept from this reader, rather than absent. */
  isWithheld: z.boolean(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditQuery = z.object({
  /** One kind, its first part ("sign_in", "paper"), or a group of `auditGroups`. */
  kind: z.string().max(60).optional(),
  actor: id.optional(),
  subject: id.optional(),
  paper: id.optional(),
  /** Days in the office's time zone, both included. */
  from: loggedDay.optional(),
  to: loggedDay.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.coerce.number().int().min(1).optional(),
});

/** The result of computing the whole chain again. */
export const auditCheck = z.object({
  isSound: z.boolean(),
  entries: z.int(),
  head: z.object({ seq: z.int(), hash: z.string() }).nullable(),
  /** The first entry that does not fit, and why. */
  broken: z
    .object({
      seq: z.int(),
      problem: z.enum(["changed", "missing", "out_of_chain", "columns_differ", "head_differs"]),
    })
    .nullable(),
});
export type AuditCheck = z.infer<typeof auditCheck>;
export { auditKinds };

/** What the audit log records: who did what to what, when, from where, and what changed by it. */

/** The kinds of entries; the page has a name for each in every language. */
export const auditKinds = [
  // Signing in
  "sign_in.succeeded",
  "sign_in.refused",
  "sign_in.ended",
  "password.changed",
  "password.reset",
  "totp.added",
  "totp.removed",
  "recovery_codes.made",
  "recovery_code.used",
  "passkey.added",
  "passkey.removed",
  // People
  "administrator.first_made",
  "invitation.sent",
  "invitation.revoked",
  "invitation.accepted",
  "access_request.received",
  "access_request.decided",
  "person.changed",
  "person.deactivated",
  "person.reactivated",
  "person.cleared",
  "person.signed_out",
  "post.given",
  "post.ended",
  "post.handed_over",
  "organisation.changed",
  "membership.changed",
  // Papers
  "paper.created",
  "paper.stage_changed",
  "paper.classified",
  "paper.shared",
  "paper.share_changed",
  "paper.share_ended",
  "paper.section_assigned",
  "paper.read",
  "paper.exported",
  "paper.position_submitted",
  "paper.round_opened",
  "paper.round_changed",
  "paper.round_closed",
  "paper.round_cancelled",
  "paper.matrix_row_changed",
  "paper.matrix_imported",
  "paper.matrix_finished",
  "paper.clearance_opened",
  "paper.clearance_received",
  "paper.clearance_answered",
  "paper.clearance_withdrawn",
  "paper.clearance_delegated",
  "paper.clearance_silent",
  "paper.clearance_overridden",
  "paper.clearance_sealed",
  "paper.issued",
  "paper.meeting_set",
  "paper.corrigendum_issued",
  "paper.version_named",
  "paper.version_restored",
  // Commitments
  "commitment.agreed",
  "commitment.verified",
  "commitment.refused",
  "commitment.reopened",
  "commitment.released",
  // Refusals that matter
  "access.refused",
  // The log itself
  "audit.exported",
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** The first part of a kind: "sign_in", "paper". */
type AuditPrefix = AuditKind extends `${infer Prefix}.${string}` ? Prefix : never;

/** What the kinds are filtered by, in the order of the page. */
export const auditGroups = [
  "signing_in",
  "people",
  "papers",
  "commitments",
  "refusals",
  "log",
] as const;
export type AuditGroup = (typeof auditGroups)[number];

const groupByPrefix: Readonly<Record<AuditPrefix, AuditGroup>> = {
  sign_in: "signing_in",
  password: "signing_in",
  totp: "signing_in",
  recovery_codes: "signing_in",
  recovery_code: "signing_in",
  passkey: "signing_in",
  administrator: "people",
  invitation: "people",
  access_request: "people",
  person: "people",
  post: "people",
  organisation: "people",
  membership: "people",
  paper: "papers",
  commitment: "commitments",
  access: "refusals",
  audit: "log",
};

const prefixOf = (kind: string) => kind.slice(0, kind.indexOf(".")) as AuditPrefix;

/** The group that a kind belongs to. */
export function auditGroupOf(kind: AuditKind): AuditGroup {
  return groupByPrefix[prefixOf(kind)];
}

/** The kinds that a filter means: a group, the first part of kinds, or one kind. */
export function auditKindsOf(filter: string): AuditKind[] {
  return auditKinds.filter((kind) =>
    [kind, prefixOf(kind), auditGroupOf(kind)].includes(filter as AuditKind),
  );
}

/** Whose thing it is. */
export const auditSubjectKinds = [
  "person",
  "paper",
  "edition",
  "post",
  "invitation",
  "access_request",
  "organisation",
  "session",
  "commitment",
  "audit",
] as const;
export type AuditSubjectKind = (typeof auditSubjectKinds)[number];

/** Values before or after a change: plain facts, never a password, a token or the text of a paper. */
export type AuditFacts = Readonly<
  Record<string, string | number | boolean | null | readonly string[]>
>;

/**
 * Whether somebody who may open the log reads what an entry says besides who, when, where from, and
 * on what: values before and after, the reason, the thing's title. Nobody reads of a paper above
 * their clearance; administrators run the installation and read of people, posts and refusals, and
 * nothing of papers.
 */
export function readsAuditValues(
  access: "content" | "metadata",
  entry: { readonly kind: string; readonly paperId: string | null },
  mayReadPaper: (paperId: string) => boolean,
): boolean {
  const { kind, paperId } = entry;
  if (access === "content") return paperId === null || mayReadPaper(paperId);
  // A refusal says which route and why, nothing of the paper.
  if (kind === "access.refused") return true;
  return paperId === null && !kind.startsWith("paper.") && !kind.startsWith("commitment.");
}

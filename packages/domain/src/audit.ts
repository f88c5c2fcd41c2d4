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
  "paper.read",
  "paper.exported",
  // Refusals that matter
  "access.refused",
  // The log itself
  "audit.exported",
] as const;
export type AuditKind = (typeof auditKinds)[number];

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
  "audit",
] as const;
export type AuditSubjectKind = (typeof auditSubjectKinds)[number];

/** Values before or after a change: plain facts, never a password, a token or the text of a paper. */
export type AuditFacts = Readonly<
  Record<string, string | number | boolean | null | readonly string[]>
>;

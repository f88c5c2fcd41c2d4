/**
 * Stable codes of everything that can be refused, with the HTTP status that carries them.
 * The page has a text for each in every language; nobody matches on message text.
 */
export const errorCodes = {
  // Requests
  invalid_request: 422,
  malformed_json: 400,
  body_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  idempotency_key_reused: 422,
  internal_error: 500,
  database_away: 503,
  // Identity and access
  not_signed_in: 401,
  wrong_credentials: 401,
  foreign_origin: 403,
  not_allowed: 403,
  not_found: 404,
  // Rows
  stale_version: 409,
  // Papers
  unknown_template: 422,
  unknown_centre: 422,
  unknown_person: 422,
  lead_centre_not_a_member: 422,
  paper_not_in_draft: 409,
  paper_incomplete: 422,
  note_required: 422,
  not_submitted: 409,
  read_only: 403,
  // Action items
  step_not_possible: 409,
  owner_missing: 422,
  owner_without_access: 422,
  reason_required: 422,
  evidence_required: 422,
  own_item: 403,
  due_before_today: 422,
} as const;
export type ErrorCode = keyof typeof errorCodes;

import { errorCodes, type ErrorCode } from "@istmo/contracts";

/** A refusal with a stable code; the error middleware turns it into `application/problem+json`. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly status: number;
  /** Facts for the page, never secrets or content that the person may not read. */
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, details?: Record<string, unknown>) {
    super(code);
    this.code = code;
    this.status = errorCodes[code];
    this.details = details;
  }
}

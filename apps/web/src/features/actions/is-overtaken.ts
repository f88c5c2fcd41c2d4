import { isProblem } from "../../api/problem.ts";

/** Whether a write was refused because somebody else had changed the same thing meanwhile. */
export const isOvertaken = (error: unknown): boolean =>
  isProblem(error, "stale_version") || isProblem(error, "field_conflict");

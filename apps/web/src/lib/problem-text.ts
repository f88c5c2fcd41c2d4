import type { TFunction } from "i18next";

/** The parts of a problem that a page shows, whatever was thrown. */
export interface ProblemParts {
  readonly code: string;
  readonly reference?: string;
}

/** Reads the code and the reference off an ApiProblem; what is none of ours is `internal_error`. */
export function problemOf(error: unknown): ProblemParts {
  if (typeof error === "object" && error !== null && "code" in error) {
    const { code } = error;
    const reference = "reference" in error ? error.reference : undefined;
    if (typeof code === "string") {
      return typeof reference === "string" ? { code, reference } : { code };
    }
  }
  return { code: "internal_error" };
}

/** The sentence for a problem in the person's language. */
export function problemText(t: TFunction, error: unknown): string {
  const { code } = problemOf(error);
  return t([`error.${code}`, "error.internal_error"]);
}

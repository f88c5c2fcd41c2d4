import type { ErrorCode, Problem } from "@istmo/contracts";

/** `offline`: no answer came at all. */
export type ProblemCode = ErrorCode | "offline";

/** A refusal of the server, or its absence, as the page's one kind of error. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly fields: readonly { path: string; message: string }[];
  readonly details: Readonly<Record<string, unknown>>;
  readonly reference: string | undefined;

  constructor(
    problem: Partial<Omit<Problem, "code">> & { code: string },
    options?: { cause?: unknown },
  ) {
    super(problem.title ?? problem.code, options);
    this.name = "ApiProblem";
    this.code = problem.code as ProblemCode;
    this.status = problem.status ?? 0;
    this.fields = problem.fields ?? [];
    this.details = problem.details ?? {};
    this.reference = problem.reference;
  }

  /** What the server says about one field of a form; nested paths are joined with dots. */
  field(path: string): string | undefined {
    return this.fields.find((field) => field.path === path || field.path.startsWith(`${path}.`))
      ?.message;
  }
}

/** Whether an error is a refusal with this code. */
export function isProblem(error: unknown, code: ProblemCode): error is ApiProblem {
  return error instanceof ApiProblem && error.code === code;
}

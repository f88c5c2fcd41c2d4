/**
 * JSON to and from `/api/v1`. A write carries an `Idempotency-Key`; whoever may send the same
 * submission again (a retry after a lost answer) passes the same key again, and the server then
 * gives the first answer instead of doing the work twice. See `useWrite`.
 */
import { ApiProblem } from "./problem.ts";

type QueryValue = string | number | boolean | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

/** A key for one submission. `randomUUID` exists only in secure contexts, hence the fallback. */
export function newIdempotencyKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const signedOutListeners = new Set<() => void>();
/** Calls back whenever the server answers that nobody is signed in. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

async function problemFrom(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === "object" && body !== null && "code" in body) {
    const { code } = body;
    if (typeof code === "string") return new ApiProblem({ ...body, code, status: response.status });
  }
  const code =
    { 401: "not_signed_in", 403: "not_allowed", 404: "not_found", 429: "rate_limited" }[
      response.status
    ] ?? (response.status === 502 || response.status === 503 ? "database_away" : "internal_error");
  return new ApiProblem({ code, status: response.status });
}

interface RequestOptions {
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
  /**
   * For what is told in passing, also while the page closes: nobody waits for the answer, so a
   * refusal does not lead to the sign-in either.
   */
  isInPassing?: boolean;
}

/** One request to this server; throws ApiProblem for anything but a success. */
export async function fetchAnswer(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  options: RequestOptions & { accept?: string } = {},
): Promise<Response> {
  const headers: Record<string, string> = { accept: options.accept ?? "application/json" };
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (method !== "GET") headers["idempotency-key"] = options.idempotencyKey ?? newIdempotencyKey();
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.isInPassing === true ? { keepalive: true } : {}),
    });
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    throw new ApiProblem({ code: "offline" }, { cause });
  }
  if (response.ok) return response;
  const problem = await problemFrom(response);
  if (problem.code === "not_signed_in" && options.isInPassing !== true)
    for (const listener of signedOutListeners) listener();
  throw problem;
}

/** The same for JSON. */
export async function request<Answer>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  const response = await fetchAnswer(method, path, options);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

function withQuery(path: string, query: Query | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return `/api/v1${path}${text === "" ? "" : `?${text}`}`;
}

/** Paths are below `/api/v1`. */
export const api = {
  get: <Answer>(path: string, query?: Query, signal?: AbortSignal) =>
    request<Answer>("GET", withQuery(path, query), signal === undefined ? {} : { signal }),
  post: <Answer>(path: string, body?: unknown, idempotencyKey?: string) =>
    request<Answer>("POST", withQuery(path, undefined), {
      ...(body === undefined ? {} : { body }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    }),
  put: <Answer>(path: string, body: unknown, idempotencyKey?: string) =>
    request<Answer>("PUT", withQuery(path, undefined), {
      body,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    }),
  delete: <Answer>(path: string, idempotencyKey?: string) =>
    request<Answer>(
      "DELETE",
      withQuery(path, undefined),
      idempotencyKey === undefined ? {} : { idempotencyKey },
    ),
  patch: <Answer>(path: string, body: unknown, idempotencyKey?: string) =>
    request<Answer>("PATCH", withQuery(path, undefined), {
      body,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    }),
};

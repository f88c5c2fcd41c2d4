/**
 * Declares the routes of `/api/v1`. One declaration validates the request, calls the handler and
 * describes the route in OpenAPI, from the same zod schemas.
 */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Router, type Request, type Response } from "express";
import { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { problem } from "@istmo/contracts";
import type { Command } from "../platform/unit-of-work.ts";
import { AppError } from "./app-error.ts";
import { originOf } from "./request-origin.ts";
import { sessionOf, type ReadSession, type SignedIn } from "./session-reader.ts";

type Shape = z.ZodObject | undefined;
/** A body may also be one of several shapes. */
type BodyShape = Shape | z.ZodUnion;
type Parsed<S extends BodyShape> = S extends z.ZodType ? z.output<S> : Record<string, never>;

/** What a handler is given: the checked parts of the request and who asks. */
export interface Asked<Params extends Shape, Query extends Shape, Body extends BodyShape> {
  readonly params: Parsed<Params>;
  readonly query: Parsed<Query>;
  readonly body: Parsed<Body>;
  readonly me: SignedIn;
  /** For UnitOfWork.run. */
  readonly command: Command;
  /** For what is no part of the answer: the address by which the page was opened, cookies. */
  readonly request: Request;
  /** Adds a `Set-Cookie` value to the answer. */
  readonly setCookie: (cookie: string) => void;
}

/** A file's content: whole, or in parts as they are made. */
type FileContent = string | Uint8Array | AsyncIterable<string>;

interface AnsweredFile {
  /** ASCII where it is shown; of a file to keep, any letters. */
  readonly name: string;
  readonly type: string;
  readonly content: FileContent;
  /**
   * Shown within a page and not kept as a file; `cacheControl` says how long the browser may go on
   * showing it. Opened by itself it is a document without any rights.
   */
  readonly shown?: { readonly cacheControl: string };
}

/** A handler's answer that is no JSON: a file to keep, or one that a page shows. */
export class FileAnswer {
  readonly file: AnsweredFile;

  constructor(file: AnsweredFile) {
    this.file = file;
  }
}

/** A route as it was declared. */
export interface DeclaredRoute {
  readonly method: string;
  /** Whole, with Express parameters: /api/v1/papers/:id */
  readonly path: string;
  readonly needsSession: boolean;
}

interface Description<Params extends Shape, Query extends Shape, Body extends BodyShape> {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** Under /api/v1, with Express parameters: /papers/:id */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The body is a file of one of these types, whatever its header says; the handler reads it. */
  readonly upload?: readonly string[];
  readonly answer: z.ZodType;
  /** 200 when left out. */
  readonly status?: 200 | 201 | 204 | 302;
}

/** Something that somebody signed in may not do. */
export interface Refusal {
  readonly command: Command;
  readonly code: string;
  /** "post /papers/:id/submit" */
  readonly route: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/);

const requestHeaders = z.object({
  "idempotency-key": idempotencyKey
    .optional()
    .meta({ description: "Repeats of a request under the same key get the first answer." }),
});

/** Where the routes of `router` are mounted. */
const base = "/api/v1";

/** Collects routes; `router` serves them and `document` describes them. */
export class Api {
  readonly router = Router();
  readonly #paths: ZodOpenApiPathsObject = {};
  readonly #readSession: ReadSession;
  readonly #findKept: (command: Command) => Promise<unknown>;
  readonly #onRefusal: (refusal: Refusal) => Promise<void>;
  /** Every route, in the order of declaration; what is served elsewhere included. */
  readonly routes: DeclaredRoute[] = [];

  /** `findKept` knows the answer to a request that came before under the same key; `onRefusal` hears of what people may not do. */
  constructor(
    readSession: ReadSession,
    findKept: (command: Command) => Promise<unknown>,
    onRefusal: (refusal: Refusal) => Promise<void> = async () => undefined,
  ) {
    this.#readSession = readSession;
    this.#findKept = findKept;
    this.#onRefusal = onRefusal;
  }

  /** A route for signed-in people; without a session it answers 401. */
  route<Params extends Shape, Query extends Shape, Body extends BodyShape>(
    description: Description<Params, Query, Body>,
    handle: (asked: Asked<Params, Query, Body>) => Promise<unknown>,
  ): void {
    this.#serve(description, async (request, response) => {
      const me = await sessionOf(request, this.#readSession);
      if (me === null) throw new AppError("not_signed_in");
      const isOwnAccount = /^\/me(\/|$)/.test(description.path);
      if (me.mustAddFactor && !isOwnAccount) throw new AppError("second_factor_required");
      for (const cookie of me.setCookies) response.append("set-cookie", cookie);
      const command = {
        personId: me.person.id,
        idempotency: readIdempotency(request),
        origin: originOf(request, me.sessionId),
      };
      const parts = this.#parts(description, request);
      const kept = command.idempotency === null ? undefined : await this.#findKept(command);
      if (kept !== undefined) return kept;
      try {
        const setCookie = (cookie: string) => void response.append("set-cookie", cookie);
        return await handle({ ...parts, me, command, request, setCookie });
      } catch (error) {
        if (error instanceof AppError && error.status === 403)
          await this.#onRefusal({
            command,
            code: error.code,
            route: `${description.method} ${description.path}`,
            params: parts.params,
          });
        throw error;
      }
    });
    this.#describe(base, description, true);
  }

  /** A route that needs no session. */
  openRoute<Query extends Shape>(
    description: Description<undefined, Query, undefined>,
    handle: (query: Parsed<Query>, request: Request) => Promise<unknown>,
  ): void {
    this.#serve(description, (request) => handle(this.#parts(description, request).query, request));
    this.#describe(base, description, false);
  }

  /** Describes a route that is served elsewhere; its path is whole. */
  describeOutside(
    description: Description<Shape, Shape, BodyShape>,
    { needsSession = false }: { readonly needsSession?: boolean } = {},
  ): void {
    this.#describe("", description, needsSession);
  }

  /** The OpenAPI 3.1 document of all routes declared so far. */
  document(): object {
    return createDocument({
      openapi: "3.1.0",
      info: {
        title: "Istmo",
        version: "1",
        description:
          "Joint strategy papers, reviews and action items. Sign in with POST /api/auth/sign-in/email.",
      },
      servers: [{ url: "/" }],
      components: {
        securitySchemes: { session: { type: "apiKey", in: "cookie", name: "istmo.session_token" } },
      },
      paths: this.#paths,
    });
  }

  #parts<Params extends Shape, Query extends Shape, Body extends BodyShape>(
    { params, query, body }: Description<Params, Query, Body>,
    request: Request,
  ) {
    // A parameter that can be no id names nothing that exists.
    const checkedParams = params?.safeParse(request.params);
    if (checkedParams?.success === false) throw new AppError("not_found");
    if (body !== undefined && !request.is("application/json"))
      throw new AppError("unsupported_media_type");
    return {
      params: (checkedParams?.data ?? {}) as Parsed<Params>,
      query: (query?.parse(request.query) ?? {}) as Parsed<Query>,
      body: (body?.parse(request.body) ?? {}) as Parsed<Body>,
    };
  }

  #serve(
    {
      method,
      path,
      status = 200,
    }: Pick<Description<Shape, Shape, BodyShape>, "method" | "path" | "status">,
    answer: (request: Request, response: Response) => Promise<unknown>,
  ): void {
    this.router[method](path, async (request, response) => {
      const body = await answer(request, response);
      if (body instanceof FileAnswer) {
        await sendFile(response, body.file);
        return;
      }
      response.status(status).set("cache-control", "no-store").json(body);
    });
  }

  #describe(
    prefix: string,
    {
      method,
      path,
      tag,
      summary,
      params,
      query,
      body,
      upload,
      answer,
      status = 200,
    }: Description<Shape, Shape, BodyShape>,
    needsSession: boolean,
  ): void {
    this.routes.push({ method, path: prefix + path, needsSession });
    const openApiPath = prefix + path.replace(/:(\w+)/g, "{$1}");
    const takesKey = method !== "get" && prefix === base;
    this.#paths[openApiPath] = {
      ...this.#paths[openApiPath],
      [method]: {
        tags: [tag],
        summary,
        operationId: `${method}${openApiPath.replace(/[^\w]+(\w?)/g, (_all, next: string) => next.toUpperCase())}`,
        ...(needsSession ? { security: [{ session: [] }] } : {}),
        requestParams: {
          ...(params ? { path: params } : {}),
          ...(query ? { query } : {}),
          ...(takesKey ? { header: requestHeaders } : {}),
        },
        ...(body ? { requestBody: { content: { "application/json": { schema: body } } } } : {}),
        ...(upload ? { requestBody: { content: binary(upload) } } : {}),
        responses: {
          [status]: { description: "Done", content: { "application/json": { schema: answer } } },
          default: {
            description: "Refused",
            content: { "application/problem+json": { schema: problem } },
          },
        },
      },
    };
  }
}

const binary = (types: readonly string[]) =>
  Object.fromEntries(
    types.map((type) => [type, { schema: { type: "string", format: "binary" } as const }]),
  );

async function sendFile(response: Response, file: AnsweredFile): Promise<void> {
  response.set("cache-control", file.shown?.cacheControl ?? "no-store");
  if (file.shown === undefined) response.attachment(file.name);
  else
    response
      .set("content-disposition", `inline; filename="${file.name}"`)
      .set("content-security-policy", "default-src 'none'; sandbox");
  response.type(file.type);
  await sendContent(response, file.content);
}

async function sendContent(response: Response, content: FileContent): Promise<void> {
  if (typeof content === "string") response.send(content);
  else if (content instanceof Uint8Array) response.send(Buffer.from(content));
  else
    await pipeline(Readable.from(content), response).catch((error: unknown) => {
      // Whoever asked has gone away.
      if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
    });
}

function readIdempotency(request: Request): Command["idempotency"] {
  const header = request.get("idempotency-key");
  if (header === undefined || request.method === "GET") return null;
  const key = idempotencyKey.safeParse(header);
  if (!key.success) throw new AppError("invalid_request", { header: "idempotency-key" });
  const fingerprint = createHash("sha256")
    .update(`${request.method} ${request.originalUrl}\n${JSON.stringify(request.body ?? null)}`)
    .digest("hex");
  return { key: key.data, fingerprint };
}

import { Router, type ErrorRequestHandler, type Request, type Response as Reply } from "express";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import { originOf } from "../../http/request-origin.ts";
import { signInAddressLimit } from "../../http/security.ts";
import { ownAddress } from "./own-address.ts";
import type { SingleSignOnProblem, SingleSignOnService } from "./single-sign-on.service.ts";

const callbackPath = "/api/auth/oidc/callback";

const toSignIn = (reply: Reply, problem: SingleSignOnProblem | "rate_limited") =>
  reply.redirect(`/sign-in?problem=${problem}`);

/** A browser stands here, so whatever goes wrong leads to a page rather than to a problem document. */
const lead: ErrorRequestHandler = (error: unknown, _request, reply, next) => {
  if (reply.headersSent || !(error instanceof AppError)) next(error);
  else toSignIn(reply, error.code === "rate_limited" ? "rate_limited" : "sso_failed");
};

/** Single sign-on, mounted under `/api/auth`; `service` is null where none is set up. */
export function singleSignOnRouter(
  service: SingleSignOnService | null,
  publicOrigin: string | null,
): Router {
  const router = Router();
  if (service === null) return router;
  router.get("/oidc/start", signInAddressLimit(), async (request: Request, reply: Reply) => {
    reply.set("cache-control", "no-store");
    const address = ownAddress(request, publicOrigin);
    const begun =
      address === null
        ? null
        : await service.begin(address.origin + callbackPath, request.query["return"]);
    if (begun === null) {
      toSignIn(reply, "sso_failed");
      return;
    }
    reply.append("set-cookie", begun.cookie).redirect(begun.location);
  });
  router.get("/oidc/callback", signInAddressLimit(), async (request: Request, reply: Reply) => {
    reply.set("cache-control", "no-store").append("set-cookie", service.forget());
    const query = request.originalUrl.slice(request.originalUrl.indexOf("?"));
    const end = await service.finish(query, request.headers.cookie, originOf(request, null));
    if ("problem" in end) {
      toSignIn(reply, end.problem);
      return;
    }
    for (const cookie of end.admitted.cookies) reply.append("set-cookie", cookie);
    const secondFactor = `/sign-in?step=second-factor&return=${encodeURIComponent(end.returnTo)}`;
    reply.redirect(end.admitted.isComplete ? end.returnTo : secondFactor);
  });
  router.use("/oidc", lead);
  return router;
}

/** The same routes in OpenAPI. */
export function describeSingleSignOn(api: Api): void {
  api.describeOutside({
    method: "get",
    path: "/api/auth/oidc/start",
    tag: "Identity",
    summary: "Sign in at the identity provider: redirects there, and afterwards to ?return",
    query: z.object({ return: z.string().optional() }),
    answer: z.null(),
    status: 302,
  });
  api.describeOutside({
    method: "get",
    path: callbackPath,
    tag: "Identity",
    summary: "Where the identity provider sends the browser back to: redirects to a page",
    answer: z.null(),
    status: 302,
  });
}

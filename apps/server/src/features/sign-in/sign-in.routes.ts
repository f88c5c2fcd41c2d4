import { credentials, signInAnswer } from "@istmo/contracts";
import { fromNodeHeaders } from "better-auth/node";
import express, { Router, type Request, type Response as Reply } from "express";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import { originOf } from "../../http/request-origin.ts";
import { signInLimits } from "../../http/security.ts";
import type { ReadSession } from "../../http/session-reader.ts";
import type { Admission, Admitted } from "./admission.ts";
import { verifyPassword, type Auth } from "./auth.ts";
import type { SignInRepository } from "./sign-in.repository.ts";

export interface SignInNeeds {
  readonly auth: Auth;
  readonly admission: Admission;
  readonly repository: SignInRepository;
  readonly readSession: ReadSession;
  /** Ends what a session still has open. */
  readonly onSessionEnded: (sessionId: string) => Promise<void>;
}

/** Nobody's password: computed for an unknown account too, so that the time tells nothing. */
const noHash = `${"0".repeat(32)}:${"0".repeat(128)}`;

/** Answers a way of signing in: the session's cookie, or the question for the second factor. */
export function answerAdmitted(admitted: Admitted, reply: Reply): void {
  for (const cookie of admitted.cookies) reply.append("set-cookie", cookie);
  const { id, email } = admitted.person;
  reply
    .set("cache-control", "no-store")
    .json(admitted.isComplete ? { user: { id, email } } : { secondFactor: true });
}

/** `/api/auth`: signing in and out. */
export function signInRouter(needs: SignInNeeds): Router {
  const { auth, admission, repository, readSession, onSessionEnded } = needs;
  const router = Router();
  router.use(express.json({ limit: "64kb" }));
  router.post("/sign-in/email", ...signInLimits(), async (request: Request, reply: Reply) => {
    const { email, password } = credentials.parse(request.body);
    const found = await repository.findByEmail(email.trim().toLowerCase());
    const isRight = await verifyPassword({ hash: found?.passwordHash ?? noHash, password });
    // One answer for an unknown account and a wrong password.
    if (!isRight || found === null) throw new AppError("wrong_credentials");
    const origin = originOf(request, null);
    answerAdmitted(
      await admission.admit(found.id, { method: "password", isStrong: false, origin }),
      reply,
    );
  });
  router.post("/sign-out", async (request: Request, reply: Reply) => {
    const me = await readSession(request.headers);
    const answer = await auth.api.signOut({
      headers: fromNodeHeaders(request.headers),
      asResponse: true,
    });
    if (me !== null) await onSessionEnded(me.sessionId);
    for (const cookie of answer.headers.getSetCookie()) reply.append("set-cookie", cookie);
    reply.set("cache-control", "no-store").json({ success: true });
  });
  return router;
}

/** The same routes in OpenAPI. */
export function describeSignIn(api: Api): void {
  api.describeOutside({
    method: "post",
    path: "/api/auth/sign-in/email",
    tag: "Identity",
    summary: "Sign in: sets the session cookie, or asks for the second factor",
    body: credentials,
    answer: signInAnswer,
  });
  api.describeOutside({
    method: "post",
    path: "/api/auth/sign-out",
    tag: "Identity",
    summary: "Sign out: ends the session and all that it has open",
    answer: z.object({ success: z.literal(true) }),
  });
}

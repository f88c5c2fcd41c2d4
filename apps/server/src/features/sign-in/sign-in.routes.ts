import {
  credentials,
  forgotPassword,
  received,
  done,
  resetPassword,
  secondFactor,
  signInAnswer,
} from "@istmo/contracts";
import { Router, type Request, type Response as Reply } from "express";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { originOf } from "../../http/request-origin.ts";
import type { ReadSession } from "../../http/session-reader.ts";
import { addressKey } from "../../http/throttle.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import type { Admitted } from "./admission.ts";
import type { Auth } from "./auth.ts";
import type { PasswordReset } from "./password-reset.ts";
import type { PasswordSignIn, Stranger } from "./password-sign-in.ts";
import type { SecondFactor } from "./second-factor.ts";
import { recordSessionEnded } from "./session-endings.ts";
import { signInBody } from "./sign-in-front.ts";
import type { SignInRepository } from "./sign-in.repository.ts";

export interface SignInNeeds {
  readonly auth: Auth;
  readonly repository: SignInRepository;
  readonly unitOfWork: UnitOfWork;
  readonly passwordSignIn: PasswordSignIn;
  readonly secondFactor: SecondFactor;
  readonly passwordReset: PasswordReset;
  readonly readSession: ReadSession;
}

/** Answers a way of signing in: the session's cookie, or the question for the second factor. */
export function answerAdmitted(admitted: Admitted, reply: Reply): void {
  for (const cookie of admitted.cookies) reply.append("set-cookie", cookie);
  const { id, email } = admitted.person;
  reply
    .set("cache-control", "no-store")
    .json(admitted.isComplete ? { user: { id, email } } : { secondFactor: true });
}

const strangerOf = (request: Request): Stranger => ({
  origin: originOf(request, null),
  address: addressKey(request),
  cookieHeader: request.headers.cookie,
});

/** `/api/auth`: signing in and out, and a new password for who has forgotten it. */
export function signInRouter(needs: SignInNeeds): Router {
  const { passwordSignIn, secondFactor: secondStep, passwordReset } = needs;
  const router = Router();
  router.use(signInBody);
  router.post("/sign-in/email", async (request: Request, reply: Reply) => {
    const typed = credentials.parse(request.body);
    answerAdmitted(await passwordSignIn.signIn(typed, strangerOf(request)), reply);
  });
  router.post("/sign-in/second-factor", async (request: Request, reply: Reply) => {
    const answer = secondFactor.parse(request.body);
    answerAdmitted(await secondStep.complete(answer, strangerOf(request)), reply);
  });
  router.post("/password/forgot", (request: Request, reply: Reply) => {
    const { email } = forgotPassword.parse(request.body);
    passwordReset.ask(email, strangerOf(request));
    reply.set("cache-control", "no-store").json({ received: true });
  });
  router.post("/password/reset", async (request: Request, reply: Reply) => {
    const wanted = resetPassword.parse(request.body);
    reply.append("set-cookie", await passwordReset.reset(wanted, strangerOf(request)));
    reply.set("cache-control", "no-store").json({ done: true });
  });
  router.post("/sign-out", async (request: Request, reply: Reply) => {
    await signOut(needs, request);
    const { headers } = await needs.auth.api.forgetSession({ returnHeaders: true });
    for (const cookie of headers.getSetCookie()) reply.append("set-cookie", cookie);
    reply.set("cache-control", "no-store").json({ success: true });
  });
  return router;
}

async function signOut(needs: SignInNeeds, request: Request): Promise<void> {
  const { readSession, repository, unitOfWork } = needs;
  const me = await readSession(request.headers);
  if (me === null) return;
  const { sessionId, person } = me;
  const origin = originOf(request, sessionId);
  const command = { personId: person.id, origin, idempotency: null };
  await unitOfWork.run(command, async ({ tx, record, audit }) => {
    if (!(await repository.endSession(tx, person.id, sessionId))) return;
    recordSessionEnded(record, person.id, sessionId);
    audit({ kind: "sign_in.ended", subject: { kind: "session", id: sessionId } });
  });
}

/** The same routes in OpenAPI. */
export function describeSignIn(api: Api): void {
  const about = { method: "post", tag: "Identity" } as const;
  api.describeOutside({
    ...about,
    path: "/api/auth/sign-in/email",
    summary: "Sign in: sets the session cookie, or asks for the second factor",
    body: credentials,
    answer: signInAnswer,
  });
  api.describeOutside({
    ...about,
    path: "/api/auth/sign-in/second-factor",
    summary: "Give a code of the authenticator app, or a recovery code",
    // The document describes objects; the code is one of the two.
    body: z.object({ code: z.string().optional(), recoveryCode: z.string().optional() }),
    answer: signInAnswer,
  });
  api.describeOutside({
    ...about,
    path: "/api/auth/password/forgot",
    summary: "Ask for a link for a new password",
    body: forgotPassword,
    answer: received,
  });
  api.describeOutside({
    ...about,
    path: "/api/auth/password/reset",
    summary: "Set a new password by a link; all sessions end",
    body: resetPassword,
    answer: done,
  });
  api.describeOutside({
    ...about,
    path: "/api/auth/sign-out",
    summary: "Sign out: ends the session and all that it has open",
    answer: z.object({ success: z.literal(true) }),
  });
}

import {
  changeMe,
  me as meShape,
  page,
  peopleQuery,
  person as personShape,
  site as siteShape,
  type Me,
  type Site,
} from "@istmo/contracts";
import {
  centresToCreateActionsIn,
  centresToStartPapersFor,
  decidesSubmissions,
  isStaff,
} from "@istmo/domain";
import { fromNodeHeaders } from "better-auth/node";
import express, { Router, type Request, type Response as Reply } from "express";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import { signInLimits } from "../../http/security.ts";
import type { ReadSession, SignedIn } from "../../http/session-reader.ts";
import type { Auth } from "./auth.ts";
import type { IdentityRepository } from "./identity.repository.ts";

const credentials = z.object({ email: z.string().max(320), password: z.string().max(1000) });

/** Copies status and cookies of better-auth's answer; the body is ours. */
function passCookies(from: Response, to: Reply): void {
  for (const cookie of from.headers.getSetCookie()) to.append("set-cookie", cookie);
}

/** `/api/auth`: signing in and out. `onSessionEnded` ends what that session still has open. */
export function authRouter(
  auth: Auth,
  readSession: ReadSession,
  onSessionEnded: (sessionId: string) => Promise<void>,
): Router {
  const router = Router();
  router.use(express.json({ limit: "10kb" }));
  router.post("/sign-in/email", ...signInLimits(), async (request: Request, reply: Reply) => {
    const body = credentials.parse(request.body);
    const answer = await auth.api.signInEmail({
      body,
      headers: fromNodeHeaders(request.headers),
      asResponse: true,
    });
    // One answer for an unknown account and a wrong password.
    if (!answer.ok) throw new AppError("wrong_credentials");
    passCookies(answer, reply);
    const { user } = (await answer.json()) as { user: { id: string; email: string } };
    reply.set("cache-control", "no-store").json({ user: { id: user.id, email: user.email } });
  });
  router.post("/sign-out", async (request: Request, reply: Reply) => {
    const me = await readSession(request.headers);
    const answer = await auth.api.signOut({
      headers: fromNodeHeaders(request.headers),
      asResponse: true,
    });
    if (me !== null) await onSessionEnded(me.sessionId);
    passCookies(answer, reply);
    reply.set("cache-control", "no-store").json({ success: true });
  });
  return router;
}

/** Who I am, who the others are, and what the sign-in page shows. */
export function identityRoutes(
  api: Api,
  repository: IdentityRepository,
  readSite: () => Promise<Site>,
): void {
  async function describe({ person, actor }: SignedIn, locale = person.locale): Promise<Me> {
    const centres = await repository.centreIds();
    return {
      id: person.id,
      name: person.name,
      email: person.email,
      sample: person.sample,
      locale: locale === "en" ? "en" : "es",
      timeZone: person.timeZone,
      clearedTo: actor.clearedTo,
      posts: [...actor.posts],
      abilities: {
        createPaperFor: centresToStartPapersFor(actor, centres),
        createActionFor: centresToCreateActionsIn(actor, centres),
        reviewSubmissions: decidesSubmissions(actor),
      },
    };
  }

  api.describeOutside({
    method: "post",
    path: "/api/auth/sign-in/email",
    tag: "Identity",
    summary: "Sign in: sets the session cookie",
    body: credentials,
    answer: z.object({ user: z.object({ id: z.string(), email: z.string() }) }),
  });
  api.describeOutside({
    method: "post",
    path: "/api/auth/sign-out",
    tag: "Identity",
    summary: "Sign out: ends the session and all that it has open",
    answer: z.object({ success: z.literal(true) }),
  });
  api.openRoute(
    {
      method: "get",
      path: "/site",
      tag: "Identity",
      summary: "What the sign-in page must know",
      answer: siteShape,
    },
    readSite,
  );
  api.route(
    { method: "get", path: "/me", tag: "Identity", summary: "Who I am", answer: meShape },
    ({ me }) => describe(me),
  );
  api.route(
    {
      method: "patch",
      path: "/me",
      tag: "Identity",
      summary: "Change my language",
      body: changeMe,
      answer: meShape,
    },
    async ({ me, body }) => {
      await repository.setLocale(me.person.id, body.locale);
      return describe(me, body.locale);
    },
  );
  api.route(
    {
      method: "get",
      path: "/people",
      tag: "Identity",
      summary: "People by name, of one centre or all",
      query: peopleQuery,
      answer: page(personShape),
    },
    async ({ me, query }) => {
      if (!isStaff(me.actor)) throw new AppError("not_allowed");
      return { items: await repository.people(query.centre), nextCursor: null };
    },
  );
}

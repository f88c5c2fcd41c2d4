import {
  acceptInvitation,
  id,
  invitation,
  invitationLook,
  invitationsQuery,
  invite,
  page,
  signInAnswer,
  token,
} from "@istmo/contracts";
import express, { Router, type Request, type Response } from "express";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { originOf } from "../../http/request-origin.ts";
import type { ReadSession } from "../../http/session-reader.ts";
import { addressKey, Throttle } from "../../http/throttle.ts";
import type { RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { InvitationAcceptance } from "./invitation-acceptance.ts";
import type { InvitationsService } from "./invitations.service.ts";

const params = z.object({ id });
const tag = "Administration";
const lookUp = z.object({ token });

export function invitationsRoutes(api: Api, invitations: InvitationsService): void {
  api.route(
    {
      method: "get",
      path: "/invitations",
      tag,
      summary: "Invitations that I could have sent, the newest first",
      query: invitationsQuery,
      answer: page(invitation),
    },
    ({ me, query }) => invitations.list(me.actor, query),
  );
  api.route(
    {
      method: "post",
      path: "/invitations",
      tag,
      summary: "Invite somebody into a post; answers alike whether or not they have an account",
      body: invite,
      answer: invitation,
      status: 201,
    },
    ({ me, command, body }) => invitations.invite(me.actor, command, body),
  );
  api.route(
    {
      method: "post",
      path: "/invitations/:id/revoke",
      tag,
      summary: "Withdraw an invitation",
      params,
      answer: invitation,
    },
    ({ me, command, params: { id: invitationId } }) =>
      invitations.revoke(me.actor, command, invitationId),
  );
  api.route(
    {
      method: "post",
      path: "/invitations/:id/resend",
      tag,
      summary: "Send an invitation again, with a new link",
      params,
      answer: invitation,
    },
    ({ me, command, params: { id: invitationId } }) =>
      invitations.resend(me.actor, command, invitationId),
  );
  const open = [
    ["look", "What an invitation says", lookUp, invitationLook],
    [
      "accept",
      "Accept an invitation: makes the account, or adds the post",
      acceptInvitation,
      signInAnswer,
    ],
  ] as const;
  for (const [step, summary, body, answer] of open)
    api.describeOutside({
      method: "post",
      path: `/api/auth/invitation/${step}`,
      tag: "Identity",
      summary,
      body,
      answer,
    });
}

export interface InvitationRouterNeeds {
  readonly acceptance: InvitationAcceptance;
  readonly readSession: ReadSession;
  readonly clock: Clock;
  /** Opens the session of a new person and answers with it. */
  readonly admit: (personId: string, origin: RequestOrigin, response: Response) => Promise<void>;
}

/** Links that open nothing, from one address within ten minutes. */
const wrongLinks = { attempts: 60, within: 10 * 60_000 };

/** `/api/auth/invitation`: open to whoever holds a link. */
export function invitationRouter(needs: InvitationRouterNeeds): Router {
  const { acceptance, readSession, admit, clock } = needs;
  const router = Router();
  const throttle = new Throttle(clock, wrongLinks);
  /** Counts only what is refused. */
  const throttled = async <Answer>(request: Request, work: () => Promise<Answer>) => {
    const key = addressKey(request);
    throttle.take(key);
    const answer = await work();
    throttle.giveBack(key);
    return answer;
  };
  router.use("/invitation", express.json({ limit: "64kb" }));
  router.post("/invitation/look", async (request: Request, response: Response) => {
    const asked = lookUp.parse(request.body);
    const look = await throttled(request, () => acceptance.look(asked.token));
    response.set("cache-control", "no-store").json(look);
  });
  router.post("/invitation/accept", async (request: Request, response: Response) => {
    const asked = acceptInvitation.parse(request.body);
    const me = await readSession(request.headers);
    const origin = originOf(request, me?.sessionId ?? null);
    const { person, isNew } = await throttled(request, () =>
      acceptance.accept(asked, { me, origin }),
    );
    if (isNew) {
      await admit(person.id, originOf(request, null), response);
      return;
    }
    response.set("cache-control", "no-store").json({ user: person });
  });
  return router;
}

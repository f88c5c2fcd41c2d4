import {
  changePassword,
  confirmIdentity,
  done as doneShape,
  mySecurity,
  mySession,
  page,
  recoveryCodes,
  totpConfirm,
  totpStart,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { MySecurityService } from "./my-security.service.ts";

const done = { done: true } as const;
const sessionParams = z.object({ id: z.string().regex(/^[\x21-\x7e]{1,100}$/) });

/** How I sign in, and where I am signed in. */
export function mySecurityRoutes(api: Api, service: MySecurityService): void {
  const about = { method: "post", tag: "Identity" } as const;
  api.route(
    {
      method: "get",
      path: "/me/security",
      tag: "Identity",
      summary: "How I sign in",
      answer: mySecurity,
    },
    ({ me }) => service.describe(me),
  );
  api.route(
    {
      ...about,
      path: "/me/confirm",
      summary: "Prove again who I am, before I change how I sign in",
      body: confirmIdentity,
      answer: doneShape,
    },
    async ({ me, body, command }) => {
      const origin = command.origin ?? { ip: "", userAgent: null, sessionId: me.sessionId };
      await service.confirm(me, body.password, origin);
      return done;
    },
  );
  api.route(
    {
      ...about,
      path: "/me/password",
      summary: "Set or change my password; my other sessions end",
      body: changePassword,
      answer: doneShape,
    },
    async ({ me, body, command }) => {
      await service.changePassword(me, body.password, command);
      return done;
    },
  );
  api.route(
    {
      ...about,
      path: "/me/totp/start",
      summary: "Get a secret for an authenticator app",
      answer: totpStart,
    },
    ({ me, command }) => service.startTotp(me, command),
  );
  api.route(
    {
      ...about,
      path: "/me/totp/confirm",
      summary: "Take the app into use by its first code; answers recovery codes, once",
      body: totpConfirm,
      answer: recoveryCodes,
    },
    async ({ me, body, command }) => ({ codes: await service.confirmTotp(me, body.code, command) }),
  );
  api.route(
    {
      ...about,
      path: "/me/totp/remove",
      summary: "Sign in without the app from now on",
      answer: doneShape,
    },
    async ({ me, command }) => {
      await service.removeTotp(me, command);
      return done;
    },
  );
  api.route(
    {
      ...about,
      path: "/me/recovery-codes",
      summary: "Make new recovery codes; the earlier ones are void",
      answer: recoveryCodes,
    },
    async ({ me, command }) => ({ codes: await service.renewRecoveryCodes(me, command) }),
  );
  api.route(
    {
      method: "get",
      path: "/me/sessions",
      tag: "Identity",
      summary: "Where I am signed in",
      answer: page(mySession),
    },
    async ({ me }) => ({ items: await service.sessions(me), nextCursor: null }),
  );
  api.route(
    {
      ...about,
      path: "/me/sessions/:id/end",
      summary: "Sign out there",
      params: sessionParams,
      answer: doneShape,
    },
    async ({ me, params, command }) => {
      await service.endSession(me, params.id, command);
      return done;
    },
  );
  api.route(
    {
      ...about,
      path: "/me/sessions/end-others",
      summary: "Sign out everywhere else",
      answer: doneShape,
    },
    async ({ me, command }) => {
      await service.endOtherSessions(me, command);
      return done;
    },
  );
}

import {
  addPasskey,
  done,
  passkey,
  passkeyAnswer,
  passkeyOptions,
  signInAnswer,
} from "@istmo/contracts";
import { Router, type Request, type Response as Reply } from "express";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { originOf } from "../../http/request-origin.ts";
import { signInAddressLimit } from "../../http/security.ts";
import { ownAddress } from "./own-address.ts";
import type { PasskeyRequest, PasskeysService } from "./passkeys.service.ts";
import { answerAdmitted } from "./sign-in.routes.ts";

const passkeyParams = z.object({ id: z.string().min(1).max(1400) });

const readPasskeyRequest = (request: Request, publicOrigin: string | null): PasskeyRequest => ({
  address: ownAddress(request, publicOrigin),
  cookie: request.headers.cookie,
});

/** Signing in with a passkey; mounted under `/api/auth`, behind its body parser. */
export function passkeySignInRouter(service: PasskeysService, publicOrigin: string | null): Router {
  const router = Router();
  router.post("/passkey/options", signInAddressLimit(), async (request: Request, reply: Reply) => {
    const { options, cookie } = await service.offerSignIn(ownAddress(request, publicOrigin));
    reply.append("set-cookie", cookie).set("cache-control", "no-store").json({ options });
  });
  router.post("/passkey/sign-in", signInAddressLimit(), async (request: Request, reply: Reply) => {
    const { credential } = passkeyAnswer.parse(request.body);
    const asked = readPasskeyRequest(request, publicOrigin);
    answerAdmitted(await service.signIn(credential, asked, originOf(request, null)), reply);
  });
  return router;
}

/** A person's own passkeys; and the routes of signing in, in OpenAPI. */
export function passkeyRoutes(
  api: Api,
  service: PasskeysService,
  publicOrigin: string | null,
): void {
  api.describeOutside({
    method: "post",
    path: "/api/auth/passkey/options",
    tag: "Identity",
    summary: "What the browser needs for signing in with a passkey",
    answer: passkeyOptions,
  });
  api.describeOutside({
    method: "post",
    path: "/api/auth/passkey/sign-in",
    tag: "Identity",
    summary: "Sign in with a passkey: sets the session cookie",
    body: passkeyAnswer,
    answer: signInAnswer,
  });
  api.route(
    {
      method: "post",
      path: "/me/passkeys/options",
      tag: "Identity",
      summary: "What the browser needs for making a passkey for me",
      answer: passkeyOptions,
    },
    async ({ me, request, setCookie }) => {
      const { options, cookie } = await service.offerAdding(me, ownAddress(request, publicOrigin));
      setCookie(cookie);
      return { options };
    },
  );
  api.route(
    {
      method: "post",
      path: "/me/passkeys",
      tag: "Identity",
      summary: "Keep a passkey that my browser has made",
      body: addPasskey,
      answer: passkey,
      status: 201,
    },
    async ({ me, body, command, request, setCookie }) => {
      const asked = { ...readPasskeyRequest(request, publicOrigin), command };
      const { passkey, cookie } = await service.add(me, body, asked);
      setCookie(cookie);
      return passkey;
    },
  );
  api.route(
    {
      method: "post",
      path: "/me/passkeys/:id/remove",
      tag: "Identity",
      summary: "Remove one of my passkeys",
      params: passkeyParams,
      answer: done,
    },
    async ({ me, params, command }) => {
      await service.remove(me, params.id, command);
      return { done: true };
    },
  );
}

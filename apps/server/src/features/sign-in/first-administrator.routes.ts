import { firstAdministrator, signInAnswer, token } from "@istmo/contracts";
import { Router, type Request, type Response as Reply } from "express";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { originOf } from "../../http/request-origin.ts";
import { signInAddressLimit } from "../../http/security.ts";
import { addressKey } from "../../http/throttle.ts";
import type { FirstAdministratorService } from "./first-administrator.service.ts";
import { answerAdmitted } from "./sign-in.routes.ts";

const lookUp = z.object({ token });
const path = "/first-administrator";

/** For whoever holds the link of a start without an administrator; mounted behind a body parser. */
export function firstAdministratorRouter(service: FirstAdministratorService): Router {
  const router = Router();
  router.post(`${path}/look`, signInAddressLimit(), async (request: Request, reply: Reply) => {
    const asked = lookUp.parse(request.body);
    reply.set("cache-control", "no-store").json(await service.look(asked.token));
  });
  router.post(path, signInAddressLimit(), async (request: Request, reply: Reply) => {
    const wanted = firstAdministrator.parse(request.body);
    const from = { address: addressKey(request), origin: originOf(request, null) };
    answerAdmitted(await service.make(wanted, from), reply);
  });
  return router;
}

/** The same routes in OpenAPI. */
export function describeFirstAdministrator(api: Api): void {
  const about = { method: "post", tag: "Identity" } as const;
  api.describeOutside({
    ...about,
    path: `/api/auth${path}/look`,
    summary: "Until when the link for making the first administrator works",
    body: lookUp,
    answer: z.object({ expiresAt: z.iso.datetime() }),
  });
  api.describeOutside({
    ...about,
    path: `/api/auth${path}`,
    summary: "Make the first administrator by the link that the start printed, and sign in",
    body: firstAdministrator,
    answer: signInAnswer,
  });
}

import {
  accessRequest,
  accessRequestsQuery,
  askForAccount,
  askForPaper,
  decideAccessRequest,
  id,
  page,
  received,
} from "@istmo/contracts";
import express, { Router, type Request, type Response } from "express";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { originOf } from "../../http/request-origin.ts";
import { addressKey, Throttle } from "../../http/throttle.ts";
import type { Clock } from "../../platform/clock.ts";
import type { AccessRequestsService } from "./access-requests.service.ts";

const params = z.object({ id });
const tag = "Administration";

export function accessRequestsRoutes(api: Api, requests: AccessRequestsService): void {
  api.route(
    {
      method: "get",
      path: "/access-requests",
      tag,
      summary: "Requests that I decide, for accounts and for papers, the newest first",
      query: accessRequestsQuery,
      answer: page(accessRequest),
    },
    ({ me, query }) => requests.list(me, query),
  );
  api.route(
    {
      method: "post",
      path: "/access-requests",
      tag,
      summary: "Ask for a paper; the answer is the same whether or not there is one",
      body: askForPaper,
      answer: received,
    },
    ({ me, command, body }) => requests.askForPaper(me, command, body),
  );
  api.route(
    {
      method: "post",
      path: "/access-requests/:id/decide",
      tag,
      summary: "Grant or decline a request",
      params,
      body: decideAccessRequest,
      answer: accessRequest,
    },
    ({ me, command, params: { id: requestId }, body }) =>
      requests.decide(me, command, requestId, body),
  );
  api.describeOutside({
    method: "post",
    path: "/api/auth/ask",
    tag: "Identity",
    summary: "A stranger asks for an account; the answer is always the same",
    body: askForAccount,
    answer: received,
  });
}

/** Requests of strangers from one address within ten minutes. */
const asking = { attempts: 30, within: 10 * 60_000 };

/** `/api/auth/ask`: open to strangers. */
export function askRouter(requests: AccessRequestsService, clock: Clock): Router {
  const router = Router();
  const throttle = new Throttle(clock, asking);
  router.post(
    "/ask",
    express.json({ limit: "64kb" }),
    async (request: Request, response: Response) => {
      const wanted = askForAccount.parse(request.body);
      throttle.take(addressKey(request));
      const answer = await requests.askForAccount(wanted, originOf(request, null));
      response.set("cache-control", "no-store").json(answer);
    },
  );
  return router;
}

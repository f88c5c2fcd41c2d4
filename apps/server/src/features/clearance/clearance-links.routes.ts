/** The routes of links in mails: open to strangers, who hold a token. */
import { answerByLink, linkedClearance, openLink } from "@istmo/contracts";
import express, { Router, type Request } from "express";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import { originOf } from "../../http/request-origin.ts";
import { addressKey } from "../../http/throttle.ts";
import type { Asked, ClearanceLinksService } from "./clearance-links.service.ts";

const tag = "Clearance";

const sentCode = z.object({ sentTo: z.string() });

const askedBy = (request: Request): Asked => ({
  origin: originOf(request, null),
  addressKey: addressKey(request),
});

function bodyOf<Body>(request: Request, schema: z.ZodType<Body>): Body {
  if (!request.is("application/json")) throw new AppError("unsupported_media_type");
  return schema.parse(request.body);
}

/** Serves them with whole paths. */
export function clearanceLinksRouter(links: ClearanceLinksService): Router {
  const router = Router();
  router.use(
    "/api/v1/clearance-links",
    express.json({ limit: "200kb" }),
    (_request, response, next) => {
      response.set("cache-control", "no-store");
      next();
    },
  );
  router.post("/api/v1/clearance-links/open", async (request, response) => {
    const { token, language } = bodyOf(request, openLink);
    response.json(await links.open(token, { ...askedBy(request), language }));
  });
  router.post("/api/v1/clearance-links/code", async (request, response) => {
    const { token } = bodyOf(request, openLink);
    response.json(await links.sendCode(token, askedBy(request)));
  });
  router.post("/api/v1/clearance-links/answer", async (request, response) => {
    const { token, ...given } = bodyOf(request, answerByLink);
    response.json(await links.answer(token, askedBy(request), given));
  });
  return router;
}

export function describeClearanceLinks(api: Api): void {
  const path = "/api/v1/clearance-links";
  api.describeOutside({
    ...{ method: "post", path: `${path}/open`, tag, body: openLink, answer: linkedClearance },
    summary: "What a link in a mail asks, and the text that it asks about",
  });
  api.describeOutside({
    ...{ method: "post", path: `${path}/code`, tag, body: openLink, answer: sentCode },
    summary: "Mail a code to whom the link was made for",
  });
  api.describeOutside({
    ...{ method: "post", path: `${path}/answer`, tag, body: answerByLink, answer: linkedClearance },
    summary: "Answer by a link, once, with the code from the mail",
  });
}

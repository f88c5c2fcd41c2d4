/** The address of one's calendar, and the calendar itself, which asks for no session. */
import { createHash } from "node:crypto";
import { calendarFeed, newCalendarFeed } from "@istmo/contracts";
import { Router } from "express";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { AppError } from "../../http/app-error.ts";
import { addressKey, Throttle } from "../../http/throttle.ts";
import type { Clock } from "../../platform/clock.ts";
import type { CalendarFeedService } from "./calendar-feed.service.ts";

const tag = "Calendar";

/** What a calendar program may ask of one address of the network. */
const limit = { attempts: 120, within: 10 * 60_000 };
/** Addresses of calendars that there are not. */
const unknownLimit = { attempts: 20, within: 10 * 60_000 };

export function calendarFeedRoutes(api: Api, feeds: CalendarFeedService): void {
  api.route(
    {
      method: "get",
      path: "/calendar-feed",
      tag,
      summary: "Whether my action items have a calendar address",
      answer: calendarFeed,
    },
    ({ me }) => feeds.get(me.person.id),
  );
  api.route(
    {
      method: "post",
      path: "/calendar-feed",
      tag,
      summary: "A new calendar address, said once; the one before shows nothing any more",
      answer: newCalendarFeed,
      status: 201,
    },
    ({ me, command }) => feeds.renew(command, me.person.id),
  );
  api.route(
    {
      method: "delete",
      path: "/calendar-feed",
      tag,
      summary: "Take the calendar address away",
      answer: calendarFeed,
    },
    ({ me, command }) => feeds.revoke(command, me.person.id),
  );
  api.describeOutside({
    method: "get",
    path: "/calendar/:file",
    tag,
    summary: "The calendar of whom the address belongs to, as iCalendar; the address is the secret",
    params: z.object({ file: z.string() }),
    answer: z.string(),
  });
}

/** Serves the calendars. */
export function calendarRouter(
  feeds: CalendarFeedService,
  { clock, publicOrigin }: { readonly clock: Clock; readonly publicOrigin: string | null },
): Router {
  const router = Router();
  const asked = new Throttle(clock, limit);
  const unknown = new Throttle(clock, unknownLimit);
  router.get("/calendar/:file", async (request, response) => {
    const key = addressKey(request);
    asked.take(key);
    const token = /^([\w-]{43})\.ics$/.exec(request.params.file)?.[1];
    if (!unknown.isOpen(key)) unknown.take(key);
    const origin = publicOrigin ?? `${request.protocol}://${request.get("host") ?? "localhost"}`;
    let text: string;
    try {
      if (token === undefined) throw new AppError("not_found");
      text = await feeds.read(token, origin);
    } catch (error) {
      if (error instanceof AppError && error.code === "not_found") unknown.take(key);
      throw error;
    }
    const tag = `"${createHash("sha256").update(text).digest("base64url")}"`;
    response
      .set("etag", tag)
      .set("cache-control", "private, no-cache")
      .set("x-robots-tag", "noindex")
      .set("content-disposition", 'inline; filename="istmo.ics"');
    if (request.get("if-none-match") === tag) {
      response.status(304).end();
      return;
    }
    response.type("text/calendar; charset=utf-8").send(text);
  });
  return router;
}

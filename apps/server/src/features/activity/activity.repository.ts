import { quietEventTypes } from "@istmo/contracts";
import type { Actor } from "@istmo/domain";
import type { PrismaClient } from "@istmo/prisma/client";
import { audiencesOf, levelsOf } from "../../platform/audience.ts";

/** Events that the actor may hear, after or before a position of the log. */
export class ActivityRepository {
  readonly db: PrismaClient;

  constructor(db: PrismaClient) {
    this.db = db;
  }

  events(
    actor: Actor,
    range: {
      after?: number | undefined;
      before?: number | undefined;
      order: "asc" | "desc";
      take: number;
      /** Also what is nothing to read, for a page that catches up. */
      withAccessEvents: boolean;
    },
  ) {
    return this.db.event.findMany({
      where: {
        audience: { hasSome: audiencesOf(actor) },
        classification: { in: levelsOf(actor) },
        ...(range.withAccessEvents ? {} : { type: { notIn: [...quietEventTypes] } }),
        ...(range.after === undefined && range.before === undefined
          ? {}
          : {
              seq: {
                ...(range.after === undefined ? {} : { gt: range.after }),
                ...(range.before === undefined ? {} : { lt: range.before }),
              },
            }),
      },
      orderBy: { seq: range.order },
      take: range.take,
    });
  }
}

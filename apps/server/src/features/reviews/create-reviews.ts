/** Makes the parts of review rounds and ties them together. */
import type { PrismaClient } from "@istmo/prisma/client";
import type { Api } from "../../http/api.ts";
import type { Clock } from "../../platform/clock.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { FoundRounds, type Readings } from "./found-rounds.ts";
import { MatrixExchangeService } from "./matrix-exchange.service.ts";
import { MatrixRepository } from "./matrix.repository.ts";
import { matrixRoutes } from "./matrix.routes.ts";
import { MatrixService, type MatrixServiceNeeds } from "./matrix.service.ts";
import { reviewsRoutes } from "./reviews.routes.ts";
import { RoundCommentsService } from "./round-comments.service.ts";
import { RoundMailing } from "./round-mailing.ts";
import { RoundReminders, type RoundRemindersNeeds } from "./round-reminders.ts";
import { RoundsRepository } from "./rounds.repository.ts";
import { RoundsService, type RoundFreezer } from "./rounds.service.ts";

export interface ReviewsNeeds {
  readonly client: PrismaClient;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: RoundRemindersNeeds["logger"];
  readonly readings: Readings;
  readonly freezer: RoundFreezer;
  readonly texts: MatrixServiceNeeds["texts"];
  /** Where people open the page. */
  readonly ownOrigin: () => string;
}

/** The reminders start with the server; they return a way to stop. */
export function createReviews(
  api: Api,
  { client, readings, freezer, texts, ownOrigin, logger, ...rest }: ReviewsNeeds,
): Pick<RoundReminders, "start"> {
  const { clock } = rest;
  const repository = new RoundsRepository(client);
  const rounds = new FoundRounds({ repository, readings, clock });
  const mailing = new RoundMailing(repository, ownOrigin);
  const needs = { ...rest, repository, rounds, mailing };
  reviewsRoutes(api, {
    rounds: new RoundsService({ ...needs, freezer, readings }),
    comments: new RoundCommentsService(needs),
  });
  const matrixRows = new MatrixRepository(client);
  const matrix = new MatrixService({ ...needs, matrix: matrixRows, texts });
  const exchange = new MatrixExchangeService({ ...rest, matrix: matrixRows, rows: matrix });
  matrixRoutes(api, { matrix, exchange });
  return new RoundReminders({ ...needs, logger });
}
